package dev.longhaul.job;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.job.JobService.Cancelling;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Cancels a job where the request would destroy one that has ended: each time it is sent the job
 * was read just before, also when it is sent again after a failure that passes.
 *
 * <p><i>Concurrency:</i> one step at a time, each started by the end of the one before.
 */
final class ReadThenCancel<R> {
  private final CancelRequest<R> request;
  private final WatchedJob<R> job;
  private final JobRuntime runtime;
  private final String id;
  private final JobService.Cancel cancel;
  private final long began;
  private final LinkedFuture<CancelResult<R>> result =
      new LinkedFuture<>(CompletableFuture.completedFuture(true));
  private Set<WatchedJob<?>> watches = Set.of();
  private int rounds;
  private @Nullable LonghaulException inDoubt;

  ReadThenCancel(
      CancelRequest<R> request,
      WatchedJob<R> job,
      JobRuntime runtime,
      String id,
      JobService.Cancel cancel) {
    this.request = request;
    this.job = job;
    this.runtime = runtime;
    this.id = id;
    this.cancel = cancel;
    began = runtime.ticker().nanos();
  }

  CompletableFuture<CancelResult<R>> send() {
    guarded(this::look);
    return result;
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error broken) {
      result.completeExceptionally(broken);
    }
  }

  private void look() {
    if (result.isDone()) {
      return;
    }
    rounds++;
    long turn = runtime.engine().nextTurn();
    JobService.Read<R> read = job.service().read().orElseThrow();
    CompletableFuture<JobReading<R>> answer = Guarded.call(() -> read.read(id));
    result.waitFor(answer);
    answer.whenComplete((reading, error) -> guarded(() -> looked(reading, error, turn)));
  }

  private void looked(@Nullable JobReading<R> reading, @Nullable Throwable error, long turn) {
    if (reading == null) {
      unread(request.asLonghaul(id, error));
      return;
    }
    job.observe(reading, turn);
    JobOutcome<R> seen = job.knownOutcome() == null ? reading.outcome : job.knownOutcome();
    if (seen != null) {
      result.complete(new CancelResult.AlreadyFinished<>(seen));
    } else if (job.service().cancelling() == Cancelling.WHILE_WAITING
        && reading.phase != JobPhase.WAITING) {
      result.complete(tooLate(reading.phase));
    } else {
      ask();
    }
  }

  private void unread(LonghaulException error) {
    if (error instanceof NotFoundException && isLeftToAnother() && mayGoOn(error)) {
      again(rest(error), error);
    } else if (error instanceof NotFoundException) {
      result.complete(missing());
    } else if (job.knownOutcome() != null) {
      result.complete(new CancelResult.AlreadyFinished<>(job.knownOutcome()));
    } else if (inDoubt != null) {
      result.complete(new CancelResult.AnswerLost<>(id, inDoubt));
    } else {
      // Whatever the read did, the cancellation was not sent.
      result.completeExceptionally(
          error.with(error.facts().toBuilder().reach(Reach.NOT_SENT).build()));
    }
  }

  /** Whether the answer to another cancellation of the job will tell why it is gone. */
  private boolean isLeftToAnother() {
    return !job.mayBeGone() && job.isBeingCancelled();
  }

  private boolean mayGoOn(LonghaulException error) {
    return rounds <= job.service().cancelRetries() && isInTime(rest(error));
  }

  /** A job that is gone after we had it cancelled was cancelled. */
  private CancelResult<R> missing() {
    if (!job.mayBeGone()) {
      return request.unlessEnded(new CancelResult.NoSuchJob<>(id));
    }
    job.gone();
    JobOutcome<R> outcome = job.knownOutcome();
    return inDoubt != null
        ? new CancelResult.Accepted<>(id)
        : new CancelResult.AlreadyFinished<>(
            outcome == null ? new JobOutcome.Cancelled<>(id) : outcome);
  }

  private CancelResult<R> tooLate(JobPhase phase) {
    String why =
        phase == JobPhase.RUNNING
            ? "The job runs already, and the service stops only jobs that wait."
            : "The job is in a state that this client does not know, and the service stops only"
                + " jobs that wait.";
    return new CancelResult.StillRunning<>(
        job.snapshot(),
        new RefusedException(
            why + " It was not asked.", job.facts("cancel", id, Reach.NOT_SENT), null));
  }

  private void ask() {
    watches = runtime.watchesOf(id, job);
    watches.forEach(WatchedJob::cancelSent); // before it is: a read may be answered sooner
    CompletableFuture<?> answer = Guarded.call(() -> cancel.cancel(id).thenApply(taken -> true));
    result.waitFor(answer);
    answer.whenComplete((taken, error) -> guarded(() -> asked(error)));
  }

  private void asked(@Nullable Throwable error) {
    if (error == null) {
      told(new CancelResult.Accepted<>(id));
      job.readSoon();
      return;
    }
    LonghaulException reason = request.asLonghaul(id, error);
    boolean lost = reason.facts().reach() == Reach.MAY_HAVE_TAKEN_EFFECT;
    if (reason instanceof NotFoundException) {
      told(
          lost || inDoubt != null
              ? new CancelResult.Accepted<>(id)
              : request.unlessEnded(new CancelResult.NoSuchJob<>(id)));
      job.readSoon();
    } else if (isPassing(reason) && mayGoOn(reason)) {
      inDoubt = lost ? reason : inDoubt;
      answered(lost);
      again(rest(reason), reason);
    } else {
      conclude(reason);
    }
  }

  private void again(Duration rest, LonghaulException reason) {
    try {
      result.waitFor(runtime.schedule(() -> guarded(this::look), rest));
    } catch (RejectedExecutionException closed) {
      conclude(reason);
    }
  }

  private void conclude(LonghaulException reason) {
    request
        .judge(id, reason)
        .whenComplete(
            (told, error) -> {
              if (error != null && inDoubt != null) {
                told(new CancelResult.AnswerLost<>(id, inDoubt));
              } else if (error != null) {
                answered(false);
                result.completeExceptionally(LinkedFuture.reason(error));
              } else {
                told(told);
              }
            });
  }

  private void told(CancelResult<R> told) {
    answered(told instanceof CancelResult.Accepted || told instanceof CancelResult.AnswerLost);
    result.complete(told);
  }

  private void answered(boolean mayBeTaken) {
    watches.forEach(watch -> watch.cancelAnswered(mayBeTaken));
    watches = Set.of();
  }

  private static boolean isPassing(LonghaulException failure) {
    return failure instanceof RateLimitedException
        || failure instanceof ServiceFailedException
        || failure instanceof UnreachableException;
  }

  private Duration rest(LonghaulException failure) {
    return failure.facts().retryAfter().orElse(runtime.options.firstPoll());
  }

  private boolean isInTime(Duration rest) {
    Duration passed = Duration.ofNanos(runtime.ticker().nanos() - began);
    return passed.plus(rest).compareTo(job.service().deadline()) < 0;
  }
}
