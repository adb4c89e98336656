package dev.longhaul.functionrunner;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.generated.functionrunner.model.BatchStatus;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobGroup;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a batch to be stopped, and finds out what came of it for each task. A refusal proves
 * little by itself, so the batch is read before the answer is told.
 *
 * <p>What the service said of the batch is kept by the id of the task. A task that is not among it
 * is left to its handle: it knows how the task ended, or asks for the task alone.
 */
final class BatchCancelRequest {
  private static final int NO_SUCH_METHOD = 405;

  private final BatchHandle batch;
  private final Runner runner;

  BatchCancelRequest(BatchHandle batch, Runner runner) {
    this.batch = batch;
    this.runner = runner;
  }

  List<CancelResult<TaskResult>> run() throws InterruptedException {
    Map<String, CancelResult<TaskResult>> told = LinkedFuture.await(send());
    return inOrder(told, handlesBut(told).cancel());
  }

  CompletableFuture<List<CancelResult<TaskResult>>> start() {
    CompletableFuture<List<CancelResult<TaskResult>>> results =
        LinkedFuture.chain(
            send(),
            told ->
                LinkedFuture.map(
                    handlesBut(told).cancelAsync(), byHandles -> inOrder(told, byHandles)));
    return LinkedFuture.on(runner.transport().callbacks(), results);
  }

  private JobGroup<TaskResult> handlesBut(Map<String, ?> told) {
    return JobGroup.of(batch.jobs().stream().filter(it -> !told.containsKey(id(it))).toList());
  }

  private List<CancelResult<TaskResult>> inOrder(
      Map<String, CancelResult<TaskResult>> told, List<CancelResult<TaskResult>> byHandles) {
    Iterator<CancelResult<TaskResult>> others = byHandles.iterator();
    List<CancelResult<TaskResult>> results = new ArrayList<>();
    for (JobHandle<TaskResult> task : batch.jobs()) {
      CancelResult<TaskResult> known = told.get(id(task));
      results.add(known == null ? others.next() : known);
    }
    return List.copyOf(results);
  }

