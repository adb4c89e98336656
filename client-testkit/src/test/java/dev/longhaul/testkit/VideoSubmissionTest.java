package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class VideoSubmissionTest {

  private final FakeSora fake = FakeSora.start();
  private final SoraCalls calls = new SoraCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void whatIsLeftOutIsFilledIn() throws IOException {
    JsonObject video = calls.create(SoraCalls.KITE).object();

    assertThat(video.get("model").getAsString()).isEqualTo("sora-2");
    assertThat(video.get("seconds").getAsString()).isEqualTo("4");
    assertThat(video.get("size").getAsString()).isEqualTo("720x1280");
  }

  @Test
  void whatIsAskedForIsTaken() throws IOException {
    JsonObject video =
        calls
            .create(with("\"model\": \"sora-2-pro\", \"seconds\": \"20\", \"size\": \"1920x1080\""))
            .object();

    assertThat(video.get("model").getAsString()).isEqualTo("sora-2-pro");
    assertThat(video.get("seconds").getAsString()).isEqualTo("20");
    assertThat(video.get("size").getAsString()).isEqualTo("1920x1080");
  }

  @Test
  void aFieldOfTheOtherDialectIsNamed() throws IOException {
    Http.Answer answer = calls.create(with("\"duration\": 5"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.object())
        .isEqualTo(
            SoraCalls.json(
                """
                {"error": {"message": "Unknown parameter 'duration'.",
                 "type": "invalid_request_error", "param": "duration",
                 "code": "unknown_parameter"}}
                """));
  }

  @Test
  void promptsHaveOneToThirtyTwoThousandCharacters() throws IOException {
    assertThat(refusal("{}")).isEqualTo("400 prompt missing_required_parameter");
    assertThat(refusal("{\"prompt\": \"\"}")).isEqualTo("400 prompt empty_string");
    assertThat(refusal("{\"prompt\": 5}")).isEqualTo("400 prompt invalid_type");
    assertThat(refusal("{\"prompt\": null}")).isEqualTo("400 prompt invalid_type");
    assertThat(refusal("{\"prompt\": \"" + "é".repeat(32_001) + "\"}"))
        .isEqualTo("400 prompt string_above_max_length");
    assertThat(calls.create("{\"prompt\": \"" + "🎈".repeat(32_000) + "\"}").status())
        .isEqualTo(200);
  }

  @Test
  void valuesThatAreNotInTheListAreRefused() throws IOException {
    assertThat(refusal(with("\"model\": \"sora-3\""))).isEqualTo("400 model invalid_value");
    assertThat(refusal(with("\"seconds\": \"5\""))).isEqualTo("400 seconds invalid_value");
    assertThat(refusal(with("\"seconds\": 4"))).isEqualTo("400 seconds invalid_type");
    assertThat(refusal(with("\"size\": \"640x480\""))).isEqualTo("400 size invalid_value");
    assertThat(refusal(with("\"size\": {}"))).isEqualTo("400 size invalid_type");
  }

  @Test
  void theSmallerModelRendersNoLargeSizes() throws IOException {
    for (String size : List.of("1024x1792", "1792x1024", "1920x1080", "1080x1920")) {
      assertThat(refusal(with("\"size\": \"" + size + "\""))).isEqualTo("400 size invalid_value");
    }
    assertThat(calls.create(with("\"size\": \"1280x720\"")).status()).isEqualTo(200);
  }

  @Test
  void charactersMustExistAndBeTwoAtMost() throws IOException {
    fake.addCharacter("char_a", "Ada");

    assertThat(calls.create(with("\"characters\": [{\"id\": \"char_a\"}]")).status())
        .isEqualTo(200);
    assertThat(refusal(with("\"characters\": [{\"id\": \"char_b\"}]")))
        .isEqualTo("404 characters not_found");
    assertThat(refusal(with("\"characters\": [{}, {}, {}]")))
        .isEqualTo("400 characters array_above_max_length");
    assertThat(refusal(with("\"characters\": [{}]")))
        .isEqualTo("400 id missing_required_parameter");
    assertThat(refusal(with("\"characters\": [\"char_a\"]")))
        .isEqualTo("400 characters invalid_type");
    assertThat(refusal(with("\"characters\": {}"))).isEqualTo("400 characters invalid_type");
    assertThat(refusal(with("\"characters\": [{\"id\": \"char_a\", \"name\": \"x\"}]")))
        .isEqualTo("400 name unknown_parameter");
  }

  @Test
  void whatIsNoJsonObjectIsRefused() throws IOException {
    for (String body : List.of("", "{", "[]", "\"prompt\"", "prompt=x")) {
      assertThat(refusal(body)).isEqualTo("400 - invalid_body");
    }
    Request text =
        new Request.Builder()
            .url(calls.http().url(SoraCalls.VIDEOS))
            .post(RequestBody.create(SoraCalls.KITE, MediaType.get("text/plain")))
            .build();
    assertThat(SoraCalls.refusal(calls.http().send(text))).isEqualTo("400 - invalid_body");
  }

  @Test
  void aRefusedCreateMakesNothing() throws IOException {
    calls.create("{}");

    assertThat(fake.jobs()).isEmpty();
    assertThat(fake.ledger().creates()).isZero();
    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
  }

  @Test
  void aBodyThatIsFarTooLongIsRefused() throws IOException {
    Http.Answer answer = calls.create("{\"prompt\": \"" + "x".repeat(33 * 1024 * 1024) + "\"}");

    assertThat(SoraCalls.refusal(answer)).isEqualTo("413 - -");
  }

  @Test
  void aServiceMayOfferOtherValues() throws IOException {
    FakeSoraOptions options =
        FakeSoraOptions.builder()
            .offers(List.of("wan-2"), List.of("832x480", "480x832"), List.of("5"))
            .build();
    try (FakeSora other = FakeSora.start(options);
        SoraCalls otherCalls = new SoraCalls(other)) {
      JsonObject video = otherCalls.create(SoraCalls.KITE).object();

      assertThat(video.get("model").getAsString()).isEqualTo("wan-2");
      assertThat(video.get("size").getAsString()).isEqualTo("832x480");
      assertThat(video.get("seconds").getAsString()).isEqualTo("5");
      assertThat(SoraCalls.refusal(otherCalls.create(with("\"model\": \"sora-2\""))))
          .isEqualTo("400 model invalid_value");
      assertThat(otherCalls.http().get("/models").object().getAsJsonArray("data")).hasSize(1);
    }
  }

  private String refusal(String json) throws IOException {
    return SoraCalls.refusal(calls.create(json));
  }

  private static String with(String fields) {
    return "{\"prompt\": \"A red kite over dunes\", " + fields + "}";
  }
}
