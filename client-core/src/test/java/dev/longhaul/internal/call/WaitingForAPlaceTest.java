package dev.longhaul.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.DeadlineExceededException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.QueueFullException;
import dev.longhaul.error.RateLimitedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What holds a call back before it is sent, and what becomes of one that is held back. */
class WaitingForAPlaceTest {
  @Test
  void aCallWithoutAPermitWaitsAndGoesWhenOneComesBack() {
    try (Calling calling = new Calling(o -> o.concurrency(1, 10))) {
      ByHandAttempts first = ByHandAttempts.reading();
      ByHandAttempts second = ByHandAttempts.reading();
      calling.start(first);
      CompletableFuture<String> waits = calling.start(second);
      assertThat(second.started).isEmpty();

      first.newest().complete("one");
      second.newest().complete("two");

      assertThat(waits).isCompletedWithValue("two");
      assertThat(calling.policies.permitsInUse()).isZero();
      assertThat(calling.time.pending()).isZero();
    }
  }

  @Test
  void aRestHoldsNoPermit() {
    try (Calling calling = new Calling(o -> o.concurrency(1, 0))) {
      ByHandAttempts resting = ByHandAttempts.reading();
      calling.start(resting);
      resting.fail(resting.answered(500));
      ByHandAttempts other = ByHandAttempts.reading();
      CompletableFuture<String> call = calling.start(other);
      other.newest().complete("meanwhile");

      assertThat(call).isCompletedWithValue("meanwhile");
    }
  }

  @Test
  void aFullLineIsALocalErrorOfItsOwn() {
    try (Calling calling = new Calling(o -> o.concurrency(1, 1))) {
      calling.start(ByHandAttempts.reading());
      calling.start(ByHandAttempts.reading());
      LonghaulException failure = Calling.failure(calling.start(ByHandAttempts.reading()));

      assertThat(failure).isInstanceOf(QueueFullException.class);
      assertThat(failure.facts().reach()).isEqualTo(Reach.NOT_SENT);
      assertThat(failure.facts().attempts()).isZero();
    }
  }

  @Test
  void aCallThatIsCancelledInLineIsNeverSent() {
    try (Calling calling = new Calling(o -> o.concurrency(1, 10))) {
      ByHandAttempts first = ByHandAttempts.reading();
      ByHandAttempts second = ByHandAttempts.reading();
      calling.start(first);
      CompletableFuture<String> waits = calling.start(second);
      waits.cancel(false);
      first.newest().complete("one");

      assertThat(second.started).isEmpty();
      assertThat(calling.policies.permitsInUse()).isZero();
      assertThat(calling.policies.callsWaiting()).isZero();
      assertThat(calling.time.pending()).isZero();
    }
  }

  @Test
  void aCallThatIsCancelledOnTheWireEndsItsAttempt() {
    try (Calling calling = new Calling()) {
      ByHandAttempts attempts = ByHandAttempts.reading();
      CompletableFuture<String> call = calling.start(attempts);
      call.cancel(false);

      assertThat(attempts.newest()).isCancelled();
      assertThat(calling.policies.permitsInUse()).isZero();
    }
  }

  @Test
  void aCallThatIsCancelledAtRestIsNotTriedAgain() {
    try (Calling calling = new Calling()) {
      ByHandAttempts attempts = ByHandAttempts.reading();
      CompletableFuture<String> call = calling.start(attempts);
      attempts.fail(attempts.answered(500));
      call.cancel(false);
      calling.rest();

      assertThat(attempts.started).hasSize(1);
      assertThat(calling.time.pending()).isZero();
      assertThat(calling.policies.callsWaiting()).isZero();
    }
  }

  @Test
  void theDeadlineEndsAWaitInLine() {
    try (Calling calling = new Calling(o -> o.concurrency(1, 10))) {
      calling.start(ByHandAttempts.reading());
      ByHandAttempts second = ByHandAttempts.reading();
      CompletableFuture<String> waits = calling.start(second);
      calling.time.advance(Duration.ofMinutes(2));

      LonghaulException failure = Calling.failure(waits);
      assertThat(failure).isInstanceOf(DeadlineExceededException.class);
      assertThat(failure.facts().reach()).isEqualTo(Reach.NOT_SENT);
      assertThat(second.started).isEmpty();
    }
  }

  @Test
  void oneAnswerThatAsksForAPausePausesEveryCall() {
    try (Calling calling = new Calling()) {
      ByHandAttempts limited = ByHandAttempts.reading();
      calling.start(limited);
      limited.fail(limited.rateLimited(Duration.ofSeconds(20)));

      ByHandAttempts other = ByHandAttempts.reading();
      CompletableFuture<String> waits = calling.start(other);
      calling.time.advance(Duration.ofMillis(19_999));
      assertThat(other.started).isEmpty();
      assertThat(limited.started).hasSize(1);
      calling.time.advance(Duration.ofMillis(1));
      other.newest().complete("after the pause");

      assertThat(waits).isCompletedWithValue("after the pause");
      assertThat(limited.started).hasSize(2);
    }
  }

