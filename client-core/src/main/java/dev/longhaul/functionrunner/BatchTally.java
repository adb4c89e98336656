package dev.longhaul.functionrunner;

import dev.longhaul.job.JobPhase;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Counts the tasks of a batch. For one thread. */
final class BatchTally {
  private final Map<JobPhase, Integer> phases = new EnumMap<>(JobPhase.class);
  private int total;
  private double sum;

  /**
   * Counts one task.
   *
   * @param phase where it stands
   * @param percent how much of it is done, if that is known
   */
  void add(JobPhase phase, OptionalDouble percent) {
    total++;
    phases.merge(phase, 1, Integer::sum);
    sum += phase.isTerminal() ? 100 : percent.orElse(0);
  }

  BatchProgress progress() {
    int running = count(JobPhase.RUNNING);
    int succeeded = count(JobPhase.SUCCEEDED);
    int failed = count(JobPhase.FAILED);
    int cancelled = count(JobPhase.CANCELLED);
    int waiting = total - running - succeeded - failed - cancelled;
    return new BatchProgress(
        total, waiting, running, succeeded, failed, cancelled, total == 0 ? 0 : sum / total);
  }

  private int count(JobPhase phase) {
    return phases.getOrDefault(phase, 0);
  }
}
