package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.FakeSoraOptions.Dialect;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import okhttp3.MultipartBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of the contract, asked as they stand there and answered as they stand there. */
@ExtendWith(LeakCheck.class)
class SoraExamplesTest {

  private static final String BOAT = "A paper boat drifts down a rainy street, slow camera move";

  private final VirtualTime time = VirtualTime.create();
  private int nextNumber = 123;
  private FakeSora fake =
      FakeSora.start(
          FakeSoraOptions.builder().clock(time).jobIds(n -> "video_" + nextNumber).build());
  private SoraCalls calls = new SoraCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aFakeCountsCreates() throws IOException {
    try (FakeSora fake = FakeSora.start()) {
      fake.nextJob(VideoScript.failing());
      new VideoTrailers(fake.baseUrl()).render("A paper boat");
      assertEquals("A paper boat", fake.jobs().get(0).request().get("prompt").getAsString());
      assertEquals(1, fake.ledger().creates());
    }
  }

  @Test
  void aCompleteCreateIsQueued() throws IOException {
    fake.addCharacter("char_123", "Captain");
    fake.addCharacter("char_456", "Mate");
    at(1_772_442_900);

    Http.Answer answer =
        calls.create(
            """
            {"prompt": "%s", "model": "sora-2-pro", "seconds": "8", "size": "1280x720",
             "input_reference": {"image_url": "https://cdn.example.com/boat.png"},
             "characters": [{"id": "char_123"}, {"id": "char_456"}]}
            """
                .formatted(BOAT));

    assertAnswer(
        answer,
        """
        {"id": "video_123", "object": "video", "model": "sora-2-pro", "status": "queued",
         "progress": 0, "created_at": 1772442900, "prompt": "%s", "size": "1280x720",
         "seconds": "8"}
        """
            .formatted(BOAT));
  }

  @Test
  void theOtherCreatesAreTakenToo() throws IOException {
    String uploaded =
        """
        {"prompt": "A red kite over dunes", "model": "sora-2", "seconds": "4",
         "size": "720x1280", "input_reference": {"file_id": "file-abc123"}}
        """;
    MultipartBody.Builder form =
        new MultipartBody.Builder()
            .addFormDataPart("prompt", "A paper boat drifts down a rainy street")
            .addFormDataPart("model", "sora-2")
            .addFormDataPart("seconds", "12")
            .addFormDataPart("size", "720x1280")
            .addFormDataPart(
                "input_reference",
                "boat.png",
                SoraCalls.file("image/png", SoraCalls.png(720, 1280)));

    assertThat(calls.create(uploaded).status()).isEqualTo(200);
    assertThat(calls.create(form).status()).isEqualTo(200);
  }

  @Test
  void aVideoIsReadInEachOfItsStates() throws IOException {
    at(1_772_442_900);
    fake.nextJob(VideoScript.byHand());
    calls.create();
    fake.job("video_123").inProgress(42);
    assertAnswer(
        calls.read("video_123"),
        """
        {"id": "video_123", "object": "video", "model": "sora-2", "status": "in_progress",
         "progress": 42, "created_at": 1772442900, "prompt": "A red kite over dunes",
         "size": "720x1280", "seconds": "4"}
        """);
    at(1_772_443_080);
    fake.job("video_123").completed();
    assertAnswer(
        calls.read("video_123"),
        """
        {"id": "video_123", "object": "video", "model": "sora-2", "status": "completed",
         "progress": 100, "created_at": 1772442900, "completed_at": 1772443080,
         "expires_at": 1772446680, "prompt": "A red kite over dunes", "size": "720x1280",
         "seconds": "4"}
        """);
    assertAnswer(
        calls.delete("video_123"),
        "{\"id\": \"video_123\", \"object\": \"video.deleted\", \"deleted\": true}");
  }

  @Test
  void aBlockedVideoTellsWhy() throws IOException {
    at(1_772_443_100);
    nextNumber = 125;
    fake.nextJob(VideoScript.failing());
    calls.create("{\"prompt\": \"A portrait\"}");
    time.advance(Duration.ofSeconds(1));

    assertAnswer(
        calls.read("video_125"),
        """
        {"id": "video_125", "object": "video", "model": "sora-2", "status": "failed",
         "progress": 12, "created_at": 1772443100, "prompt": "A portrait", "size": "720x1280",
         "seconds": "4", "error": {"code": "moderation_blocked",
         "message": "The request was blocked by moderation"}}
        """);
  }

