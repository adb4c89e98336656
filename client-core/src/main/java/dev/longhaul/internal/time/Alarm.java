package dev.longhaul.internal.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One timer, set for the earliest time that anyone asked for.
 *
 * <p><i>Concurrency:</i> thread-safe; the scheduler is called without the monitor, since it may run
 * a task at once.
 */
public final class Alarm {
  private static final long NOT_SET = Long.MAX_VALUE;

  /** What is due within this time of each other is done together. */
  private static final long TOGETHER = 2_000_000;

  private final BiFunction<Runnable, Duration, Future<?>> scheduler;
  private final LongConsumer task;
  private @Nullable Future<?> timer;
  private long wakeAt = NOT_SET;
  private boolean closed;

  /**
   * Makes an alarm that is not set.
   *
   * @param scheduler runs something once, after a time
   * @param task what to run, with the time that it was set for
   */
  public Alarm(BiFunction<Runnable, Duration, Future<?>> scheduler, LongConsumer task) {
    this.scheduler = scheduler;
    this.task = task;
  }

  /**
   * Runs the task with a time when that has come, unless it is to run before. Throws {@code
   * RejectedExecutionException} when the scheduler is gone.
   */
  public void set(long at, long now) {
    synchronized (this) {
      if (closed || at >= wakeAt) {
        return;
      }
      wakeAt = at;
    }
    long delay = at <= now ? 0 : Math.max(at - now, TOGETHER);
    Future<?> set = scheduler.apply(() -> rung(at), Duration.ofNanos(delay));
    Future<?> old;
    synchronized (this) {
      // Guards against another that was set, or rung, in between.
      boolean wanted = wakeAt == at && !closed;
      old = wanted ? timer : set;
      timer = wanted ? set : timer;
    }
    cancel(old);
  }

  private void rung(long at) {
    synchronized (this) {
      if (wakeAt == at) {
        wakeAt = NOT_SET;
        timer = null;
      }
    }
    task.accept(at);
  }

  /** Cancels what is set. */
  public void off() {
    Future<?> old;
    synchronized (this) {
      old = timer;
      timer = null;
      wakeAt = NOT_SET;
    }
    cancel(old);
  }

  /** Cancels what is set, and lets nothing be set any more. */
  public void close() {
    synchronized (this) {
      closed = true;
    }
    off();
  }

  private static void cancel(@Nullable Future<?> future) {
    if (future != null) {
      // Never with an interrupt: a timer that fires cancels itself on its own thread.
      future.cancel(false);
    }
  }
}
