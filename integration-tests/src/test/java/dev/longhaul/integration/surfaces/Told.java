package dev.longhaul.integration.surfaces;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for what a caller must be told soon. */
final class Told {
  private static final int PATIENCE_SECONDS = 10;

  private Told() {}

  /** Returns what a future gives. */
  static <T> T in(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new AssertionError("It failed", failed.getCause());
    } catch (TimeoutException hangs) {
      throw new AssertionError("It hangs", hangs);
    }
  }

  /** Returns the error that a future ends with. */
  static Throwable error(CompletableFuture<?> future) throws InterruptedException {
    try {
      Object value = future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      throw new AssertionError("It should have failed, and gave " + value);
    } catch (ExecutionException failed) {
      Throwable reason = failed.getCause();
      return reason instanceof CompletionException && reason.getCause() != null
          ? reason.getCause()
          : reason;
    } catch (TimeoutException hangs) {
      throw new AssertionError("It hangs", hangs);
    }
  }

  /** Waits for something that nobody tells. */
  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Waited in vain for " + what);
      }
      Thread.sleep(1);
    }
  }
}
