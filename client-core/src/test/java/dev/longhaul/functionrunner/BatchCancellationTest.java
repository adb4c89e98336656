package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.CancelResult.Accepted;
import dev.longhaul.job.CancelResult.AlreadyFinished;
import dev.longhaul.job.CancelResult.AnswerLost;
import dev.longhaul.job.CancelResult.NoSuchJob;
import dev.longhaul.job.CancelResult.StillRunning;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancelling a batch tells the truth about each of its tasks. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchCancellationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void acceptedStopsWhatHasNotEndedAndTheWatchBringsTheEndings() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b", "c");
      bench.fake.jobs().get(0).completed();
      JobOutcome<TaskResult> first = batch.jobs().get(0).await(PATIENCE);

      assertThat(batch.cancel())
          .containsExactly(
              new AlreadyFinished<>(first),
              new Accepted<>(id(batch, 1)),
              new Accepted<>(id(batch, 2)));
      assertThat(batch.await(PATIENCE).outcomes())
          .hasExactlyElementsOfTypes(
              JobOutcome.Succeeded.class, JobOutcome.Cancelled.class, JobOutcome.Cancelled.class);
      assertThat(requests(bench, FunctionRunnerOperation.CANCEL_BATCH)).isEqualTo(1);
      assertThat(requests(bench, FunctionRunnerOperation.CANCEL_TASK)).isZero();
    }
  }

  @Test
  void aBatchKnownToHaveEndedIsNotAskedAgain() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b");
      bench.fake.jobs().get(0).completed();
      bench.fake.jobs().get(1).failed("TASK_ERROR", "No");
      List<JobOutcome<TaskResult>> outcomes = batch.await(PATIENCE).outcomes();

      assertThat(batch.cancelAsync().join())
          .containsExactly(
              new AlreadyFinished<>(outcomes.get(0)), new AlreadyFinished<>(outcomes.get(1)));
      assertThat(batch.cancel()).isEqualTo(batch.cancelAsync().join());
      assertThat(requests(bench, FunctionRunnerOperation.CANCEL_BATCH)).isZero();
      assertThat(requests(bench, FunctionRunnerOperation.CANCEL_TASK)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 500})
  void aBatchThatHadEndedTellsTheOutcomeOfEachTask(int status) throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b", "c");
      batch.detach();
      bench.fake.jobs().get(0).completed();
      bench.fake.jobs().get(1).failed("TASK_ERROR", "No");
      bench.fake.jobs().get(2).cancelled();
      if (status != 0) {
        bench.fake.fault(FunctionRunnerOperation.CANCEL_BATCH, WireFault.status(status));
      }

      List<CancelResult<TaskResult>> results = batch.cancel();
      assertThat(results).hasSize(3).allMatch(AlreadyFinished.class::isInstance);
      assertThat(outcome(results.get(0)).resultOrThrow().getTaskId()).isEqualTo(id(batch, 0));
      assertThat(outcome(results.get(1)))
          .isInstanceOfSatisfying(
              JobOutcome.Failed.class,
              it -> assertThat(it.failure().message()).hasValue("TASK_ERROR: No"));
      assertThat(outcome(results.get(2))).isEqualTo(new JobOutcome.Cancelled<>(id(batch, 2)));
      assertThat(requests(bench, FunctionRunnerOperation.CANCEL_BATCH)).isEqualTo(1);
      assertThat(requests(bench, FunctionRunnerOperation.READ_BATCH)).isEqualTo(1);
      assertThat(requests(bench, FunctionRunnerOperation.CANCEL_TASK)).isZero();
    }
  }

  @Test
  void aTaskWhoseResultCannotBeReadHasNoKnownOutcome() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b");
      batch.detach();
      bench.fake.jobs().get(0).completed();
      bench.fake.jobs().get(1).cancelled();
      bench.fake.fault(FunctionRunnerOperation.READ_RESULT, WireFault.status(500));

      List<CancelResult<TaskResult>> results = batch.cancel();
      assertThat(results.get(0))
          .isInstanceOfSatisfying(
              AnswerLost.class,
              it -> assertThat(it.reason()).isInstanceOf(ServiceFailedException.class));
      assertThat(results.get(1)).isInstanceOf(AlreadyFinished.class);
    }
  }

  @Test
  void aRefusalForABatchThatGoesOnTellsWhichTasksDo() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.everyJob(JobScript.byHand().toBuilder().refusesCancel().build());
      BatchHandle batch =
          bench.client.submitBatch(Batches.of(Batches.task("a"), Batches.task("b")));
      batch.detach();
      bench.fake.jobs().get(1).failed("TASK_ERROR", "No");

      List<CancelResult<TaskResult>> results = batch.cancel();
      assertThat(results.get(0))
          .isInstanceOfSatisfying(
              StillRunning.class,
              it -> {
                assertThat(it.id()).isEqualTo(id(batch, 0));
                assertThat(it.reason()).isInstanceOf(RefusedException.class);
                assertThat(it.reason().facts().operation()).isEqualTo("cancelBatch");
              });
      assertThat(results.get(1)).isInstanceOf(AlreadyFinished.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "[]",
        "[null]",
        "[{\"task_id\":\"a\"}]",
        "[{\"status\":\"completed\"}]"
      })
  void aReadThatDoesNotTellTheTasksLeavesItAtWhatTheHandlesKnow(String tasks) throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a");
      bench.fake.fault(FunctionRunnerOperation.CANCEL_BATCH, WireFault.status(409));
      String told = tasks.isEmpty() ? "" : ",\"tasks\":" + tasks;
      bench.fake.fault(
          FunctionRunnerOperation.READ_BATCH,
          WireFault.malformedJson("{\"batch_id\":\"" + batch.id() + "\"" + told + "}"));

      assertThat(batch.cancel()).hasSize(1).allMatch(StillRunning.class::isInstance);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  void whereNoBatchCanBeStoppedEachTaskIs(int status) throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b");
      bench.fake.always(FunctionRunnerOperation.CANCEL_BATCH, WireFault.status(status));

      assertThat(batch.cancelAsync().join())
          .containsExactly(new Accepted<>(id(batch, 0)), new Accepted<>(id(batch, 1)));
      assertThat(batch.await(PATIENCE).outcomes()).allMatch(JobOutcome.Cancelled.class::isInstance);
      assertThat(requests(bench, FunctionRunnerOperation.CANCEL_TASK)).isEqualTo(2);
      assertThat(batch.cancel()).allMatch(AlreadyFinished.class::isInstance);
    }
  }

  @Test
  void whatTheServiceDoesNotKnowIsNoSuchJob() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b");
      batch.detach();
      bench.fake.forgetJobs();

      assertThat(batch.cancel())
          .containsExactly(new NoSuchJob<>(id(batch, 0)), new NoSuchJob<>(id(batch, 1)));
    }
  }

  static Stream<WireFault> losses() {
    return Stream.of(
        WireFault.answerLost(),
        WireFault.resetAfterRead(),
        WireFault.stall(),
        WireFault.status(500),
        WireFault.htmlPage());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aLostAnswerLeavesItOpen(WireFault loss) throws Exception {
    try (Bench bench = Bench.open(options -> options.attemptTimeout(Duration.ofMillis(300)))) {
      bench.fake.everyJob(JobScript.byHand().toBuilder().cancelTakes(Duration.ofHours(1)).build());
      BatchHandle batch = bench.client.submitBatch(Batches.of(Batches.task()));
      batch.detach();
      bench.fake.fault(FunctionRunnerOperation.CANCEL_BATCH, loss);

      assertThat(batch.cancel())
          .singleElement()
          .isInstanceOfSatisfying(
              AnswerLost.class,
              it -> {
                assertThat(it.id()).isEqualTo(id(batch, 0));
                assertThat(it.reason().facts().reach()).isEqualTo(Reach.MAY_HAVE_TAKEN_EFFECT);
              });
    }
  }

  /** What comes back, and what the caller is told. */
  record Turn(int status, Class<? extends LonghaulException> error) {}

  static Stream<Turn> turnsAway() {
    return Stream.of(
        new Turn(401, CredentialsException.class),
        new Turn(403, CredentialsException.class),
        new Turn(429, RateLimitedException.class));
  }

  @ParameterizedTest
  @MethodSource("turnsAway")
  void aCallThatReachedNothingIsAnError(Turn turn) throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a");
      bench.fake.fault(FunctionRunnerOperation.CANCEL_BATCH, WireFault.status(turn.status()));

      assertThat(Bench.failure(batch.cancelAsync())).isInstanceOf(turn.error());
      assertThat(bench.fake.jobs()).noneMatch(FakeJob::cancelRequested);
    }
  }

  @Test
  void aServerThatIsNotThereIsAnErrorToo() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a");
      batch.detach();
      bench.fake.close();

      assertThat(Bench.failure(batch.cancelAsync())).isInstanceOf(UnreachableException.class);
    }
  }

  @Test
  void closingEndsACancellationUnderWay() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a");
      bench.fake.fault(FunctionRunnerOperation.CANCEL_BATCH, WireFault.stall());
      CompletableFuture<?> cancel = batch.cancelAsync();
      bench.fake.ledger().await(FunctionRunnerOperation.CANCEL_BATCH, 1);
      bench.client.close();

      assertThat(Bench.failure(cancel)).isInstanceOf(ClientClosedException.class);
    }
  }

  @Test
  void aCallerThatBlocksNeedsNoThreadOfTheCallbacks() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    WatchOptions watch = WatchOptions.builder().callbackExecutor(one).build();
    try (Bench bench = Bench.open(options -> options.watch(watch))) {
      BatchHandle batch = Batches.submitted(bench, "a", "b");

      assertThat(one.submit(batch::cancel).get())
          .containsExactly(new Accepted<>(id(batch, 0)), new Accepted<>(id(batch, 1)));
    } finally {
      one.shutdownNow();
    }
  }

  private static String id(BatchHandle batch, int place) {
    JobHandle<TaskResult> task = batch.jobs().get(place);
    return task.id().orElseThrow();
  }

  private static JobOutcome<TaskResult> outcome(CancelResult<TaskResult> result) {
    return ((AlreadyFinished<TaskResult>) result).outcome();
  }

  private static int requests(Bench bench, FunctionRunnerOperation operation) {
    return bench.fake.ledger().requests(operation).size();
  }
}
