package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class JobByHandTest {

  private final VirtualTime time = VirtualTime.create();
  private final FakeFunctionRunner fake =
      FakeFunctionRunner.start(FakeOptions.builder().clock(time).build());
  private final Http http = new Http(fake);
  private FakeJob job;

  @BeforeEach
  void submit() throws IOException {
    fake.everyJob(JobScript.byHand());
    job = fake.job(http.submit());
  }

  @AfterEach
  void close() {
    http.close();
    fake.close();
  }

  @Test
  void aJobStaysQueuedUntilItIsMoved() throws IOException {
    time.advance(Duration.ofDays(365));
    assertThat(status().get("status").getAsString()).isEqualTo("queued");

    job.queued(4);
    assertThat(status().get("queue_position").getAsInt()).isEqualTo(4);
  }

  @Test
  void aJobRunsAsItIsTold() throws IOException {
    time.advance(Duration.ofSeconds(5));
    job.running(37.5, "generate", "Half way, nearly");
    time.advance(Duration.ofSeconds(5));
    job.running(12, "generate", "Back again");

    JsonObject status = status();
    assertThat(status.get("progress").getAsDouble()).isEqualTo(12);
    assertThat(status.get("message").getAsString()).isEqualTo("Back again");
    assertThat(status.get("started_at").getAsString()).isEqualTo("2026-01-01T00:00:05Z");
  }

  @Test
  void aCompletedJobHasTheOutputsOfItsScript() throws IOException {
    job.running(1, "a", "b");
    time.advance(Duration.ofSeconds(8));
    job.completed();

    JsonObject result = http.result(job.id()).object();

    assertThat(result.getAsJsonObject("outputs").keySet()).containsExactly("image");
    assertThat(result.get("execution_time_seconds").getAsDouble()).isEqualTo(8);
  }

  @Test
  void aJobCompletesWithOtherOutputs() throws IOException {
    job.completedWith(
        JobOutput.data("answer", new JsonPrimitive(42)),
        JobOutput.file("log", "../log.txt", "text/plain", new byte[3]));
    job.outputUrl("log", "http://other.example.com/log");

    JsonObject outputs = http.result(job.id()).object().getAsJsonObject("outputs");

    assertThat(outputs.getAsJsonObject("answer").get("value").getAsInt()).isEqualTo(42);
    assertThat(outputs.getAsJsonObject("log").get("url").getAsString())
        .isEqualTo("http://other.example.com/log");
    assertThat(outputs.getAsJsonObject("log").get("filename").getAsString())
        .isEqualTo("../log.txt");
  }

  @Test
  void aJobFailsOrIsCancelledOrTakesAnyState() throws IOException {
    job.failed("WORKFLOW_TIMEOUT", "Too slow");
    assertThat(status().get("error").getAsString()).isEqualTo("WORKFLOW_TIMEOUT: Too slow");

    job.cancelled();
    assertThat(http.result(job.id()).object().get("status").getAsString()).isEqualTo("cancelled");

    job.rawState("dreaming");
    assertThat(status().get("status").getAsString()).isEqualTo("dreaming");
    assertThat(http.result(job.id()).status()).isEqualTo(409);
  }

  @Test
  void theSubmissionIsKeptAsItCame() throws IOException {
    Request request =
        new Request.Builder()
            .url(http.url(Requests.TASKS))
            .header("Idempotency-Key", "key-1")
            .post(RequestBody.create(Requests.THUMBNAIL, MediaType.get("application/json")))
            .build();
    FakeJob other = fake.job(http.send(request).object().get("task_id").getAsString());

    assertThat(other.idempotencyKey()).isEqualTo("key-1");
    assertThat(other.submission().getAsJsonObject("inputs").get("size").getAsInt()).isEqualTo(64);
    assertThat(job.idempotencyKey()).isNull();
  }

  @Test
  void statusReadsAreCounted() throws IOException {
    status();
    status();
    http.result(job.id());

    assertThat(job.statusReads()).isEqualTo(2);
  }

  @Test
  void theTextFormHoldsNoInput() {
    assertThat(job).hasToString("FakeJob[task-1, queued]");
  }

  private JsonObject status() throws IOException {
    return http.status(job.id());
  }
}
