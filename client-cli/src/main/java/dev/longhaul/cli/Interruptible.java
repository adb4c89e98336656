package dev.longhaul.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Waits for a call so that Ctrl-C ends it at once. A blocking read of the client, once it waits for
 * the network, is not hurried by an interrupt.
 */
final class Interruptible {
  private Interruptible() {}

  /**
   * Returns what the future brings, or throws what it ended with; an interrupt cancels the call
   * behind it.
   */
  static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (InterruptedException pressed) {
      future.cancel(true);
      throw pressed;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException reason) {
        throw reason;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }
}
