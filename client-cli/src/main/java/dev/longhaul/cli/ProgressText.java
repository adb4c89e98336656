package dev.longhaul.cli;

import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobSnapshot;
import java.time.Duration;
import java.util.Optional;

/** The words for where a job stands. */
final class ProgressText {
  private ProgressText() {}

  /**
   * Returns the stage of a running job, else the service's word for the state; and how often the
   * service began anew, until the end.
   */
  static String step(JobSnapshot snapshot) {
    String stage = snapshot.stage().orElse("");
    boolean staged = snapshot.phase() == JobPhase.RUNNING && !stage.isBlank();
    String step = staged ? stage : snapshot.rawState();
    return snapshot.serverRetries() == 0 || snapshot.phase().isTerminal()
        ? step
        : step + " (service retry " + snapshot.serverRetries() + ")";
  }

  /** Returns how long the service expects it to take, from when it said so. */
  static Optional<Duration> remaining(JobSnapshot snapshot) {
    return snapshot
        .eta()
        .map(eta -> Duration.between(snapshot.observedAt(), eta))
        .filter(left -> !left.isNegative() && !snapshot.phase().isTerminal());
  }
}
