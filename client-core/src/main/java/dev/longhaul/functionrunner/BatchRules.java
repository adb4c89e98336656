package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.generated.functionrunner.model.BatchTask;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch must be like, checked before anything is sent: a batch that cannot work would cost
 * as much as all of its tasks.
 */
final class BatchRules {
  /** Ours: no service states one, and each task of a batch is watched by itself. */
  static final int MOST_TASKS = 1_000;

  private BatchRules() {}

  /**
   * Returns a copy of a batch that can be sent, whatever its owner does with the original.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} when it cannot.
   */
  static BatchSubmission checked(@Nullable BatchSubmission batch) {
    if (batch == null) {
      throw InvalidInputException.of("batch", "is missing", "Pass the tasks to submit.");
    }
    BatchSubmission copy = TaskCalls.copy(batch, BatchSubmission.class);
    List<BatchTask> tasks = copy.getTasks();
    checkNumber(tasks == null ? 0 : tasks.size());
    for (int place = 0; place < tasks.size(); place++) {
      checkTask(place, tasks.get(place));
    }
    BatchDependencies.check(tasks, places(tasks));
    return copy;
  }

  private static void checkNumber(int tasks) {
    if (tasks == 0) {
      throw InvalidInputException.of("tasks", "is missing or empty", "Pass at least one task.");
    }
    if (tasks > MOST_TASKS) {
      throw InvalidInputException.of(
          "tasks",
          "holds " + tasks + " tasks, above the limit of " + MOST_TASKS + " of this client",
          "Submit several batches.");
    }
  }

  private static void checkTask(int place, @Nullable BatchTask task) {
    if (task == null) {
      throw InvalidInputException.of(at(place), "is null", "Leave it out.");
    }
    try {
      TaskRules.check(
          new TaskSubmission()
              .templateId(task.getTemplateId())
              .inputs(task.getInputs())
              .quality(task.getQuality())
              .priority(task.getPriority()));
    } catch (InvalidInputException wrong) {
      throw wrong.below(at(place));
    }
    if (task.getTaskName() != null && task.getTaskName().isBlank()) {
      throw InvalidInputException.of(
          at(place) + ".task_name", "is blank", "Leave it out, or name the task.");
    }
  }

  /** Returns where in the batch each name stands. */
  static Map<String, Integer> places(List<BatchTask> tasks) {
    Map<String, Integer> places = new HashMap<>();
    for (int place = 0; place < tasks.size(); place++) {
      String name = tasks.get(place).getTaskName();
      Integer before = name == null ? null : places.putIfAbsent(name, place);
      if (before != null) {
        throw InvalidInputException.of(
            at(place) + ".task_name",
            "is the same as that of " + at(before),
            "Give every task a name of its own, or none.");
      }
    }
    return places;
  }

  /** Returns how errors call a task. */
  static String at(int place) {
    return "tasks[" + place + "]";
  }
}
