package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.job.JobService.Cancelling;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks once for a job to be stopped, and finds out what came of it. A refusal proves little by
 * itself (services answer 400, 409 or even 500 for a job that had finished), so the job is read
 * before the answer is told.
 */
final class CancelRequest<R> {
  private final WatchedJob<R> job;
  private final JobRuntime runtime;

  CancelRequest(WatchedJob<R> job, JobRuntime runtime) {
    this.job = job;
    this.runtime = runtime;
  }

  CompletableFuture<CancelResult<R>> send() {
    JobOutcome<R> known = job.knownOutcome();
    if (known != null) {
      return CompletableFuture.completedFuture(new CancelResult.AlreadyFinished<>(known));
    }
    String id = job.id().orElse(null);
    if (id == null) {
      return CompletableFuture.failedFuture(
          InvalidInputException.of(
              "job", "has no id yet", "Cancel it once the service has accepted it."));
    }
    if (runtime.isClosed()) {
      return CompletableFuture.failedFuture(
          new ClientClosedException(
              "The client is closed; nothing was sent, and the job goes on.",
              job.facts("cancel", id, CallFacts.Reach.NOT_SENT),
              null));
    }
    Optional<JobService.Cancel> cancel = job.service().cancel();
    if (cancel.isEmpty()) {
      return CompletableFuture.completedFuture(new CancelResult.NotSupported<>(id));
    }
    return send(id, cancel.get());
  }

  private CompletableFuture<CancelResult<R>> send(String id, JobService.Cancel cancel) {
    CompletableFuture<CancelResult<R>> told =
        job.service().cancelling() == Cancelling.ANY_TIME
            ? ask(id, cancel)
            : new ReadThenCancel<>(this, job, runtime, id, cancel).send();
    LinkedFuture<CancelResult<R>> result = new LinkedFuture<>(told);
    runtime.track(result, closedInBetween(id));
    told.whenComplete(result::settle);
    return result;
  }

  private CompletableFuture<CancelResult<R>> ask(String id, JobService.Cancel cancel) {
    CompletableFuture<?> answer =
        LinkedFuture.map(Guarded.call(() -> cancel.cancel(id)), taken -> true);
    LinkedFuture<CancelResult<R>> result = new LinkedFuture<>(answer);
    answer
        .handle((ok, error) -> judge(id, error))
        .thenCompose(stage -> stage)
        .whenComplete(result::settle);
    return result;
  }

  CompletionStage<CancelResult<R>> judge(String id, @Nullable Throwable error) {
    if (error == null) {
      job.readSoon();
      return CompletableFuture.completedFuture(new CancelResult.Accepted<>(id));
    }
    LonghaulException reason = asLonghaul(id, error);
    if (reason instanceof NotFoundException) {
      return CompletableFuture.completedFuture(unlessEnded(new CancelResult.NoSuchJob<>(id)));
    }
    if (reason instanceof CredentialsException
        || reason instanceof RateLimitedException
        || reason instanceof QuotaExhaustedException
        || reason.facts().reach() == CallFacts.Reach.NOT_SENT) {
      return CompletableFuture.failedFuture(reason);
    }
    return reason.facts().status().isPresent()
        ? lookAgain(id, reason)
        : CompletableFuture.completedFuture(new CancelResult.AnswerLost<>(id, reason));
  }

  /** Tells "had already finished" from "goes on" by reading the job. */
  private CompletionStage<CancelResult<R>> lookAgain(String id, LonghaulException refusal) {
    Optional<JobService.Read<R>> read = job.service().read();
    if (read.isEmpty()) {
      return CompletableFuture.completedFuture(notFinished(id, refusal));
    }
    long turn = runtime.engine().nextTurn();
    return Guarded.call(() -> read.get().read(id))
        .handle(
            (reading, error) -> {
              if (reading != null) {
                job.observe(reading, turn);
              }
              return reading == null || reading.outcome == null
                  ? unlessEnded(notFinished(id, refusal))
                  : unlessEnded(new CancelResult.AlreadyFinished<>(reading.outcome));
            });
  }

  /** An ending that the watch saw in the meantime is newer than what came of the request. */
  CancelResult<R> unlessEnded(CancelResult<R> result) {
    JobOutcome<R> known = job.knownOutcome();
    return known == null ? result : new CancelResult.AlreadyFinished<>(known);
  }

  /** Only a clear refusal says that the job goes on; anything else leaves open whether it stops. */
  private CancelResult<R> notFinished(String id, LonghaulException refusal) {
    return refusal.facts().reach() == CallFacts.Reach.DECLINED
        ? new CancelResult.StillRunning<>(job.snapshot(), refusal)
        : new CancelResult.AnswerLost<>(id, refusal);
  }

  LonghaulException asLonghaul(String id, @Nullable Throwable error) {
    Throwable reason =
        error == null ? new NullPointerException("no answer") : LinkedFuture.reason(error);
    return reason instanceof LonghaulException known
        ? known
        : new UnexpectedAnswerException(
            "The cancellation failed in its own code.", inDoubt(id), reason);
  }

  private ClientClosedException closedInBetween(String id) {
    return new ClientClosedException(
        "The client was closed before the answer came; the job may or may not stop.",
        inDoubt(id),
        null);
  }

  private CallFacts inDoubt(String id) {
    return job.facts("cancel", id, CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT);
  }
}
