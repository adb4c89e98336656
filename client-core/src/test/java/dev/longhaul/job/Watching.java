package dev.longhaul.job;

import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A client of a {@link ByHandService} on virtual time, whose callbacks run where they are called.
 */
final class Watching implements AutoCloseable {
  final VirtualTime time = VirtualTime.create();
  final ByHandService service = new ByHandService();
  final JobClient<String, String> client;

  Watching() {
    client = JobClient.open(service.whole(), options().build());
  }

  WatchOptions.Builder options() {
    return WatchOptions.builder()
        .scheduler(time)
        .clock(time)
        .jitter(0)
        .pollPace(Duration.ofSeconds(1), 2, Duration.ofSeconds(8))
        .callbackExecutor(Runnable::run);
  }

  /** A job that the service has accepted and not yet begun. */
  JobHandle<String> submitted() {
    CompletableFuture<JobHandle<String>> handle = client.submitAsync("a secret prompt");
    service.submissions.get(service.submissions.size() - 1).complete(ByHandService.waiting());
    return handle.join();
  }

  /** Lets the next read begin and answers it. */
  void reads(JobReading<String> reading) {
    time.runNext();
    service.read().complete(reading);
  }

  /** Lets the next read begin and fails it. */
  void fails(Throwable error) {
    time.runNext();
    service.read().completeExceptionally(error);
  }

  @Override
  public void close() {
    client.close();
  }
}
