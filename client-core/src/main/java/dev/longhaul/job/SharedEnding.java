package dev.longhaul.job;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one ending of a job, given to every waiter however late. A waiter that gives up is forgotten
 * at once.
 *
 * <p><i>Concurrency:</i> thread-safe. Whoever removes a waiter from {@link #waiting} delivers to
 * it, so each hears once.
 */
final class SharedEnding<R> {
  private final CompletableFuture<JobOutcome<R>> ending = new CompletableFuture<>();
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

  /**
   * Returns a future of the ending that completes on the executor; cancelling it touches nobody
   * else.
   */
  CompletableFuture<JobOutcome<R>> view(Consumer<Runnable> completing) {
    CompletableFuture<JobOutcome<R>> view = new CompletableFuture<>();
    Runnable deliver =
        () -> completing.accept(() -> ending.whenComplete((o, e) -> copy(o, e, view)));
    waiting.add(deliver);
    view.whenComplete((o, e) -> waiting.remove(deliver));
    // Guards against an ending that came between the two steps above.
    if (ending.isDone()) {
      deliverTo(deliver);
    }
    return view;
  }

  @Nullable JobOutcome<R> outcome() {
    return ending.isDone() && !ending.isCompletedExceptionally() ? ending.join() : null;
  }

  /**
   * Sets the ending, so that whoever asks from now on gets it; calls nobody, and may be called
   * under a lock.
   */
  void settle(JobOutcome<R> outcome) {
    ending.complete(outcome);
  }

  /**
   * Sets that there will be no ending here, and why; calls nobody, and may be called under a lock.
   */
  void settle(Throwable error) {
    ending.completeExceptionally(error);
  }

  /** Tells those who had asked before. */
  void tell() {
    waiting.forEach(this::deliverTo);
  }

  private void deliverTo(Runnable deliver) {
    if (waiting.remove(deliver)) {
      deliver.run();
    }
  }

  private static <T> void copy(
      @Nullable T value, @Nullable Throwable error, CompletableFuture<T> to) {
    if (error != null) {
      to.completeExceptionally(error);
    } else if (value != null) {
      to.complete(value);
    }
  }
}
