package dev.longhaul.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CallFacts.RetryHint;
import dev.longhaul.error.CircuitOpenException;
import dev.longhaul.error.DeadlineExceededException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.policy.KeyMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is repeated, how often, and after what rest. */
class RetryingTest {
  private static ByHandAttempts creating(KeyMode mode) {
    return new ByHandAttempts(Operation.create("render-farm", "submit", UUID.randomUUID(), mode));
  }

  @Test
  void aCallThatSucceedsAtOnceSetsNoTimer() {
    try (Calling calling = new Calling()) {
      ByHandAttempts attempts = ByHandAttempts.reading();
      CompletableFuture<String> call = calling.start(attempts);
      attempts.newest().complete("done");

      assertThat(call).isCompletedWithValue("done");
      assertThat(calling.time.delays()).isEmpty();
      assertThat(calling.policies.callsWaiting()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void aReadIsTriedFourTimesAndThenSurfaced(int status) {
    try (Calling calling = new Calling()) {
      ByHandAttempts attempts = ByHandAttempts.reading();
      CompletableFuture<String> call = calling.start(attempts);
      for (int made = 1; made <= 4; made++) {
        assertThat(attempts.started).hasSize(made);
        attempts.fail(attempts.answered(status));
        calling.rest();
      }

      assertThat(attempts.started).hasSize(4);
      LonghaulException failure = Calling.failure(call);
      assertThat(failure).isInstanceOf(ServiceFailedException.class);
      assertThat(failure.facts().attempts()).isEqualTo(4);
      assertThat(failure.facts().status()).hasValue(status);
    }
  }

  @Test
  void restsGrowFromOneSecondToThirtyAndAreJitteredInFull() {
    List<List<Duration>> runs = new ArrayList<>();
    for (int run = 0; run < 200; run++) {
      runs.add(restsOfAFailingCall(8));
    }
    int[] most = {1, 2, 4, 8, 16, 30, 30, 30};
    for (int retry = 0; retry < most.length; retry++) {
      int turn = retry;
      List<Duration> rests = runs.stream().map(run -> run.get(turn)).toList();
      assertThat(rests).allMatch(rest -> rest.compareTo(Duration.ofSeconds(most[turn])) <= 0);
      // Evenly from zero to the cap: with 200 draws both thirds at the ends are never empty.
      assertThat(rests).anyMatch(rest -> rest.toMillis() < most[turn] * 333L);
      assertThat(rests).anyMatch(rest -> rest.toMillis() > most[turn] * 667L);
    }
  }

  private static List<Duration> restsOfAFailingCall(int retries) {
    try (Calling calling = new Calling(o -> o.maxRetries(retries).deadline(Duration.ofHours(1)))) {
      ByHandAttempts attempts = ByHandAttempts.reading();
      calling.start(attempts);
      attempts.fail(attempts.answered(500));
      // The first is the deadline.
      List<Duration> rests = new ArrayList<>(calling.time.delays().subList(1, 2));
      for (int made = 1; made < retries; made++) {
        calling.time.clearDelays();
        calling.rest();
        attempts.fail(attempts.answered(500));
        rests.addAll(calling.time.delays());
      }
      return rests;
    }
  }

  @Test
  void whatTheServiceAskedForIsRested() {
    try (Calling calling = new Calling()) {
      ByHandAttempts attempts = ByHandAttempts.reading();
      calling.start(attempts);
      attempts.fail(withRetryAfter(attempts, Duration.ofSeconds(30)));

      assertThat(calling.time.delays()).last().isEqualTo(Duration.ofSeconds(30));
      calling.time.advance(Duration.ofMillis(29_999));
      assertThat(attempts.started).hasSize(1);
      calling.time.advance(Duration.ofMillis(1));
      assertThat(attempts.started).hasSize(2);
    }
  }

  private static LonghaulException withRetryAfter(ByHandAttempts attempts, Duration rest) {
    LonghaulException failed = attempts.answered(503);
    return failed.with(failed.facts().toBuilder().retryAfter(rest).reach(Reach.DECLINED).build());
  }

  @Test
  void aRestThatOutlastsTheDeadlineIsSurfacedAtOnce() {
    try (Calling calling = new Calling()) {
      ByHandAttempts attempts = ByHandAttempts.reading();
      CompletableFuture<String> call = calling.start(attempts);
      attempts.fail(withRetryAfter(attempts, Duration.ofMinutes(3)));

      LonghaulException failure = Calling.failure(call);
      assertThat(failure.facts().retryAfter()).contains(Duration.ofMinutes(3));
      assertThat(calling.time.pending()).isZero();
    }
  }

  @Test
  void aCreateThatMayHaveHadAnEffectIsNotRepeatedWhereKeysAreIgnored() {
    try (Calling calling = new Calling()) {
      ByHandAttempts attempts = creating(KeyMode.IGNORED);
      CompletableFuture<String> call = calling.start(attempts);
      LonghaulException broken = attempts.broken(Reach.MAY_HAVE_TAKEN_EFFECT);
      attempts.fail(broken);

      assertThat(Calling.failure(call)).isSameAs(broken);
      assertThat(attempts.started).hasSize(1);
    }
  }

  @Test
  void aCreateThatWasNeverSentIsRepeated() {
    try (Calling calling = new Calling()) {
      ByHandAttempts attempts = creating(KeyMode.IGNORED);
      CompletableFuture<String> call = calling.start(attempts);
      attempts.fail(attempts.broken(Reach.NOT_SENT));
      calling.rest();
      attempts.newest().complete("accepted");

      assertThat(call).isCompletedWithValue("accepted");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyMode.class,
      names = {"REPLAYED", "REJECTED"})
  void aCreateWhoseKeyIsHonouredIsRepeatedInAnyCase(KeyMode mode) {
    try (Calling calling = new Calling()) {
      ByHandAttempts attempts = creating(mode);
      CompletableFuture<String> call = calling.start(attempts);
      attempts.fail(attempts.broken(Reach.MAY_HAVE_TAKEN_EFFECT));
      calling.rest();
      attempts.newest().complete("accepted");

      assertThat(call).isCompletedWithValue("accepted");
    }
  }

  @Test
  void aLaterAttemptThatNeverLeftDoesNotHideThatAnEarlierOneMayHaveArrived() {
    try (Calling calling = new Calling(o -> o.maxRetries(1))) {
      ByHandAttempts attempts = creating(KeyMode.REPLAYED);
      CompletableFuture<String> call = calling.start(attempts);
      attempts.fail(attempts.broken(Reach.MAY_HAVE_TAKEN_EFFECT));
      calling.rest();
      attempts.fail(attempts.broken(Reach.NOT_SENT));

      LonghaulException failure = Calling.failure(call);
      assertThat(failure).isInstanceOf(SubmissionUncertainException.class);
      assertThat(failure.facts().reach()).isEqualTo(Reach.MAY_HAVE_TAKEN_EFFECT);
      assertThat(failure.facts().attempts()).isEqualTo(2);
      assertThat(failure.getCause()).isInstanceOf(UnreachableException.class);
    }
  }

  @Test
  void aChangeHasTwoRetriesAtMost() {
    try (Calling calling = new Calling(o -> o.maxRetries(5))) {
      ByHandAttempts attempts =
          new ByHandAttempts(Operation.change("render-farm", "cancel", "job-1"));
      CompletableFuture<String> call = calling.start(attempts);
      for (int made = 1; made <= 3; made++) {
        attempts.fail(attempts.answered(500));
        calling.rest();
      }

      assertThat(Calling.failure(call).facts().attempts()).isEqualTo(3);
    }
  }

  @Test
  void theServiceMayForbidARetryAndMayAskForOne() {
    try (Calling calling = new Calling()) {
      ByHandAttempts never = ByHandAttempts.reading();
      CompletableFuture<String> forbidden = calling.start(never);
      never.fail(
          never.answered(503).with(never.facts().status(503).retryHint(RetryHint.GIVE_UP).build()));
      assertThat(forbidden).isCompletedExceptionally();

      ByHandAttempts again = ByHandAttempts.reading();
      CompletableFuture<String> asked = calling.start(again);
      again.fail(
          new NotFoundException(
              "Not yet.", again.facts().status(404).retryHint(RetryHint.RETRY).build(), null));
      calling.rest();
      again.newest().complete("there");
      assertThat(asked).isCompletedWithValue("there");
    }
  }

  @Test
  void theCallersPredicateDecidesAmongWhatIsSafe() {
    try (Calling calling = new Calling(o -> o.retryWhen(error -> true))) {
      ByHandAttempts reading = ByHandAttempts.reading();
      calling.start(reading);
      reading.fail(new NotFoundException("No.", reading.facts().status(404).build(), null));
      calling.rest();
      assertThat(reading.started).hasSize(2);

      ByHandAttempts unsafe = creating(KeyMode.IGNORED);
      assertThat(calling.start(unsafe)).isNotDone();
      unsafe.fail(unsafe.answered(500));
      calling.rest();
      assertThat(unsafe.started).hasSize(1);
    }
  }

  @Test
  void oneCallMayHaveItsOwnNumberOfAttempts() {
    try (Calling calling = new Calling()) {
      ByHandAttempts attempts = ByHandAttempts.reading();
      CompletableFuture<String> call = calling.start(attempts, one -> one.maxRetries(0));
      attempts.fail(attempts.answered(500));

      assertThat(Calling.failure(call).facts().attempts()).isEqualTo(1);
    }
  }

  @Test
  void theBudgetOfTheClientEndsRetriesAndSuccessesFillIt() {
    try (Calling calling = new Calling(o -> o.retryBudget(1))) {
      ByHandAttempts spends = ByHandAttempts.reading();
      calling.start(spends);
      spends.fail(spends.answered(500));
      calling.rest();
      assertThat(spends.started).hasSize(2);

      ByHandAttempts poor = ByHandAttempts.reading();
      CompletableFuture<String> refused = calling.start(poor);
      poor.fail(poor.answered(500));
      assertThat(refused).isCompletedExceptionally();

      spends.newest().complete("one fifth");
      for (int success = 0; success < 4; success++) {
        ByHandAttempts good = ByHandAttempts.reading();
        calling.start(good);
        good.newest().complete("another fifth");
      }
      ByHandAttempts rich = ByHandAttempts.reading();
      CompletableFuture<String> repeated = calling.start(rich);
      rich.fail(rich.answered(500));
      assertThat(repeated).isNotDone();
    }
  }

  @Test
  void anErrorThatIsThrownAgainAndAgainStillEndsTheCall() {
    try (Calling calling = new Calling()) {
      ByHandAttempts attempts = ByHandAttempts.reading();
      LonghaulException always = attempts.answered(500);
      CompletableFuture<String> call = calling.start(attempts);
      for (int made = 1; made <= 4; made++) {
        attempts.fail(always);
        calling.rest();
      }

      assertThat(attempts.started).hasSize(4);
      assertThat(Calling.failure(call).facts().attempts()).isEqualTo(4);
    }
  }

  @Test
  void anOpenCircuitRefusesAtOnceAndIsNotRetried() {
    try (Calling calling = new Calling(o -> o.circuitBreaker(2, 2, Duration.ofHours(1)))) {
      for (int call = 0; call < 2; call++) {
        ByHandAttempts failing = ByHandAttempts.reading();
        calling.start(failing, one -> one.maxRetries(0));
        failing.fail(failing.answered(500));
      }
      ByHandAttempts refused = ByHandAttempts.reading();
      CompletableFuture<String> call = calling.start(refused);

      LonghaulException failure = Calling.failure(call);
      assertThat(failure).isInstanceOf(CircuitOpenException.class);
      assertThat(failure.facts().retryAfter())
          .hasValueSatisfying(rest -> assertThat(rest).isPositive());
      assertThat(failure.facts().attempts()).isZero();
      assertThat(refused.started).isEmpty();
      assertThat(calling.policies.permitsInUse()).isZero();
    }
  }

  @Test
  void theDeadlineHoldsOverAttemptsAndRests() {
    try (Calling calling = new Calling(o -> o.deadline(Duration.ofSeconds(70)).maxRetries(20))) {
      ByHandAttempts attempts = ByHandAttempts.reading();
      CompletableFuture<String> call = calling.start(attempts);
      assertThat(attempts.limits).containsExactly(Duration.ofSeconds(60));
      calling.time.advance(Duration.ofSeconds(60));
      attempts.fail(attempts.broken(Reach.MAY_HAVE_TAKEN_EFFECT));
      calling.time.advance(Duration.ofSeconds(1));

      assertThat(attempts.limits.get(1)).isLessThanOrEqualTo(Duration.ofSeconds(10));
      calling.time.advance(Duration.ofSeconds(10));
      attempts.fail(attempts.broken(Reach.MAY_HAVE_TAKEN_EFFECT));
      LonghaulException failure = Calling.failure(call);
      assertThat(failure).isInstanceOf(DeadlineExceededException.class);
      assertThat(failure.facts().reach()).isEqualTo(Reach.MAY_HAVE_TAKEN_EFFECT);
    }
  }
}
