package dev.longhaul.transfer;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.internal.media.ImageHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Images as text that goes into a JSON request: {@code data:image/png;base64,...}. */
public final class DataUri {
  private static final int LIMIT = 10 * 1024 * 1024;

  private DataUri() {}

  /**
   * Returns an image file as a data URI. Its media type is told by its content, whatever its name:
   * JPEG, PNG or WebP.
   *
   * <p><i>Blocking:</i> reads the file, of at most 10 MB (10,485,760 bytes).
   *
   * <p><i>Errors:</i> {@link InvalidInputException} when there is no such file, it cannot be read,
   * is empty, too large or no such image.
   *
   * @param file the image
   */
  public static String ofImage(Path file) {
    if (!Files.exists(file)) {
      throw refused("file", "does not exist", "Check the path.");
    }
    if (Files.isDirectory(file)) {
      throw refused("file", "is a folder", "Pass the image file itself.");
    }
    try {
      requireSmall("file", Files.size(file));
      return of("file", read(file));
    } catch (IOException unreadable) {
      throw refused("file", "cannot be read", "Allow this program to read it.");
    }
  }

  /** Reads one byte more than is allowed, to notice a file that grows. */
  private static byte[] read(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return bytes.readNBytes(LIMIT + 1);
    }
  }

  /**
   * Returns an image as a data URI; otherwise as {@link #ofImage(Path)}.
   *
   * @param bytes the whole image
   */
  public static String ofImage(byte[] bytes) {
    return of("bytes", bytes);
  }

  private static String of(String field, byte[] bytes) {
    requireSmall(field, bytes.length);
    String type = ImageHeader.typeOf(bytes);
    if (type == null) {
      throw refused(
          field,
          "holds " + bytes.length + " bytes that are no JPEG, PNG or WebP image",
          "Convert the image to one of them.");
    }
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private static void requireSmall(String field, long bytes) {
    if (bytes == 0) {
      throw refused(field, "is empty, 0 bytes", "Pass a whole JPEG, PNG or WebP image.");
    }
    if (bytes > LIMIT) {
      throw refused(
          field,
          "has " + bytes + " bytes, above the limit of " + LIMIT + " (10 MB)",
          "Make the image smaller.");
    }
  }

  private static InvalidInputException refused(String field, String problem, String fix) {
    return InvalidInputException.of(field, problem, fix);
  }
}
