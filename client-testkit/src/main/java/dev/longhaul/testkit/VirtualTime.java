package dev.longhaul.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A clock and a scheduler whose time stands still until the test moves it.
 *
 * <p>Hand it in wherever the code under test takes an {@link InstantSource} or a {@link
 * ScheduledExecutorService}. Nothing runs by itself: a task that is due waits until the test calls
 * {@link #advance} or {@link #runNext}, and then runs on the thread that called. A test can so
 * assert the list of delays that were asked for, with no wall clock in it.
 *
 * <p><em>Threading:</em> any thread may schedule, cancel and read the time; the test thread moves
 * it. Tasks due at one instant run in the order in which they were scheduled.
 */
public final class VirtualTime extends AbstractExecutorService
    implements ScheduledExecutorService, InstantSource {

  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final VirtualQueue queue;

  private VirtualTime(Instant start) {
    this.queue = new VirtualQueue(start);
  }

  /** Returns a new time that stands at 2026-01-01T00:00:00Z. */
  public static VirtualTime create() {
    return startingAt(EPOCH);
  }

  /**
   * Returns a new time that stands at the given instant.
   *
   * @param start the first value of {@link #instant}
   */
  public static VirtualTime startingAt(Instant start) {
    return new VirtualTime(start);
  }

  /** Returns the present virtual time. */
  @Override
  public Instant instant() {
    return queue.now();
  }

  /**
   * Moves time forward and runs every task that falls due on the way, each at its own instant.
   *
   * <p>A task scheduled by such a task runs too when it falls due within the same span. {@link
   * Duration#ZERO} runs what is due now.
   *
   * <p><em>Threading:</em> tasks run on the caller's thread. <em>Errors:</em> what a task given to
   * {@link #execute} throws reaches the caller; what a scheduled task throws stays in its future.
   *
   * @param span how far to move; not negative
   */
  public void advance(Duration span) {
    if (span.isNegative()) {
      throw new IllegalArgumentException("time cannot go back, but the span is " + span);
    }
    Instant end = instant().plus(span);
    for (VirtualTask<?> task = queue.takeDue(end); task != null; task = queue.takeDue(end)) {
      runTaken(task);
    }
    queue.moveTo(end);
  }

  /**
   * Moves time forward as a machine does that is asleep: nothing runs on the way, and what fell due
   * runs late, at the end.
   *
   * <p><em>Threading, errors:</em> as for {@link #advance}.
   *
   * @param span how long it sleeps; not negative
   */
  public void oversleep(Duration span) {
    if (span.isNegative()) {
      throw new IllegalArgumentException("time cannot go back, but the span is " + span);
    }
    queue.moveTo(instant().plus(span));
    advance(Duration.ZERO);
  }

  /**
   * Runs the task that is due next, after moving time to its instant, and returns how far time
   * moved.
   *
   * <p><em>Blocking:</em> waits up to 5 seconds of real time until some task is scheduled, because
   * another thread may be about to do so. <em>Errors:</em> an {@link AssertionError} when none is.
   */
  public Duration runNext() {
    Instant before = instant();
    VirtualTask<?> task;
    // Another thread may cancel the only task between the two steps.
    do {
      awaitScheduled(1);
      task = queue.takeDue(Instant.MAX);
    } while (task == null);
    Duration moved = Duration.between(before, instant());
    runTaken(task);
    return moved;
  }

  /**
   * Waits until at least that many tasks are pending.
   *
   * <p><em>Blocking:</em> up to 5 seconds of real time. <em>Errors:</em> an {@link AssertionError}
   * that tells how many there were.
   *
   * @param count how many pending tasks to wait for
   */
  public void awaitScheduled(int count) {
    boolean enough = false;
    try {
      enough = queue.await(PATIENCE.toNanos(), () -> queue.size() >= count);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!enough) {
      throw new AssertionError(
          "Waited for %d pending tasks, but %d are pending; delays asked so far: %s"
              .formatted(count, pending(), delays()));
    }
  }

  /** Returns the delays asked for through {@code schedule}, oldest first, cancelled ones too. */
  public List<Duration> delays() {
    return queue.delays();
  }

  /** Forgets the delays recorded so far; the tasks stay. */
  public void clearDelays() {
    queue.clearDelays();
  }

  /** Returns how many tasks wait to be run; cancelled ones are not among them. */
  public int pending() {
    return queue.size();
  }

  /** Adds a task that is due at once; it runs when the test next moves time. */
  @Override
  public void execute(Runnable command) {
    queue.add(task(Executors.callable(command), Duration.ZERO).loud());
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(Executors.callable(command), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    Duration asked = duration(delay, unit);
    VirtualTask<V> task = task(callable, asked);
    queue.addRecorded(task, asked);
    return task;
  }

  /** Adds a task that runs again and again; not recorded in {@link #delays}. */
  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    Duration first = duration(initialDelay, unit);
    Duration every = positive(duration(period, unit));
    VirtualTask<?> task = task(Executors.callable(command), first).repeating(every);
    queue.add(task);
    return task;
  }

  /** As {@link #scheduleAtFixedRate}: virtual tasks take no time, so the two are the same. */
  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return scheduleAtFixedRate(command, initialDelay, delay, unit);
  }

  /** Refuses new tasks and drops repeating ones; other pending tasks still run when time moves. */
  @Override
  public void shutdown() {
    queue.refuseNew();
  }

  /** Refuses new tasks and returns the pending ones, which will not run. */
  @Override
  public List<Runnable> shutdownNow() {
    return queue.drain();
  }

  /**
   * The same as {@link #shutdownNow}. Newer JDKs close an executor by waiting for its tasks, which
   * would never end while nobody moves time.
   */
  public void close() {
    shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return queue.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return queue.isFinished();
  }

  /** Waits in real time until this is shut down and no task is left. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return queue.await(unit.toNanos(timeout), queue::isFinished);
  }

  /** Returns the time and the number of pending tasks. */
  @Override
  public String toString() {
    return "VirtualTime[" + instant() + ", " + pending() + " pending]";
  }

  void forget(VirtualTask<?> task) {
    queue.remove(task);
  }

  private void runTaken(VirtualTask<?> task) {
    try {
      if (task.runOnce()) {
        queue.addAgain(task);
      }
    } finally {
      queue.ranTaken();
    }
  }

  private <V> VirtualTask<V> task(Callable<V> callable, Duration delay) {
    Instant due = instant().plus(delay.isNegative() ? Duration.ZERO : delay);
    return new VirtualTask<>(this, callable, due);
  }

  /** Saturates at about 292 years, so that "for ever" does not overflow. */
  private static Duration duration(long amount, TimeUnit unit) {
    return Duration.ofNanos(unit.toNanos(amount));
  }

  private static Duration positive(Duration period) {
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("the period must be positive, but is " + period);
    }
    return period;
  }
}
