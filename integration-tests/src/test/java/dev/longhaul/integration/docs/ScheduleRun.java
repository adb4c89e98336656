package dev.longhaul.integration.docs;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A job of one minute that the engine watches on virtual time and without jitter, so that every run
 * is the same: when it was read, and when its ending was told.
 */
final class ScheduleRun {
  static final Duration LASTS = Duration.ofMinutes(1);

  private static final int EARLIER_JOBS = 20;
  private static final String ID = "job-1";

  /** What is known of when the job will end. */
  enum Known {
    NOTHING("nothing"),
    PROGRESS("its progress"),
    ESTIMATE("the service's estimate"),
    KIND("how long others of its kind took");

    final String words;

    Known(String words) {
      this.words = words;
    }
  }

  private final VirtualTime time = VirtualTime.create();
  private final Known known;
  private final List<Duration> reads = new ArrayList<>();
  private Instant began = time.instant();
  private Duration lasts = LASTS;
  private Duration told = Duration.ZERO;

  private ScheduleRun(Known known) {
    this.known = known;
  }

  /** Returns a run that is over. */
  static ScheduleRun of(Known known, WatchOptions pace) {
    ScheduleRun run = new ScheduleRun(known);
    WatchOptions options =
        pace.toBuilder()
            .clock(run.time)
            .scheduler(run.time)
            .callbackExecutor(Runnable::run)
            .jitter(0)
            .build();
    try (JobClient<String, String> client = JobClient.open(run.service(), options)) {
      int others = known == Known.KIND ? EARLIER_JOBS : 0;
      for (int i = 0; i < others; i++) {
        run.watch(client, LASTS.plusMillis(i * 1_300 % 6_000 - 3_000)); // up to 3 s more or less
      }
      run.watch(client, LASTS);
    }
    return run;
  }

  /** Returns when the job was read, since it was submitted. */
  List<Duration> reads() {
    return List.copyOf(reads);
  }

  /** Returns how long after the end a listener heard of it. */
  Duration lag() {
    return told.minus(LASTS);
  }

  /** Returns the times between one read and the next. */
  List<Duration> gaps() {
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < reads.size(); i++) {
      gaps.add(reads.get(i).minus(reads.get(i - 1)));
    }
    return gaps;
  }

  private void watch(JobClient<String, String> client, Duration length) {
    began = time.instant();
    lasts = length;
    reads.clear();
    client
        .submitAsync("a minute of work")
        .join()
        .listen(
            event -> {
              if (event instanceof JobEvent.Ended) {
                told = age();
              }
            });
    time.advance(length.plusMinutes(1));
  }

  private JobService<String, String> service() {
    return JobService.<String, String>builder(
            "render-farm", (request, key) -> completedFuture(seen().running()))
        .read(
            id -> {
              reads.add(age());
              boolean over = age().compareTo(lasts) >= 0;
              return completedFuture(over ? seen().succeeded("done") : seen().running());
            })
        .build();
  }

  private JobReading.Builder<String> seen() {
    double percent = Math.floor(Math.min(100, 100.0 * age().toMillis() / lasts.toMillis()));
    return JobReading.<String>builder(ID, "rendering")
        .percent(known == Known.PROGRESS ? percent : null)
        .eta(known == Known.ESTIMATE ? began.plus(lasts) : null);
  }

  private Duration age() {
    return Duration.between(began, time.instant());
  }
}
