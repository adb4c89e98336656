package dev.longhaul.rx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobGroup;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.LeakCheck;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On which threads signals come: those of the client's callbacks, and no scheduler's. */
@ExtendWith(LeakCheck.class)
class SchedulerTest {
  private final CompletableFuture<JobReading<String>> answer = new CompletableFuture<>();
  private final JobService<String, String> service =
      JobService.<String, String>builder(
              "by-hand",
              (request, key) -> CompletableFuture.completedFuture(ByHand.waiting("job-1")))
          .read(id -> answer)
          .build();
  private final WatchOptions quick =
      WatchOptions.builder().pollPace(Duration.ofMillis(10), 1, Duration.ofMillis(10)).build();

  @ParameterizedTest
  @EnumSource
  void signalsComeOnTheCallbackExecutor(WatchedStream stream) throws InterruptedException {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch over = new CountDownLatch(1);
    try (JobClient<String, String> client = JobClient.open(service, quick)) {
      JobHandle<String> job = client.watch(ByHand.waiting("job-1"), UUID.randomUUID());
      stream
          .of(() -> CompletableFuture.completedFuture(job))
          .doOnNext(signal -> threads.add(Thread.currentThread().getName()))
          .doOnTerminate(() -> threads.add(Thread.currentThread().getName()))
          .doFinally(over::countDown)
          .subscribe();
      answer.complete(ByHand.succeeded("job-1"));

      assertThat(over.await(5, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("longhaul-callback-"));
  }

  @Test
  void theSubmissionIsBegunByTheOneWhoSubscribes() {
    CompletableFuture<String> thread = new CompletableFuture<>();
    answer.complete(ByHand.succeeded("job-1"));
    try (JobClient<String, String> client = JobClient.open(service, quick)) {
      String result =
          RxJobs.submitForResult(
                  () -> {
                    thread.complete(Thread.currentThread().getName());
                    return client.submitAsync("draw");
                  })
              .blockingGet();

      assertThat(result).isEqualTo("picture of job-1");
      assertThat(thread).isCompletedWithValue(Thread.currentThread().getName());
    }
  }

  @Test
  void signalsOfOneStreamComeOneAtATime() throws InterruptedException {
    Set<Thread> inside = ConcurrentHashMap.newKeySet();
    Set<Integer> together = ConcurrentHashMap.newKeySet();
    answer.complete(ByHand.succeeded("job-1"));
    CountDownLatch over = new CountDownLatch(1);
    try (JobClient<String, String> client = JobClient.open(service, quick)) {
      List<JobHandle<String>> jobs =
          Flowable.range(0, 500)
              .map(i -> client.watch(ByHand.waiting("job-" + i), UUID.randomUUID()))
              .toList()
              .blockingGet();
      RxJobs.events(JobGroup.of(jobs))
          .doFinally(over::countDown)
          .subscribe(
              event -> {
                inside.add(Thread.currentThread());
                together.add(inside.size());
                inside.remove(Thread.currentThread());
              });

      assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(together.stream().collect(Collectors.toSet())).containsExactly(1);
  }
}
