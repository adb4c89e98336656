package dev.longhaul.job;

import dev.longhaul.error.LonghaulException;

/**
 * What came of asking a service to stop a job. Accepted is not the ending: the watch brings that,
 * and it may still be a success, since a cancellation can race with completion.
 *
 * @param <R> the result of the job
 */
public sealed interface CancelResult<R> {
  /** Returns the service's id of the job. */
  String id();

  /**
   * The service took the request; the job will end, one way or the other.
   *
   * @param id the service's id of the job
   * @param <R> the result of the job
   */
  record Accepted<R>(String id) implements CancelResult<R> {}

  /**
   * The job had ended before the service could stop it.
   *
   * @param outcome how it really ended
   * @param <R> the result of the job
   */
  record AlreadyFinished<R>(JobOutcome<R> outcome) implements CancelResult<R> {
    @Override
    public String id() {
      return outcome.id();
    }
  }

  /**
   * The job goes on: the service declined, or it was not asked, since it stops jobs only in a state
   * that this one is not in. The reason tells the two apart: a refusal has the HTTP status of the
   * answer, and a request that was never made has none.
   *
   * @param snapshot where the job stood when it was last read, which may be before the refusal
   * @param reason the service's refusal, or why it was not asked
   * @param <R> the result of the job
   */
  record StillRunning<R>(JobSnapshot snapshot, LonghaulException reason)
      implements CancelResult<R> {
    @Override
    public String id() {
      return snapshot.id().orElse("");
    }
  }

  /**
   * The service has no way to stop a job; nothing was sent.
   *
   * @param id the service's id of the job
   * @param <R> the result of the job
   */
  record NotSupported<R>(String id) implements CancelResult<R> {}

  /**
   * The service knows no job of this id.
   *
   * @param id the id that was asked for
   * @param <R> the result of the job
   */
  record NoSuchJob<R>(String id) implements CancelResult<R> {}

  /**
   * The request was sent and its answer was lost: the job may or may not stop. Asking again is
   * safe.
   *
   * @param id the service's id of the job
   * @param reason how the answer was lost
   * @param <R> the result of the job
   */
  record AnswerLost<R>(String id, LonghaulException reason) implements CancelResult<R> {}
}
