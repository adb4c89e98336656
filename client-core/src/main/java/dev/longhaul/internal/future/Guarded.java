package dev.longhaul.internal.future;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Calls code that should give a future and may throw instead. */
public final class Guarded {
  private Guarded() {}

  /** Returns the future that the call gives, or one that failed with what it threw. */
  public static <T> CompletableFuture<T> call(Supplier<? extends CompletableFuture<T>> call) {
    try {
      return Objects.requireNonNull(call.get(), "no future was given");
    } catch (RuntimeException | Error thrown) {
      return CompletableFuture.failedFuture(thrown);
    }
  }
}
