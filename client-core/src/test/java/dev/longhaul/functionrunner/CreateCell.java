package dev.longhaul.functionrunner;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.SubmissionUncertainException;
import org.jspecify.annotations.Nullable;

/**
 * What came of one submission.
 *
 * @param received how many creates reached the service
 * @param made how many jobs it made of them
 * @param error what the caller was told; null for a handle
 * @param reach how far the call is said to have come; null for a handle
 * @param attempts how many attempts the error tells of; 0 for a handle
 * @param exists whether the error says that the job is there
 */
record CreateCell(
    int received,
    int made,
    @Nullable Class<? extends LonghaulException> error,
    @Nullable Reach reach,
    int attempts,
    boolean exists) {
  static CreateCell handle(int received, int made) {
    return new CreateCell(received, made, null, null, 0, false);
  }

  static CreateCell told(int received, int made, LonghaulException error) {
    return new CreateCell(
        received,
        made,
        error.getClass(),
        error.facts().reach(),
        error.facts().attempts(),
        error instanceof SubmissionUncertainException uncertain && uncertain.exists());
  }

  /** The service declined what it received, and nothing was made. */
  static CreateCell declined(int received, Class<? extends LonghaulException> error) {
    return new CreateCell(received, 0, error, Reach.DECLINED, received, false);
  }

  static CreateCell unsent(int attempts, Class<? extends LonghaulException> error) {
    return new CreateCell(0, 0, error, Reach.NOT_SENT, attempts, false);
  }

  static CreateCell uncertain(int received, int made) {
    return uncertain(received, made, false);
  }

  /** The caller is told that the job is there, and that only its id is unknown. */
  static CreateCell exists(int received, int made) {
    return uncertain(received, made, true);
  }

  private static CreateCell uncertain(int received, int made, boolean exists) {
    return new CreateCell(
        received,
        made,
        SubmissionUncertainException.class,
        Reach.MAY_HAVE_TAKEN_EFFECT,
        received,
        exists);
  }

  /** Returns the text of the cell in the table. */
  @Override
  public String toString() {
    String counts = received + " / " + made + ": ";
    return error == null || reach == null
        ? counts + "handle"
        : counts
            + error.getSimpleName().replaceFirst("Exception$", "")
            + ", "
            + (exists ? "job exists" : words(reach))
            + ", "
            + (attempts == 1 ? "1 attempt" : attempts + " attempts");
  }

  private static String words(Reach reach) {
    return switch (reach) {
      case NOT_SENT -> "nothing sent";
      case DECLINED -> "nothing done";
      case MAY_HAVE_TAKEN_EFFECT -> "in doubt";
    };
  }
}
