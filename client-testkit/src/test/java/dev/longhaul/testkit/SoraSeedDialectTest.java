package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.FakeSoraOptions.Deletion;
import dev.longhaul.testkit.FakeSoraOptions.Dialect;
import java.io.IOException;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SoraSeedDialectTest {

  private static final String PROMPT = "\"prompt\": \"A red kite over dunes\"";

  private final VirtualTime time = VirtualTime.create();
  private final FakeSora fake =
      FakeSora.start(
          FakeSoraOptions.builder()
              .clock(time)
              .dialect(Dialect.SEED)
              .deletion(Deletion.STOPS)
              .token("right")
              .build());
  private final SoraCalls calls = new SoraCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aVideoIsTheSameUnderOtherNames() throws IOException {
    fake.nextJob(VideoScript.slow());
    JsonObject created = create("{" + PROMPT + ", \"duration\": 5}").object();

    assertThat(created)
        .isEqualTo(
            SoraCalls.json(
                """
                {"id": "video_1", "status": "queued", "createdAt": "2026-01-01T00:00:00.000Z",
                 "updatedAt": "2026-01-01T00:00:00.000Z"}
                """));
    time.advance(Duration.ofSeconds(55));
    assertThat(read().get("status").getAsString()).isEqualTo("processing");
    assertThat(read().get("updatedAt").getAsString()).isEqualTo("2026-01-01T00:00:10.000Z");
    assertThat(read().has("progress")).isFalse();
    time.advance(Duration.ofSeconds(45));
    assertThat(read().get("status").getAsString()).isEqualTo("succeeded");
    assertThat(fake.jobs().get(0).state()).isEqualTo("succeeded");
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void aFinishedVideoTellsWhereAndWhatItIs() throws IOException {
    fake.nextJob(VideoScript.builder().build());
    create("{" + PROMPT + ", \"duration\": 5, \"resolution\": \"1080p\", \"fps\": 24}");

    JsonObject video = read();

    String film = video.get("videoUrl").getAsString();
    Http.Answer answer = calls.http().get(film);
    assertThat(film).doesNotContain("/v1/");
    assertThat(answer.response().header("Content-Type")).isEqualTo("video/mp4");
    assertThat(video.getAsJsonObject("metadata"))
        .isEqualTo(
            SoraCalls.json(
                """
                {"duration": 5, "width": 1920, "height": 1080, "fps": 24, "format": "mp4",
                 "fileSize": %d}
                """
                    .formatted(answer.bytes().length)));
    Http.Answer picture = calls.http().get(video.get("thumbnailUrl").getAsString());
    assertThat(picture.bytes()).isEqualTo(VideoFiles.jpeg());
    assertThat(fake.ledger().requests(SoraOperation.DOWNLOAD))
        .allSatisfy(request -> assertThat(request.header("Authorization")).isNull());
  }

  @Test
  void filesAreThereForTheirTimeOnly() throws IOException {
    fake.nextJob(VideoScript.byHand());
    create("{" + PROMPT + "}");
    String root = fake.baseUrl().replace("/v1", "");

    assertThat(calls.http().get(root + "/files/video_1.mp4").status()).isEqualTo(404);
    fake.jobs().get(0).completed();
    assertThat(calls.http().get(root + "/files/video_1.mp4").status()).isEqualTo(200);
    assertThat(calls.http().get(root + "/files/video_1.txt").status()).isEqualTo(404);
    assertThat(calls.http().get(root + "/files/x").status()).isEqualTo(404);
    assertThat(calls.http().post(root + "/files/video_1.mp4", "{}").status()).isEqualTo(404);
    time.advance(Duration.ofHours(1));
    assertThat(calls.http().get(root + "/files/video_1.mp4").status()).isEqualTo(404);
  }

  @Test
  void aUrlHoldsAnyId() throws IOException {
    FakeSoraOptions options =
        FakeSoraOptions.builder().dialect(Dialect.SEED).jobIds(number -> "a b/+é").build();
    try (FakeSora other = FakeSora.start(options);
        SoraCalls otherCalls = new SoraCalls(other)) {
      other.nextJob(VideoScript.builder().build());
      JsonObject video = otherCalls.create("{" + PROMPT + "}").object();

      assertThat(otherCalls.http().get(video.get("videoUrl").getAsString()).status())
          .isEqualTo(200);
    }
  }

  @Test
  void urlsMayLeadElsewhere() throws IOException {
    create("{" + PROMPT + "}");
    FakeVideo video = fake.jobs().get(0);
    video.completed();
    video.videoUrl("http://other.example.com/v.mp4");
    video.thumbnailUrl("http://other.example.com/v.jpg");

    assertThat(read().get("videoUrl").getAsString()).isEqualTo("http://other.example.com/v.mp4");
    assertThat(read().get("thumbnailUrl").getAsString())
        .isEqualTo("http://other.example.com/v.jpg");
  }

  @Test
  void aHandSetsStatesInTheWordsOfTheDialect() throws IOException {
    create("{" + PROMPT + "}");
    FakeVideo video = fake.jobs().get(0);

    video.inProgress(5);
    assertThat(read().get("status").getAsString()).isEqualTo("processing");
    video.failed("CONTENT_POLICY", "Not allowed");
    assertThat(read().getAsJsonObject("error").get("code").getAsString())
        .isEqualTo("CONTENT_POLICY");
    video.rawState("completed");
    assertThat(read().get("status").getAsString()).isEqualTo("completed");
  }

  @Test
  void aResolutionIsThatOfTheShorterSide() throws IOException {
    String[][] sizes = {
      {"720p", "16:9", "1280", "720"},
      {"480p", "16:9", "854", "480"},
      {"2160p", "9:16", "2160", "3840"},
      {"720p", "1:1", "720", "720"},
      {"720p", "21:9", "1680", "720"},
    };
    fake.everyJob(VideoScript.builder().build());
    for (String[] size : sizes) {
      String body = "{%s, \"resolution\": \"%s\", \"aspectRatio\": \"%s\"}";
      JsonObject made = create(body.formatted(PROMPT, size[0], size[1])).object();
      JsonObject metadata = made.getAsJsonObject("metadata");
      assertThat(metadata.get("width").getAsString()).isEqualTo(size[2]);
      assertThat(metadata.get("height").getAsString()).isEqualTo(size[3]);
      assertThat(metadata.get("duration").getAsInt()).isEqualTo(10);
      assertThat(metadata.get("fps").getAsInt()).isEqualTo(30);
    }
  }

  @Test
  void valuesOutsideTheirLimitsAreRefusedWithOneLine() throws IOException {
    String[] wrong = {
      "{}",
      "{\"prompt\": \"" + "x".repeat(2001) + "\"}",
      "{" + PROMPT + ", \"duration\": 0}",
      "{" + PROMPT + ", \"duration\": 61}",
      "{" + PROMPT + ", \"duration\": 1.5}",
      "{" + PROMPT + ", \"duration\": \"5\"}",
      "{" + PROMPT + ", \"fps\": 23}",
      "{" + PROMPT + ", \"seed\": -1}",
      "{" + PROMPT + ", \"resolution\": \"720\"}",
      "{" + PROMPT + ", \"aspectRatio\": \"4:3\"}",
      "{" + PROMPT + ", \"negativePrompt\": \"" + "x".repeat(501) + "\"}",
      "{" + PROMPT + ", \"model\": \"sora-2\"}",
      "{" + PROMPT + ", \"seconds\": \"4\"}",
    };
    for (String body : wrong) {
      Http.Answer answer = create(body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.object().keySet()).containsExactly("message");
    }
    assertThat(fake.jobs()).isEmpty();
  }

  @Test
  void aFormIsNotTaken() throws IOException {
    MultipartBody form =
        new MultipartBody.Builder()
            .setType(MultipartBody.FORM)
            .addFormDataPart("prompt", "p")
            .build();

    assertThat(calls.http().send(request("/videos").post(form).build()).status()).isEqualTo(400);
  }

  @Test
  void aDeleteStopsTheWork() throws IOException {
    fake.nextJob(VideoScript.byHand());
    create("{" + PROMPT + "}");

    Http.Answer answer = calls.http().send(request("/videos/video_1").delete().build());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(fake.jobs().get(0).state()).isEqualTo("cancelled");
    assertThat(calls.http().send(request("/videos/video_1").build()).status()).isEqualTo(404);
  }

  @Test
  void thereIsNoListNoContentAndNoRemake() throws IOException {
    create("{" + PROMPT + "}");
    fake.jobs().get(0).completed();

    assertThat(get("/videos").status()).isEqualTo(405);
    assertThat(get("/videos/video_1/content").status()).isEqualTo(404);
    assertThat(get("/models").status()).isEqualTo(404);
    assertThat(post("/videos/video_1/remix").status()).isEqualTo(404);
    assertThat(post("/videos/edits").status()).isEqualTo(405);
    assertThat(get("/health").status()).isEqualTo(200);
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void aMissingTokenIsToldInOneLine() throws IOException {
    Http.Answer answer = calls.http().get("/videos/video_1");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.object().keySet()).containsExactly("message");
  }

  private JsonObject read() throws IOException {
    return get("/videos/video_1").object();
  }

  private Http.Answer create(String body) throws IOException {
    return send("/videos", body);
  }

  private Http.Answer post(String path) throws IOException {
    return send(path, "{" + PROMPT + "}");
  }

  private Http.Answer send(String path, String body) throws IOException {
    Request plain =
        request(path).post(RequestBody.create(body, MediaType.get("application/json"))).build();
    return calls.http().send(plain);
  }

  private Http.Answer get(String path) throws IOException {
    return calls.http().send(request(path).build());
  }

  private Request.Builder request(String path) {
    return new Request.Builder()
        .url(calls.http().url(path))
        .header("Authorization", "Bearer right");
  }
}
