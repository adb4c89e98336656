package dev.longhaul.job;

import java.time.Instant;

/** Merges what a service just said into what was known. Pure. */
final class SnapshotMerge {
  private SnapshotMerge() {}

  static JobSnapshot merge(JobSnapshot known, JobReading<?> reading, Instant now) {
    JobSnapshot.Draft next = known.draft();
    // Thousands of jobs wait at once: what is the same is kept once, however often it is read.
    next.id = reading.id.isEmpty() || reading.id.equals(next.id) ? next.id : reading.id;
    next.phase = reading.phase;
    next.rawState = reading.rawState.intern();
    next.observedAt = now;
    next.queuePosition = reading.queuePosition;
    int retries = retries(known, reading);
    next.attempt = Math.max(known.attempt() < 0 ? -1 : known.attempt() + retries, reading.attempt);
    if (retries > 0) {
      next.serverRetries += retries;
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

  /**
   * Returns how often the service began the job anew since it was last seen: as often as its own
   * count grew, and once when a running job is back in line, whose new attempt may be counted now
   * or when it runs again.
   */
  private static int retries(JobSnapshot known, JobReading<?> reading) {
    boolean backInLine = known.phase() == JobPhase.RUNNING && reading.phase == JobPhase.WAITING;
    boolean counts = known.attempt() >= 0 && reading.attempt >= 0;
    int counted = counts ? reading.attempt - Math.max(known.attempt(), 1) : 0;
    return Math.max(counted, backInLine ? 1 : 0);
  }

  static boolean phaseChanged(JobSnapshot before, JobSnapshot after) {
    return before.phase() != after.phase() || !before.rawState().equals(after.rawState());
  }

  static boolean progressed(JobSnapshot before, JobSnapshot after) {
    return before.serverRetries() != after.serverRetries()
        || !before.percent().equals(after.percent())
        || !before.stage().equals(after.stage())
        || !before.message().equals(after.message())
        || !before.eta().equals(after.eta())
        || !before.queuePosition().equals(after.queuePosition());
  }
}
