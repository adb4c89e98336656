package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class BatchLifeTest {

  private static final String SEQUENTIAL = ", \"parallel\": false";
  private static final String STOPPING = ", \"stop_on_error\": true";
  private static final JobScript FAILING = tenSeconds().failsWith("TASK_ERROR", "No").build();

  private final VirtualTime time = VirtualTime.create();
  private final FakeFunctionRunner fake =
      FakeFunctionRunner.start(FakeOptions.builder().clock(time).build());
  private final Http http = new Http(fake);

  @BeforeEach
  void jobsTakeTenSeconds() {
    fake.everyJob(tenSeconds().build());
  }

  @AfterEach
  void close() {
    http.close();
    fake.close();
  }

  @Test
  void everyTaskIsAJobInTheOrderSent() throws IOException {
    Http.Answer answer = post("", Requests.task("a"), Requests.task("b"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object().get("batch_id").getAsString()).isEqualTo("batch-1");
    assertThat(answer.object().getAsJsonArray("tasks"))
        .extracting(task -> task.getAsJsonObject().get("task_id").getAsString())
        .containsExactly("task-1", "task-2");
    assertThat(fake.jobs())
        .extracting(job -> job.submission().get("task_name").getAsString())
        .containsExactly("a", "b");
    assertThat(fake.ledger().creates()).isEqualTo(2);
    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
    assertThat(http.status("task-2").get("status").getAsString()).isEqualTo("running");
  }

  @Test
  void tasksRunSideBySideByDefault() throws IOException {
    post("", Requests.task("a"), Requests.task("b"));
    time.advance(Duration.ofSeconds(5));
    assertThat(states()).containsExactly("running", "running");

    time.advance(Duration.ofSeconds(5));
    assertThat(states()).containsExactly("completed", "completed");
  }

  @Test
  void aSequentialTaskStartsWhenTheOneBeforeEnded() throws IOException {
    fake.nextJob(FAILING);
    post(SEQUENTIAL, Requests.task("a"), Requests.task("b"), Requests.task("c"));
    assertThat(states()).containsExactly("running", "pending", "pending");

    time.advance(Duration.ofSeconds(15));
    assertThat(states()).containsExactly("failed", "running", "pending");
    assertThat(http.status("task-2").get("started_at").getAsString())
        .isEqualTo("2026-01-01T00:00:10Z");
  }

  @Test
  void aLongTimeUnseenIsMadeUpForInOrder() throws IOException {
    post(SEQUENTIAL, Requests.task("a"), Requests.task("b"), Requests.task("c"));
    time.advance(Duration.ofHours(1));

    assertThat(http.status("task-3").get("completed_at").getAsString())
        .isEqualTo("2026-01-01T00:00:30Z");
  }

  @Test
  void aSequentialTaskComesAfterThoseItNeeds() throws IOException {
    post(SEQUENTIAL, Requests.task("a", "b"), Requests.task("b"));

    time.advance(Duration.ofSeconds(15));

    assertThat(states()).containsExactly("running", "completed");
  }

  @Test
  void aTaskWaitsForAllThatItNeeds() throws IOException {
    fake.nextJob(JobScript.byHand());
    post("", Requests.task("a"), Requests.task("b"), Requests.task("c", "a", "b"));
    time.advance(Duration.ofSeconds(20));
    assertThat(states()).containsExactly("queued", "completed", "pending");

    fake.job("task-1").completed();
    assertThat(states()).containsExactly("completed", "completed", "running");

    time.advance(Duration.ofSeconds(10));
    assertThat(http.result("task-3").object().get("execution_time_seconds").getAsDouble())
        .isEqualTo(10);
  }

  @Test
  void aTaskWhoseNeedFailedIsCancelledAndSoAreThoseBehindIt() throws IOException {
    fake.nextJob(FAILING);
    post("", Requests.task("a"), Requests.task("b", "a"), Requests.task("c", "b"));
    time.advance(Duration.ofSeconds(15));

    assertThat(states()).containsExactly("failed", "cancelled", "cancelled");
    assertThat(http.status("task-3").get("completed_at").getAsString())
        .isEqualTo("2026-01-01T00:00:10Z");
    assertThat(fake.job("task-2").cancelRequested()).isFalse();
  }

  @Test
  void aTaskWhoseNeedWasCancelledIsCancelled() throws IOException {
    post("", Requests.task("a"), Requests.task("b", "a"));

    http.cancel("task-1");

    assertThat(states()).containsExactly("cancelled", "cancelled");
  }

  @Test
  void withoutStopOnErrorTheOthersGoOn() throws IOException {
    fake.nextJob(FAILING);
    post("", Requests.task("a"), Requests.task("b"));
    time.advance(Duration.ofSeconds(10));

    assertThat(states()).containsExactly("failed", "completed");
  }

  @Test
  void stopOnErrorCancelsWhatHasNotEnded() throws IOException {
    fake.nextJob(tenSeconds().stage("more", Duration.ofSeconds(10)).build());
    fake.nextJob(FAILING);
    fake.nextJob(JobScript.builder().stage("work", Duration.ofSeconds(9)).build());
    post(
        STOPPING,
        Requests.task("long"),
        Requests.task("failing"),
        Requests.task("short"),
        Requests.task("next", "short"));
    time.advance(Duration.ofHours(1));

    assertThat(states()).containsExactly("cancelled", "failed", "completed", "cancelled");
    assertThat(http.status("task-1").get("completed_at").getAsString())
        .isEqualTo("2026-01-01T00:00:10Z");
    assertThat(http.status("task-4").get("started_at").getAsString())
        .isEqualTo("2026-01-01T00:00:09Z");
  }

  @Test
  void stopOnErrorStartsNothingMore() throws IOException {
    fake.nextJob(FAILING);
    post(STOPPING + SEQUENTIAL, Requests.task("a"), Requests.task("b"), Requests.task("c"));
    time.advance(Duration.ofSeconds(10));

    assertThat(states()).containsExactly("failed", "cancelled", "cancelled");
    assertThat(http.status("task-2").has("started_at")).isFalse();
  }

  @Test
  void aRunningJobThatRefusesCancelsSurvivesTheStop() throws IOException {
    fake.nextJob(JobScript.byHand());
    fake.nextJob(tenSeconds().refusesCancel().build());
    post(STOPPING, Requests.task("a"), Requests.task("b"));
    time.advance(Duration.ofSeconds(5));

    fake.job("task-1").failed("", "No");

    assertThat(states()).containsExactly("failed", "running");
  }

  @Test
  void aHandOnAJobThatWaitsHasTheLastWord() throws IOException {
    fake.nextJob(FAILING);
    post("", Requests.task("a"), Requests.task("b", "a"));
    time.advance(Duration.ofSeconds(15));
    fake.job("task-2").rawState("preparing");

    assertThat(states()).containsExactly("failed", "preparing");
  }

  @Test
  void theBatchAddsItsTasksUp() throws IOException {
    fake.nextJob(tenSeconds().build());
    fake.nextJob(tenSeconds().stage("more", Duration.ofSeconds(10)).build());
    post("", Requests.task("a"), Requests.task("b"));
    time.advance(Duration.ofSeconds(15));

    JsonObject batch = batch();

    assertThat(batch.get("status").getAsString()).isEqualTo("running");
    assertThat(batch.get("total_tasks").getAsInt()).isEqualTo(2);
    assertThat(batch.get("completed_tasks").getAsInt()).isEqualTo(1);
    assertThat(batch.get("failed_tasks").getAsInt()).isZero();
    assertThat(batch.get("cancelled_tasks").getAsInt()).isZero();
    assertThat(batch.get("overall_progress").getAsDouble()).isEqualTo(87.5);
    assertThat(batch.get("eta").getAsString()).isEqualTo("2026-01-01T00:00:20Z");
    assertThat(batch.get("created_at").getAsString()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(batch.get("updated_at").getAsString()).isEqualTo("2026-01-01T00:00:15Z");
    assertThat(batch.getAsJsonArray("tasks"))
        .extracting(task -> task.getAsJsonObject().get("status").getAsString())
        .containsExactly("completed", "running");
    assertThat(fake.job("task-1").statusReads()).isZero();
  }

  @Test
  void theStateOfABatchFollowsItsTasks() throws IOException {
    fake.everyJob(JobScript.builder().pendingFor(Duration.ofHours(1)).build());
    post("", Requests.task("a"), Requests.task("b"));
    assertThat(batch().get("status").getAsString()).isEqualTo("pending");
    FakeJob first = fake.job("task-1");
    FakeJob second = fake.job("task-2");

    first.queued(1);
    assertThat(batch().get("status").getAsString()).isEqualTo("queued");
    first.cancelled();
    assertThat(batch().get("status").getAsString()).isEqualTo("running");
    second.completed();
    assertThat(batch().get("status").getAsString()).isEqualTo("cancelled");
    second.rawState("timeout");
    assertThat(batch().get("status").getAsString()).isEqualTo("failed");
    assertThat(batch().get("failed_tasks").getAsInt()).isEqualTo(1);
    first.completed();
    second.completed();
    time.advance(Duration.ofHours(1));
    assertThat(batch().get("status").getAsString()).isEqualTo("completed");
    assertThat(batch().get("overall_progress").getAsDouble()).isEqualTo(100);
    assertThat(batch().get("updated_at").getAsString()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(batch().has("eta")).isFalse();
  }

  private static JobScript.Builder tenSeconds() {
    return JobScript.builder().stage("work", Duration.ofSeconds(10));
  }

  private List<String> states() {
    return fake.jobs().stream().map(FakeJob::state).toList();
  }

  private JsonObject batch() throws IOException {
    return http.get(Requests.BATCHES + "/batch-1").object();
  }

  private Http.Answer post(String flags, String... tasks) throws IOException {
    return http.post(Requests.BATCHES, Requests.batch(flags, tasks));
  }
}
