package dev.longhaul.internal.future;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that several callers wait for. Cancelling one caller's view ends that wait
 * alone; the last one to go ends the work.
 *
 * @param <T> the value
 */
public final class SharedFuture<T> {
  private final LinkedFuture<T> work = new LinkedFuture<>(CompletableFuture.completedFuture(0));
  private final AtomicInteger waiting = new AtomicInteger();

  /** Makes work that nobody waits for and that has not begun. */
  public SharedFuture() {}

  /** Returns a view of the work's end for one more caller. */
  public CompletableFuture<T> join() {
    waiting.incrementAndGet();
    View<T> view = new View<>(this);
    work.whenComplete(view::settle);
    return view;
  }

  /**
   * Names the work.
   *
   * @param before called when it ends, before those who wait for it are told
   */
  public void follow(
      CompletableFuture<T> step, BiConsumer<? super @Nullable T, ? super Throwable> before) {
    work.waitFor(step);
    step.whenComplete(
        (value, error) -> {
          try {
            before.accept(value, error);
          } finally {
            work.settle(value, error);
          }
        });
  }

  /** Returns whether the work was given up, since everyone had gone. */
  public boolean isCancelled() {
    return work.isCancelled();
  }

  private void left() {
    if (waiting.decrementAndGet() == 0) {
      work.cancel(false);
    }
  }

  private static final class View<T> extends LinkedFuture<T> {
    private final SharedFuture<T> shared;

    View(SharedFuture<T> shared) {
      this.shared = shared;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled) {
        shared.left();
      }
      return cancelled;
    }
  }
}
