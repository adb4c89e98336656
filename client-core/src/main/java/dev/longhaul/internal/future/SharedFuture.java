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
  private static final int GIVEN_UP = -1;

  private final LinkedFuture<T> work = new LinkedFuture<>(CompletableFuture.completedFuture(0));
  private final AtomicInteger waiting = new AtomicInteger();

  /** Makes work that nobody waits for and that has not begun. */
  public SharedFuture() {}

  /**
   * Returns a view of the work's end for one more caller, or null when everyone who waited had gone
   * before the end: the work is then given up.
   */
  public @Nullable CompletableFuture<T> join() {
    if (waiting.getAndUpdate(SharedFuture::oneMore) == GIVEN_UP) {
      return null;
    }
    View<T> view = new View<>(this);
    work.whenComplete(view::settle);
    return view;
  }

  private static int oneMore(int count) {
    return count == GIVEN_UP ? count : count + 1;
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

  private void left() {
    if (waiting.updateAndGet(count -> count == 1 ? GIVEN_UP : count - 1) == GIVEN_UP) {
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
