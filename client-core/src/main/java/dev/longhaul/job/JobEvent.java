package dev.longhaul.job;

import dev.longhaul.error.LonghaulException;

/**
 * Something seen on the way of a job. The set is open: later versions add kinds, so code that looks
 * at kinds needs a branch for the rest. Every subscriber first gets one {@link Joined}; the last is
 * {@link Ended}, or {@link WatchStopped} when the watch ended before the job did.
 */
public interface JobEvent {
  /** Returns what is known of the job from this event on. */
  JobSnapshot snapshot();

  /**
   * The subscriber joined: this is what was known by then.
   *
   * @param snapshot what was known
   */
  record Joined(JobSnapshot snapshot) implements JobEvent {}

  /**
   * The phase, or the service's own word for the state, changed. Never dropped.
   *
   * @param before what was known before
   * @param snapshot what is known now
   */
  record PhaseChanged(JobSnapshot before, JobSnapshot snapshot) implements JobEvent {}

  /**
   * Percent, stage, message, estimate or queue position changed within a phase. While a subscriber
   * is busy only the newest is kept.
   *
   * @param snapshot what is known now
   */
  record Progressed(JobSnapshot snapshot) implements JobEvent {}

  /**
   * The service could not be asked; the watch goes on and asks again. While a subscriber is busy
   * only the newest in a row is kept.
   *
   * @param snapshot what was known before
   * @param error what was wrong
   */
  record ReadFailed(JobSnapshot snapshot, LonghaulException error) implements JobEvent {}

  /**
   * The job ended. The last event; never dropped.
   *
   * @param snapshot what is known at the end
   * @param outcome how it ended
   */
  record Ended(JobSnapshot snapshot, JobOutcome<?> outcome) implements JobEvent {}

  /**
   * The watch ended before the job did. The last event; never dropped. A {@link JobHandle#events()}
   * stream ends with this error instead.
   *
   * @param snapshot what is known at the end
   * @param error why: detached, closed, or the service knows the job or our credentials no more
   */
  record WatchStopped(JobSnapshot snapshot, LonghaulException error) implements JobEvent {}
}
