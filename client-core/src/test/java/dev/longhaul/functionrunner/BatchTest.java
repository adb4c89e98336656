package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.GroupOutcome;
import dev.longhaul.job.GroupProgress;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several tasks submitted as one, and what their common handle tells. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void tasksAreHandlesInTheOrderSubmittedAndByName() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "still", "clip");

      assertThat(batch.id()).isEqualTo("batch-1");
      assertThat(batch.jobs())
          .extracting(task -> task.id().orElseThrow())
          .containsExactly(ids(bench));
      assertThat(batch.task("clip")).isSameAs(batch.jobs().get(1));
      assertThatThrownBy(() -> batch.task("other")).isInstanceOf(InvalidInputException.class);
      assertThat(bench.fake.ledger().createsReceived()).isEqualTo(1);
    }
  }

  @Test
  void whatIsSentIsWhatWasPassedWithTheKeyInEveryTask() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchSubmission sent =
          Batches.of(Batches.task("still").priority(0), Batches.task("clip", "still"))
              .parallel(false)
              .stopOnError(true);
      String before = sent.toString() + sent.hashCode();
      BatchHandle batch = bench.client.submitBatch(sent);

      JsonObject body =
          bench.fake.ledger().requests(FunctionRunnerOperation.SUBMIT_BATCH).get(0).json();
      assertThat(body.get("parallel").getAsBoolean()).isFalse();
      assertThat(body.get("stop_on_error").getAsBoolean()).isTrue();
      assertThat(bench.fake.jobs())
          .allSatisfy(job -> assertThat(job.idempotencyKey()).isEqualTo(batch.key().toString()))
          .extracting(job -> job.submission().getAsJsonObject("metadata").get("idempotency_key"))
          .extracting(key -> key.getAsString())
          .containsOnly(batch.key().toString());
      assertThat(batch.jobs()).extracting(JobHandle::key).containsOnly(batch.key());
      assertThat(bench.fake.jobs().get(0).submission().get("priority").getAsInt()).isZero();
      assertThat(sent.toString() + sent.hashCode()).isEqualTo(before);
      assertThat(sent.getTasks()).allSatisfy(task -> assertThat(task.getMetadata()).isNull());
    }
  }

  @Test
  void theOutcomeTellsEveryTaskInTheOrderSubmitted() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b", "c");
      CompletableFuture<GroupOutcome<TaskResult>> outcome = batch.outcome();
      bench.fake.jobs().get(2).completed();
      bench.fake.jobs().get(1).failed("TASK_ERROR", "No memory");
      batch.jobs().get(1).await(PATIENCE);
      assertThat(outcome).isNotDone();
      bench.fake.jobs().get(0).cancelled();

      GroupOutcome<TaskResult> ended = outcome.get(10, TimeUnit.SECONDS);
      assertThat(ended.outcomes())
          .hasExactlyElementsOfTypes(
              JobOutcome.Cancelled.class, JobOutcome.Failed.class, JobOutcome.Succeeded.class);
      assertThat(ended.succeeded()).isFalse();
      assertThat(batch.await(Duration.ZERO)).isEqualTo(ended);
      assertThat(batch.progress()).isEqualTo(new GroupProgress(3, 0, 0, 1, 1, 1, 100));
    }
  }

  @Test
  void everyTaskOfABatchThatSucceededHasItsResult() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.everyJob(JobScript.builder().build());
      GroupOutcome<TaskResult> outcome =
          bench.client.submitBatch(Batches.of(Batches.task(), Batches.task())).await(PATIENCE);

      assertThat(outcome.succeeded()).isTrue();
      assertThat(outcome.outcomes())
          .extracting(task -> task.resultOrThrow().getTaskId())
          .containsExactly(ids(bench));
    }
  }

  @Test
  void progressIsTheMeanOfTheTasksAndDoesNotFall() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b", "c", "d");
      assertThat(batch.progress()).isEqualTo(new GroupProgress(4, 4, 0, 0, 0, 0, 0));

      bench.fake.jobs().get(0).completed();
      bench.fake.jobs().get(1).running(40, "generate", "");
      GroupProgress expected = new GroupProgress(4, 2, 1, 1, 0, 0, 35);
      assertThat(progress(batch, expected::equals)).isEqualTo(expected);

      bench.fake.jobs().get(1).running(20, "refine", "");
      stage(batch.jobs().get(1), "refine");
      assertThat(batch.progress()).isEqualTo(expected);

      bench.fake.jobs().get(2).failed("TASK_ERROR", "No");
      bench.fake.jobs().get(3).rawState("resting");
      assertThat(progress(batch, it -> it.failed() == 1))
          .isEqualTo(new GroupProgress(4, 1, 1, 1, 1, 0, 60));
    }
  }

  @Test
  void lookingAtABatchSendsNothing() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a");
      batch.detach();
      int sent = bench.fake.ledger().requests().size();
      batch.progress();
      batch.jobs();

      assertThat(bench.fake.ledger().requests()).hasSize(sent);
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.READ_BATCH)).isEmpty();
    }
  }

  @Test
  void aFailureEndsTheBatchThatStopsOnErrors() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.everyJob(JobScript.byHand());
      BatchHandle batch =
          bench.client.submitBatch(
              Batches.of(Batches.task("a"), Batches.task("b", "a"), Batches.task("c"))
                  .stopOnError(true));
      bench.fake.jobs().get(0).failed("TASK_ERROR", "No");

      assertThat(batch.await(PATIENCE).outcomes())
          .hasExactlyElementsOfTypes(
              JobOutcome.Failed.class, JobOutcome.Cancelled.class, JobOutcome.Cancelled.class);
    }
  }

  @Test
  void twoSubmissionsWithOneKeyAreOneBatch() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.everyJob(JobScript.byHand());
      UUID key = UUID.randomUUID();
      BatchSubmission tasks = Batches.of(Batches.task("a"), Batches.task("b"));
      CompletableFuture<BatchHandle> first = bench.client.submitBatchAsync(tasks, key);
      CompletableFuture<BatchHandle> second =
          bench.client.submitBatchAsync(Batches.of(Batches.task("a"), Batches.task("b")), key);
      FunctionRunnerClient view = bench.client.with(CallOptions.defaults());
      BatchHandle third = view.submitBatch(tasks, key);
      bench.fake.jobs().forEach(FakeJob::completed);
      third.await(PATIENCE);

      assertThat(List.of(first.get(), second.get(), bench.client.submitBatch(tasks, key)))
          .containsOnly(third);
      assertThat(third.key()).isEqualTo(key);
      assertThat(bench.fake.ledger().createsReceived()).isEqualTo(1);
      assertThatThrownBy(() -> bench.client.submitBatch(Batches.of(Batches.task("c")), key))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("key belongs to another request");
    }
  }

  @Test
  void aBatchOfAThousandTasksIsWatchedToItsEnd() throws Exception {
    Duration pace = Duration.ofMillis(200);
    WatchOptions calm = WatchOptions.builder().pollPace(pace, 1, pace).build();
    try (Bench bench = Bench.open(options -> options.watch(calm))) {
      bench.fake.everyJob(JobScript.builder().build());
      BatchSubmission tasks =
          new BatchSubmission()
              .tasks(Stream.generate(Batches::task).limit(BatchRules.MOST_TASKS).toList());
      GroupOutcome<TaskResult> outcome =
          bench.client.submitBatch(tasks).await(Duration.ofSeconds(20));

      assertThat(outcome.outcomes()).hasSize(1_000);
      assertThat(outcome.succeeded()).isTrue();
    }
  }

  @Test
  void attachingWatchesEveryTaskAndTellsAnEndingAtOnce() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle submitted = Batches.submitted(bench, "a", "b", "c");
      submitted.detach();
      bench.fake.jobs().get(0).completed();
      bench.fake.jobs().get(1).failed("TASK_ERROR", "No");
      BatchHandle batch = bench.client.attachBatch(submitted.id());

      assertThat(batch.id()).isEqualTo(submitted.id());
      assertThat(batch.jobs()).extracting(it -> it.id().orElseThrow()).containsExactly(ids(bench));
      assertThat(batch.jobs().get(1).snapshot().phase()).isEqualTo(JobPhase.FAILED);
      assertThat(batch.jobs().get(0).await(PATIENCE).resultOrThrow().getTaskId())
          .isEqualTo(bench.fake.jobs().get(0).id());
      assertThatThrownBy(() -> batch.task("a")).isInstanceOf(InvalidInputException.class);

      bench.fake.jobs().get(2).completed();
      assertThat(batch.outcome().get(10, TimeUnit.SECONDS).outcomes())
          .hasExactlyElementsOfTypes(
              JobOutcome.Succeeded.class, JobOutcome.Failed.class, JobOutcome.Succeeded.class);
    }
  }

  @Test
  void onlyABatchThatTheServiceKnowsCanBeAttachedTo() throws Exception {
    try (Bench bench = Bench.open()) {
      assertThatThrownBy(() -> bench.client.attachBatch("nobody"))
          .isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> bench.client.attachBatch(".."))
          .isInstanceOf(InvalidInputException.class);
      bench.fake.always(
          FunctionRunnerOperation.READ_BATCH, WireFault.malformedJson("{\"batch_id\":\"b\"}"));
      LonghaulException strange = Bench.failure(bench.client.attachBatchAsync("b"));
      assertThat(strange).isInstanceOf(UnexpectedAnswerException.class);
    }
  }

  private static String[] ids(Bench bench) {
    return bench.fake.jobs().stream().map(FakeJob::id).toArray(String[]::new);
  }

  /** Returns the first progress that fits; what comes before it never falls. */
  private static GroupProgress progress(BatchHandle batch, Predicate<GroupProgress> fits) {
    GroupProgress now = batch.progress();
    while (!fits.test(now)) {
      Thread.onSpinWait();
      GroupProgress next = batch.progress();
      assertThat(next.percent()).isGreaterThanOrEqualTo(now.percent());
      now = next;
    }
    return now;
  }

  private static void stage(JobHandle<?> task, String stage) {
    while (!task.snapshot().stage().orElse("").equals(stage)) {
      Thread.onSpinWait();
    }
  }
}
