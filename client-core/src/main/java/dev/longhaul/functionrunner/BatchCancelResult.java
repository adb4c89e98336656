package dev.longhaul.functionrunner;

import dev.longhaul.error.LonghaulException;

/**
 * What came of asking the service to stop a batch. Accepted is not the ending: the watch of each
 * task brings that, and it may still be a success, since a cancellation can race with completion.
 */
public sealed interface BatchCancelResult {
  /** Returns the service's id of the batch. */
  String id();

  /**
   * The service took the request; every task will end, one way or the other.
   *
   * @param id the service's id of the batch
   */
  record Accepted(String id) implements BatchCancelResult {}

  /**
   * Every task had ended before the service could stop it. The outcome, with its results, is on the
   * handle, at the latest when the watch has read each task once more.
   *
   * @param id the service's id of the batch
   * @param progress how many ended in which way
   */
  record AlreadyFinished(String id, BatchProgress progress) implements BatchCancelResult {}

  /**
   * The service declined, and the batch goes on.
   *
   * @param id the service's id of the batch
   * @param progress where the batch stood after that
   * @param reason the service's refusal
   */
  record StillRunning(String id, BatchProgress progress, LonghaulException reason)
      implements BatchCancelResult {}

  /**
   * The service knows no batch of this id, or has no way to stop one. Its tasks can still be
   * cancelled one by one.
   *
   * @param id the id that was asked for
   */
  record NoSuchBatch(String id) implements BatchCancelResult {}

  /**
   * The request was sent and its answer was lost: the batch may or may not stop. Asking again is
   * safe.
   *
   * @param id the service's id of the batch
   * @param reason how the answer was lost
   */
  record AnswerLost(String id, LonghaulException reason) implements BatchCancelResult {}
}
