package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class TaskResultTest {

  private final VirtualTime time = VirtualTime.create();
  private final FakeFunctionRunner fake =
      FakeFunctionRunner.start(FakeOptions.builder().clock(time).build());
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    http.close();
    fake.close();
  }

  @Test
  void aResultHoldsWhatWasMade() throws IOException {
    fake.nextJob(
        JobScript.builder()
            .stage("work", Duration.ofMillis(1500))
            .output("picture", "cat.png", "image/png", new byte[] {1, 2, 3})
            .dataOutput("seed", new JsonPrimitive(7))
            .output(JobOutput.url("page", "https://files.example.com/cat"))
            .build());
    String id = http.submit();
    time.advance(Duration.ofSeconds(2));

    JsonObject result = http.result(id).object();

    JsonObject outputs = result.getAsJsonObject("outputs");
    JsonObject picture = outputs.getAsJsonObject("picture");
    assertThat(picture.get("type").getAsString()).isEqualTo("file");
    assertThat(picture.get("filename").getAsString()).isEqualTo("cat.png");
    assertThat(picture.get("mime_type").getAsString()).isEqualTo("image/png");
    assertThat(picture.get("size_bytes").getAsLong()).isEqualTo(3);
    assertThat(outputs.getAsJsonObject("seed").get("value").getAsInt()).isEqualTo(7);
    assertThat(outputs.getAsJsonObject("page").get("url").getAsString())
        .isEqualTo("https://files.example.com/cat");
    assertThat(result.get("execution_time_seconds").getAsDouble()).isEqualTo(1.5);
    assertThat(result.getAsJsonObject("metadata").get("project").getAsString()).isEqualTo("demo");
  }

  @Test
  void aFileIsServedUnderItsUrl() throws IOException {
    byte[] content = "a cat".getBytes(StandardCharsets.UTF_8);
    fake.nextJob(JobScript.builder().output("cat", "cat.txt", "text/plain", content).build());
    String url = urlOf(http.submit(), "cat");

    Http.Answer file = http.get(url);

    assertThat(url).startsWith(fake.baseUrl() + "/api/v1/functions/files/");
    assertThat(file.bytes()).isEqualTo(content);
    assertThat(file.response().header("Content-Type")).isEqualTo("text/plain");
    assertThat(file.response().header("Content-Length")).isEqualTo("5");
  }

  @Test
  void urlsAreRelativeOnRequest() throws IOException {
    fake.nextJob(
        JobScript.builder()
            .output("cat", "cat.txt", "text/plain", new byte[9])
            .relativeUrls()
            .build());
    String url = urlOf(http.submit(), "cat");

    assertThat(url).startsWith("/api/v1/functions/files/");
    assertThat(http.get(url).bytes()).hasSize(9);
  }

  @Test
  void aLaterOutputTakesThePlaceOfOneOfTheSameName() throws IOException {
    fake.nextJob(
        JobScript.builder()
            .dataOutput("answer", new JsonPrimitive(41))
            .dataOutput("answer", new JsonPrimitive(42))
            .build());
    JsonObject outputs = http.result(http.submit()).object().getAsJsonObject("outputs");

    assertThat(outputs.getAsJsonObject("answer").get("value").getAsInt()).isEqualTo(42);
  }

  @Test
  void aJobAtWorkHasNoResult() throws IOException {
    fake.nextJob(JobScript.slow());

    Http.Answer result = http.result(http.submit());

    assertThat(result.status()).isEqualTo(409);
    assertThat(result.errorCode()).isEqualTo("HTTP_409");
  }

  @Test
  void thePresetPictureIsARealPng() throws IOException {
    String id = http.submit();
    time.advance(Duration.ofSeconds(1));

    ByteBuffer png = ByteBuffer.wrap(http.get(urlOf(id, "image")).bytes());

    assertThat(png.getLong()).isEqualTo(0x89504e470d0a1a0aL);
    assertThat(chunk(png, "IHDR")).startsWith(0, 0, 0, 64, 0, 0, 0, 64, 8);
    byte[] points =
        new InflaterInputStream(new ByteArrayInputStream(chunk(png, "IDAT"))).readAllBytes();
    assertThat(points).hasSize(64 * 65).contains(0, 100);
    assertThat(chunk(png, "IEND")).isEmpty();
  }

  private String urlOf(String id, String output) throws IOException {
    JsonObject outputs = http.result(id).object().getAsJsonObject("outputs");
    return outputs.getAsJsonObject(output).get("url").getAsString();
  }

  private static byte[] chunk(ByteBuffer png, String type) {
    byte[] data = new byte[png.getInt()];
    byte[] name = new byte[4];
    png.get(name).get(data);
    assertThat(new String(name, StandardCharsets.US_ASCII)).isEqualTo(type);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    assertThat(png.getInt()).isEqualTo((int) crc.getValue());
    return data;
  }
}
