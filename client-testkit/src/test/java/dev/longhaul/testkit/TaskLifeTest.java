package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class TaskLifeTest {

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
  void aSubmissionIsAnsweredWithAnIdAndAPlan() throws IOException {
    fake.nextJob(JobScript.slow());

    JsonObject accepted = http.post(Requests.TASKS, Requests.THUMBNAIL).object();

    assertThat(accepted.get("task_id").getAsString()).isEqualTo("task-1");
    assertThat(accepted.get("status").getAsString()).isEqualTo("pending");
    assertThat(accepted.get("estimated_start").getAsString()).isEqualTo("2026-01-01T00:00:10Z");
    assertThat(accepted.get("estimated_completion").getAsString())
        .isEqualTo("2026-01-01T00:01:40Z");
  }

  @Test
  void aJobGoesThroughItsStagesAsTheClockMoves() throws IOException {
    fake.nextJob(JobScript.slow().toBuilder().pendingFor(Duration.ofSeconds(1)).build());
    String id = http.submit();

    assertThat(states(id, 0, 1, 10, 20, 50, 19, 1))
        .containsExactly(
            "pending - - -",
            "queued - - 3",
            "running 0.0 prepare -",
            "running 22.2 generate -",
            "running 77.8 finish -",
            "running 98.9 finish -",
            "completed 100 - -");
  }

  @Test
  void aPlaceInTheQueueMovesUp() throws IOException {
    fake.nextJob(JobScript.slow());
    String id = http.submit();

    assertThat(states(id, 0, 4, 3)).containsExactly("queued - - 3", "queued - - 2", "queued - - 1");
  }

  @Test
  void anEtaIsToldUntilTheEnd() throws IOException {
    fake.nextJob(JobScript.slow());
    String id = http.submit();

    time.advance(Duration.ofSeconds(30));
    assertThat(http.status(id).get("eta").getAsString()).isEqualTo("2026-01-01T00:01:40Z");
    time.advance(Duration.ofSeconds(70));
    assertThat(http.status(id).has("eta")).isFalse();
    assertThat(http.status(id).get("completed_at").getAsString()).isEqualTo("2026-01-01T00:01:40Z");
  }

  @Test
  void aFailingJobTellsWhy() throws IOException {
    fake.nextJob(JobScript.failing());
    String id = http.submit();
    time.advance(Duration.ofSeconds(1));

    JsonObject status = http.status(id);
    JsonObject result = http.result(id).object();

    assertThat(status.get("status").getAsString()).isEqualTo("failed");
    assertThat(status.get("error").getAsString()).isEqualTo("TASK_ERROR: Out of graphics memory");
    assertThat(result.get("status").getAsString()).isEqualTo("failed");
    assertThat(result.get("error")).isEqualTo(status.get("error"));
    assertThat(result.has("outputs")).isFalse();
  }

  @Test
  void aFailureWithNoCodeIsItsMessage() throws IOException {
    fake.nextJob(JobScript.builder().failsWith("", "Bad luck").build());

    assertThat(http.status(http.submit()).get("error").getAsString()).isEqualTo("Bad luck");
  }

  @Test
  void aStuckJobNeverMovesOn() throws IOException {
    fake.nextJob(JobScript.stuck());
    String id = http.submit();

    time.advance(Duration.ofMillis(200));
    assertThat(http.status(id).get("progress").getAsDouble()).isEqualTo(11.1);
    time.advance(Duration.ofDays(30));
    assertThat(http.status(id).get("progress").getAsDouble()).isEqualTo(42);
    assertThat(http.status(id).get("status").getAsString()).isEqualTo("running");
    assertThat(http.status(id).has("eta")).isFalse();
  }

  @Test
  void aServiceRetryStartsOverOnce() throws IOException {
    fake.nextJob(
        JobScript.builder()
            .stage("work", Duration.ofSeconds(10))
            .serverRetryAt(50, Duration.ofSeconds(3))
            .build());
    String id = http.submit();

    assertThat(states(id, 4, 1, 3, 9, 1))
        .containsExactly(
            "running 40.0 work -",
            "queued 0 - 3",
            "running 0.0 work -",
            "running 90.0 work -",
            "completed 100 - -");
  }

  @Test
  void scriptsAreUsedInTheirOrderAndThenTheDefault() throws IOException {
    fake.everyJob(JobScript.byHand());
    fake.nextJob(JobScript.builder().build());
    fake.nextJob(JobScript.builder().failsWith("", "no").build());

    assertThat(fake.job(http.submit()).state()).isEqualTo("completed");
    assertThat(fake.job(http.submit()).state()).isEqualTo("failed");
    assertThat(fake.job(http.submit()).state()).isEqualTo("queued");
    assertThat(fake.jobs()).extracting(FakeJob::id).containsExactly("task-1", "task-2", "task-3");
  }

  @Test
  void amnesiaMakesEveryIdUnknown() throws IOException {
    fake.nextJob(JobScript.builder().output("cat", "cat", "text/plain", new byte[1]).build());
    String id = http.submit();
    String url = urlOf(id, "cat");

    fake.forgetJobs();

    assertThat(http.result(id).status()).isEqualTo(404);
    assertThat(http.cancel(id).errorCode()).isEqualTo("RESOURCE_NOT_FOUND");
    assertThat(http.get(url).status()).isEqualTo(404);
    assertThatThrownBy(() -> fake.job(id))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(id);
  }

  @Test
  void aScriptRefusesWhatCannotBe() {
    JobScript.Builder script = JobScript.builder();

    assertThatThrownBy(() -> script.queuedFor(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> script.stuckAt(101)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> script.stuckAt(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> states(String id, int... secondsBefore) throws IOException {
    List<String> states = new ArrayList<>();
    for (int seconds : secondsBefore) {
      time.advance(Duration.ofSeconds(seconds));
      JsonObject status = http.status(id);
      states.add(
          "%s %s %s %s"
              .formatted(
                  text(status, "status"),
                  text(status, "progress"),
                  text(status, "stage"),
                  text(status, "queue_position")));
    }
    return states;
  }

  private String urlOf(String id, String output) throws IOException {
    JsonObject outputs = http.result(id).object().getAsJsonObject("outputs");
    return outputs.getAsJsonObject(output).get("url").getAsString();
  }

  private static String text(JsonObject object, String field) {
    return object.has(field) ? object.get(field).getAsString() : "-";
  }
}
