package dev.longhaul.integration.soak;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One job under watch: hears of its ending from a future and from a listener, which must agree.
 * Safe for use by several threads.
 */
final class SoakedJob {
  private final String id;
  private final long submitted;
  private final long known = System.nanoTime();
  private final SoakTally tally;
  private final AtomicInteger endings = new AtomicInteger();
  private final AtomicInteger ways = new AtomicInteger();

  private SoakedJob(String id, long submitted, SoakTally tally) {
    this.id = id;
    this.submitted = submitted;
    this.tally = tally;
  }

  /**
   * Follows a job to its end.
   *
   * @param submitted nanoseconds before its request was sent
   */
  static void follow(JobHandle<Video> handle, long submitted, SoakTally tally) {
    SoakedJob job = new SoakedJob(handle.id().orElseThrow(), submitted, tally);
    tally.alive(job);
    handle.listen(job::heard);
    handle.outcome().whenComplete((outcome, error) -> job.told(outcome));
  }

  String id() {
    return id;
  }

  /** Returns how long ago its request was sent. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - submitted);
  }

  /** Returns how long ago its handle was had, which may be long after, on such a wire. */
  Duration watched() {
    return Duration.ofNanos(System.nanoTime() - known);
  }

  private void heard(JobEvent event) {
    if (event instanceof JobEvent.Ended || event instanceof JobEvent.WatchStopped) {
      if (endings.incrementAndGet() > 1) {
        tally.wrong(id + " ended twice");
      }
      overOneWay();
    }
  }

  private void told(@Nullable JobOutcome<Video> outcome) {
    tally.check(this, outcome);
    overOneWay();
  }

  private void overOneWay() {
    if (ways.incrementAndGet() == 2) {
      tally.over(this);
    }
  }
}
