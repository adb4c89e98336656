package dev.longhaul.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.internal.media.Pictures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image becomes text by what it holds, and what the service would refuse is refused here. */
class DataUriTest {
  private static final int LIMIT = 10 * 1024 * 1024;

  @TempDir Path folder;

  @Test
  void theMediaTypeIsToldByTheContentAndNotByTheName() throws IOException {
    byte[] webp = Pictures.webp(3, 2);
    Path file = Files.write(folder.resolve("cat.png"), webp);

    assertThat(DataUri.ofImage(file))
        .isEqualTo("data:image/webp;base64," + Base64.getEncoder().encodeToString(webp))
        .isEqualTo(DataUri.ofImage(webp));
    assertThat(DataUri.ofImage(Pictures.png())).startsWith("data:image/png;base64,iVBOR");
    assertThat(DataUri.ofImage(Pictures.jpeg(3, 2))).startsWith("data:image/jpeg;base64,/9j/");
  }

  @Test
  void aFileThatIsGoneIsRefused() {
    assertThat(refused(folder.resolve("gone.png")))
        .hasMessage("file does not exist. Check the path.");
  }

  @Test
  void aFolderIsRefused() {
    assertThat(refused(folder)).hasMessage("file is a folder. Pass the image file itself.");
  }

  /** In an archive that is damaged, since whoever runs the tests may be allowed every file. */
  @Test
  void anUnreadableFileIsRefused() throws IOException {
    Path archive = folder.resolve("a.zip");
    try (FileSystem files = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Files.write(files.getPath("cat.png"), Pictures.png());
    }
    try (RandomAccessFile damaged = new RandomAccessFile(archive.toFile(), "rw")) {
      damaged.writeInt(0);
    }
    try (FileSystem files = FileSystems.newFileSystem(archive)) {
      assertThat(refused(files.getPath("cat.png")))
          .hasMessage("file cannot be read. Allow this program to read it.");
    }
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    assertThat(refused(Files.createFile(folder.resolve("empty.png"))))
        .hasMessage("file is empty, 0 bytes. Pass a whole JPEG, PNG or WebP image.");
  }

  @Test
  void aFileThatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
    Path file = folder.resolve("large.png");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(4L << 30); // takes no room on the disk, and would not fit into an array
    }
    assertThat(refused(file))
        .hasMessage(
            "file has 4294967296 bytes, above the limit of 10485760 (10 MB)."
                + " Make the image smaller.");
  }

  @Test
  void theLimitItselfIsAllowed() {
    byte[] largest = Arrays.copyOf(Pictures.png(), LIMIT);
    assertThat(DataUri.ofImage(largest)).hasSize(22 + (LIMIT + 2) / 3 * 4);
    assertThat(refused(Arrays.copyOf(largest, LIMIT + 1)))
        .hasMessageStartingWith("bytes has 10485761 bytes, above the limit of 10485760");
  }

  @Test
  void whatIsNoJpegPngOrWebpIsRefused() throws IOException {
    byte[] gif = "GIF89a-not-taken".getBytes(StandardCharsets.US_ASCII);
    assertThat(refused(gif))
        .hasMessage(
            "bytes holds 16 bytes that are no JPEG, PNG or WebP image."
                + " Convert the image to one of them.");
    assertThat(refused(Files.write(folder.resolve("cat.png"), gif)))
        .hasMessageStartingWith("file holds 16 bytes");
    assertThat(refused(new byte[0])).hasMessageStartingWith("bytes is empty, 0 bytes");
  }

  private static InvalidInputException refused(Path file) {
    return catchThrowableOfType(InvalidInputException.class, () -> DataUri.ofImage(file));
  }

  private static InvalidInputException refused(byte[] bytes) {
    return catchThrowableOfType(InvalidInputException.class, () -> DataUri.ofImage(bytes));
  }
}
