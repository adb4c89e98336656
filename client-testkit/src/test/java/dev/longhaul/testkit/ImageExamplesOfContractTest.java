package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The requests that the contract shows, and the answers that it shows for them. */
@ExtendWith(LeakCheck.class)
class ImageExamplesOfContractTest {

  private static final String CHAT =
      """
      {"prompt": "A linen shirt on a wooden hanger, soft morning light",
       "images": ["data:image/png;base64,iVBORw0KGgo=",
                  "https://cdn.example.com/reference/shirt.jpg"],
       "aspectRatio": "4:5", "resolution": "2K", "options": {"quality": "high", "format": "png"}}
      """;
  private static final String CHAT_SHORT = "{\"prompt\": \"A red scarf on white ground\"}";
  private static final String FLATLAY =
      """
      {"modelId": "1", "backgroundId": "3",
       "products": [
         {"type": "top", "frontImage": "data:image/jpeg;base64,/9j/4AAQSkZJRg==",
          "backImage": "data:image/jpeg;base64,/9j/4AAQSkZJRg=="},
         {"type": "bottom", "frontImage": "data:image/jpeg;base64,/9j/4AAQSkZJRg=="}],
       "aspectRatio": "3:4", "resolution": "1K",
       "options": {"quality": "medium", "format": "jpg"}}
      """;
  private static final String MDOLI =
      """
      {"modelId": "2", "backgroundId": "1",
       "products": [{"type": "fullbody", "frontImage": "data:image/webp;base64,UklGRg=="}],
       "aspectRatio": "auto"}
      """;
  private static final String ON_MODEL =
      """
      {"photos": [{"id": "photo-1", "image": "data:image/jpeg;base64,/9j/4AAQSkZJRg=="}],
       "modelId": "4", "backgroundId": "2", "prompt": "Walking on a quiet street",
       "aspectRatio": "9:16", "resolution": "4K"}
      """;
  private static final String BACKGROUND =
      """
      {"photos": [{"id": "photo-1", "image": "data:image/png;base64,iVBORw0KGgo="},
                  {"id": "photo-2", "image": "data:image/png;base64,iVBORw0KGgo="}],
       "backgroundId": "7", "prompt": "Keep the shadows", "resolution": "2K"}
      """;
  private static final String LEGACY = "{\"prompt\": \"A blue dress\", \"style\": \"studio\"}";

  private final VirtualTime time = VirtualTime.create();
  private final FakeVestis fake = FakeVestis.start(FakeVestisOptions.builder().clock(time).build());
  private final ImageCalls calls = new ImageCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void everyKindIsAccepted() throws IOException {
    assertAccepted(1, "?chat=true", CHAT, "chat");
    assertAccepted(2, "?chat=true", CHAT_SHORT, "chat");
    assertAccepted(3, "?flatlay=true", FLATLAY, "flatlay");
    assertAccepted(4, "?mdoli=true", MDOLI, "mannequin");
    assertAccepted(5, "?onmodel=true", ON_MODEL, "onmodel");
    assertAccepted(6, "?background=true", BACKGROUND, "background_change");
    assertAccepted(7, "", LEGACY, "legacy");
  }

  @Test
  void aJobFailsAfterThreeTries() throws IOException {
    fake.nextJob(
        ImageScript.builder()
            .pendingFor(Duration.ofSeconds(1))
            .serverRetryAfter(Duration.ofSeconds(60), Duration.ofSeconds(9))
            .serverRetryAfter(Duration.ofSeconds(60), Duration.ofSeconds(10))
            .processingFor(Duration.ofSeconds(120))
            .failsWith("The image model refused the input")
            .build());
    calls.submit("background", BACKGROUND);
    time.advance(Duration.ofSeconds(260));

    assertThat(calls.job("1"))
        .isEqualTo(
            json(
                """
                {"job_id": 1, "status": "failed", "job_type": "background_change",
                 "created_at": "2026-01-01T00:00:00Z", "started_at": "2026-01-01T00:02:20Z",
                 "completed_at": "2026-01-01T00:04:20Z", "attempts": 3,
                 "error": "The image model refused the input"}
                """));
  }

  @Test
  void aPictureThatIsThereAtOnceTellsWhatWentIn() throws IOException {
    fake.nextJob(ImageScript.atOnceWithoutId());

    Http.Answer answer = calls.http().post("/generate?flatlay=true", FLATLAY);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object())
        .isEqualTo(
            json(
                """
                {"success": true, "image_url": "%s/images/1.png", "status": "completed",
                 "generated_at": "2026-01-01T00:00:00Z", "message": "Image generated",
                 "model_id": 1, "background_id": 3, "product_count": 2}
                """
                    .formatted(fake.root())));
  }

  @Test
  void theHistoryTellsWhatWentIn() throws IOException {
    fake.nextJob(ImageScript.builder().build());
    calls.submit("background", BACKGROUND);

    assertThat(calls.http().get("/generations/1").object())
        .isEqualTo(
            json(
                """
                {"generation":
                  {"id": 1, "user_id": 5, "feature_type": "background_change",
                   "image_url": "%s/images/1.png", "created_at": "2026-01-01T00:00:00Z",
                   "background_id": 7, "prompt": "Keep the shadows", "photo_count": 2}}
                """
                    .formatted(fake.root())));
  }

  @Test
  void aLoginGivesATokenAndItsUser() throws IOException {
    Http.Answer answer =
        calls
            .http()
            .post(
                "/auth/login",
                "{\"email\": \"ada@example.com\", \"password\": \"not-a-real-password\"}");

    assertThat(answer.status()).isEqualTo(200);
    JsonObject body = answer.object();
    assertThat(body.remove("token").getAsString()).isNotEmpty();
    assertThat(body)
        .isEqualTo(
            json("{\"user\": {\"id\": 5, \"email\": \"ada@example.com\", \"name\": \"Ada\"}}"));
  }

  @Test
  void anUnknownThingAndAWrongMethodAreToldApart() throws IOException {
    Request put =
        new Request.Builder()
            .url(calls.http().url("/jobs"))
            .put(RequestBody.create(new byte[0]))
            .build();

    Http.Answer wrongMethod = calls.http().send(put);
    Http.Answer unknown = calls.http().get("/elsewhere");

    assertThat(wrongMethod.status()).isEqualTo(405);
    assertThat(ImageCalls.error(wrongMethod))
        .isEqualTo("the PUT method is not supported for this resource");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(ImageCalls.error(unknown)).isEqualTo("the requested resource could not be found");
    assertThat(calls.http().get("/jobs/%zz").status()).isEqualTo(400);
  }

  @Test
  void theBaseUrlEndsAsTheContractSays() {
    assertThat(fake.baseUrl()).isEqualTo(fake.root() + "/api/v1");
    assertThat(time.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  private void assertAccepted(int id, String flags, String body, String type) throws IOException {
    Http.Answer answer = calls.http().post("/generate" + flags, body);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.object())
        .isEqualTo(
            json(
                """
                {"success": true, "job_id": %d, "status": "pending",
                 "message": "Image generation job created"}
                """
                    .formatted(id)));
    assertThat(calls.job(Integer.toString(id)).get("job_type").getAsString()).isEqualTo(type);
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
