package dev.longhaul.projectevents;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a task; cancelled, it watches no more. */
final class TaskEnding extends CompletableFuture<TaskUpdate>
    implements Flow.Subscriber<TaskUpdate> {
  private volatile Flow.@Nullable Subscription subscription;

  @Override
  public void onSubscribe(Flow.Subscription begun) {
    subscription = begun;
    if (isDone()) {
      begun.cancel(); // guards against a cancellation before there was anything to cancel
    } else {
      begun.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(TaskUpdate update) {
    if (update.isTerminal()) {
      complete(update);
    }
  }

  @Override
  public void onError(Throwable error) {
    completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    // The last update was the ending.
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    Flow.Subscription begun = subscription;
    if (cancelled && begun != null) {
      begun.cancel();
    }
    return cancelled;
  }
}
