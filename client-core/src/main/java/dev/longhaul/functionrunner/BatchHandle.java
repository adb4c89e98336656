package dev.longhaul.functionrunner;

import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobHandle;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A live view of several tasks that were submitted as one. Each of them is watched by a handle of
 * its own, until it ends, is detached or its client is closed; looking at them costs no request.
 *
 * <p>Three different things: {@link #detach()} stops watching and the tasks go on; {@link
 * #cancel()} asks the service to stop them; a timeout of {@link #await} ends our patience alone.
 *
 * <p><i>Threading:</i> every method may be called from any thread. Only {@link #await} and {@link
 * #cancel()} block.
 *
 * <p><i>After restart:</i> a handle dies with its client. Keep {@link #id()}, or the ids of the
 * tasks, and attach again.
 */
public interface BatchHandle {
  /**
   * Returns our key of the batch, made before anything was sent and sent as its idempotency key;
   * the handles of the tasks carry it too. For a batch that was attached to, a key that was never
   * sent.
   */
  UUID key();

  /** Returns the service's id of the batch. */
  String id();

  /** Returns the handles of the tasks, in the order submitted. */
  List<JobHandle<TaskResult>> tasks();

  /**
   * Returns the handle of a task by the name that it was submitted with.
   *
   * <p><i>Errors:</i> {@code InvalidInputException} when no task was submitted with that name, or
   * the batch was attached to: the service does not tell names.
   *
   * @param name the task's name in the submission
   */
  JobHandle<TaskResult> task(String name);

  /** Returns how far the batch is, by the newest that is known of each task. */
  BatchProgress progress();

  /**
   * Returns a future of how the tasks ended, done when the last of them has.
   *
   * <p><i>Threading:</i> completes on the client's callback executor.
   *
   * <p><i>Cancellation:</i> cancelling the future ends that wait alone.
   *
   * <p><i>Errors:</i> when the watch of a task ended before the task did, the error of the first
   * such task, as told at {@link JobHandle#outcome()}; the others are still waited for, and their
   * handles have their outcomes.
   */
  CompletableFuture<BatchOutcome> outcome();

  /**
   * Returns how the tasks ended, waiting for it at most as long as given.
   *
   * <p><i>Blocking:</i> up to the timeout; zero looks without waiting.
   *
   * <p><i>Cancellation:</i> an interrupt ends the wait alone.
   *
   * <p><i>Errors:</i> {@code WaitTimeoutException} with the snapshot of the first task that had not
   * ended, when time is up: the batch goes on and is still watched. As for {@link #outcome()} for
   * the first task whose watch ended, without waiting for those after it; {@code
   * InvalidInputException} for a negative timeout.
   *
   * @param timeout how long to wait at most
   * @throws InterruptedException when the waiting thread is interrupted
   */
  BatchOutcome await(Duration timeout) throws InterruptedException;

  /**
   * Asks the service to stop every task that has not ended, and returns what came of it. Sends
   * nothing when all are known to have ended.
   *
   * <p><i>Blocking:</i> until the service has answered.
   *
   * <p><i>Errors:</i> those of a call that reached nothing: {@code UnreachableException} when
   * nothing was sent, {@code CredentialsException}, {@code RateLimitedException}; {@code
   * ClientClosedException}.
   *
   * @throws InterruptedException when the waiting thread is interrupted; the request may have been
   *     sent by then
   */
  BatchCancelResult cancel() throws InterruptedException;

  /**
   * Returns a future of what came of asking the service to stop the batch; otherwise as {@link
   * #cancel()}.
   *
   * <p><i>Threading:</i> completes on the client's callback executor.
   */
  CompletableFuture<BatchCancelResult> cancelAsync();

  /**
   * Stops watching every task; they go on. Pending waits end with {@code DetachedException}. Does
   * nothing to a task whose outcome is known.
   */
  void detach();
}