  @Test
  void remakesAreQueued() throws IOException {
    fake.nextJob(VideoScript.builder().build());
    fake.everyJob(VideoScript.byHand());
    calls.create("{\"prompt\": \"" + BOAT + "\", \"seconds\": \"8\", \"size\": \"1280x720\"}");
    String source = "\"video\": {\"id\": \"video_123\"}";

    at(1_772_446_500);
    nextNumber = 130;
    assertAnswer(
        calls
            .http()
            .post(
                "/videos/edits",
                "{\"prompt\": \"Make it dusk and let the rain stop\", " + source + "}"),
        """
        {"id": "video_130", "object": "video", "model": "sora-2", "status": "queued",
         "progress": 0, "created_at": 1772446500,
         "prompt": "Make it dusk and let the rain stop", "size": "1280x720", "seconds": "8",
         "remixed_from_video_id": "video_123"}
        """);
    at(1_772_446_600);
    nextNumber = 131;
    assertAnswer(
        calls
            .http()
            .post(
                "/videos/extensions",
                "{\"prompt\": \"The boat reaches the river\", \"seconds\": \"12\", "
                    + source
                    + "}"),
        """
        {"id": "video_131", "object": "video", "model": "sora-2", "status": "queued",
         "progress": 0, "created_at": 1772446600, "prompt": "The boat reaches the river",
         "size": "1280x720", "seconds": "20"}
        """);
  }

  @Test
  void aRemixIsQueued() throws IOException {
    fake.nextJob(VideoScript.builder().build());
    fake.nextJob(VideoScript.byHand());
    calls.create();
    at(1_772_446_700);
    nextNumber = 132;

    assertAnswer(
        calls.http().post("/videos/video_123/remix", "{\"prompt\": \"Let it snow\"}"),
        """
        {"id": "video_132", "object": "video", "model": "sora-2", "status": "queued",
         "progress": 0, "created_at": 1772446700, "prompt": "Let it snow", "size": "720x1280",
         "seconds": "4", "remixed_from_video_id": "video_123"}
        """);
  }

  @Test
  void aCharacterAndTheModelsAreShown() throws IOException {
    at(1_772_442_000);
    fake.addCharacter("char_123", "Captain");

    assertAnswer(
        calls.http().get("/videos/characters/char_123"),
        "{\"id\": \"char_123\", \"name\": \"Captain\", \"created_at\": 1772442000}");
    assertAnswer(
        calls.http().get("/models"),
        """
        {"object": "list", "data": [
         {"id": "sora-2", "object": "model", "created": 1759708615, "owned_by": "openai"},
         {"id": "sora-2-pro", "object": "model", "created": 1759708663, "owned_by": "openai"}]}
        """);
  }

  @Test
  void aVideoOfTheOtherDialectIsShown() throws IOException {
    close();
    fake =
        FakeSora.start(
            FakeSoraOptions.builder()
                .clock(time)
                .dialect(Dialect.SEED)
                .jobIds(n -> "sora-job-7f3a")
                .build());
    calls = new SoraCalls(fake);
    at(Instant.parse("2026-03-02T09:15:00Z").getEpochSecond());
    fake.nextJob(VideoScript.byHand());
    calls.create(
        """
        {"prompt": "A beautiful valley at dawn", "duration": 10, "resolution": "1080p",
         "aspectRatio": "16:9", "fps": 30, "seed": 0, "negativePrompt": "people, text"}
        """);
    at(Instant.parse("2026-03-02T09:18:00Z").getEpochSecond());
    FakeVideo video = fake.job("sora-job-7f3a");
    video.completed();
    video.videoUrl("https://cdn.example.com/videos/sora-job-7f3a.mp4");
    video.thumbnailUrl("https://cdn.example.com/videos/sora-job-7f3a.jpg");

    assertAnswer(
        calls.read("sora-job-7f3a"),
        """
        {"id": "sora-job-7f3a", "status": "succeeded",
         "videoUrl": "https://cdn.example.com/videos/sora-job-7f3a.mp4",
         "thumbnailUrl": "https://cdn.example.com/videos/sora-job-7f3a.jpg",
         "metadata": {"duration": 10, "width": 1920, "height": 1080, "fps": 30, "format": "mp4",
         "fileSize": %d},
         "createdAt": "2026-03-02T09:15:00.000Z", "updatedAt": "2026-03-02T09:18:00.000Z"}
        """
            .formatted(VideoFiles.mp4("sora-job-7f3a", 10).length));
  }

  private void at(long second) {
    time.advance(Duration.between(time.instant(), Instant.ofEpochSecond(second)));
  }

  private static void assertAnswer(Http.Answer answer, String json) {
    JsonObject expected = SoraCalls.json(json);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object()).isEqualTo(expected);
    assertThat(answer.object().keySet()).containsExactlyElementsOf(expected.keySet());
  }
}
