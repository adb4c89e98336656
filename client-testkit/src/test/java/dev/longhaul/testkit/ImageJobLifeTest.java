package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ImageJobLifeTest {

  private final VirtualTime time = VirtualTime.create();
  private final FakeVestis fake = FakeVestis.start(FakeVestisOptions.builder().clock(time).build());
  private final ImageCalls calls = new ImageCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void theAnswerToACreateTellsAnEstimateIfTheScriptSaysSo() throws IOException {
    fake.nextJob(
        ImageScript.slow().toBuilder().estimatedTime(Duration.ofSeconds(150)).build().toBuilder()
            .build());
    JsonObject told = calls.create().object();

    assertThat(told.get("estimated_time").getAsInt()).isEqualTo(150);
    assertThat(calls.create().object().has("estimated_time")).isFalse();
  }

  @Test
  void aJobWaitsWorksAndCompletes() throws IOException {
    fake.nextJob(ImageScript.slow());
    String id = calls.submit();
    assertThat(calls.job(id))
        .isEqualTo(
            json(
                """
                {"job_id": 1, "status": "pending", "job_type": "chat",
                 "created_at": "2026-01-01T00:00:00Z", "attempts": 0}
                """));

    time.advance(Duration.ofSeconds(10));
    assertThat(calls.job(id))
        .isEqualTo(
            json(
                """
                {"job_id": 1, "status": "processing", "job_type": "chat",
                 "created_at": "2026-01-01T00:00:00Z", "started_at": "2026-01-01T00:00:10Z",
                 "attempts": 1}
                """));

    time.advance(Duration.ofSeconds(150));
    assertThat(calls.job(id))
        .isEqualTo(
            json(
                """
                {"job_id": 1, "status": "completed", "job_type": "chat",
                 "created_at": "2026-01-01T00:00:00Z", "started_at": "2026-01-01T00:00:10Z",
                 "completed_at": "2026-01-01T00:02:40Z", "attempts": 1,
                 "result": {"image_url": "%s/images/1.png", "message": "Image generated",
                            "generated_at": "2026-01-01T00:02:40Z"}}
                """
                    .formatted(fake.root())));
  }

  @Test
  void aFailedJobSaysWhy() throws IOException {
    fake.nextJob(ImageScript.failing());
    String id = calls.submit();
    time.advance(Duration.ofSeconds(1));

    JsonObject job = calls.job(id);

    assertThat(job.get("status").getAsString()).isEqualTo("failed");
    assertThat(job.get("error").getAsString()).isEqualTo("The image model refused the input");
    assertThat(job.has("result")).isFalse();
  }

  @Test
  void theServiceTriesAgainAndCountsIt() throws IOException {
    ImageScript twoTries =
        ImageScript.builder()
            .pendingFor(Duration.ofSeconds(3))
            .serverRetryAfter(Duration.ofSeconds(40), Duration.ofSeconds(5))
            .processingFor(Duration.ofMinutes(2))
            .build();
    fake.nextJob(twoTries);
    String id = calls.submit();

    assertThat(stateAfter(3, id)).isEqualTo("processing 1");
    assertThat(stateAfter(39, id)).isEqualTo("processing 1");
    assertThat(stateAfter(1, id)).isEqualTo("pending 1");
    assertThat(stateAfter(5, id)).isEqualTo("processing 2");
    assertThat(calls.job(id).get("started_at").getAsString()).isEqualTo("2026-01-01T00:00:48Z");
    assertThat(stateAfter(120, id)).isEqualTo("completed 2");
  }

  @Test
  void aStuckJobNeverEndsAndAHeldOneNeverBegins() throws IOException {
    fake.nextJob(ImageScript.stuck());
    fake.nextJob(ImageScript.byHand());
    String stuck = calls.submit();
    String held = calls.submit();
    time.advance(Duration.ofDays(365));

    assertThat(calls.state(stuck)).isEqualTo("processing");
    assertThat(calls.state(held)).isEqualTo("pending");
  }

  @Test
  void aJobIsQuickWhenNothingElseIsSaid() throws IOException {
    String id = calls.submit();
    assertEquals("pending", calls.state(id));
    time.advance(Duration.ofMillis(200));
    assertEquals("processing", calls.state(id));
    time.advance(Duration.ofMillis(800));
    assertEquals("completed", calls.state(id));
  }

  @Test
  void everyJobFollowsAScriptUntilOneIsSaidForTheNext() throws IOException {
    fake.everyJob(ImageScript.builder().failsWith("no").build());
    fake.nextJob(ImageScript.builder().build());

    assertThat(calls.state(calls.submit())).isEqualTo("completed");
    assertThat(calls.state(calls.submit())).isEqualTo("failed");
  }

  @Test
  void aPictureMayBeThereAtOnce() throws IOException {
    fake.nextJob(ImageScript.atOnce());

    Http.Answer answer = calls.create();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            json(
                """
                {"success": true, "image_url": "%s/images/1.png", "job_id": 1,
                 "status": "completed", "generated_at": "2026-01-01T00:00:00Z",
                 "message": "Image generated"}
                """
                    .formatted(fake.root())));
    assertThat(calls.state("1")).isEqualTo("completed");
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void aPictureThatIsThereAtOnceMayHaveNoId() throws IOException {
    fake.nextJob(ImageScript.atOnceWithoutId());

    Http.Answer answer = calls.create();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object().keySet()).contains("image_url").doesNotContain("job_id");
    assertThat(calls.http().get("/jobs/1").status()).isEqualTo(404);
    assertThat(calls.ids("")).isEmpty();
    assertThat(fake.ledger().creates()).isEqualTo(1);
    assertThat(calls.http().get("/generations").object().getAsJsonArray("generations")).hasSize(1);
  }

  @Test
  void jobsAreForgottenButNotTheLedger() throws IOException {
    String id = calls.submit();
    fake.forgetJobs();

    assertThat(calls.http().get("/jobs/" + id).status()).isEqualTo(404);
    assertThat(calls.cancel(id).status()).isEqualTo(404);
    assertThat(calls.ids("")).isEmpty();
    assertThat(fake.jobs()).isEmpty();
    assertThat(fake.ledger().creates()).isEqualTo(1);
    assertThat(calls.submit()).isEqualTo("2");
  }

  @Test
  void aLengthIsNotNegative() {
    Duration negative = Duration.ofMillis(-1);
    ImageScript.Builder builder = ImageScript.builder();

    assertThatThrownBy(() -> builder.pendingFor(negative))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.processingFor(negative))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.serverRetryAfter(Duration.ZERO, negative))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String stateAfter(int seconds, String id) throws IOException {
    time.advance(Duration.ofSeconds(seconds));
    JsonObject job = calls.job(id);
    return job.get("status").getAsString() + " " + job.get("attempts").getAsInt();
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
