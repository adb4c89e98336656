package dev.longhaul.internal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {
  private static Stream<byte[]> pictures() {
    return Stream.of(
        Pictures.png(640, 480),
        Pictures.jpeg(640, 480),
        Pictures.webp(640, 480),
        Pictures.losslessWebp(640, 480),
        Pictures.extendedWebp(640, 480));
  }

  @Test
  void thePngHeaderIsRead() {
    assertThat(ImageHeader.of(Pictures.png())).isEqualTo(new ImageHeader("image/png", 1, 1));
    assertThat(ImageHeader.of(Pictures.png(1280, 720)))
        .isEqualTo(new ImageHeader("image/png", 1280, 720));
  }

  @ParameterizedTest
  @ValueSource(ints = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC9, 0xCF})
  void theJpegFrameIsFoundBehindOtherSegments(int frame) {
    assertThat(ImageHeader.of(Pictures.jpeg(frame, 1280, 720)))
        .isEqualTo(new ImageHeader("image/jpeg", 1280, 720));
  }

  @ParameterizedTest
  @ValueSource(ints = {0xC4, 0xC8, 0xCC})
  void tablesThatAreNumberedAmongTheFramesAreNone(int table) {
    assertThat(ImageHeader.of(Pictures.jpeg(table, 1280, 720))).isNull();
  }

  @Test
  void allThreeWaysOfWebpAreRead() {
    ImageHeader wanted = new ImageHeader("image/webp", 1280, 720);
    assertThat(ImageHeader.of(Pictures.webp(1280, 720))).isEqualTo(wanted);
    assertThat(ImageHeader.of(Pictures.losslessWebp(1280, 720))).isEqualTo(wanted);
    assertThat(ImageHeader.of(Pictures.extendedWebp(1280, 720))).isEqualTo(wanted);
  }

  @Test
  void theLargestWebpSizesAreRead() {
    assertThat(ImageHeader.of(Pictures.webp(16383, 16383)))
        .isEqualTo(new ImageHeader("image/webp", 16383, 16383));
    assertThat(ImageHeader.of(Pictures.losslessWebp(16384, 16384)))
        .isEqualTo(new ImageHeader("image/webp", 16384, 16384));
    assertThat(ImageHeader.of(Pictures.extendedWebp(1 << 24, 2)))
        .isEqualTo(new ImageHeader("image/webp", 1 << 24, 2));
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void whateverIsCutOffIsNoErrorAndTheWholeIsRead(byte[] picture) {
    int shortest = 0;
    while (ImageHeader.of(Arrays.copyOf(picture, shortest)) == null) {
      shortest++;
    }
    assertThat(shortest).isBetween(24, picture.length);
    assertThat(ImageHeader.of(picture)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void randomBytesBehindTheFirstOnesNeverThrow(byte[] picture) {
    Random random = new Random(17);
    for (int round = 0; round < 2000; round++) {
      byte[] changed = picture.clone();
      for (int flips = 0; flips < 4; flips++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      ImageHeader header = ImageHeader.of(changed);
      assertThat(header == null || header.width() > 0 && header.height() > 0).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "47494638396101000100", // GIF
        "89504E470D0A1A0A 0000000D49484452 00000000 00000001 0802000000", // no width
        "89504E470D0A1A0A 0000000D49484452 80000000 00000001 0802000000", // beyond what is allowed
        "89504E470D0A1A0A 0000000D69484452 00000001 00000001 0802000000", // no IHDR
        "FFD8 FFDA 0002 FFC0 0011 08 0001 0001 0000", // data before the frame
        "FFD8 FFE0 0000 FFC0 0011 08 0001 0001 0000", // a length that leads nowhere
        "FFD8 FFE0 FFFF 0000 0000 0000 0000 0000", // a length beyond the end
        "FFD8 00 FFC0 0011 08 0001 0001 0000", // no marker
        "52494646 1A000000 57454250 56503820 0A000000 110000 9D012A 0100 0100", // no key frame
        "52494646 1A000000 57454250 56503820 0A000000 100000 9D012B 0100 0100", // no start code
        "52494646 1A000000 57454250 5650384C 05000000 2E 00000000", // no signature
        "52494646 1A000000 57415645 5650384C 05000000 2F 00000000" // RIFF, but sound
      })
  void otherBytesAreNoImage(String bytes) {
    assertThat(ImageHeader.of(Pictures.hex(bytes))).isNull();
  }

  @Test
  void aFileIsReadByItsContentWhateverItsName(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("cat.png"), Pictures.jpeg(3, 2));
    assertThat(ImageHeader.of(file)).isEqualTo(new ImageHeader("image/jpeg", 3, 2));
  }

  /** Returns a JPEG with so many full segments before its size, 64 KiB each. */
  private static byte[] jpegBehind(int segments) {
    byte[] jpeg = Pictures.jpeg(1280, 720);
    ByteBuffer late = ByteBuffer.allocate(jpeg.length + segments * 0x10001).put(jpeg, 0, 2);
    for (int segment = 0; segment < segments; segment++) {
      late.putShort((short) 0xFFE1).putShort((short) 0xFFFF).put(new byte[0xFFFD]);
    }
    return late.put(jpeg, 2, jpeg.length - 2).array();
  }

  @Test
  void theJpegFrameIsFoundHoweverLongTheSegmentsBeforeAre(@TempDir Path folder) throws IOException {
    byte[] late = jpegBehind(40);
    ImageHeader wanted = new ImageHeader("image/jpeg", 1280, 720);
    assertThat(late).hasSizeGreaterThan(10 * ImageHeader.LONGEST_HEAD);
    assertThat(ImageHeader.of(late)).isEqualTo(wanted);
    assertThat(ImageHeader.of(Files.write(folder.resolve("late.jpg"), late))).isEqualTo(wanted);
  }

  @Test
  void segmentsAreSkippedAndNotRead() throws IOException {
    AtomicInteger read = new AtomicInteger();
    InputStream counted =
        new FilterInputStream(new ByteArrayInputStream(jpegBehind(40))) {
          @Override
          public int read() throws IOException {
            read.incrementAndGet();
            return super.read();
          }

          @Override
          public int read(byte[] bytes, int start, int length) throws IOException {
            int count = super.read(bytes, start, length);
            read.addAndGet(count);
            return count;
          }
        };

    assertThat(ImageHeader.of(counted)).isEqualTo(new ImageHeader("image/jpeg", 1280, 720));
    assertThat(read.get()).isLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FF", "FFD0", "FFE0 0002"})
  void aWalkThatLeadsNowhereEnds(String step) throws IOException {
    byte[] again = Pictures.hex(step);
    InputStream endless =
        new InputStream() {
          private int at = -2;

          @Override
          public int read() {
            int next = at < 0 ? Pictures.hex("FFD8")[at + 2] : again[at % again.length];
            at++;
            return next & 0xFF;
          }
        };

    assertThat(ImageHeader.of(endless)).isNull();
  }

  @Test
  void aMissingFileIsTheCallersError(@TempDir Path folder) {
    assertThatIOException().isThrownBy(() -> ImageHeader.of(folder.resolve("gone.png")));
  }
}
