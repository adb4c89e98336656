package dev.longhaul.functionrunner;

import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobOutcome;
import java.util.List;

/**
 * How the tasks of a batch ended. Once seen it is final.
 *
 * @param outcomes one for each task, in the order submitted
 */
public record BatchOutcome(List<JobOutcome<TaskResult>> outcomes) {
  /** Makes an outcome that nobody can change. */
  public BatchOutcome {
    outcomes = List.copyOf(outcomes);
  }

  /** Returns whether every task ended with a result. */
  public boolean succeeded() {
    return outcomes.stream().allMatch(JobOutcome.Succeeded.class::isInstance);
  }
}
