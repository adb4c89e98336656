package dev.longhaul.internal.call;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Makes the attempts of one call. Each sends at most one request, and ends with a value or with a
 * {@code LonghaulException} whose facts tell how far it came.
 *
 * @param <T> what a call gives back
 */
public interface Attempts<T> {
  /** What {@link #ready} gives when there is nothing to wait for. */
  CompletableFuture<?> READY = CompletableFuture.completedFuture(Boolean.TRUE);

  /** Returns what is asked of which service. */
  Operation operation();

  /**
   * Returns the value, on the caller's own thread.
   *
   * @param number counts from 1
   * @param limit how long it may take
   */
  T run(int number, Duration limit) throws InterruptedException;

  /**
   * Returns a future of the value; cancelling it ends the attempt at once.
   *
   * @param number counts from 1
   * @param limit how long it may take
   */
  CompletableFuture<T> start(int number, Duration limit);

  /** Returns how long one attempt may take, if the call has that much time left. */
  Duration timeLimit();

  /**
   * Returns a future that is done when an attempt can be sent; it need not be for anything but a
   * token. Cancelling it stops nobody else's wait.
   */
  default CompletableFuture<?> ready() {
    return READY;
  }

  /**
   * Returns, once, whether the attempt that was just refused can be made anew with fresh
   * credentials.
   */
  default boolean renewed() {
    return false;
  }
}
