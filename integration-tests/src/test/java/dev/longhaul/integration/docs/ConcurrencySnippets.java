package dev.longhaul.integration.docs;

import dev.longhaul.integration.docs.OwnServiceSnippets.Scene;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.WatchOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;

/** The examples of docs/concurrency.md: what lies in a region stands there word for word. */
final class ConcurrencySnippets {
  private ConcurrencySnippets() {}

  static CompletableFuture<Void> handOver(
      JobHandle<URI> job, Consumer<JobOutcome<URI>> save, ExecutorService database) {
    // region: concurrency-hand-over
    job.listen(
        event -> {
          if (event instanceof JobEvent.Progressed progressed) {
            System.out.println(progressed.snapshot()); // quick: fine here
          }
        });
    CompletableFuture<Void> saved =
        job.outcome().thenAcceptAsync(save, database); // slow: elsewhere
    // endregion
    return saved;
  }

  static void ownThreads(JobService<Scene, URI> service, Scene scene, Consumer<JobEvent> listener)
      throws InterruptedException {
    // region: concurrency-own-threads
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    timer.setRemoveOnCancelPolicy(true); // or a wait that ended early stays until its time is up
    ExecutorService callbacks = Executors.newFixedThreadPool(8);
    WatchOptions options =
        WatchOptions.builder().scheduler(timer).callbackExecutor(callbacks).build();
    try (var client = JobClient.open(service, options)) {
      JobHandle<URI> job = client.submit(scene);
      job.listen(listener::accept);
      job.await(Duration.ofHours(1));
    } finally {
      callbacks.shutdown(); // the client never does
      timer.shutdown();
    }
    // endregion
  }
}
