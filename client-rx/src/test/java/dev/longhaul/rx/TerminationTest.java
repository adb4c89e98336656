package dev.longhaul.rx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.job.DetachedException;
import dev.longhaul.job.JobHandle;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every stream ends, once, whatever becomes of its job. */
class TerminationTest {
  private final LateErrors late = new LateErrors();
  private final ByHand hand = new ByHand();

  @AfterEach
  void nothingIsToldTwice() {
    hand.close();
    late.close();
  }

  @ParameterizedTest
  @EnumSource
  void withTheSuccessOfTheJob(WatchedStream stream) {
    ends(stream, job -> hand.tells("a", ByHand.succeeded("a")), null);
  }

  @ParameterizedTest
  @EnumSource
  void withTheFailureOfTheJob(WatchedStream stream) {
    ends(stream, job -> hand.tells("a", ByHand.failed("a")), stream.whenFailed());
  }

  @ParameterizedTest
  @EnumSource
  void whenSomebodyElseCancelledTheJob(WatchedStream stream) {
    ends(stream, job -> hand.tells("a", ByHand.stopped("a")), stream.whenCancelled());
  }

  @ParameterizedTest
  @EnumSource
  void whenTheHandleIsUsedToCancelTheJob(WatchedStream stream) {
    hand.says("a", ByHand.stopped("a"));
    Consumer<JobHandle<String>> cancel =
        job -> {
          assertThat(job.cancelAsync()).isCompleted();
          hand.passes();
        };
    ends(stream, cancel, stream.whenCancelled());
  }

  @ParameterizedTest
  @EnumSource
  void whenTheServiceKnowsTheJobNoMore(WatchedStream stream) {
    ends(
        stream,
        job -> hand.tells("a", ByHand.notFound()),
        stream.whenStopped(OutcomeUnknownException.class));
  }

  @ParameterizedTest
  @EnumSource
  void whenTheCredentialsAreRefused(WatchedStream stream) {
    ends(
        stream,
        job -> hand.tells("a", ByHand.unauthorized()),
        stream.whenStopped(CredentialsException.class));
  }

  @ParameterizedTest
  @EnumSource
  void whenSomebodyElseDetaches(WatchedStream stream) {
    ends(stream, JobHandle::detach, stream.whenStopped(DetachedException.class));
  }

  @ParameterizedTest
  @EnumSource
  void whenTheClientIsClosed(WatchedStream stream) {
    ends(stream, job -> hand.close(), stream.whenStopped(ClientClosedException.class));
  }

  @ParameterizedTest
  @EnumSource
  void whenTheJobHadEndedBefore(WatchedStream stream) {
    JobHandle<String> job = hand.job("a");
    hand.tells("a", ByHand.failed("a"));
    hand.close();

    assertEnded(heard(stream, job), stream.whenFailed());
  }

  @ParameterizedTest
  @EnumSource
  void whenTheClientHadBeenClosedBefore(WatchedStream stream) {
    JobHandle<String> job = hand.job("a");
    hand.close();

    assertEnded(heard(stream, job), stream.whenStopped(ClientClosedException.class));
  }

  @ParameterizedTest
  @EnumSource(names = "SUBMIT_.*", mode = EnumSource.Mode.MATCH_ALL)
  void whenNothingCanBeSubmittedAnyMore(WatchedStream stream) {
    hand.close();

    assertEnded(stream.of(hand::submit).test(), ClientClosedException.class);
  }

  @ParameterizedTest
  @EnumSource(names = "SUBMIT_.*", mode = EnumSource.Mode.MATCH_ALL)
  void whenTheClientIsClosedWhileTheJobIsSubmitted(WatchedStream stream) {
    TestSubscriber<?> heard = stream.of(hand::submit).test();
    hand.close();

    assertEnded(heard, SubmissionUncertainException.class);
  }

  @ParameterizedTest
  @EnumSource(names = "SUBMIT_.*", mode = EnumSource.Mode.MATCH_ALL)
  void whenTheSubmissionIsRefused(WatchedStream stream) {
    TestSubscriber<?> heard = stream.of(hand::submit).test();
    hand.submissions.get(0).completeExceptionally(ByHand.refused());

    assertEnded(heard, RefusedException.class);
  }

  @ParameterizedTest
  @EnumSource(names = "SUBMIT_.*", mode = EnumSource.Mode.MATCH_ALL)
  void whenSomebodyElseCancelsTheFutureOfTheSubmission(WatchedStream stream) {
    CompletableFuture<JobHandle<String>> submission = hand.submit();
    TestSubscriber<?> heard = stream.of(() -> submission).test();
    submission.cancel(false);

    assertEnded(heard, CancellationException.class);
  }

  @ParameterizedTest
  @EnumSource
  void whenThePatienceOfTheStreamIsOverAndTheJobGoesOn(WatchedStream stream) {
    JobHandle<String> job = hand.job("a");
    TestScheduler patience = new TestScheduler();
    TestSubscriber<?> heard =
        stream
            .of(() -> CompletableFuture.completedFuture(job))
            .ignoreElements()
            .toFlowable()
            .timeout(1, TimeUnit.HOURS, patience)
            .test();
    patience.advanceTimeBy(1, TimeUnit.HOURS);

    assertEnded(heard, TimeoutException.class);
    assertThat(hand.cancelled).isEmpty();
    assertThat(job.outcome().isDone()).isEqualTo(stream.submits());
  }

  private void ends(
      WatchedStream stream,
      Consumer<JobHandle<String>> event,
      @Nullable Class<? extends Throwable> error) {
    JobHandle<String> job = hand.job("a");
    TestSubscriber<?> heard = heard(stream, job);
    heard.assertNotComplete().assertNoErrors();
    event.accept(job);

    assertEnded(heard, error);
  }

  private static TestSubscriber<?> heard(WatchedStream stream, JobHandle<String> job) {
    return stream.of(() -> CompletableFuture.completedFuture(job)).test();
  }

  private static void assertEnded(
      TestSubscriber<?> heard, @Nullable Class<? extends Throwable> error) {
    heard.awaitDone(5, TimeUnit.SECONDS);
    if (error == null) {
      heard.assertComplete();
    } else {
      heard.assertError(error);
    }
  }
}
