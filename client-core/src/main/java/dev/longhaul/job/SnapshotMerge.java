package dev.longhaul.job;

import java.time.Instant;

/** Merges what a service just said into what was known. Pure. */
final class SnapshotMerge {
  private SnapshotMerge() {}

  static JobSnapshot merge(JobSnapshot known, JobReading<?> reading, Instant now) {
    JobSnapshot.Draft next = known.draft();
    next.id = reading.id;
    next.phase = reading.phase;
    next.rawState = reading.rawState;
    next.observedAt = now;
    next.queuePosition = reading.queuePosition;
    if (begunAnew(known, reading)) {
      next.serverRetries++;
      next.percent = reading.percent;
      next.stage = reading.stage;
      next.message = reading.message;
      next.eta = reading.eta;
      return next.freeze();
    }
    // Math.max would spread NaN, which stands for "not told".
    if (Double.isNaN(next.percent) || reading.percent > next.percent) {
      next.percent = reading.percent;
    }
    next.stage = reading.stage == null ? next.stage : reading.stage;
    next.message = reading.message == null ? next.message : reading.message;
    next.eta = reading.eta == null ? next.eta : reading.eta;
    return next.freeze();
  }

  /** A job that was running and is back in line is being begun anew by its service. */
  private static boolean begunAnew(JobSnapshot known, JobReading<?> reading) {
    return known.phase() == JobPhase.RUNNING && reading.phase == JobPhase.WAITING;
  }

  static boolean phaseChanged(JobSnapshot before, JobSnapshot after) {
    return before.phase() != after.phase() || !before.rawState().equals(after.rawState());
  }

  static boolean progressed(JobSnapshot before, JobSnapshot after) {
    return !before.percent().equals(after.percent())
        || !before.stage().equals(after.stage())
        || !before.message().equals(after.message())
        || !before.eta().equals(after.eta())
        || !before.queuePosition().equals(after.queuePosition());
  }
}
