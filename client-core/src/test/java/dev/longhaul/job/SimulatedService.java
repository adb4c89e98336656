package dev.longhaul.job;

import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service on virtual time, whose jobs run as long as the test says, report their progress or not,
 * and stand in a list with the newest first. It counts what it is asked and remembers when the
 * engine learnt of each end, so that the schedule can be judged to the millisecond.
 */
final class SimulatedService {
  static final int PAGE = 100;

  final VirtualTime time = VirtualTime.create();
  final List<Instant> reads = new ArrayList<>();
  final List<String> readIds = new ArrayList<>();
  final List<String> cursors = new ArrayList<>();
  final List<Duration> lags = new ArrayList<>();
  final Map<String, Job> jobs = new LinkedHashMap<>();
  Duration latency = Duration.ZERO;
  boolean tellsProgress;
  boolean cursorsAreIds;
  @Nullable Supplier<RuntimeException> broken;
  @Nullable Supplier<RuntimeException> listBroken;
  @Nullable String badJob;
  @Nullable String unknownJob;
  private final List<Job> newestLast = new ArrayList<>();

  /** One job: what it is and when it ends. */
  final class Job {
    final String id;
    final Instant began = time.instant();
    Duration lasts;
    @Nullable Instant eta;
    @Nullable Duration etaAlwaysIn;
    @Nullable Duration pollAfter;
    @Nullable String state;
    boolean unlisted;

    Job(String id, Duration lasts) {
      this.id = id;
      this.lasts = lasts;
    }

    Instant end() {
      return began.plus(lasts);
    }

    JobReading<String> reading() {
      double share = (double) age().toNanos() / lasts.toNanos();
      JobReading.Builder<String> reading =
          JobReading.<String>builder(id, state == null ? "running" : state)
              .percent(tellsProgress ? Math.floor(Math.min(share, 1) * 100) : null)
              .eta(etaAlwaysIn == null ? eta : time.instant().plus(etaAlwaysIn))
              .pollAfter(pollAfter);
      if (!time.instant().isBefore(end())) {
        return reading.succeeded("done");
      }
      return "queued".equals(state) ? reading.waiting() : reading.running();
    }

    private Duration age() {
      return Duration.between(began, time.instant());
    }
  }

  Job job(String id, Duration lasts) {
    Job job = new Job(id, lasts);
    jobs.put(id, job);
    newestLast.add(job);
    return job;
  }

  JobService.Builder<String, String> declared() {
    return JobService.<String, String>builder("simulated", (request, key) -> submit(request))
        .read(this::read)
        .kind(request -> request.replaceAll("[0-9]", ""));
  }

  JobService.Builder<String, String> listing() {
    return declared().list(this::list);
  }

  WatchOptions.Builder options() {
    return WatchOptions.builder()
        .scheduler(time)
        .clock(time)
        .jitter(0)
        .callbackExecutor(Runnable::run);
  }

  /** Submits a job that the test has made, and notes how late its end is told. */
  JobHandle<String> submits(JobClient<String, String> client, Job job) {
    JobHandle<String> handle = client.submitAsync(job.id).join();
    noteEnd(handle, job);
    return handle;
  }

  void noteEnd(JobHandle<String> handle, Job job) {
    handle.listen(
        event -> {
          if (event instanceof JobEvent.Ended) {
            lags.add(Duration.between(job.end(), time.instant()));
          }
        });
  }

  int requests() {
    return reads.size() + cursors.size();
  }

  /** Returns the lag that the share of the ended jobs did not exceed. */
  Duration lag(double share) {
    List<Duration> sorted = lags.stream().sorted().toList();
    return sorted.get((int) Math.round(share * (sorted.size() - 1)));
  }

  private CompletableFuture<JobReading<String>> submit(String id) {
    return CompletableFuture.completedFuture(
        JobReading.<String>builder(id, "running").eta(jobs.get(id).eta).running());
  }

  CompletableFuture<JobReading<String>> read(String id) {
    reads.add(time.instant());
    readIds.add(id);
    Supplier<RuntimeException> failure =
        id.equals(badJob) ? () -> ByHandService.broken(500) : broken;
    return failure == null
        ? later(
            () ->
                jobs.containsKey(id) && !id.equals(unknownJob) ? jobs.get(id).reading() : missing())
        : CompletableFuture.failedFuture(failure.get());
  }

  private static JobReading<String> missing() {
    throw ByHandService.notFound();
  }

  CompletableFuture<ListedJobs<String>> list(@Nullable String cursor) {
    cursors.add(String.valueOf(cursor));
    Supplier<RuntimeException> failure = listBroken == null ? broken : listBroken;
    return failure == null
        ? later(() -> cursorsAreIds ? pageAfter(cursor) : page(cursor))
        : CompletableFuture.failedFuture(failure.get());
  }

  /** As many video servers list: what follows the job that the cursor names. */
  private ListedJobs<String> pageAfter(@Nullable String cursor) {
    int from = newestLast.size() - 1;
    while (cursor != null && !newestLast.get(from).id.equals(cursor)) {
      from--;
      if (from < 0) {
        throw ByHandService.notFound();
      }
    }
    return rows(cursor == null ? from : from - 1, rows -> rows.get(rows.size() - 1).reading().id);
  }

  /** As Vestis lists: by the number of the page. */
  private ListedJobs<String> page(@Nullable String cursor) {
    int number = cursor == null ? 1 : Integer.parseInt(cursor);
    return rows(newestLast.size() - 1 - (number - 1) * PAGE, rows -> String.valueOf(number + 1));
  }

  private ListedJobs<String> rows(int from, Function<List<ListedJob<String>>, String> next) {
    List<ListedJob<String>> rows = new ArrayList<>();
    int to = Math.max(-1, from - PAGE);
    for (int i = from; i > to; i--) {
      if (!newestLast.get(i).unlisted) {
        rows.add(new ListedJob<>(newestLast.get(i).reading(), JobMark.none(), null));
      }
    }
    return new ListedJobs<>(rows, to < 0 ? null : next.apply(rows), null);
  }

  void delete(Job job) {
    newestLast.remove(job);
  }

  private <T> CompletableFuture<T> later(Supplier<T> answer) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Runnable give =
        () -> {
          try {
            future.complete(answer.get());
          } catch (RuntimeException failed) {
            future.completeExceptionally(failed);
          }
        };
    if (latency.isZero()) {
      give.run();
    } else {
      time.schedule(give, latency.toNanos(), TimeUnit.NANOSECONDS);
    }
    return future;
  }
}
