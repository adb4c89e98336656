package dev.longhaul.rx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.RefusedException;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.LeakCheck;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.exceptions.CompositeException;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many jobs, a few at a time. */
@ExtendWith(LeakCheck.class)
class BoundedConcurrencyTest {
  private final LateErrors late = new LateErrors();
  private final ByHand hand = new ByHand();

  @AfterEach
  void nothingIsLeft() {
    hand.close();
    late.close();
  }

  @Test
  void neverAreMoreJobsGoingOnThanWasSaidAndNoneIsLost() {
    BusyService service = new BusyService();
    WatchOptions quick =
        WatchOptions.builder()
            .pollPace(Duration.ofMillis(10), 1, Duration.ofMillis(10))
            .readsPerSecond(100_000)
            .build();
    TestSubscriber<JobHandle<String>> ended;
    try (JobClient<String, String> client = JobClient.open(service.declared(), quick)) {
      Flowable<String> requests = Flowable.range(0, 1_000).map(number -> "draw " + number);
      ended = RxJobs.submitAll(requests, client::submitAsync, 24, OnDispose.DETACH).test();

      ended.awaitDone(60, TimeUnit.SECONDS).assertComplete();
    }

    assertThat(ended.values()).extracting(job -> job.id().orElseThrow()).doesNotHaveDuplicates();
    assertThat(ended.values()).hasSize(1_000);
    assertThat(service.submitted).hasValue(1_000);
    assertThat(service.most).hasValue(24);
  }

  @Test
  void theNextIsSubmittedWhenOneHasEndedAndWasTaken() {
    TestSubscriber<JobHandle<String>> ended =
        RxJobs.submitAll(requests(9), this::submit, 2, OnDispose.DETACH).test(0);
    assertThat(hand.submissions).hasSize(2);
    hand.accepts(0);
    hand.accepts(1);
    hand.tells("job-1", ByHand.succeeded("job-1"));
    assertThat(hand.submissions).as("none was taken yet").hasSize(2);

    ended.request(1);
    assertThat(ended.values()).extracting(job -> job.id().orElseThrow()).containsExactly("job-1");
    assertThat(hand.submissions).hasSize(3);
    ended.request(5);
    assertThat(hand.submissions).as("none has ended yet").hasSize(3);
    ended.cancel();
  }

  @Test
  void submissionsAreAskedForOneByOne() {
    AtomicInteger asked = new AtomicInteger();
    Flowable<Integer> source =
        requests(1_000).doOnNext(each -> asked.incrementAndGet()).rebatchRequests(1);
    RxJobs.submitAll(source, this::submit, 3, OnDispose.DETACH).test().cancel();

    assertThat(asked.get()).isBetween(3, 4);
    assertThat(hand.submissions).hasSize(3);
  }

  @Test
  void afterASubmissionThatFailedThoseThatGoOnAreDelivered() {
    TestSubscriber<JobHandle<String>> ended =
        RxJobs.submitAll(requests(9), this::submit, 3, OnDispose.DETACH).test();
    hand.accepts(0);
    hand.submissions.get(1).completeExceptionally(ByHand.refused());
    hand.accepts(2);
    hand.says("job-0", ByHand.failed("job-0"));
    ended.assertNoErrors();
    hand.tells("job-2", ByHand.succeeded("job-2"));

    ended.assertError(RefusedException.class);
    assertThat(ended.values()).hasSize(2);
    assertThat(hand.submissions).hasSize(3);
  }

  @Test
  void theStreamDoesNotWaitForASourceThatItNeedsNoMore() {
    PublishProcessor<Integer> source = PublishProcessor.create();
    TestSubscriber<JobHandle<String>> ended =
        RxJobs.submitAll(source, this::submit, 3, OnDispose.DETACH).test();
    source.onNext(1);
    hand.submissions.get(0).completeExceptionally(ByHand.refused());

    ended.assertError(RefusedException.class);
    assertThat(source.hasSubscribers()).isFalse();
  }

  @Test
  void severalFailedSubmissionsAreToldTogether() {
    TestSubscriber<JobHandle<String>> ended =
        RxJobs.submitAll(requests(9), this::submit, 2, OnDispose.DETACH).test();
    hand.submissions.get(0).completeExceptionally(ByHand.refused());
    hand.submissions.get(1).completeExceptionally(ByHand.unauthorized());

    ended.assertError(
        error -> error instanceof CompositeException all && all.getExceptions().size() == 2);
  }

  @Test
  void anErrorOfTheSourceComesAfterTheJobs() {
    TestSubscriber<JobHandle<String>> ended =
        RxJobs.submitAll(
                requests(1).concatWith(Flowable.error(ByHand.lost())),
                this::submit,
                5,
                OnDispose.DETACH)
            .test();
    hand.accepts(0);
    ended.assertNoErrors();
    hand.tells("job-0", ByHand.succeeded("job-0"));

    ended.assertValueCount(1).assertError(ByHand.lost().getClass());
  }

  @Test
  void disposingCancelsEveryJobThatGoesOn() {
    TestSubscriber<JobHandle<String>> ended =
        RxJobs.submitAll(requests(9), this::submit, 3, OnDispose.CANCEL_JOB).test();
    hand.accepts(0);
    hand.accepts(1);
    hand.tells("job-0", ByHand.succeeded("job-0"));
    ended.cancel();
    hand.accepts(2);
    hand.accepts(3);

    assertThat(hand.cancelled).containsExactlyInAnyOrder("job-1", "job-2", "job-3");
    assertThat(hand.submissions).hasSize(4);
    assertThat(hand.readsOfNextMinutes()).isZero();
  }

  @Test
  void everySubscriptionSubmitsItsOwn() {
    Flowable<JobHandle<String>> stream =
        RxJobs.submitAll(requests(2), this::submit, 2, OnDispose.DETACH);
    assertThat(hand.submissions).isEmpty();
    stream.test().cancel();
    stream.test().cancel();

    assertThat(hand.submissions).hasSize(4);
  }

  private static Flowable<Integer> requests(int count) {
    return Flowable.range(0, count);
  }

  private CompletableFuture<JobHandle<String>> submit(int request) {
    return hand.submit();
  }

  /** A service that ends each job with its first, second or third read, and counts. */
  private static final class BusyService {
    final AtomicInteger submitted = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger goingOn = new AtomicInteger();
    private final Map<String, AtomicInteger> readsLeft = new ConcurrentHashMap<>();

    JobService<String, String> declared() {
      return JobService.<String, String>builder("busy", this::submit).read(this::read).build();
    }

    private CompletableFuture<JobReading<String>> submit(String request, UUID key) {
      int number = submitted.getAndIncrement();
      most.accumulateAndGet(goingOn.incrementAndGet(), Math::max);
      readsLeft.put("job-" + number, new AtomicInteger(number % 3));
      return CompletableFuture.completedFuture(ByHand.waiting("job-" + number));
    }

    private CompletableFuture<JobReading<String>> read(String id) {
      int left = readsLeft.getOrDefault(id, new AtomicInteger()).getAndDecrement();
      if (left == 0) {
        goingOn.decrementAndGet();
      }
      return CompletableFuture.completedFuture(
          left <= 0 ? ByHand.succeeded(id) : ByHand.running(id, "drawing", 50));
    }
  }
}
