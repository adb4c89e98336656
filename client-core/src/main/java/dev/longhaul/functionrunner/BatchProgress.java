package dev.longhaul.functionrunner;

/**
 * How far a batch is. Every task is counted once.
 *
 * @param total how many tasks the batch has
 * @param waiting how many are neither at work nor ended, as far as was seen
 * @param running how many are being worked on
 * @param succeeded how many ended with a result
 * @param failed how many ended with a failure
 * @param cancelled how many were cancelled
 * @param percent the mean over all tasks, from 0 to 100: one that has ended counts 100, however it
 *     ended, and one of which nothing is known counts 0. It falls only when the service begins a
 *     task anew.
 */
public record BatchProgress(
    int total, int waiting, int running, int succeeded, int failed, int cancelled, double percent) {

  /** Returns whether every task has ended. */
  public boolean hasEnded() {
    return succeeded + failed + cancelled == total;
  }
}
