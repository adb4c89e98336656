package dev.longhaul.internal.time;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Makes the few threads that a client has, all of them daemons with a name that starts with
 * "longhaul".
 */
public final class OwnThreads {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Knows itself: OkHttp gives a thread another name for the time of a call. */
  private static final class NetworkThread extends Thread {
    NetworkThread(Runnable task, String name) {
      super(task, name);
    }
  }

  private OwnThreads() {}

  /** Returns a scheduler with one thread, which drops cancelled timers at once. */
  static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, named("longhaul-timer", Thread::new));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** Returns an executor for network calls in flight, whose number the dispatcher bounds. */
  public static ExecutorService network() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        5,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        named("longhaul-http", NetworkThread::new));
  }

  /**
   * Lets the network executor finish what was cancelled, for at most 2 s. Called on one of its own
   * threads it does not wait, since that would be waiting for itself.
   */
  public static void end(ExecutorService network) {
    network.shutdown();
    try {
      if (isNetworkThread()
          || !network.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        network.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      network.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the caller runs on a thread of some {@link #network()}. */
  public static boolean isNetworkThread() {
    return Thread.currentThread() instanceof NetworkThread;
  }

  private static ThreadFactory named(String prefix, BiFunction<Runnable, String, Thread> thread) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread made = thread.apply(task, prefix + "-" + count.incrementAndGet());
      made.setDaemon(true);
      return made;
    };
  }
}
