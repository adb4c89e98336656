package dev.longhaul.internal.http;

import java.util.concurrent.CompletableFuture;
import okhttp3.Call;

/** A future whose cancellation ends the call behind it. */
final class CallFuture<T> extends CompletableFuture<T> {
  private final Call call;

  CallFuture(Call call) {
    this.call = call;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    call.cancel();
    return cancelled;
  }
}
