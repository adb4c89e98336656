package dev.longhaul.job;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one ending of a job, given to every waiter however late. A waiter that gives up is forgotten
 * at once.
 *
 * <p><i>Concurrency:</i> thread-safe; its monitor guards the fields and the list of those who wait,
 * and is never held while one of them is told. Whoever takes a waiter off the list tells it, so
 * each hears once.
 */
final class SharedEnding<R> {
  private @Nullable JobOutcome<R> outcome;
  private @Nullable Throwable error;
  private @Nullable Waiter<R> first;

  /**
   * Returns a future of the ending that completes on the executor; cancelling it touches nobody
   * else.
   */
  CompletableFuture<JobOutcome<R>> view(Consumer<Runnable> completing) {
    Waiter<R> waiter = new Waiter<>(this, completing);
    synchronized (this) {
      if (outcome == null && error == null) {
        waiter.next = first;
        if (first != null) {
          first.before = waiter;
        }
        first = waiter;
        waiter.listed = true;
        return waiter;
      }
    }
    waiter.tell();
    return waiter;
  }

  synchronized @Nullable JobOutcome<R> outcome() {
    return outcome;
  }

  /**
   * Sets the ending, so that whoever asks from now on gets it; calls nobody, and may be called
   * under a lock.
   */
  synchronized void settle(JobOutcome<R> ending) {
    outcome = ending;
  }

  /**
   * Sets that there will be no ending here, and why; calls nobody, and may be called under a lock.
   */
  synchronized void settle(Throwable reason) {
    error = reason;
  }

  /** Tells those who had asked before, the last to ask first. */
  void tell() {
    for (Waiter<R> waiter = any(); waiter != null; waiter = any()) {
      waiter.tell();
    }
  }

  private synchronized @Nullable Waiter<R> any() {
    Waiter<R> waiter = first;
    if (waiter != null) {
      remove(waiter);
    }
    return waiter;
  }

  private synchronized void remove(Waiter<R> waiter) {
    if (!waiter.listed) {
      return;
    }
    waiter.listed = false;
    if (waiter.before == null) {
      first = waiter.next;
    } else {
      waiter.before.next = waiter.next;
    }
    if (waiter.next != null) {
      waiter.next.before = waiter.before;
    }
    waiter.before = null;
    waiter.next = null;
  }

  private void copyTo(Waiter<R> waiter) {
    JobOutcome<R> ending;
    Throwable reason;
    synchronized (this) {
      ending = outcome;
      reason = error;
    }
    if (ending != null) {
      waiter.complete(ending);
    } else if (reason != null) {
      waiter.completeExceptionally(reason);
    }
  }

  /** A future that knows its place on the list, so that thousands of jobs stay small. */
  private static final class Waiter<R> extends CompletableFuture<JobOutcome<R>> {
    private final SharedEnding<R> ending;
    private final Consumer<Runnable> completing;
    @Nullable Waiter<R> before;
    @Nullable Waiter<R> next;
    boolean listed;

    Waiter(SharedEnding<R> ending, Consumer<Runnable> completing) {
      this.ending = ending;
      this.completing = completing;
    }

    void tell() {
      completing.accept(() -> ending.copyTo(this));
    }

    @Override
    public boolean complete(JobOutcome<R> value) {
      ending.remove(this);
      return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable reason) {
      ending.remove(this);
      return super.completeExceptionally(reason);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      ending.remove(this);
      return super.cancel(mayInterruptIfRunning);
    }

    /** What hangs on this future is no waiter of its own. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }
  }
}