  private CompletableFuture<Map<String, CancelResult<TaskResult>>> send() {
    List<JobHandle<TaskResult>> going = going();
    if (going.isEmpty()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    CompletableFuture<Optional<Throwable>> asked =
        ending(Guarded.call(() -> runner.paths().cancelBatch(batch.id()).start()));
    return LinkedFuture.chain(asked, error -> judge(going, error));
  }

  private List<JobHandle<TaskResult>> going() {
    return batch.jobs().stream().filter(it -> !it.snapshot().phase().isTerminal()).toList();
  }

  /** Returns a future of what went wrong, if anything did. */
  private static CompletableFuture<Optional<Throwable>> ending(CompletableFuture<?> call) {
    LinkedFuture<Optional<Throwable>> ending = new LinkedFuture<>(call);
    call.whenComplete(
        (value, error) -> ending.complete(Optional.ofNullable(error).map(LinkedFuture::reason)));
    return ending;
  }

  private CompletableFuture<Map<String, CancelResult<TaskResult>>> judge(
      List<JobHandle<TaskResult>> going, Optional<Throwable> error) {
    if (error.isEmpty()) {
      return each(going, task -> now(new CancelResult.Accepted<>(id(task))));
    }
    if (!(error.get() instanceof LonghaulException reason) || reachedNothing(reason)) {
      return CompletableFuture.failedFuture(error.get());
    }
    if (reason instanceof NotFoundException
        || reason.facts().status().orElse(0) == NO_SUCH_METHOD) {
      return CompletableFuture.completedFuture(Map.of());
    }
    return reason.facts().status().isPresent()
        ? LinkedFuture.chain(read(), told -> afterRefusal(told, reason))
        : each(going, task -> now(new CancelResult.AnswerLost<>(id(task), reason)));
  }

  private static boolean reachedNothing(LonghaulException reason) {
    return reason instanceof CredentialsException
        || reason instanceof RateLimitedException
        || reason instanceof ClientClosedException
        || reason.facts().reach() == Reach.NOT_SENT;
  }

  /** Returns a future of where the service says that its tasks stand, as far as it does. */
  private CompletableFuture<Map<String, TaskStatus>> read() {
    CompletableFuture<Map<String, TaskStatus>> answer =
        LinkedFuture.map(
            Guarded.call(() -> runner.paths().batch(batch.id()).start()), BatchCancelRequest::told);
    LinkedFuture<Map<String, TaskStatus>> read = new LinkedFuture<>(answer);
    answer.whenComplete((told, error) -> read.complete(error == null ? told : Map.of()));
    return read;
  }

  private static Map<String, TaskStatus> told(BatchStatus status) {
    List<TaskStatus> tasks = status.getTasks();
    return (tasks == null ? Stream.<TaskStatus>empty() : tasks.stream())
        .filter(
            task ->
                task != null
                    && task.getTaskId() != null
                    && task.getStatus() != null
                    && !task.getStatus().value().isBlank())
        .collect(Collectors.toMap(TaskStatus::getTaskId, Function.identity(), (a, b) -> b));
  }

  /** Tells "had already finished" from "goes on". */
  private CompletableFuture<Map<String, CancelResult<TaskResult>>> afterRefusal(
      Map<String, TaskStatus> told, LonghaulException refusal) {
    return each(going(), task -> afterRefusal(task, told.get(id(task)), refusal));
  }

  private CompletableFuture<CancelResult<TaskResult>> afterRefusal(
      JobHandle<TaskResult> task, @Nullable TaskStatus told, LonghaulException refusal) {
    if (told == null) {
      return now(notFinished(task, refusal));
    }
    return TaskReadings.isCompleted(told)
        ? completed(id(task), told, refusal)
        : now(
            TaskReadings.status(id(task), told)
                .outcome()
                .<CancelResult<TaskResult>>map(CancelResult.AlreadyFinished::new)
                .orElseGet(() -> notFinished(task, refusal)));
  }

  /** That a task has completed does not tell its result, without which there is no outcome. */
  private CompletableFuture<CancelResult<TaskResult>> completed(
      String id, TaskStatus told, LonghaulException refusal) {
    CompletableFuture<JobOutcome<TaskResult>> outcome =
        LinkedFuture.map(
            Guarded.call(() -> runner.paths().result(id).start()),
            result -> TaskReadings.result(id, told, result).outcome().orElseThrow());
    LinkedFuture<CancelResult<TaskResult>> finished = new LinkedFuture<>(outcome);
    outcome.whenComplete(
        (ended, error) ->
            finished.complete(
                error == null
                    ? new CancelResult.AlreadyFinished<>(ended)
                    : new CancelResult.AnswerLost<>(
                        id,
                        LinkedFuture.reason(error) instanceof LonghaulException known
                            ? known
                            : refusal)));
    return finished;
  }

  /** Only a clear refusal says that a task goes on; anything else leaves open whether it stops. */
  private static CancelResult<TaskResult> notFinished(
      JobHandle<TaskResult> task, LonghaulException refusal) {
    return refusal.facts().reach() == Reach.DECLINED
        ? new CancelResult.StillRunning<>(task.snapshot(), refusal)
        : new CancelResult.AnswerLost<>(id(task), refusal);
  }

  private static CompletableFuture<Map<String, CancelResult<TaskResult>>> each(
      List<JobHandle<TaskResult>> tasks,
      Function<JobHandle<TaskResult>, CompletableFuture<CancelResult<TaskResult>>> telling) {
    return LinkedFuture.map(
        LinkedFuture.all(tasks.stream().map(telling).toList()),
        results -> {
          Map<String, CancelResult<TaskResult>> told = new HashMap<>();
          results.forEach(result -> told.put(result.id(), result));
          return told;
        });
  }

  private static CompletableFuture<CancelResult<TaskResult>> now(CancelResult<TaskResult> result) {
    return CompletableFuture.completedFuture(result);
  }

  private static String id(JobHandle<?> task) {
    return Objects.requireNonNull(task.id().orElse(null), "a task of a batch has an id");
  }
}
