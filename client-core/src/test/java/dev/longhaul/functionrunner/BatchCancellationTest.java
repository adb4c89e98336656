package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.functionrunner.BatchCancelResult.Accepted;
import dev.longhaul.functionrunner.BatchCancelResult.AlreadyFinished;
import dev.longhaul.functionrunner.BatchCancelResult.AnswerLost;
import dev.longhaul.functionrunner.BatchCancelResult.NoSuchBatch;
import dev.longhaul.functionrunner.BatchCancelResult.StillRunning;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancelling a batch tells the truth. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchCancellationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void acceptedStopsWhatHasNotEndedAndTheWatchBringsTheEndings() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b");
      bench.fake.jobs().get(0).completed();

      assertThat(batch.cancel()).isEqualTo(new Accepted(batch.id()));
      assertThat(batch.await(PATIENCE).outcomes())
          .hasExactlyElementsOfTypes(JobOutcome.Succeeded.class, JobOutcome.Cancelled.class);
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.CANCEL_BATCH)).hasSize(1);
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.CANCEL_TASK)).isEmpty();
    }
  }

  @Test
  void aBatchKnownToHaveEndedIsNotAskedAgain() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b");
      bench.fake.jobs().get(0).completed();
      bench.fake.jobs().get(1).failed("TASK_ERROR", "No");
      batch.await(PATIENCE);

      assertThat(batch.cancelAsync().join())
          .isEqualTo(new AlreadyFinished(batch.id(), new BatchProgress(2, 0, 0, 1, 1, 0, 100)));
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.CANCEL_BATCH)).isEmpty();
    }
  }

  @Test
  void aRefusalForABatchThatHadEndedTellsHow() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b", "c");
      batch.detach();
      bench.fake.jobs().get(0).completed();
      bench.fake.jobs().get(1).failed("TASK_ERROR", "No");
      bench.fake.jobs().get(2).cancelled();

      assertThat(batch.cancel())
          .isEqualTo(new AlreadyFinished(batch.id(), new BatchProgress(3, 0, 0, 1, 1, 1, 100)));
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.CANCEL_BATCH)).hasSize(1);
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.READ_BATCH)).hasSize(1);
    }
  }

  @Test
  void aFailureInsideTheServiceIsNoProofEither() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a");
      batch.detach();
      bench.fake.jobs().get(0).completed();
      bench.fake.fault(FunctionRunnerOperation.CANCEL_BATCH, WireFault.status(500));

      assertThat(batch.cancel()).isInstanceOf(AlreadyFinished.class);
    }
  }

  @Test
  void aRefusalForABatchThatGoesOnTellsWhereItStands() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.everyJob(JobScript.byHand().toBuilder().refusesCancel().build());
      BatchHandle batch =
          bench.client.submitBatch(Batches.of(Batches.task("a"), Batches.task("b")));
      batch.detach();
      bench.fake.jobs().get(1).running(50, "generate", "");

      assertThat(batch.cancel())
          .isInstanceOfSatisfying(
              StillRunning.class,
              it -> {
                assertThat(it.id()).isEqualTo(batch.id());
                assertThat(it.progress()).isEqualTo(new BatchProgress(2, 1, 1, 0, 0, 0, 25));
                assertThat(it.reason()).isInstanceOf(RefusedException.class);
                assertThat(it.reason().facts().operation()).isEqualTo("cancelBatch");
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "[{\"task_id\":\"a\"}]", "[{\"status\":\" \"}]"})
  void aReadThatDoesNotTellTheTasksLeavesItAtWhatTheHandlesKnow(String tasks) throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a");
      bench.fake.fault(FunctionRunnerOperation.CANCEL_BATCH, WireFault.status(409));
      String told = tasks.isEmpty() ? "" : ",\"tasks\":" + tasks;
      bench.fake.fault(
          FunctionRunnerOperation.READ_BATCH,
          WireFault.malformedJson("{\"batch_id\":\"" + batch.id() + "\"" + told + "}"));

      assertThat(batch.cancel())
          .isInstanceOfSatisfying(
              StillRunning.class, it -> assertThat(it.progress()).isEqualTo(batch.progress()));
    }
  }

  @Test
  void aBatchThatTheServiceDoesNotKnowIsNoSuchBatch() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a");
      batch.detach();
      bench.fake.forgetJobs();

      assertThat(batch.cancel()).isEqualTo(new NoSuchBatch(batch.id()));
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
          .isInstanceOfSatisfying(
              AnswerLost.class,
              it -> {
                assertThat(it.id()).isEqualTo(batch.id());
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
      CompletableFuture<BatchCancelResult> cancel = batch.cancelAsync();
      bench.fake.ledger().await(FunctionRunnerOperation.CANCEL_BATCH, 1);
      bench.client.close();

      assertThat(Bench.failure(cancel)).isInstanceOf(ClientClosedException.class);
    }
  }
}
