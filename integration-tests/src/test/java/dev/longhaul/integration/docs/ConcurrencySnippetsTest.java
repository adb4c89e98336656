package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.integration.docs.OwnServiceSnippets.Scene;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.LeakCheck;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ConcurrencySnippetsTest {
  private static final Scene SCENE = new Scene("lighthouse.blend", "high", 240);

  private final JobService<Scene, URI> farm =
      JobService.<Scene, URI>builder(
              "render-farm", (scene, key) -> CompletableFuture.completedFuture(seen().running()))
          .read(id -> CompletableFuture.completedFuture(seen().succeeded(SimulatedFarm.FILE)))
          .build();

  @Test
  void slowWorkIsDoneOnTheThreadThatItIsGiven() throws Exception {
    ExecutorService database = Executors.newSingleThreadExecutor(task -> new Thread(task, "db"));
    CompletableFuture<String> savedOn = new CompletableFuture<>();
    CompletableFuture<JobOutcome<URI>> savedWhat = new CompletableFuture<>();
    try (JobClient<Scene, URI> client = JobClient.open(farm, WatchOptions.defaults())) {
      ConcurrencySnippets.handOver(
              client.submit(SCENE),
              outcome -> {
                savedWhat.complete(outcome);
                savedOn.complete(Thread.currentThread().getName());
              },
              database)
          .get(10, TimeUnit.SECONDS);
    } finally {
      database.shutdownNow();
    }

    assertThat(savedOn).isCompletedWithValue("db");
    assertThat(savedWhat.join().resultOrThrow()).isEqualTo(SimulatedFarm.FILE);
  }

  @Test
  void listenersRunOnThreadsOfTheCallers() throws Exception {
    CompletableFuture<String> calledOn = new CompletableFuture<>();

    ConcurrencySnippets.ownThreads(
        farm, SCENE, event -> calledOn.complete(Thread.currentThread().getName()));

    assertThat(calledOn.get(10, TimeUnit.SECONDS)).startsWith("pool-");
  }

  private static JobReading.Builder<URI> seen() {
    return JobReading.builder("film-1", "rendering");
  }
}
