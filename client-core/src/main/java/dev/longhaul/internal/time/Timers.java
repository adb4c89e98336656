package dev.longhaul.internal.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where runs what is due later: on the caller's scheduler, or on a thread of our own, which no
 * other client shares.
 *
 * <p><i>Concurrency:</i> thread-safe.
 */
public final class Timers implements AutoCloseable {
  private static final long MOST_NANOS = Long.MAX_VALUE / 4;

  private final ScheduledExecutorService scheduler;
  private final boolean own;

  private Timers(ScheduledExecutorService scheduler, boolean own) {
    this.scheduler = scheduler;
    this.own = own;
  }

  /** Returns timers on the caller's scheduler, or on a thread of their own where there is none. */
  public static Timers on(@Nullable ScheduledExecutorService callers) {
    return callers == null ? new Timers(OwnThreads.timer(), true) : new Timers(callers, false);
  }

  /** Returns the nanoseconds of a duration, or the most that a timer takes. */
  public static long nanos(Duration duration) {
    return duration.compareTo(Duration.ofNanos(MOST_NANOS)) > 0 ? MOST_NANOS : duration.toNanos();
  }

  /** Runs a task later; throws when the scheduler takes none any more. */
  public Future<?> schedule(Runnable task, Duration delay) {
    return scheduler.schedule(task, nanos(delay), TimeUnit.NANOSECONDS);
  }

  /** Returns what they run on; whoever is given it must not shut it down. */
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  /** Ends a thread of our own, with what is still to come; a caller's scheduler goes on. */
  @Override
  public void close() {
    if (own) {
      scheduler.shutdownNow();
    }
  }
}
