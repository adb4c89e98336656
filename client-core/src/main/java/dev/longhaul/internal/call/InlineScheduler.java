package dev.longhaul.internal.call;

import dev.failsafe.spi.Scheduler;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs for Failsafe on the client's own timer, so that neither its threads nor the common pool take
 * part. What is due at once runs at once: it is only ever the failure that Failsafe starts from.
 */
final class InlineScheduler implements Scheduler {
  private final ScheduledExecutorService timer;

  InlineScheduler(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  @Override
  public ScheduledFuture<?> schedule(Callable<?> task, long delay, TimeUnit unit) {
    if (delay > 0) {
      return timer.schedule(task, delay, unit);
    }
    try {
      task.call();
    } catch (Exception impossible) {
      throw new IllegalStateException("the first step of a retry failed", impossible);
    }
    return Done.INSTANCE;
  }
}
