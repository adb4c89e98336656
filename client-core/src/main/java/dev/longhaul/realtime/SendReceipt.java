package dev.longhaul.realtime;

import dev.longhaul.internal.time.Callbacks;
import java.util.concurrent.CompletableFuture;

/**
 * What becomes of one frame that was to be sent.
 *
 * <p><i>Threading:</i> thread-safe.
 */
public final class SendReceipt {
  private final CompletableFuture<SendState> ending = new CompletableFuture<>();
  private volatile SendState state = SendState.QUEUED;

  SendReceipt() {}

  /** Returns how it stands now. */
  public SendState state() {
    return state;
  }

  /**
   * Returns a future of its ending, which is never {@link SendState#QUEUED}.
   *
   * <p><i>Threading:</i> completes on the client's callback executor.
   *
   * <p><i>Cancellation:</i> cancelling it changes nothing.
   */
  public CompletableFuture<SendState> ending() {
    return ending.copy();
  }

  void end(SendState end, Callbacks callbacks) {
    state = end;
    callbacks.complete(() -> ending.complete(end));
  }
}
