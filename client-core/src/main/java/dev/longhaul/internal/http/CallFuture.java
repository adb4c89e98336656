package dev.longhaul.internal.http;

import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** A future whose cancellation ends the exchange behind it. */
final class CallFuture<T> extends CompletableFuture<T> {
  private volatile @Nullable Call call;

  /** Names the exchange that is under way from now on. */
  void through(Call next) {
    call = next;
    // Guards against a cancellation between two exchanges, which could not know of this one.
    if (isDone()) {
      next.cancel();
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    Call current = call;
    if (cancelled && current != null) {
      current.cancel();
    }
    return cancelled;
  }
}
