package dev.longhaul.job;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far a group of jobs is. Every job is counted once.
 *
 * @param total how many jobs the group has
 * @param waiting how many are neither at work nor ended, as far as was seen
 * @param running how many are being worked on
 * @param succeeded how many ended with a result
 * @param failed how many ended with a failure
 * @param cancelled how many were cancelled
 * @param percent the mean over all jobs, from 0 to 100: one that has ended counts 100, however it
 *     ended, and one of which nothing is known counts 0. It falls only when the service begins a
 *     job anew. For a group without jobs it is 100.
 */
public record GroupProgress(
    int total, int waiting, int running, int succeeded, int failed, int cancelled, double percent) {

  /** Returns whether every job has ended. */
  public boolean hasEnded() {
    return succeeded + failed + cancelled == total;
  }

  static GroupProgress of(List<? extends JobHandle<?>> jobs) {
    Map<JobPhase, Integer> phases = new EnumMap<>(JobPhase.class);
    double sum = 0;
    for (JobHandle<?> job : jobs) {
      JobSnapshot seen = job.snapshot();
      phases.merge(seen.phase(), 1, Integer::sum);
      sum += seen.phase().isTerminal() ? 100 : seen.percent().orElse(0);
    }
    int total = jobs.size();
    int running = phases.getOrDefault(JobPhase.RUNNING, 0);
    int succeeded = phases.getOrDefault(JobPhase.SUCCEEDED, 0);
    int failed = phases.getOrDefault(JobPhase.FAILED, 0);
    int cancelled = phases.getOrDefault(JobPhase.CANCELLED, 0);
    int waiting = total - running - succeeded - failed - cancelled;
    return new GroupProgress(
        total, waiting, running, succeeded, failed, cancelled, total == 0 ? 100 : sum / total);
  }
}
