package dev.longhaul.functionrunner;

import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobGroup;
import dev.longhaul.job.JobHandle;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Several tasks that were submitted as one: a group of their handles, with a name at the service.
 * Each task is watched by its own handle, until it ends, is detached or its client is closed.
 *
 * <p><i>After restart:</i> a handle dies with its client. Keep {@link #id()}, or the ids of the
 * tasks, and attach again.
 */
public interface BatchHandle extends JobGroup<TaskResult> {
  /**
   * Returns our key of the batch, made before anything was sent and sent as its idempotency key;
   * the handles of the tasks carry it too. For a batch that was attached to, a key that was never
   * sent.
   */
  UUID key();

  /** Returns the service's id of the batch. */
  String id();

  /** Returns the handles of the tasks, in the order submitted. */
  @Override
  List<JobHandle<TaskResult>> jobs();

  /**
   * Returns the handle of a task by the name that it was submitted with.
   *
   * <p><i>Errors:</i> {@code InvalidInputException} when no task was submitted with that name, or
   * the batch was attached to: the service does not tell names.
   *
   * @param name the task's name in the submission
   */
  JobHandle<TaskResult> task(String name);

  /**
   * Asks the service, in one request, to stop every task that is not known to have ended, and
   * returns what came of it for each task, in the order of {@link #jobs()}. Sends nothing when all
   * are known to have ended.
   *
   * <p>What the service says of the batch holds for each task. If it does not take the request, the
   * batch is read once, and a task that had ended meanwhile is {@link CancelResult.AlreadyFinished}
   * with its outcome, for which one that had completed is read too; where that read fails, it is
   * {@link CancelResult.AnswerLost}. A service that does not know the batch, or cannot stop one
   * (404, 405), is asked for each task by itself, as {@link JobGroup#cancel()} does.
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
  @Override
  List<CancelResult<TaskResult>> cancel() throws InterruptedException;

  /**
   * Returns a future of what came of asking the service to stop the batch; otherwise as {@link
   * #cancel()}.
   *
   * <p><i>Threading:</i> completes on the client's callback executor.
   *
   * <p><i>Cancellation:</i> cancelling the future aborts the request that is on the way.
   */
  @Override
  CompletableFuture<List<CancelResult<TaskResult>>> cancelAsync();
}
