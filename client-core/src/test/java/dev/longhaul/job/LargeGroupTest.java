package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand jobs are a group like any other: no deep stack, and no work that grows squared. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeGroupTest {
  private static final int MANY = 10_000;
  private static final int SMALL_STACK = 256 * 1024;

  @Test
  void itsResultsAndOutcomesAreThere() throws Exception {
    onASmallStack(
        () -> {
          try (ManyJobs many = new ManyJobs()) {
            JobGroup<String> group = JobGroup.of(many.ended(MANY));

            assertThat(group.results().join()).hasSize(MANY).endsWith("picture-9999");
            assertThat(group.outcome().join().outcomes()).hasSize(MANY);
            assertThat(heard(group)).hasSize(MANY + 1);
          }
        });
  }

  @Test
  void itsHandlesComeAsTheirWatchesEnd() throws Exception {
    onASmallStack(
        () -> {
          try (ManyJobs many = new ManyJobs()) {
            JobGroup<String> group = JobGroup.of(many.waiting(MANY));
            List<String> heard = heard(group);
            CompletableFuture<?> outcome = group.outcome();
            CompletableFuture<?> results = group.results();
            List<JobHandle<String>> mixed = new ArrayList<>(group.jobs());
            Collections.shuffle(mixed, new Random(7));
            mixed.forEach(JobHandle::detach);

            List<String> expected =
                new ArrayList<>(mixed.stream().map(job -> job.id().orElseThrow()).toList());
            expected.add("complete");
            assertThat(heard).isEqualTo(expected);
            assertThat(outcome).isCompletedExceptionally();
            assertThat(results).isCompletedExceptionally();
          }
        });
  }

  @Test
  void theWaitsForItEndWithItsClient() throws Exception {
    onASmallStack(
        () -> {
          try (ManyJobs many = new ManyJobs()) {
            JobGroup<String> group = JobGroup.of(many.waiting(MANY));
            List<String> heard = heard(group);
            CompletableFuture<?> outcome = group.outcome();
            group.outcome().cancel(false);
            group.results().cancel(false);
            many.client.close();

            assertThat(outcome).isCompletedExceptionally();
            assertThat(heard).hasSize(MANY + 1).endsWith("complete");
          }
        });
  }

  @Test
  void allOfItIsCancelledHoweverSoonTheAnswersCome() throws Exception {
    onASmallStack(
        () -> {
          try (ManyJobs many = new ManyJobs()) {
            many.cancelsAtOnce = true;
            JobGroup<String> group = JobGroup.of(many.waiting(MANY));

            assertThat(group.cancelAsync().join())
                .hasSize(MANY)
                .allMatch(CancelResult.Accepted.class::isInstance);
            assertThat(many.cancels).hasSize(MANY);
          }
        });
  }

  @Test
  void itsSignalsComeOneByOneHoweverManyThreadsEndJobsAndAsk() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (ManyJobs many = new ManyJobs(threads)) {
      JobGroup<String> group = JobGroup.of(many.waiting(2_000));
      SerialSubscriber subscriber = new SerialSubscriber();
      group.asTheyEnd().subscribe(subscriber);
      for (int place = 0; place < 2_000; place++) {
        threads.execute(group.jobs().get(place)::detach);
        threads.execute(() -> subscriber.subscription.request(1));
      }

      subscriber.complete.get();
      assertThat(subscriber.heard).containsExactlyInAnyOrderElementsOf(group.jobs());
      assertThat(subscriber.overlaps).hasValue(0);
    } finally {
      threads.shutdownNow();
    }
  }

  private static final class SerialSubscriber implements Flow.Subscriber<JobHandle<String>> {
    final CompletableFuture<Boolean> complete = new CompletableFuture<>();
    final List<JobHandle<String>> heard = new ArrayList<>();
    final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicBoolean inside = new AtomicBoolean();
    Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
    }

    @Override
    public void onNext(JobHandle<String> job) {
      if (!inside.compareAndSet(false, true)) {
        overlaps.incrementAndGet();
      }
      heard.add(job);
      inside.set(false);
    }

    @Override
    public void onError(Throwable error) {
      complete.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      complete.complete(true);
    }
  }

  private static List<String> heard(JobGroup<String> group) {
    List<String> heard = new ArrayList<>();
    group
        .asTheyEnd()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
              }

              @Override
              public void onNext(JobHandle<String> job) {
                heard.add(job.id().orElseThrow());
              }

              @Override
              public void onError(Throwable error) {
                heard.add(error.toString());
              }

              @Override
              public void onComplete() {
                heard.add("complete");
              }
            });
    return heard;
  }

  private static void onASmallStack(Runnable scenario) throws Exception {
    FutureTask<?> task = new FutureTask<>(scenario, null);
    Thread thread = new Thread(null, task, "small-stack", SMALL_STACK);
    thread.start();
    task.get();
  }
}
