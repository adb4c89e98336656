package dev.longhaul.job;

/**
 * Where a job stands, in words that hold for every service. The service's own word is kept beside
 * it, in {@link JobSnapshot#rawState()}.
 */
public enum JobPhase {
  /** Not yet accepted by the service. */
  SUBMITTING,
  /** Accepted, and not started, or put back in line by the service. */
  WAITING,
  /** Being worked on. */
  RUNNING,
  /** Not seen yet, or in a state that this version does not know: the job is taken to go on. */
  UNKNOWN,
  /** Ended with a result. */
  SUCCEEDED,
  /** Ended with a failure. */
  FAILED,
  /** Ended since someone asked for it. */
  CANCELLED;

  /** Returns whether a job never leaves this phase. */
  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
