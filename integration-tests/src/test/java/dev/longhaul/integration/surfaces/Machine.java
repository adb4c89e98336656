package dev.longhaul.integration.surfaces;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The clock and the timers that a client runs on. They go as always until a scenario sets the one
 * or stops the other.
 */
final class Machine implements InstantSource, AutoCloseable {
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private volatile Duration ahead = Duration.ZERO;
  private CountDownLatch asleep = new CountDownLatch(0);

  Machine() {
    timer.setRemoveOnCancelPolicy(true);
  }

  ScheduledThreadPoolExecutor timer() {
    return timer;
  }

  @Override
  public Instant instant() {
    return InstantSource.system().instant().plus(ahead);
  }

  /** Sets the clock; the timers do not notice. */
  void clockJumps(Duration by) {
    ahead = ahead.plus(by);
  }

  /** Lets no timer fire any more. */
  void sleeps() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch until = new CountDownLatch(1);
    asleep = until;
    timer.execute(
        () -> {
          stopped.countDown();
          try {
            until.await();
          } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
          }
        });
    stopped.await();
  }

  /** Lets every timer fire that should have fired before, so much later by the clock. */
  void wakesUp(Duration later) {
    clockJumps(later);
    asleep.countDown();
  }

  @Override
  public void close() {
    asleep.countDown();
    timer.shutdownNow();
  }
}
