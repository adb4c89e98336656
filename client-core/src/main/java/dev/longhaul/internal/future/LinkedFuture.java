package dev.longhaul.internal.future;

import dev.longhaul.internal.time.Callbacks;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A future whose cancellation also cancels what it waits for, which a dependent stage of the JDK
 * does not do.
 *
 * @param <T> the value
 */
public class LinkedFuture<T> extends CompletableFuture<T> {
  private volatile @Nullable Future<?> source;

  /**
   * Makes an incomplete future.
   *
   * @param source what is cancelled with this future
   */
  public LinkedFuture(Future<?> source) {
    this.source = source;
  }

  /** Makes an incomplete future that waits for nothing yet. */
  protected LinkedFuture() {
    source = null;
  }

  /**
   * Returns a future of what the next step makes of the first one's value; cancelling it cancels
   * whichever of the two is under way.
   */
  public static <A, B> CompletableFuture<B> chain(
      CompletableFuture<A> first, Function<? super A, ? extends CompletableFuture<B>> next) {
    LinkedFuture<B> result = new LinkedFuture<>(first);
    first.whenComplete(
        (value, error) -> {
          if (error != null) {
            result.completeExceptionally(reason(error));
          } else {
            result.follow(Guarded.call(() -> next.apply(value)));
          }
        });
    return result;
  }

  /** Returns a future of what the function makes of the value; cancelling it cancels the first. */
  public static <A, B> CompletableFuture<B> map(
      CompletableFuture<A> first, Function<? super A, ? extends B> function) {
    return chain(first, value -> CompletableFuture.completedFuture(function.apply(value)));
  }

  /** Returns a future of the same value, whose error is what the function makes of the first's. */
  public static <T> CompletableFuture<T> explain(
      CompletableFuture<T> first, Function<? super Throwable, ? extends Throwable> function) {
    LinkedFuture<T> result = new LinkedFuture<>(first);
    first.whenComplete(
        (value, error) ->
            result.settle(value, error == null ? null : function.apply(reason(error))));
    return result;
  }

  /**
   * Returns a future of all the values, in order, which is done when every step is; it ends with
   * the error of the first step that has one. Cancelling it cancels every step.
   */
  public static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> steps) {
    CompletableFuture<Void> done = CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
    // Does nothing but after a cancellation, when steps are left.
    done.whenComplete((none, error) -> steps.forEach(step -> step.cancel(false)));
    LinkedFuture<List<T>> all = new LinkedFuture<>(done);
    done.whenComplete(
        (none, error) -> {
          // Guards against a cancellation, after which the steps would be waited for.
          if (!all.isDone()) {
            all.follow(Guarded.call(() -> CompletableFuture.completedFuture(values(steps))));
          }
        });
    return all;
  }

  private static <T> List<T> values(List<CompletableFuture<T>> steps) {
    return steps.stream().map(LinkedFuture::now).toList();
  }

  private void follow(CompletableFuture<? extends T> step) {
    waitFor(step);
    step.whenComplete(this::settle);
  }

  /**
   * Returns a future that follows another one and completes among the callbacks; cancelling it
   * cancels the other.
   */
  public static <T> CompletableFuture<T> on(Callbacks callbacks, CompletableFuture<T> first) {
    LinkedFuture<T> result = new LinkedFuture<>(first);
    first.whenComplete((value, error) -> callbacks.complete(() -> result.settle(value, error)));
    return result;
  }

  /** Ends this future as another one ended, without the wrappers around its error. */
  public void settle(T value, @Nullable Throwable error) {
    if (error != null) {
      completeExceptionally(reason(error));
    } else {
      complete(value);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      letGo();
    }
    return cancelled;
  }

  private void letGo() {
    Future<?> step = source;
    if (step != null) {
      // Never with an interrupt: a timer that fires may cancel itself on its own thread.
      step.cancel(false);
    }
  }

  /** Makes a next step the one that is cancelled with this future. */
  public void waitFor(Future<?> step) {
    source = step;
    // Guards against a cancellation between two steps, which could not know of this one.
    if (isDone()) {
      step.cancel(false);
    }
  }

  /** Ends this future with the error, unless it is done, and cancels what it waits for. */
  public void abandon(Throwable error) {
    if (completeExceptionally(error)) {
      letGo();
    }
  }

  /** Returns the value of a future that is done, or throws what it ended with. */
  public static <T> T now(CompletableFuture<T> done) {
    try {
      return done.join();
    } catch (CompletionException failed) {
      throw unchecked(reason(failed));
    }
  }

  /** Returns what really went wrong, without the wrappers that futures add. */
  public static Throwable reason(Throwable error) {
    Throwable reason = error;
    while ((reason instanceof CompletionException || reason instanceof ExecutionException)
        && reason.getCause() != null) {
      reason = reason.getCause();
    }
    return reason;
  }

  /**
   * Returns a future's value, waiting for it.
   *
   * <p>An interrupt cancels the future.
   */
  public static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      future.cancel(true);
      throw interrupted;
    } catch (ExecutionException failed) {
      throw unchecked(failed.getCause() == null ? failed : failed.getCause());
    }
  }

  /**
   * Throws when the thread was interrupted, before anything is sent that would then be in doubt.
   */
  public static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before anything was sent");
    }
  }

  /** Returns the error as something that can be thrown without being declared. */
  public static RuntimeException unchecked(Throwable error) {
    if (error instanceof Error serious) {
      throw serious;
    }
    return error instanceof RuntimeException known ? known : new CompletionException(error);
  }
}
