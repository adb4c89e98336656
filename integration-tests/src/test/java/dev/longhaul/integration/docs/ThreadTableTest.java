package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.VideoRequest;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.LeakCheck;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table of threads names every thread that a client begins, and no other. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
class ThreadTableTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final Set<Thread> before = Thread.getAllStackTraces().keySet();

  @Test
  void aClientWhoseListenersBlockHasTheThreadsOfTheTable(FakeSora fake) throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    Set<String> told =
        Document.read("docs/concurrency.md").table("Threads").stream()
            .map(row -> Document.code(row.get(0)).get(0))
            .collect(Collectors.toSet());
    Set<String> seen = new TreeSet<>();
    try (SoraClient client = SoraClient.open(ClientOptions.builder(fake.baseUrl()).build())) {
      JobHandle<Video> job =
          client.submit(VideoRequest.create(new VideoCreate().prompt("A lighthouse at dawn")));
      for (int i = 0; i < 20; i++) {
        job.listen(event -> await(hold));
      }
      long began = System.nanoTime();
      while (!seen.containsAll(told) && System.nanoTime() - began < PATIENCE) {
        seen.addAll(names());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      hold.countDown();
    }

    assertThat(seen).isEqualTo(told);
  }

  @Test
  void tenThousandJobsThatWaitHaveOneThread() {
    JobService<String, String> service =
        JobService.<String, String>builder(
                "render-farm",
                (request, key) -> CompletableFuture.completedFuture(running(request)))
            .read(id -> CompletableFuture.completedFuture(running(id)))
            .build();
    try (JobClient<String, String> client = JobClient.open(service, WatchOptions.defaults())) {
      for (int i = 0; i < 10_000; i++) {
        client.watch(running("film-" + i), UUID.randomUUID());
      }

      assertThat(names()).containsExactly("longhaul-timer");
    }
  }

  private static JobReading<String> running(String id) {
    return JobReading.<String>builder(id, "rendering").running();
  }

  private static void await(CountDownLatch hold) {
    try {
      hold.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the names of ours that began since, without their numbers, one for each thread. */
  private List<String> names() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("longhaul"))
        .map(name -> name.replaceAll("-\\d+$", ""))
        .toList();
  }
}
