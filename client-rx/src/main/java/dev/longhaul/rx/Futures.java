package dev.longhaul.rx;

import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Gives what a future brings to a stream. */
final class Futures {
  private Futures() {}

  /** Returns the value of a future that is asked for by every subscription, and is its own. */
  static <T> Single<T> single(Supplier<CompletableFuture<T>> call) {
    return Single.create(
        emitter -> {
          CompletableFuture<T> future = call.get();
          emitter.setCancellable(() -> future.cancel(false));
          future.whenComplete(
              (value, error) -> {
                if (error == null) {
                  emitter.onSuccess(value);
                } else if (!(emitter.isDisposed() && future.isCancelled())) {
                  emitter.onError(reason(error));
                }
              });
        });
  }

  /** Returns what really went wrong, without the wrappers that a chain of futures adds. */
  static Throwable reason(Throwable error) {
    Throwable reason = error;
    while (reason instanceof CompletionException && reason.getCause() != null) {
      reason = reason.getCause();
    }
    return reason;
  }
}
