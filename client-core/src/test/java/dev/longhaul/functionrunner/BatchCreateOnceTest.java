package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch leaves at most once, and whoever submitted it is told the truth about it. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchCreateOnceTest {
  private static final BatchSubmission TWO = Batches.of(Batches.task("a"), Batches.task("b", "a"));

  /** What goes wrong, and how many jobs the service made all the same. */
  record Ambiguity(WireFault fault, int jobs, String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** What the service answers, and what of it the caller must be told. */
  record HalfAnswer(String body, String told) {}

  /** What goes wrong, and by which error the caller learns that there is no batch. */
  record Refusal(WireFault fault, Class<? extends LonghaulException> error, String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Ambiguity> ambiguities() {
    return Stream.of(
        new Ambiguity(WireFault.resetAfterRead(), 0, "reset after the request was read"),
        new Ambiguity(WireFault.answerLost(), 2, "answer lost"),
        new Ambiguity(WireFault.stall(), 0, "no answer in time"),
        new Ambiguity(WireFault.truncatedBody(), 2, "answer cut off"),
        new Ambiguity(WireFault.htmlPage(), 0, "a web page with 200"),
        new Ambiguity(WireFault.emptyBody(), 0, "200 with nothing"),
        new Ambiguity(WireFault.malformedJson("{\"tasks\":[]}"), 0, "200 without an id"),
        new Ambiguity(WireFault.malformedJson("{\"batch_id\":\" \"}"), 0, "200 with a blank id"),
        new Ambiguity(WireFault.malformedJson("{\"batch_id\":\"..\"}"), 0, "200, dots for an id"),
        new Ambiguity(WireFault.status(408), 0, "408"),
        new Ambiguity(WireFault.status(500), 0, "500"),
        new Ambiguity(WireFault.status(503, Map.of(), ""), 0, "503 with nothing"));
  }

  static Stream<HalfAnswer> halfAnswers() {
    return Stream.of(
        new HalfAnswer("[]", "does not tell the tasks"),
        new HalfAnswer("[{\"task_id\":\"t1\"}]", "names 1 tasks where 2 were submitted"),
        new HalfAnswer(
            "[{\"task_id\":\"t1\"},{\"task_id\":\"t2\"},{\"task_id\":\"t3\"}]",
            "names 3 tasks where 2 were submitted"),
        new HalfAnswer(
            "[{\"task_id\":\"t1\"},{\"task_id\":\"t1\"}]", "names 1 tasks where 2 were submitted"),
        new HalfAnswer("[{\"task_id\":\"t1\"},{}]", "no task_id"),
        new HalfAnswer("[{\"task_id\":\"t1\"},{\"task_id\":\"..\"}]", "task_id"),
        new HalfAnswer("[{\"task_id\":\"t1\"},null]", "does not tell the tasks"));
  }

  static Stream<Refusal> refusals() {
    return Stream.of(
        new Refusal(WireFault.status(400), RefusedException.class, "400"),
        new Refusal(WireFault.status(404), NotFoundException.class, "404"),
        new Refusal(WireFault.status(409), RefusedException.class, "409"),
        new Refusal(WireFault.status(422), RefusedException.class, "422"),
        new Refusal(WireFault.status(429), RateLimitedException.class, "429"),
        new Refusal(WireFault.status(503), ServiceFailedException.class, "503 in its own words"));
  }

  @ParameterizedTest
  @MethodSource("ambiguities")
  void whatMayHaveBeenAcceptedIsUncertainAndNotSentAgain(Ambiguity ambiguity) {
    try (Bench bench = retrying()) {
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_BATCH, ambiguity.fault());
      SubmissionUncertainException uncertain =
          catchThrowableOfType(
              SubmissionUncertainException.class, () -> bench.client.submitBatch(TWO));

      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.SUBMIT_BATCH))
          .singleElement()
          .satisfies(
              sent ->
                  assertThat(sent.header("Idempotency-Key")).isEqualTo(uncertain.key().toString()));
      assertThat(uncertain.facts().operation()).isEqualTo("submitBatch");
      assertThat(uncertain.facts().reach()).isEqualTo(Reach.MAY_HAVE_TAKEN_EFFECT);
      assertThat(uncertain).hasMessageNotContaining(Bench.PROMPT);
      assertThat(bench.fake.jobs()).hasSize(ambiguity.jobs());
    }
  }

  @ParameterizedTest
  @MethodSource("halfAnswers")
  void anAnswerThatNamesOtherTasksIsUncertainAndTellsTheBatch(HalfAnswer half) {
    try (Bench bench = retrying()) {
      bench.fake.fault(
          FunctionRunnerOperation.SUBMIT_BATCH,
          WireFault.malformedJson("{\"batch_id\":\"b-7\",\"tasks\":" + half.body() + "}"));
      SubmissionUncertainException uncertain =
          catchThrowableOfType(
              SubmissionUncertainException.class, () -> bench.client.submitBatch(TWO));

      assertThat(uncertain.facts().jobId()).contains("b-7");
      assertThat(uncertain)
          .hasCauseInstanceOf(UnexpectedAnswerException.class)
          .cause()
          .hasMessageContaining(half.told());
      assertThat(bench.fake.ledger().requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalIsPassedOn(Refusal refusal) throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_BATCH, refusal.fault());

      assertThat(Bench.failure(bench.client.submitBatchAsync(TWO)))
          .isExactlyInstanceOf(refusal.error())
          .satisfies(error -> assertThat(error.facts().reach()).isEqualTo(Reach.DECLINED))
          .satisfies(error -> assertThat(error.facts().operation()).isEqualTo("submitBatch"));
      assertThat(bench.fake.ledger().creates()).isZero();
    }
  }

  @Test
  void aServerThatIsNotThereHasAcceptedNothing() {
    FakeFunctionRunner gone = FakeFunctionRunner.start();
    gone.close();
    try (FunctionRunnerClient client =
        FunctionRunnerClient.open(Bench.options(gone.baseUrl()).build(), Bench.PLAIN)) {
      assertThatThrownBy(() -> client.submitBatch(TWO)).isInstanceOf(UnreachableException.class);
    }
  }

  @Test
  void theIdAloneIsEnoughWhereTheBatchCanBeRead() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle first = Batches.submitted(bench, "a", "b");
      first.detach();
      bench.fake.fault(
          FunctionRunnerOperation.SUBMIT_BATCH,
          WireFault.malformedJson("{\"batch_id\":\"" + first.id() + "\"}"));
      BatchHandle batch =
          bench.client.submitBatch(Batches.of(Batches.task("c"), Batches.task("d")));

      assertThat(batch.jobs()).hasSize(2);
      assertThat(batch.task("d").id()).isEqualTo(first.jobs().get(1).id());
      bench.fake.jobs().forEach(FakeJob::completed);
      assertThat(batch.await(Duration.ofSeconds(10)).succeeded()).isTrue();
    }
  }

  @Test
  void theIdAloneLeavesItUncertainWhereTheBatchCannotBeRead() {
    try (Bench bench = Bench.open()) {
      bench.fake.fault(
          FunctionRunnerOperation.SUBMIT_BATCH, WireFault.malformedJson("{\"batch_id\":\"b-7\"}"));
      SubmissionUncertainException uncertain =
          catchThrowableOfType(
              SubmissionUncertainException.class, () -> bench.client.submitBatch(TWO));

      assertThat(uncertain.facts().jobId()).contains("b-7");
      assertThat(uncertain).hasCauseInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void aServiceThatReplaysKeysIsAskedAgain() throws Exception {
    FakeOptions replaying =
        FakeOptions.builder().token(Bench.TOKEN).keys(FakeOptions.Keys.REPLAYED).build();
    FunctionRunnerOptions runner = Bench.PLAIN.toBuilder().keys(KeyMode.REPLAYED).build();
    try (Bench bench = Bench.open(replaying, options -> options.resilience(QUICK), runner)) {
      bench.fake.everyJob(JobScript.byHand());
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_BATCH, WireFault.answerLost());
      BatchHandle batch = bench.client.submitBatch(TWO);

      assertThat(batch.jobs())
          .extracting(task -> task.id().orElseThrow())
          .isEqualTo(bench.fake.jobs().stream().map(FakeJob::id).toList());
      assertThat(bench.fake.ledger().createsReceived()).isEqualTo(2);
      assertThat(bench.fake.ledger().createsFor(batch.key().toString())).isEqualTo(2);
    }
  }

  @Test
  void anInterruptTellsThatTheBatchIsInDoubt() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_BATCH, WireFault.stall());
      UUID key = UUID.randomUUID();
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  bench.client.submitBatch(TWO, key);
                } catch (InterruptedException | RuntimeException error) {
                  thrown.complete(error);
                }
              });
      caller.start();
      bench.fake.ledger().await(FunctionRunnerOperation.SUBMIT_BATCH, 1);
      caller.interrupt();
      caller.join();

      assertThat(thrown.join()).isInstanceOf(InterruptedException.class);
      assertThat(List.of(thrown.join().getSuppressed()))
          .singleElement()
          .isInstanceOfSatisfying(
              SubmissionUncertainException.class, it -> assertThat(it.key()).isEqualTo(key));
    }
  }

  @Test
  void closingLeavesABatchUnderWayUncertain() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_BATCH, WireFault.stall());
      CompletableFuture<BatchHandle> submission = bench.client.submitBatchAsync(TWO);
      bench.fake.ledger().await(FunctionRunnerOperation.SUBMIT_BATCH, 1);
      bench.client.close();

      assertThat(Bench.failure(submission)).isInstanceOf(SubmissionUncertainException.class);
    }
  }

  @Test
  void cancellingTheFutureAbortsTheRequestAndWatchesNothing() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_BATCH, WireFault.stall());
      CompletableFuture<BatchHandle> submission = bench.client.submitBatchAsync(TWO);
      bench.fake.ledger().await(FunctionRunnerOperation.SUBMIT_BATCH, 1);
      submission.cancel(true);

      while (bench.fake.openConnections() > 0) {
        Thread.onSpinWait();
      }
      assertThat(bench.fake.ledger().requests()).hasSize(1);
    }
  }

  private static final ResilienceOptions QUICK =
      ResilienceOptions.builder().backOff(Duration.ofMillis(1), 1, Duration.ofMillis(1)).build();

  private static Bench retrying() {
    return Bench.open(options -> options.resilience(QUICK).createTimeout(Duration.ofMillis(300)));
  }
}
