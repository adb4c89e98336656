package dev.longhaul.job;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of an engine, set for the earliest time that anyone asked for.
 *
 * <p><i>Concurrency:</i> thread-safe; the scheduler is called without the monitor, since it may run
 * a task at once.
 */
final class Alarm {
  private static final long NOT_SET = Long.MAX_VALUE;

  /** Jobs that are due within this time of each other are looked at together. */
  private static final long TOGETHER = 2_000_000;

  private final JobRuntime runtime;
  private final LongConsumer task;
  private @Nullable Future<?> timer;
  private long wakeAt = NOT_SET;
  private boolean closed;

  Alarm(JobRuntime runtime, LongConsumer task) {
    this.runtime = runtime;
    this.task = task;
  }

  /**
   * Runs the task with a time when that has come, unless it is to run before. Throws {@code
   * RejectedExecutionException} when the scheduler is gone.
   */
  void set(long at, long now) {
    synchronized (this) {
      if (closed || at >= wakeAt) {
        return;
      }
      wakeAt = at;
    }
    long delay = at <= now ? 0 : Math.max(at - now, TOGETHER);
    Future<?> set = runtime.schedule(() -> rung(at), Duration.ofNanos(delay));
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
  void off() {
    Future<?> old;
    synchronized (this) {
      old = timer;
      timer = null;
      wakeAt = NOT_SET;
    }
    cancel(old);
  }

  void close() {
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
