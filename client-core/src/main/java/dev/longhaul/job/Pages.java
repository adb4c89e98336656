package dev.longhaul.job;

import dev.longhaul.internal.future.LinkedFuture;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A list of a service, fetched page by page as it is asked for: nothing is sent before the first
 * call, and nothing ahead of a call.
 *
 * <p><i>Threading:</i> thread-safe; calls made at once get the pages one after the other. At most
 * 64 may wait; one more ends with {@code QueueFullException}.
 *
 * @param <T> what the list holds
 */
public interface Pages<T> {
  /**
   * Returns the next page, which is never empty; nothing when there are no more.
   *
   * <p><i>Blocking:</i> until the service has answered, at most until the deadline of a call.
   *
   * <p><i>Errors:</i> a {@code LonghaulException}; the next call then asks for the same page again.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  default Optional<List<T>> next() throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(nextAsync());
  }

  /**
   * Returns a future of the next page; otherwise as {@link #next}.
   *
   * <p><i>Cancellation:</i> cancelling the future ends its request; the next call asks for the same
   * page again.
   */
  CompletableFuture<Optional<List<T>>> nextAsync();
}
