package dev.longhaul.cli;

import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobSnapshot;
import java.time.Duration;
import java.util.Optional;

/** The words for where a job stands. */
final class ProgressText {
  private ProgressText() {}

  /** Returns the stage of a running job, else the service's word for the state. */
  static String step(JobSnapshot snapshot) {
    String stage = snapshot.stage().orElse("");
    return snapshot.phase() == JobPhase.RUNNING && !stage.isBlank() ? stage : snapshot.rawState();
  }

  /** Returns how long the service expects it to take, from when it said so. */
  static Optional<Duration> remaining(JobSnapshot snapshot) {
    return snapshot
        .eta()
        .map(eta -> Duration.between(snapshot.observedAt(), eta))
        .filter(left -> !left.isNegative() && !snapshot.phase().isTerminal());
  }
}
