package dev.longhaul.job;

import java.util.function.Function;

/**
 * How a job ended: exactly one of succeeded, failed or cancelled. Once seen it is final.
 *
 * @param <R> the result of a job that succeeded
 */
public sealed interface JobOutcome<R> {
  /** Returns the service's id of the job. */
  String id();

  /**
   * Returns what the function for this ending gives.
   *
   * @param succeeded called for a job that succeeded
   * @param failed called for a job that failed
   * @param cancelled called for a job that was cancelled
   */
  <T> T fold(
      Function<? super Succeeded<R>, ? extends T> succeeded,
      Function<? super Failed<R>, ? extends T> failed,
      Function<? super Cancelled<R>, ? extends T> cancelled);

  /**
   * Returns the result of a job that succeeded.
   *
   * <p><i>Errors:</i> {@link JobFailedException} when it failed, {@link JobCancelledException} when
   * it was cancelled.
   */
  default R resultOrThrow() {
    return fold(
        Succeeded::result,
        failed -> {
          throw new JobFailedException(id(), failed.failure());
        },
        cancelled -> {
          throw new JobCancelledException(id());
        });
  }

  /**
   * The job succeeded.
   *
   * @param id the service's id of the job
   * @param result what the job made
   * @param <R> the result
   */
  record Succeeded<R>(String id, R result) implements JobOutcome<R> {
    @Override
    public <T> T fold(
        Function<? super Succeeded<R>, ? extends T> succeeded,
        Function<? super Failed<R>, ? extends T> failed,
        Function<? super Cancelled<R>, ? extends T> cancelled) {
      return succeeded.apply(this);
    }

    /** Returns the id alone: a result may hold private data. */
    @Override
    public String toString() {
      return "Succeeded[" + id + "]";
    }
  }

  /**
   * The job failed. That is the service's verdict, never ours.
   *
   * @param id the service's id of the job
   * @param failure why
   * @param <R> the result it would have had
   */
  record Failed<R>(String id, JobFailure failure) implements JobOutcome<R> {
    @Override
    public <T> T fold(
        Function<? super Succeeded<R>, ? extends T> succeeded,
        Function<? super Failed<R>, ? extends T> failed,
        Function<? super Cancelled<R>, ? extends T> cancelled) {
      return failed.apply(this);
    }
  }

  /**
   * The job was cancelled, by us or by someone else.
   *
   * @param id the service's id of the job
   * @param <R> the result it would have had
   */
  record Cancelled<R>(String id) implements JobOutcome<R> {
    @Override
    public <T> T fold(
        Function<? super Succeeded<R>, ? extends T> succeeded,
        Function<? super Failed<R>, ? extends T> failed,
        Function<? super Cancelled<R>, ? extends T> cancelled) {
      return cancelled.apply(this);
    }
  }
}
