package dev.longhaul.internal.time;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where listeners are called and futures complete: the caller's executor, or threads of our own,
 * which no other client shares.
 *
 * <p><i>Concurrency:</i> thread-safe. A completion is never lost: one that the executor turns away,
 * or that is still in line when {@link #close()} runs out of patience, runs on the thread that
 * asked or closed.
 */
public final class Callbacks implements Executor, AutoCloseable {
  /** How many callbacks may block at once before others have to wait for one of them to return. */
  public static final int THREADS = 64;

  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Executor executor;
  private final @Nullable CallbackThreads own;
  private final boolean shared;

  private Callbacks(Executor executor, @Nullable CallbackThreads own, boolean shared) {
    this.executor = executor;
    this.own = own;
    this.shared = shared;
  }

  /**
   * Returns callbacks on the caller's executor, or on a pool of their own where there is none. A
   * part of a client that is given the client's callbacks shares them, and its close leaves them
   * alone.
   */
  public static Callbacks on(@Nullable Executor callers) {
    if (callers instanceof Callbacks whole) {
      return new Callbacks(whole.executor, whole.own, true);
    }
    if (callers != null) {
      return new Callbacks(callers, null, false);
    }
    CallbackThreads threads = new CallbackThreads(IDLE);
    return new Callbacks(threads, threads, false);
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
    return own != null && own.hasGivenUp();
  }

  /**
   * Lets a pool of our own finish, for at most 2 s, then interrupts it. Called from one of its own
   * threads it does not wait, since that would be waiting for itself.
   */
  @Override
  public void close() {
    if (own == null || shared) {
      return;
    }
    own.shutDown();
    if (own.isInside() || !own.ended(PATIENCE)) {
      own.giveUp().stream().filter(Completion.class::isInstance).forEach(Runnable::run);
    }
  }

  private record Completion(Runnable completion) implements Runnable {
    @Override
    public void run() {
      completion.run();
    }
  }
}
