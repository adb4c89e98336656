package dev.longhaul.integration.benchmark;

import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobMark;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.job.ListedJob;
import dev.longhaul.job.ListedJobs;
import dev.longhaul.policy.WatchOptions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Longhaul's engine on the calls of the bare loop. */
final class EngineWatch implements Watcher {
  private final JobCalls calls;
  private final JobClient<Integer, String> client;

  private EngineWatch(JobCalls calls, JobService<Integer, String> service, WatchOptions options) {
    this.calls = calls;
    client = JobClient.open(service, options);
  }

  /** Returns the engine at a service that lists its jobs, with every default in force. */
  static EngineWatch withLists(String url) {
    JobCalls calls = new JobCalls(url);
    JobService<Integer, String> service =
        builder(calls)
            .list(cursor -> list(calls, cursor == null ? 1 : Integer.parseInt(cursor)))
            .build();
    return new EngineWatch(calls, service, WatchOptions.defaults());
  }

  /**
   * Returns the engine at a service that lists nothing.
   *
   * @param readsPerSecond how many reads it may begin in a second
   */
  static EngineWatch withoutLists(String url, int readsPerSecond) {
    JobCalls calls = new JobCalls(url);
    return new EngineWatch(
        calls,
        builder(calls).build(),
        WatchOptions.builder().readsPerSecond(readsPerSecond).build());
  }

  private static JobService.Builder<Integer, String> builder(JobCalls calls) {
    return JobService.<Integer, String>builder("bench", (request, key) -> nothingIsSubmitted())
        .read(id -> future(done -> calls.read(id, done), EngineWatch::reading));
  }

  private static CompletableFuture<JobReading<String>> nothingIsSubmitted() {
    return CompletableFuture.failedFuture(new UnsupportedOperationException("The plan has jobs."));
  }

  private static CompletableFuture<ListedJobs<String>> list(JobCalls calls, int number) {
    return future(done -> calls.list(number, done), (JobCalls.Page page) -> listed(page, number));
  }

  private static ListedJobs<String> listed(JobCalls.Page page, int number) {
    List<ListedJob<String>> rows =
        page.jobs.stream().map(job -> new ListedJob<>(reading(job), JobMark.none(), null)).toList();
    boolean more = number < page.metadata.lastPage;
    return new ListedJobs<>(rows, more ? String.valueOf(number + 1) : null, null);
  }

  private static JobReading<String> reading(JobCalls.Job job) {
    String state = job.status == null ? "" : job.status;
    String image = job.image();
    JobReading.Builder<String> reading =
        JobReading.<String>builder(String.valueOf(job.id), state).percent((double) job.progress);
    return image == null ? reading.running() : reading.succeeded(image);
  }

  private static <A, T> CompletableFuture<T> future(
      Consumer<BiConsumer<@Nullable A, @Nullable Throwable>> call, Function<A, T> decode) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    call.accept(
        (value, error) -> {
          if (value != null) {
            answer.complete(decode.apply(value));
          } else {
            answer.completeExceptionally(error == null ? new NullPointerException() : error);
          }
        });
    return answer;
  }

  /** Begins to watch a job, and leaves its ending to whoever has the handle. */
  JobHandle<String> watch(int id) {
    JobReading<String> accepted =
        JobReading.<String>builder(String.valueOf(id), "pending").waiting();
    return client.watch(accepted, UUID.randomUUID());
  }

  @Override
  public void watch(int id, Endings endings) {
    watch(id).outcome().whenComplete((outcome, error) -> endings.told(id, image(outcome)));
  }

  /** Returns the result of a job that succeeded, else null. */
  static @Nullable String image(@Nullable JobOutcome<String> outcome) {
    return outcome instanceof JobOutcome.Succeeded<String> done ? done.result() : null;
  }

  @Override
  public long failures() {
    return calls.failures();
  }

  @Override
  public void close() {
    client.close();
    calls.close();
  }
}
