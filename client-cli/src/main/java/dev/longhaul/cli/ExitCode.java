package dev.longhaul.cli;

/** What the number tells with which the program ends. */
final class ExitCode {
  /**
   * The job succeeded, the cancellation was accepted, the question was answered, or a watch that
   * has no end of its own was left.
   */
  static final int DONE = 0;

  /**
   * The job failed, had already finished when it was to be cancelled, or the service answered with
   * an error over a connection.
   */
  static final int JOB_FAILED = 1;

  /** The command line, an input or something else on this side cannot work. */
  static final int WRONG_USAGE = 2;

  /** The service refused, or could not be reached. */
  static final int SERVICE = 3;

  /** The wait ended, or we detached; the job goes on. */
  static final int JOB_GOES_ON = 4;

  /** The job may or may not have been accepted, or how it ended cannot be learnt. */
  static final int UNKNOWN = 5;

  /** The job was cancelled. */
  static final int JOB_CANCELLED = 6;

  /**
   * Stopped by Ctrl-C before anything was asked of the service that lasts; what shells expect then.
   */
  static final int STOPPED = 130;

  private ExitCode() {}
}
