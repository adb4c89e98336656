package dev.longhaul.rx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.RefusedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.job.DetachedException;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.WatchOptions;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What disposing of a stream that submitted a job does to the job. */
class DisposalTest {
  /** A way to submit a job in a stream. */
  interface Way {
    Disposable subscribe(
        Supplier<? extends CompletionStage<JobHandle<String>>> submission, OnDispose onDispose);
  }

  private final LateErrors late = new LateErrors();
  private final ByHand hand = new ByHand();

  static Stream<Way> ways() {
    return Stream.of(
        (submission, onDispose) -> RxJobs.submitAndWatch(submission, onDispose).subscribe(),
        (submission, onDispose) -> RxJobs.submitForResult(submission, onDispose).subscribe(),
        (submission, onDispose) ->
            RxJobs.submitAll(Flowable.just(1), one -> submission.get(), 3, onDispose).subscribe());
  }

  @AfterEach
  void nothingIsLeft() {
    hand.close();
    late.close();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void detachesAndTheJobGoesOn(Way way) {
    CompletableFuture<JobHandle<String>> submission = hand.submit();
    Disposable stream = way.subscribe(() -> submission, OnDispose.DETACH);
    hand.accepts(0);
    stream.dispose();

    RxJobs.outcome(submission.join()).test().assertFailure(DetachedException.class);
    assertThat(hand.cancelled).isEmpty();
    assertNobodyReads();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void cancelsTheJobWhereThatWasChosen(Way way) {
    CompletableFuture<JobHandle<String>> submission = hand.submit();
    Disposable stream = way.subscribe(() -> submission, OnDispose.CANCEL_JOB);
    hand.accepts(0);
    stream.dispose();
    stream.dispose();

    assertThat(hand.cancelled).containsExactly("job-0");
    assertNobodyReads();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void abortsASubmissionThatIsUnderWay(Way way) {
    CompletableFuture<JobHandle<String>> submission = hand.submit();
    way.subscribe(() -> submission, OnDispose.DETACH).dispose();

    assertThat(submission).isCancelled();
    assertThat(hand.submissions.get(0)).isCancelled();
    assertNobodyReads();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void waitsForTheJobThatItIsToCancel(Way way) {
    way.subscribe(hand::submit, OnDispose.CANCEL_JOB).dispose();
    assertThat(hand.submissions.get(0)).isNotDone();
    assertThat(hand.cancelled).isEmpty();
    hand.accepts(0);

    assertThat(hand.cancelled).containsExactly("job-0");
    assertNobodyReads();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aHandleThatComesAllTheSameIsDetached(Way way) {
    CompletableFuture<JobHandle<String>> deaf = new CompletableFuture<>();
    way.subscribe(deaf::minimalCompletionStage, OnDispose.DETACH).dispose();
    JobHandle<String> job = hand.job("a");
    deaf.complete(job);

    RxJobs.outcome(job).test().assertFailure(DetachedException.class);
    assertNobodyReads();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void asksForNothingOnceTheJobHasEnded(Way way) {
    Disposable stream = way.subscribe(hand::submit, OnDispose.CANCEL_JOB);
    hand.accepts(0);
    hand.tells("job-0", ByHand.succeeded("job-0"));
    stream.dispose();

    assertThat(hand.cancelled).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aStreamThatEndedByItselfCancelsNothing(Way way) {
    RxJavaPlugins.setErrorHandler(error -> {}); // nobody listens for the error here
    way.subscribe(hand::submit, OnDispose.CANCEL_JOB);
    hand.accepts(0);
    hand.tells("job-0", ByHand.unauthorized());

    assertThat(hand.cancelled).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whoLeavesAtTheLastEventCancelsNothing(OnDispose onDispose) {
    RxJobs.submitAndWatch(hand::submit, onDispose)
        .takeUntil(event -> event instanceof JobEvent.Ended)
        .subscribe();
    hand.accepts(0);
    hand.tells("job-0", ByHand.succeeded("job-0"));

    assertThat(hand.cancelled).isEmpty();
  }

  @Test
  void whoLeavesAtOnceSubmitsNothing() {
    RxJobs.submitAndWatch(hand::submit).take(0).test().assertResult();
    RxJobs.submitAndWatch(hand::submit, OnDispose.CANCEL_JOB).test(0, true);
    RxJobs.submitForResult(hand::submit).test(true);

    assertThat(hand.submissions).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void disposingWhileTheSubmissionIsBegunLosesNoJob(OnDispose onDispose) {
    Disposable[] stream = new Disposable[1];
    RxJobs.submitAndWatch(
            () -> {
              stream[0].dispose();
              return hand.submit();
            },
            onDispose)
        .doOnSubscribe(it -> stream[0] = Disposable.fromSubscription(it))
        .subscribe();
    assertThat(hand.submissions.get(0).isCancelled()).isEqualTo(onDispose == OnDispose.DETACH);
    hand.accepts(0);

    assertThat(hand.cancelled).hasSize(onDispose == OnDispose.CANCEL_JOB ? 1 : 0);
    assertNobodyReads();
  }

  @Test
  void aRefusalThatComesTooLateGoesToTheHook() {
    RxJobs.submitAndWatch(hand::submit, OnDispose.CANCEL_JOB).test().cancel();
    hand.submissions.get(0).completeExceptionally(ByHand.refused());

    assertThat(late.take()).singleElement().isInstanceOf(RefusedException.class);
  }

  @Test
  void whatKeepsAJobFromBeingStoppedGoesToTheHook() {
    hand.cancelAnswer = CompletableFuture.failedFuture(ByHand.refused());
    disposedAfterAccepted(hand.client);
    assertThat(late.take()).singleElement().isInstanceOf(RefusedException.class);

    hand.cancelAnswer = CompletableFuture.failedFuture(ByHand.lost());
    disposedAfterAccepted(hand.client);
    assertThat(late.take()).singleElement().isInstanceOf(UnreachableException.class);

    hand.cancelAnswer = CompletableFuture.failedFuture(ByHand.unauthorized());
    disposedAfterAccepted(hand.client);
    assertThat(late.take()).hasSize(1);

    hand.cancelAnswer = CompletableFuture.failedFuture(ByHand.notFound());
    disposedAfterAccepted(hand.client);
    assertNobodyReads();
  }

  @Test
  void thatAServiceCannotStopJobsGoesToTheHook() {
    JobService<String, String> endless =
        JobService.<String, String>builder(
                "endless",
                (request, key) -> CompletableFuture.completedFuture(ByHand.waiting("job-1")))
            .read(id -> new CompletableFuture<>())
            .build();
    try (JobClient<String, String> client = JobClient.open(endless, WatchOptions.defaults())) {
      JobHandle<String> job = client.watch(ByHand.waiting("job-1"), UUID.randomUUID());
      RxJobs.submitAndWatch(() -> CompletableFuture.completedFuture(job), OnDispose.CANCEL_JOB)
          .test()
          .cancel();
      assertThat(job.outcome()).failsWithin(Duration.ofSeconds(5));
    }

    assertThat(late.take())
        .singleElement()
        .isInstanceOf(UnsupportedOperationException.class)
        .extracting(Throwable::getMessage)
        .isEqualTo("The service has no way to stop a job: job-1 goes on.");
  }

  private void disposedAfterAccepted(JobClient<String, String> client) {
    Disposable stream =
        RxJobs.submitAndWatch(() -> client.submitAsync("draw"), OnDispose.CANCEL_JOB).subscribe();
    hand.accepts(hand.submissions.size() - 1);
    stream.dispose();
  }

  /** A job that nobody watches is not read. */
  private void assertNobodyReads() {
    assertThat(hand.readsOfNextMinutes()).isZero();
  }
}
