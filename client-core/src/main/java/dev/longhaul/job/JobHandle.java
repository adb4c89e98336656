package dev.longhaul.job;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * A live view of one job. It watches the job from the moment it exists until the job ends, {@link
 * #detach()} is called or its client is closed; looking at it costs no request.
 *
 * <p>Three different things: {@link #detach()} stops watching and the job goes on; {@link
 * #cancel()} asks the service to stop the job; a timeout of {@link #await} ends our patience and
 * neither the watch nor the job.
 *
 * <p><i>Threading:</i> every method may be called from any thread. Only {@link #await} and {@link
 * #cancel()} block.
 *
 * <p><i>After restart:</i> a handle dies with its client. Keep {@link #id()} and attach to the job
 * again.
 *
 * @param <R> the result of the job
 */
public interface JobHandle<R> {
  /**
   * Returns our key of the job, made before anything was sent and sent as its idempotency key; for
   * a job that someone else submitted, a key that was never sent.
   */
  UUID key();

  /** Returns the service's id, known from the moment the service accepted the job. */
  Optional<String> id();

  /** Returns the newest that is known of the job. */
  JobSnapshot snapshot();

  /**
   * Returns a future of the outcome, the same for every caller however late.
   *
   * <p><i>Threading:</i> completes on the client's callback executor.
   *
   * <p><i>Cancellation:</i> cancelling the future ends that wait alone.
   *
   * <p><i>Errors:</i> ends with {@link DetachedException}, or one of {@code ClientClosedException},
   * {@code NotFoundException}, {@code CredentialsException} and {@code OutcomeUnknownException},
   * when the watch ends before the job does. A failed read of the state is not such an end.
   */
  CompletableFuture<JobOutcome<R>> outcome();

  /**
   * Returns the outcome, waiting for it at most as long as given.
   *
   * <p><i>Blocking:</i> up to the timeout; zero looks without waiting.
   *
   * <p><i>Cancellation:</i> an interrupt ends the wait alone.
   *
   * <p><i>Errors:</i> {@link WaitTimeoutException} with the last snapshot when time is up: the job
   * goes on and is still watched. Else as for {@link #outcome()}; {@code InvalidInputException} for
   * a negative timeout.
   *
   * @param timeout how long to wait at most
   * @throws InterruptedException when the waiting thread is interrupted
   */
  JobOutcome<R> await(Duration timeout) throws InterruptedException;

  /**
   * Asks the service to stop the job, and returns what came of it.
   *
   * <p><i>Blocking:</i> until the service has answered.
   *
   * <p><i>Errors:</i> those of a call that reached nothing: {@code UnreachableException} when
   * nothing was sent, {@code CredentialsException}, {@code RateLimitedException}.
   *
   * @throws InterruptedException when the waiting thread is interrupted; the request may have been
   *     sent by then
   */
  CancelResult<R> cancel() throws InterruptedException;

  /**
   * Returns a future of what came of asking the service to stop the job; otherwise as {@link
   * #cancel()}.
   *
   * <p><i>Threading:</i> completes on the client's callback executor.
   */
  CompletableFuture<CancelResult<R>> cancelAsync();

  /**
   * Stops watching; the job goes on. Pending waits end with {@link DetachedException}. Does nothing
   * once the outcome is known.
   */
  void detach();

  /**
   * Adds a listener, which first hears {@link JobEvent.Joined} and, for a job that had ended,
   * {@link JobEvent.Ended}.
   *
   * @param listener called on the callback executor
   * @return closes without waiting; an event that is being delivered may still arrive
   */
  Registration listen(JobListener listener);

  /**
   * Returns the events as a stream with back-pressure: every subscriber first gets {@link
   * JobEvent.Joined}; phase changes and the ending are never dropped, progress is conflated to the
   * newest while there is no demand. Completes after {@link JobEvent.Ended}; ends with an error
   * when the watch ends before the job does.
   *
   * <p><i>Threading:</i> signals come on the client's callback executor. Cancelling a subscription
   * leaves the job and its watch alone.
   */
  Flow.Publisher<JobEvent> events();
}
