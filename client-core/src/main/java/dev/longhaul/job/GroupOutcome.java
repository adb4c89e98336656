package dev.longhaul.job;

import java.util.List;

/**
 * How the jobs of a group ended. Once seen it is final.
 *
 * @param outcomes one for each job, in the order of {@link JobGroup#jobs()}
 * @param <R> the result of a job
 */
public record GroupOutcome<R>(List<JobOutcome<R>> outcomes) {
  /** Makes an outcome that nobody can change. */
  public GroupOutcome {
    outcomes = List.copyOf(outcomes);
  }

  /** Returns whether every job ended with a result; true for a group without jobs. */
  public boolean succeeded() {
    return outcomes.stream().allMatch(JobOutcome.Succeeded.class::isInstance);
  }
}
