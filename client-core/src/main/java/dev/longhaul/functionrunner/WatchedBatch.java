package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
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
  public List<JobHandle<TaskResult>> jobs() {
    return tasks;
  }

  @Override
  public JobHandle<TaskResult> task(String name) {
    Integer place = places.get(name);
    if (place == null) {
      throw InvalidInputException.of(
          "name",
          "is that of no task which was submitted through this handle",
          "Use a task_name of the submission, or take the task from jobs().");
    }
    return tasks.get(place);
  }

  @Override
  public List<CancelResult<TaskResult>> cancel() throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return new BatchCancelRequest(this, runner).run();
  }

  @Override
  public CompletableFuture<List<CancelResult<TaskResult>>> cancelAsync() {
    return new BatchCancelRequest(this, runner).start();
  }

  @Override
  public String toString() {
    return "BatchHandle[" + id + ", key=" + key + ", " + progress() + "]";
  }
}
