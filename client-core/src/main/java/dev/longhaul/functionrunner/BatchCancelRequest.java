package dev.longhaul.functionrunner;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.generated.functionrunner.model.BatchStatus;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobReading;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Asks for a batch to be stopped, and finds out what came of it. A refusal proves little by itself,
 * so the batch is read before the answer is told.
 */
final class BatchCancelRequest {
  private final WatchedBatch batch;
  private final Runner runner;

  BatchCancelRequest(WatchedBatch batch, Runner runner) {
    this.batch = batch;
    this.runner = runner;
  }

  CompletableFuture<BatchCancelResult> send() {
    BatchProgress known = batch.progress();
    if (known.hasEnded()) {
      return CompletableFuture.completedFuture(
          new BatchCancelResult.AlreadyFinished(batch.id(), known));
    }
    CompletableFuture<Optional<Throwable>> asked =
        ending(Guarded.call(() -> runner.paths().cancelBatch(batch.id()).start()));
    return LinkedFuture.on(runner.transport().callbacks(), LinkedFuture.chain(asked, this::judge));
  }

  /** Returns a future of what went wrong, if anything did. */
  private static CompletableFuture<Optional<Throwable>> ending(CompletableFuture<?> call) {
    LinkedFuture<Optional<Throwable>> ending = new LinkedFuture<>(call);
    call.whenComplete(
        (value, error) -> ending.complete(Optional.ofNullable(error).map(LinkedFuture::reason)));
    return ending;
  }

  private CompletableFuture<BatchCancelResult> judge(Optional<Throwable> error) {
    if (error.isEmpty()) {
      return CompletableFuture.completedFuture(new BatchCancelResult.Accepted(batch.id()));
    }
    if (!(error.get() instanceof LonghaulException reason) || reachedNothing(reason)) {
      return CompletableFuture.failedFuture(error.get());
    }
    if (reason instanceof NotFoundException) {
      return CompletableFuture.completedFuture(new BatchCancelResult.NoSuchBatch(batch.id()));
    }
    return reason.facts().status().isPresent()
        ? lookAgain(reason)
        : CompletableFuture.completedFuture(new BatchCancelResult.AnswerLost(batch.id(), reason));
  }

  private static boolean reachedNothing(LonghaulException reason) {
    return reason instanceof CredentialsException
        || reason instanceof RateLimitedException
        || reason instanceof ClientClosedException
        || reason.facts().reach() == Reach.NOT_SENT;
  }

  /** Tells "had already finished" from "goes on" by reading the batch. */
  private CompletableFuture<BatchCancelResult> lookAgain(LonghaulException refusal) {
    CompletableFuture<BatchProgress> read =
        LinkedFuture.map(runner.paths().batch(batch.id()).start(), this::progress);
    LinkedFuture<BatchCancelResult> result = new LinkedFuture<>(read);
    read.whenComplete(
        (told, error) ->
            result.complete(afterRefusal(error == null ? told : batch.progress(), refusal)));
    return result;
  }

  /**
   * Only a clear refusal says that the batch goes on; anything else leaves open whether it stops.
   */
  private BatchCancelResult afterRefusal(BatchProgress told, LonghaulException refusal) {
    if (told.hasEnded()) {
      return new BatchCancelResult.AlreadyFinished(batch.id(), told);
    }
    return refusal.facts().reach() == Reach.DECLINED
        ? new BatchCancelResult.StillRunning(batch.id(), told, refusal)
        : new BatchCancelResult.AnswerLost(batch.id(), refusal);
  }

  /** A service that does not tell its tasks leaves it at what the handles know. */
  private BatchProgress progress(BatchStatus status) {
    List<TaskStatus> tasks = Objects.requireNonNullElse(status.getTasks(), List.of());
    if (tasks.size() != batch.tasks().size()) {
      return batch.progress();
    }
    BatchTally tally = new BatchTally();
    for (TaskStatus task : tasks) {
      if (task.getStatus() == null) {
        return batch.progress();
      }
      JobReading<?> reading = TaskReadings.status(batch.id(), task);
      tally.add(
          TaskReadings.isCompleted(task) ? JobPhase.SUCCEEDED : reading.phase(), reading.percent());
    }
    return tally.progress();
  }
}
