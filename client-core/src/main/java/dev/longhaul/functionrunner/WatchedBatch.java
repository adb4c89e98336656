package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.time.Ticker;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobSnapshot;
import dev.longhaul.job.WaitTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A batch that is the sum of its tasks' handles, and has no state of its own. Immutable, so safe
 * for every thread.
 */
final class WatchedBatch implements BatchHandle {
  private final Runner runner;
  private final String id;
  private final UUID key;
  private final List<JobHandle<TaskResult>> tasks;
  private final Map<String, Integer> places;

  /**
   * Makes a handle.
   *
   * @param tasks in the order submitted
   * @param places where in that order the tasks with names stand
   */
  WatchedBatch(
      Runner runner,
      String id,
      UUID key,
      List<JobHandle<TaskResult>> tasks,
      Map<String, Integer> places) {
    this.runner = runner;
    this.id = id;
    this.key = key;
    this.tasks = List.copyOf(tasks);
    this.places = Map.copyOf(places);
  }

  @Override
  public UUID key() {
    return key;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public List<JobHandle<TaskResult>> tasks() {
    return tasks;
  }

  @Override
  public JobHandle<TaskResult> task(String name) {
    Integer place = places.get(name);
    if (place == null) {
      throw InvalidInputException.of(
          "name",
          "is that of no task which was submitted through this handle",
          "Use a task_name of the submission, or take the task from tasks().");
    }
    return tasks.get(place);
  }

  @Override
  public BatchProgress progress() {
    BatchTally tally = new BatchTally();
    for (JobHandle<TaskResult> task : tasks) {
      JobSnapshot snapshot = task.snapshot();
      tally.add(snapshot.phase(), snapshot.percent());
    }
    return tally.progress();
  }

  @Override
  public CompletableFuture<BatchOutcome> outcome() {
    return LinkedFuture.map(
        LinkedFuture.all(tasks.stream().map(JobHandle::outcome).toList()), BatchOutcome::new);
  }

  @Override
  public BatchOutcome await(Duration timeout) throws InterruptedException {
    Ticker ticker = runner.transport().ticker();
    long began = ticker.nanos();
    List<JobOutcome<TaskResult>> outcomes = new ArrayList<>();
    Duration left = timeout;
    try {
      for (JobHandle<TaskResult> task : tasks) {
        outcomes.add(task.await(left));
        Duration rest = timeout.minusNanos(ticker.nanos() - began);
        left = rest.isNegative() ? Duration.ZERO : rest;
      }
    } catch (WaitTimeoutException shorter) {
      throw new WaitTimeoutException(timeout, shorter.snapshot(), shorter.getCause());
    }
    return new BatchOutcome(outcomes);
  }

  @Override
  public BatchCancelResult cancel() throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(cancelAsync());
  }

  @Override
  public CompletableFuture<BatchCancelResult> cancelAsync() {
    return new BatchCancelRequest(this, runner).send();
  }

  @Override
  public void detach() {
    tasks.forEach(JobHandle::detach);
  }

  @Override
  public String toString() {
    return "BatchHandle[" + id + ", key=" + key + ", " + progress() + "]";
  }
}
