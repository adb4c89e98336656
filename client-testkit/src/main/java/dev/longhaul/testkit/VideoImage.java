package dev.longhaul.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a picture tell.
 *
 * @param type media type, by content
 * @param width in pixels
 * @param height in pixels
 */
record VideoImage(String type, int width, int height) {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8};

  /** The picture, or null when the bytes are no whole head of a jpeg, png or webp file. */
  static @Nullable VideoImage of(byte[] file) {
    try {
      if (starts(file, 0, PNG)) {
        ByteBuffer head = ByteBuffer.wrap(file);
        return new VideoImage("image/png", head.getInt(16), head.getInt(20));
      }
      if (starts(file, 0, JPEG)) {
        return jpeg(ByteBuffer.wrap(file));
      }
      return starts(file, 0, ascii("RIFF")) && starts(file, 8, ascii("WEBP")) ? webp(file) : null;
    } catch (IndexOutOfBoundsException e) {
      return null; // The file ends within its head.
    }
  }

  /** As a video's size is written, for example {@code 720x1280}. */
  String size() {
    return width + "x" + height;
  }

  /** Walks over the segments to the one that holds the size. */
  private static @Nullable VideoImage jpeg(ByteBuffer file) {
    int at = 2;
    while ((file.get(at) & 0xff) == 0xff) {
      int marker = file.get(at + 1) & 0xff;
      if (isFrame(marker)) {
        int height = file.getShort(at + 5) & 0xffff;
        return new VideoImage("image/jpeg", file.getShort(at + 7) & 0xffff, height);
      }
      at += 2 + (file.getShort(at + 2) & 0xffff);
    }
    return null;
  }

  /** Frames are C0 to CF, but for three that hold tables or nothing. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static @Nullable VideoImage webp(byte[] file) {
    ByteBuffer head = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    return switch (new String(file, 12, 4, StandardCharsets.US_ASCII)) {
      case "VP8 " -> webp(head.getShort(26) & 0x3fff, head.getShort(28) & 0x3fff);
      case "VP8L" -> {
        int bits = head.getInt(21);
        yield webp((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
      }
      case "VP8X" -> webp((head.getInt(24) & 0xffffff) + 1, (head.getInt(26) >>> 8) + 1);
      default -> null;
    };
  }

  private static VideoImage webp(int width, int height) {
    return new VideoImage("image/webp", width, height);
  }

  private static boolean starts(byte[] file, int offset, byte[] text) {
    for (int index = 0; index < text.length; index++) {
      if (offset + index >= file.length || file[offset + index] != text[index]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
