package dev.longhaul.job;

import dev.longhaul.error.LonghaulException;

/**
 * Where a {@link PushSource} tells what it hears. Made by the engine.
 *
 * <p><i>Threading:</i> thread-safe. Frames of one job count in the order in which they are told;
 * one that shows a running job back in line is told only after a read. Never blocks, and calls no
 * listener on the caller's thread.
 *
 * @param <R> the result of a job
 */
public interface PushSink<R> {
  /**
   * Takes in what a frame said of a job; one that nobody watches is dropped.
   *
   * @param reading what the frame said; {@link JobReading.Builder#ended()} where it tells of an
   *     ending without the result: the job is then read, at the quick pace until a read shows the
   *     ending or a frame tells of another attempt
   */
  void frame(JobReading<R> reading);

  /**
   * Tells that how a job ends can no longer be learnt, where it cannot be read either. Its watch
   * ends with the error.
   *
   * @param id the service's id of the job
   * @param why mostly an {@code OutcomeUnknownException}
   */
  void gone(String id, LonghaulException why);

  /** Tells that frames arrive from now on. Every watched job is then read once. */
  void connected();

  /** Tells that frames may be lost from now on. Jobs are then read at their usual pace. */
  void lost();
}
