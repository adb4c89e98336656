package dev.longhaul.internal.time;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where listeners are called and futures complete: the caller's executor, or a pool of our own.
 *
 * <p><i>Concurrency:</i> thread-safe. A completion is never lost: one that the executor turns away,
 * or that is still in line when {@link #close()} runs out of patience, runs on the thread that
 * asked or closed.
 */
public final class Callbacks implements Executor, AutoCloseable {
  /** How many callbacks may block at once before others have to wait. */
  public static final int THREADS = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Executor executor;
  private final @Nullable Pool own;

  private Callbacks(Executor executor, @Nullable Pool own) {
    this.executor = executor;
    this.own = own;
  }

  /** Returns callbacks on the caller's executor, or on a pool of their own where there is none. */
  public static Callbacks on(@Nullable Executor callers) {
    if (callers instanceof Callbacks shared) {
      return shared;
    }
    if (callers != null) {
      return new Callbacks(callers, null);
    }
    Pool pool = new Pool();
    return new Callbacks(pool, pool);
  }

  /** Calls a listener soon; throws when the executor turns it away. */
  @Override
  public void execute(Runnable listener) {
    executor.execute(listener);
  }

  /** Completes a future soon, in any case. */
  public void complete(Runnable completion) {
    try {
      executor.execute(new Completion(completion));
    } catch (RuntimeException | Error turnedAway) {
      completion.run();
    }
  }

  /** Returns whether a close ran out of patience, so that no listener is called any more. */
  public boolean hasGivenUp() {
    return own != null && own.givenUp;
  }

  /**
   * Lets a pool of our own finish, for at most 2 s, then interrupts it. Called from one of its own
   * threads it does not wait, since that would be waiting for itself.
   */
  @Override
  public void close() {
    if (own == null) {
      return;
    }
    own.shutdown();
    boolean inside = Thread.currentThread() instanceof CallbackThread thread && thread.pool == own;
    if (inside || !own.ended()) {
      own.givenUp = true;
      own.shutdownNow().stream().filter(Completion.class::isInstance).forEach(Runnable::run);
    }
    if (inside) {
      Thread.interrupted(); // our own doing: the callback that closes is not to be disturbed
    }
  }

  private record Completion(Runnable completion) implements Runnable {
    @Override
    public void run() {
      completion.run();
    }
  }

  /** Takes an idle thread before a new one, and a new one before a place in line. */
  private static final class Pool extends ThreadPoolExecutor {
    volatile boolean givenUp;

    Pool() {
      super(0, THREADS, 5, TimeUnit.SECONDS, new IdleFirst());
      AtomicInteger count = new AtomicInteger();
      setThreadFactory(task -> new CallbackThread(this, task, count.incrementAndGet()));
      setRejectedExecutionHandler((task, pool) -> waitInLine(task));
    }

    private void waitInLine(Runnable task) {
      boolean refused = isShutdown();
      if (!refused) {
        getQueue().add(task);
        // Guards against a shutdown in between, which may have emptied the line already.
        refused = isShutdown() && remove(task);
      }
      if (refused) {
        throw new RejectedExecutionException("closed");
      }
    }

    boolean ended() {
      try {
        return awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  private static final class IdleFirst extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }

  private static final class CallbackThread extends Thread {
    final Pool pool;

    CallbackThread(Pool pool, Runnable task, int number) {
      super(task, "longhaul-callback-" + number);
      this.pool = pool;
      setDaemon(true);
    }
  }
}
