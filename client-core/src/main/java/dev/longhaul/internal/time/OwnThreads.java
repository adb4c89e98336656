package dev.longhaul.internal.time;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the few threads that a client has, all of them daemons with a name that starts with
 * "longhaul".
 */
public final class OwnThreads {
  /** How many callbacks may block at once before others have to wait. */
  public static final int CALLBACK_THREADS = 16;

  private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(2);

  private OwnThreads() {}

  /** Returns a scheduler with one thread, which drops cancelled timers at once. */
  public static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("longhaul-timer"));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** Returns an executor for listeners and futures; its threads end after 5 s without work. */
  public static ExecutorService callbacks() {
    return new CallbackPool();
  }

  /**
   * Returns whether the current thread is one of a callback executor that was told to drop what it
   * has left.
   */
  public static boolean mustEnd() {
    return Thread.currentThread() instanceof CallbackThread thread && thread.pool.dropped;
  }

  /**
   * Returns an executor that never refuses: what the given one turns away runs on the thread that
   * asks.
   */
  public static Executor neverRefusing(Executor executor) {
    return task -> {
      try {
        executor.execute(task);
      } catch (RejectedExecutionException full) {
        task.run();
      }
    };
  }

  /** Returns an executor for network calls in flight, whose number the dispatcher bounds. */
  public static ExecutorService network() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        5,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        named("longhaul-http"));
  }

  /**
   * Lets an executor finish what it has, for at most 2 s, then interrupts it. Called on one of our
   * own threads it does not wait, since that would be waiting for itself.
   */
  public static void end(ExecutorService executor) {
    executor.shutdown();
    try {
      boolean own = Thread.currentThread().getName().startsWith("longhaul-");
      if (own || !executor.awaitTermination(CLOSING_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the nanoseconds of a duration, or the most that a timer takes. */
  public static long timerNanos(Duration duration) {
    long most = Long.MAX_VALUE / 4;
    return duration.compareTo(Duration.ofNanos(most)) > 0 ? most : duration.toNanos();
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static final class CallbackPool extends ThreadPoolExecutor {
    volatile boolean dropped;

    CallbackPool() {
      super(CALLBACK_THREADS, CALLBACK_THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
      AtomicInteger count = new AtomicInteger();
      setThreadFactory(task -> new CallbackThread(this, task, count.incrementAndGet()));
      allowCoreThreadTimeOut(true);
    }

    @Override
    public List<Runnable> shutdownNow() {
      dropped = true;
      return super.shutdownNow();
    }
  }

  private static final class CallbackThread extends Thread {
    final CallbackPool pool;

    CallbackThread(CallbackPool pool, Runnable task, int number) {
      super(task, "longhaul-callback-" + number);
      this.pool = pool;
      setDaemon(true);
    }
  }
}
