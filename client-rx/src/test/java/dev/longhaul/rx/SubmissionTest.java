package dev.longhaul.rx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobFailedException;
import dev.longhaul.job.JobHandle;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Submitting and watching as one stream. */
class SubmissionTest {
  @Test
  void everySubscriptionSubmitsOnceAndNothingIsSentBefore() {
    try (ByHand hand = new ByHand()) {
      Flowable<JobEvent> stream = RxJobs.submitAndWatch(hand::submit);
      assertThat(hand.submissions).isEmpty();

      TestSubscriber<JobEvent> first = stream.test();
      assertThat(hand.submissions).hasSize(1);
      TestSubscriber<JobEvent> second = stream.test(0);
      assertThat(hand.submissions).hasSize(2);
      hand.accepts(0);
      hand.accepts(1);
      hand.says("job-0", ByHand.succeeded("job-0"));
      hand.tells("job-1", ByHand.failed("job-1"));
      second.request(9);

      assertThat(first.values()).last().isInstanceOf(JobEvent.Ended.class);
      assertThat(second.values()).last().isInstanceOf(JobEvent.Ended.class);
      first.assertComplete();
      second.assertComplete();
      assertThat(hand.submissions).hasSize(2);
    }
  }

  @Test
  void aRetrySubmitsAnew() {
    try (ByHand hand = new ByHand()) {
      TestSubscriber<JobEvent> heard = RxJobs.submitAndWatch(hand::submit).retry(1).test();
      hand.submissions.get(0).completeExceptionally(ByHand.refused());
      hand.accepts(1);
      hand.tells("job-1", ByHand.succeeded("job-1"));

      heard.assertComplete();
      assertThat(hand.submissions).hasSize(2);
    }
  }

  @Test
  void theResultComesAlone() {
    try (ByHand hand = new ByHand()) {
      Single<String> stream = RxJobs.submitForResult(hand::submit);
      assertThat(hand.submissions).isEmpty();
      TestObserver<String> good = stream.test();
      TestObserver<String> bad = stream.test();
      hand.accepts(0);
      hand.accepts(1);
      hand.says("job-0", ByHand.succeeded("job-0"));
      hand.tells("job-1", ByHand.failed("job-1"));

      good.assertResult("picture of job-0");
      bad.assertFailure(JobFailedException.class);
    }
  }

  @Test
  void aRefusalIsTheErrorOfTheStreamWithoutWrappers() {
    try (ByHand hand = new ByHand()) {
      TestSubscriber<JobEvent> heard =
          RxJobs.<String>submitAndWatch(() -> hand.submit().thenApply(job -> job)).test();
      TestObserver<String> result = RxJobs.submitForResult(hand::submit).test();
      hand.submissions.forEach(answer -> answer.completeExceptionally(ByHand.refused()));

      heard.assertFailure(RefusedException.class);
      result.assertFailure(RefusedException.class);
    }
  }

  @Test
  void aSubmissionThatGivesNothingIsAnError() {
    RxJobs.<String>submitAndWatch(
            () -> {
              throw InvalidInputException.of("prompt", "is blank", "Write one.");
            })
        .test()
        .assertFailure(InvalidInputException.class);
    RxJobs.<String>submitAndWatch(() -> null).test().assertFailure(NullPointerException.class);
    RxJobs.submitForResult(() -> CompletableFuture.<JobHandle<String>>completedFuture(null))
        .test()
        .assertFailure(NullPointerException.class);
  }

  @Test
  void whoNeverAsksForAnythingStillHearsAnError() {
    try (ByHand hand = new ByHand()) {
      TestSubscriber<JobEvent> heard = RxJobs.submitAndWatch(hand::submit).test(0);
      hand.submissions.get(0).completeExceptionally(ByHand.refused());

      heard.assertFailure(RefusedException.class);
    }
  }

  @Test
  void whatIsMissingIsNoticedBeforeAnybodySubscribes() {
    assertThatThrownBy(() -> RxJobs.submitAndWatch(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> RxJobs.submitForResult(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> RxJobs.items(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(
            () -> RxJobs.submitAll(Flowable.<String>empty(), none -> null, 0, OnDispose.DETACH))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("maxConcurrency is 0, below 1. Use 1 or more.");
  }
}
