package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class VideoReferenceTest {

  private final FakeSora fake = FakeSora.start();
  private final SoraCalls calls = new SoraCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aLinkAndAFileIdAreTakenUnseen() throws IOException {
    assertThat(answer("{\"image_url\": \"https://cdn.example.com/boat.png\"}")).isEqualTo("taken");
    assertThat(answer("{\"file_id\": \"file-abc123\"}")).isEqualTo("taken");
  }

  @Test
  void exactlyOneOfTheTwoIsGiven() throws IOException {
    String refused = "400 input_reference invalid_value";
    assertThat(answer("{}")).isEqualTo(refused);
    assertThat(answer("{\"image_url\": \"https://a\", \"file_id\": \"f\"}")).isEqualTo(refused);
    assertThat(answer("{\"url\": \"https://a\"}")).isEqualTo("400 url unknown_parameter");
    assertThat(answer("\"https://a\"")).isEqualTo("400 input_reference invalid_type");
    assertThat(answer("{\"file_id\": \"\"}")).isEqualTo("400 file_id empty_string");
  }

  @Test
  void aLinkIsOneOfTheWebOrHoldsAPicture() throws IOException {
    String refused = "400 input_reference invalid_value";
    assertThat(answer("{\"image_url\": \"ftp://a/b.png\"}")).isEqualTo(refused);
    assertThat(answer("{\"image_url\": \"data:image/png,raw\"}")).isEqualTo(refused);
    assertThat(answer("{\"image_url\": \"data:image/png;base64,!!\"}")).isEqualTo(refused);
    assertThat(dataUrl("image/gif", SoraCalls.png(720, 1280))).isEqualTo(refused);
    assertThat(dataUrl("image/png", SoraCalls.ascii("no picture"))).isEqualTo(refused);
  }

  @Test
  void aLinkOverTwentyMebibytesIsTooLong() throws IOException {
    String url = "https://a/" + "x".repeat(20 * 1024 * 1024);

    assertThat(answer("{\"image_url\": \"" + url + "\"}"))
        .isEqualTo("400 image_url string_above_max_length");
  }

  @Test
  void aPictureInALinkHasTheSizeOfTheVideo() throws IOException {
    assertThat(dataUrl("image/png", SoraCalls.png(720, 1280))).isEqualTo("taken");
    assertThat(dataUrl("image/png", SoraCalls.png(720, 1281))).isEqualTo("422 input_reference -");
    assertThat(dataUrl("image/jpeg", jpeg(720, 1280))).isEqualTo("taken");
    assertThat(dataUrl("image/jpeg", jpeg(1280, 720))).isEqualTo("422 input_reference -");
    assertThat(dataUrl("image/webp", lossy(720, 1280))).isEqualTo("taken");
    assertThat(dataUrl("image/webp", lossy(721, 1280))).isEqualTo("422 input_reference -");
    assertThat(dataUrl("image/webp", lossless(720, 1280))).isEqualTo("taken");
    assertThat(dataUrl("image/webp", lossless(720, 1279))).isEqualTo("422 input_reference -");
    assertThat(dataUrl("image/webp", extended(720, 1280))).isEqualTo("taken");
    assertThat(dataUrl("image/webp", extended(1, 1))).isEqualTo("422 input_reference -");
  }

  @Test
  void aPictureThatEndsInItsHeadIsNone() {
    byte[][] pictures = {
      SoraCalls.png(1, 1), jpeg(1, 1), lossy(1, 1), lossless(1, 1), extended(1, 1)
    };
    for (byte[] picture : pictures) {
      assertThat(VideoImage.of(picture)).isNotNull();
      assertThat(VideoImage.of(Arrays.copyOf(picture, picture.length - 9))).isNull();
    }
    byte[] unknown = lossy(1, 1);
    unknown[15] = 'Z';
    assertThat(VideoImage.of(unknown)).isNull();
    assertThat(VideoImage.of(new byte[] {(byte) 0xff, (byte) 0xd8, 0})).isNull();
  }

  @Test
  void thePicturesThatTheFakeHandsOutAreReadAsWhatTheyAre() {
    assertThat(VideoImage.of(VideoFiles.webp())).isEqualTo(new VideoImage("image/webp", 16, 9));
    assertThat(VideoImage.of(VideoFiles.jpeg())).isEqualTo(new VideoImage("image/jpeg", 16, 9));
  }

  private String dataUrl(String type, byte[] picture) throws IOException {
    String text = Base64.getEncoder().encodeToString(picture);
    return answer("{\"image_url\": \"data:" + type + ";base64," + text + "\"}");
  }

  private String answer(String reference) throws IOException {
    Http.Answer answer =
        calls.create("{\"prompt\": \"p\", \"input_reference\": " + reference + "}");
    return answer.status() == 200 ? "taken" : SoraCalls.refusal(answer);
  }

  /** A segment of tables, then the one that tells the size. */
  private static byte[] jpeg(int width, int height) {
    ByteBuffer file = ByteBuffer.allocate(22).putInt(0xffd8ffc4).putShort((short) 6).putInt(0);
    file.putShort((short) 0xffc2).putShort((short) 11).put((byte) 8);
    return file.putShort((short) height).putShort((short) width).array();
  }

  private static byte[] lossy(int width, int height) {
    return webp("VP8 ", 30).putShort(26, (short) width).putShort(28, (short) height).array();
  }

  private static byte[] lossless(int width, int height) {
    return webp("VP8L", 25).putInt(21, (width - 1) | (height - 1) << 14).array();
  }

  private static byte[] extended(int width, int height) {
    return webp("VP8X", 30)
        .putInt(24, width - 1)
        .putInt(26, (height - 1) << 8 | (width - 1) >> 16)
        .array();
  }

  private static ByteBuffer webp(String kind, int length) {
    ByteBuffer file = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    return file.put(SoraCalls.ascii("RIFF"))
        .putInt(0)
        .put(SoraCalls.ascii("WEBP"))
        .put(SoraCalls.ascii(kind));
  }
}
