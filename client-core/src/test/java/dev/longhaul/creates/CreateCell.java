package dev.longhaul.creates;

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
 * @param search what the search in the service's list came to
 */
record CreateCell(
    int received,
    int made,
    @Nullable Class<? extends LonghaulException> error,
    @Nullable Reach reach,
    int attempts,
    boolean exists,
    Search search) {
  /** What the search in a list of jobs comes to. */
  enum Search {
    /** The list was not read. */
    NONE,
    /** A job was found, and it is the one that the create made. */
    FOUND,
    /** No job was found that may be it. */
    NO_CANDIDATE,
    /** The job that the create made was found, and it may be another's. */
    CANDIDATE
  }

  static CreateCell handle(int received, int made) {
    return new CreateCell(received, made, null, null, 0, false, Search.NONE);
  }

  static CreateCell told(int received, int made, LonghaulException error) {
    return new CreateCell(
        received,
        made,
        error.getClass(),
        error.facts().reach(),
        error.facts().attempts(),
        error instanceof SubmissionUncertainException uncertain && uncertain.exists(),
        Search.NONE);
  }

  /** The service declined what it received, and nothing was made. */
  static CreateCell declined(int received, Class<? extends LonghaulException> error) {
    return new CreateCell(received, 0, error, Reach.DECLINED, received, false, Search.NONE);
  }

  static CreateCell unsent(int attempts, Class<? extends LonghaulException> error) {
    return new CreateCell(0, 0, error, Reach.NOT_SENT, attempts, false, Search.NONE);
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
        exists,
        Search.NONE);
  }

  CreateCell after(Search now) {
    return new CreateCell(received, made, error, reach, attempts, exists, now);
  }

  /** Returns what comes of it where the service lists its jobs, and shows what each is about. */
  CreateCell whereContentIsListed() {
    if (error != SubmissionUncertainException.class) {
      return this;
    }
    return made > 0 || exists
        ? handle(received, made).after(Search.FOUND)
        : after(Search.NO_CANDIDATE);
  }

  /** Returns what comes of it where the service lists its jobs, and anybody may have made them. */
  CreateCell whereJobsAreListed() {
    CreateCell searched = whereContentIsListed();
    return searched.search == Search.FOUND ? after(Search.CANDIDATE) : searched;
  }

  /** Returns the text of the cell in the table. */
  @Override
  public String toString() {
    String counts = received + " / " + made + ": ";
    return error == null || reach == null
        ? counts + "handle" + words(search)
        : counts
            + error.getSimpleName().replaceFirst("Exception$", "")
            + ", "
            + (exists ? "job exists" : words(reach))
            + ", "
            + (attempts == 1 ? "1 attempt" : attempts + " attempts")
            + words(search);
  }

  private static String words(Reach reach) {
    return switch (reach) {
      case NOT_SENT -> "nothing sent";
      case DECLINED -> "nothing done";
      case MAY_HAVE_TAKEN_EFFECT -> "in doubt";
    };
  }

  private static String words(Search search) {
    return switch (search) {
      case NONE -> "";
      case FOUND -> ", found";
      case NO_CANDIDATE -> ", no candidate";
      case CANDIDATE -> ", 1 candidate";
    };
  }
}
