package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.testkit.FakeVestisOptions.Names;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ImageNamesTest {

  private static final String PRODUCTS =
      "{\"modelId\": \"1\", \"backgroundId\": \"3\", \"products\": [{\"type\": \"fullbody\","
          + " \"frontImage\": \""
          + ImageCalls.JPEG
          + "\"}]}";

  private final VirtualTime time = VirtualTime.create();
  private FakeVestis fake;
  private ImageCalls calls;

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void namesMayBeInCamelCase() throws IOException {
    start(FakeVestisOptions.builder().names(Names.CAMEL));
    fake.nextJob(ImageScript.builder().build());

    assertThat(calls.create().object().keySet())
        .containsExactly("success", "jobId", "status", "message");
    JsonObject job = calls.job("1");
    assertThat(job)
        .isEqualTo(
            json(
                """
                {"jobId": 1, "status": "completed", "jobType": "chat",
                 "createdAt": "2026-01-01T00:00:00Z", "startedAt": "2026-01-01T00:00:00Z",
                 "completedAt": "2026-01-01T00:00:00Z", "attempts": 1,
                 "result": {"imageUrl": "%s/images/1.png", "message": "Image generated",
                            "generatedAt": "2026-01-01T00:00:00Z"}}
                """
                    .formatted(fake.root())));
    assertThat(calls.http().get("/jobs").object().getAsJsonArray("jobs").get(0)).isEqualTo(job);
  }

  @Test
  void anImmediatePictureMayBeInCamelCase() throws IOException {
    start(FakeVestisOptions.builder().names(Names.CAMEL));
    fake.nextJob(ImageScript.atOnce());

    assertThat(calls.http().post("/generate?mdoli", PRODUCTS).object().keySet())
        .contains("jobId", "imageUrl", "generatedAt", "modelId", "backgroundId", "productCount");
  }

  @Test
  void aJobMayBeWrapped() throws IOException {
    start(FakeVestisOptions.builder().wrappedJobs());
    String id = calls.submit();

    assertThat(calls.job(id).keySet()).containsExactly("job");
    assertThat(calls.job(id).getAsJsonObject("job").get("job_id").getAsInt()).isEqualTo(1);
    assertThat(calls.ids("")).isEqualTo("1");
  }

  @Test
  void anIdMayBeText() throws IOException {
    start(FakeVestisOptions.builder().jobIds(number -> "job/" + number));

    assertThat(calls.create().object().get("job_id").getAsString()).isEqualTo("job/1");
    assertThat(calls.job("job%2F1").get("job_id").getAsString()).isEqualTo("job/1");
    assertThat(fake.job("job/1").statusReads()).isEqualTo(1);
  }

  @Test
  void theRouteOfAFeatureHasNamesOfItsOwn() throws IOException {
    start(FakeVestisOptions.builder());
    fake.nextJob(ImageScript.slow());
    String id = calls.submit("flatlay", PRODUCTS);
    time.advance(Duration.ofSeconds(70));

    assertThat(calls.http().get("/flatlay/status/" + id).object())
        .isEqualTo(
            json(
                """
                {"jobId": 1, "status": "processing", "progress": 40,
                 "createdAt": "2026-01-01T00:00:00Z"}
                """));

    time.advance(Duration.ofSeconds(90));
    assertThat(calls.http().get("/flatlay/status/" + id).object())
        .isEqualTo(
            json(
                """
                {"jobId": 1, "status": "completed", "progress": 100,
                 "imageUrl": "%s/images/1.png", "createdAt": "2026-01-01T00:00:00Z",
                 "completedAt": "2026-01-01T00:02:40Z"}
                """
                    .formatted(fake.root())));
    assertThat(fake.job(id).statusReads()).isEqualTo(2);
  }

  @Test
  void theRouteOfAFeatureMayHaveTheNamesOfTheOthers() throws IOException {
    start(FakeVestisOptions.builder().names(Names.SNAKE));
    fake.nextJob(ImageScript.builder().failsWith("no").build());
    String id = calls.submit("mdoli", PRODUCTS);

    assertThat(calls.http().get("/mannequin/status/" + id).object().keySet())
        .containsExactly("job_id", "status", "progress", "error", "created_at", "completed_at");
  }

  @Test
  void aJobIsOnTheRouteOfItsOwnFeatureOnly() throws IOException {
    start(FakeVestisOptions.builder());
    String flatlay = calls.submit("flatlay", PRODUCTS);
    String chat = calls.submit();

    assertThat(calls.http().get("/mannequin/status/" + flatlay).status()).isEqualTo(404);
    assertThat(calls.http().get("/chat/status/" + chat).status()).isEqualTo(404);
    assertThat(calls.http().get("/flatlay/status/99").status()).isEqualTo(404);
    assertThat(fake.job(flatlay).statusReads()).isZero();
  }

  private void start(FakeVestisOptions.Builder options) {
    fake = FakeVestis.start(options.clock(time).build());
    calls = new ImageCalls(fake);
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
