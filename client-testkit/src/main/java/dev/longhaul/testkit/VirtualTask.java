package dev.longhaul.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One task of a {@link VirtualTime}. Its due time and order change only while it is outside the
 * queue, under the lock of the time or on the thread that runs it.
 */
final class VirtualTask<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {

  private final VirtualTime time;
  private volatile Instant due;
  private volatile long order;
  private @Nullable Duration period;
  private boolean loud;
  private @Nullable Throwable failure;

  VirtualTask(VirtualTime time, Callable<V> callable, Instant due) {
    super(callable);
    this.time = time;
    this.due = due;
  }

  VirtualTask<V> repeating(Duration every) {
    period = every;
    return this;
  }

  /** Nobody holds the future of an executed command, so its failure must not stay in there. */
  VirtualTask<V> loud() {
    loud = true;
    return this;
  }

  VirtualTask<V> numbered(long number) {
    order = number;
    return this;
  }

  Instant due() {
    return due;
  }

  long order() {
    return order;
  }

  /** Runs once and tells whether the task is to be queued again. */
  boolean runOnce() {
    if (period != null) {
      boolean again = runAndReset();
      due = due.plus(period);
      return again;
    }
    run();
    throwIfLoud();
    return false;
  }

  private void throwIfLoud() {
    if (loud && failure instanceof Error error) {
      throw error;
    }
    if (loud && failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  @Override
  protected void setException(Throwable thrown) {
    failure = thrown;
    super.setException(thrown);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    time.forget(this);
    return cancelled;
  }

  @Override
  public boolean isPeriodic() {
    return period != null;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(Duration.between(time.instant(), due));
  }

  @Override
  public int compareTo(Delayed other) {
    return Comparator.<Delayed>comparingLong(it -> it.getDelay(TimeUnit.NANOSECONDS))
        .compare(this, other);
  }
}