  @Test
  void aPauseThatBeginsWhileACallStandsInLineHoldsItToo() {
    try (Calling calling = new Calling(o -> o.concurrency(1, 10))) {
      ByHandAttempts limited = ByHandAttempts.reading();
      calling.start(limited);
      ByHandAttempts second = ByHandAttempts.reading();
      calling.start(second);
      ByHandAttempts third = ByHandAttempts.reading();
      calling.start(third);
      limited.fail(limited.rateLimited(Duration.ofSeconds(20)));

      assertThat(second.started).isEmpty();
      assertThat(third.started).isEmpty();
      calling.time.advance(Duration.ofSeconds(20));
      assertThat(limited.started.size() + second.started.size() + third.started.size())
          .as("one permit, so one of them beside the first attempt")
          .isEqualTo(2);
    }
  }

  @Test
  void aPauseLongerThanTheDeadlineIsSurfacedAtOnceAndSendsNothing() {
    try (Calling calling = new Calling()) {
      ByHandAttempts limited = ByHandAttempts.reading();
      calling.start(limited);
      limited.fail(limited.rateLimited(Duration.ofMinutes(4)));
      ByHandAttempts other = ByHandAttempts.reading();
      LonghaulException failure = Calling.failure(calling.start(other));

      assertThat(failure).isInstanceOf(RateLimitedException.class);
      assertThat(failure.facts().reach()).isEqualTo(Reach.NOT_SENT);
      assertThat(failure.facts().retryAfter()).contains(Duration.ofMinutes(4));
      assertThat(other.started).isEmpty();
    }
  }

  @Test
  void noMistakenHeaderPausesAClientForMoreThanFiveMinutes() {
    try (Calling calling = new Calling()) {
      ByHandAttempts limited = ByHandAttempts.reading();
      calling.start(limited);
      limited.fail(limited.rateLimited(Duration.ofDays(365)));
      calling.time.advance(Duration.ofMinutes(5));
      ByHandAttempts other = ByHandAttempts.reading();
      calling.start(other);

      assertThat(other.started).hasSize(1);
    }
  }

  @Test
  void theRateLimiterSpacesCallsAndTurnsAwayWhatCannotBeServedInTime() {
    try (Calling calling = new Calling(o -> o.rateLimit(1, Duration.ofHours(1)))) {
      calling.start(ByHandAttempts.reading());
      ByHandAttempts second = ByHandAttempts.reading();
      LonghaulException failure = Calling.failure(calling.start(second));

      assertThat(failure).isInstanceOf(DeadlineExceededException.class);
      assertThat(failure.facts().reach()).isEqualTo(Reach.NOT_SENT);

      ByHandAttempts patient = ByHandAttempts.reading();
      calling.start(patient, one -> one.deadline(Duration.ofHours(2)));
      assertThat(patient.started).isEmpty();
      calling.time.advance(Duration.ofHours(1));
      assertThat(patient.started).hasSize(1);
    }
  }

  @Test
  void aTokenThatIsBeingFetchedHoldsNoPermitAndItsFailureIsTold() {
    try (Calling calling = new Calling(o -> o.concurrency(1, 0))) {
      ByHandAttempts attempts = ByHandAttempts.reading();
      CompletableFuture<String> token = new CompletableFuture<>();
      attempts.ready = token;
      CompletableFuture<String> call = calling.start(attempts);
      assertThat(calling.policies.permitsInUse()).isZero();
      CredentialsException refused =
          new CredentialsException(
              "No token.", attempts.facts().reach(Reach.NOT_SENT).build(), null);
      token.completeExceptionally(refused);

      assertThat(Calling.failure(call)).isInstanceOf(CredentialsException.class);
      assertThat(attempts.started).isEmpty();
    }
  }

  @Test
  void closingEndsWhatWaitsInLineAndAtRest() {
    List<CompletableFuture<String>> calls = new ArrayList<>();
    Calling calling = new Calling(o -> o.concurrency(1, 10));
    ByHandAttempts resting = ByHandAttempts.reading();
    calls.add(calling.start(resting));
    resting.fail(resting.answered(500));
    calling.start(ByHandAttempts.reading());
    calls.add(calling.start(ByHandAttempts.reading()));

    calling.close();

    assertThat(calls)
        .allSatisfy(
            call -> assertThat(Calling.failure(call)).isInstanceOf(ClientClosedException.class));
    assertThat(calling.policies.callsWaiting()).isZero();
    assertThat(calling.time.pending()).isZero();
  }

  @Test
  void aCallThatComesAfterTheCloseAndHasToWaitEndsAtOnce() {
    Calling calling = new Calling(o -> o.concurrency(1, 10));
    calling.start(ByHandAttempts.reading());
    calling.close();

    assertThat(Calling.failure(calling.start(ByHandAttempts.reading())))
        .isInstanceOf(ClientClosedException.class);
  }
}
