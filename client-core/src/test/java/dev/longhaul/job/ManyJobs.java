package dev.longhaul.job;

import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A client of a service with many jobs, on virtual time. What the service says of each is given by
 * hand: how a job ended by its place, what it answers to a cancellation by the order of asking.
 */
final class ManyJobs implements AutoCloseable {
  final VirtualTime time = VirtualTime.create();
  final List<CompletableFuture<Void>> cancels = Collections.synchronizedList(new ArrayList<>());
  final JobClient<String, String> client;
  volatile boolean cancelsAtOnce;
  private final Map<String, CompletableFuture<JobReading<String>>> reads =
      new ConcurrentHashMap<>();

  ManyJobs() {
    this(Runnable::run);
  }

  ManyJobs(Executor callbacks) {
    client =
        JobClient.open(
            JobService.<String, String>builder("many", (request, key) -> new CompletableFuture<>())
                .read(this::read)
                .cancel(this::cancel)
                .build(),
            WatchOptions.builder()
                .scheduler(time)
                .clock(time)
                .jitter(0)
                .pollPace(Duration.ofSeconds(1), 1, Duration.ofSeconds(1))
                .callbackExecutor(callbacks)
                .build());
  }

  private CompletableFuture<JobReading<String>> read(String id) {
    return reads.computeIfAbsent(id, unread -> new CompletableFuture<>());
  }

  private CompletableFuture<Void> cancel(String id) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    cancels.add(answer);
    if (cancelsAtOnce) {
      answer.complete(null);
    }
    return answer;
  }

  static JobReading.Builder<String> reading(int place, String state) {
    return JobReading.builder("job-" + place, state);
  }

  /** Returns handles of jobs that the service has just been said to know. */
  List<JobHandle<String>> watched(int count, Function<Integer, JobReading<String>> reading) {
    return IntStream.range(0, count)
        .mapToObj(place -> client.watch(reading.apply(place), UUID.randomUUID()))
        .toList();
  }

  List<JobHandle<String>> waiting(int count) {
    return watched(count, place -> reading(place, "queued").waiting());
  }

  List<JobHandle<String>> ended(int count) {
    return watched(count, place -> reading(place, "done").succeeded("picture-" + place));
  }

  /** Lets the service say how a job ended, and the client read it. */
  void ends(JobHandle<String> job, Function<JobReading.Builder<String>, JobReading<String>> how) {
    String id = job.id().orElseThrow();
    read(id).complete(how.apply(JobReading.builder(id, "ended")));
    time.advance(Duration.ofSeconds(1));
    if (!job.snapshot().phase().isTerminal()) {
      throw new AssertionError("The client did not read " + id);
    }
  }

  void succeeds(JobHandle<String> job) {
    ends(job, reading -> reading.succeeded("picture of " + job.id().orElseThrow()));
  }

  void fails(JobHandle<String> job) {
    ends(job, reading -> reading.failed(JobFailure.of("E1", "a prompt, echoed")));
  }

  @Override
  public void close() {
    client.close();
  }
}
