package dev.longhaul.error;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of the submission cannot be told from here, and it is not sent again, since that could
 * run and charge the work twice. Either it was sent and no answer settles it, so that a job may be
 * there; or the service rejected a repeat because it had the key already, so that a job {@linkplain
 * #exists() is there} and only its id is unknown. Remedy: look at the service for a job that
 * carries the {@link #key()} (it was sent as the {@code Idempotency-Key} header). Submit again only
 * when there is none, or when a second job does no harm; never when the job exists.
 */
public final class SubmissionUncertainException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  private static final String UNSETTLED =
      "The submission may or may not have been accepted: it was sent, and no answer settles it. It"
          + " is not sent again; look for the key at the service before you submit again.";

  private static final String EXISTS =
      "The job exists, and its id is unknown: the service rejected a repeat of the submission since"
          + " it has the key already. Find the job by the key at the service; do not submit again.";

  private final UUID key;
  private final boolean exists;
  private final ArrayList<Candidate> candidates;

  /**
   * A job of the service's list that may be the one that was submitted, and that this client knows
   * of nobody to have.
   *
   * @param id the service's id of the job
   * @param state the service's own word for its state
   * @param createdAt when it was accepted, by the service's clock; null if the list does not tell
   */
  public record Candidate(String id, String state, @Nullable Instant createdAt)
      implements Serializable {
    /** Returns the id and the time, without the service's word. */
    @Override
    public String toString() {
      return "Candidate[id=" + id + ", createdAt=" + createdAt + "]";
    }
  }

  /**
   * Makes the exception for a submission that no answer settles.
   *
   * @param key our key of the job
   * @param facts what is known about the call
   * @param cause the failure that left the submission uncertain
   */
  public SubmissionUncertainException(UUID key, CallFacts facts, @Nullable Throwable cause) {
    this(key, false, facts, cause, List.of());
  }

  private SubmissionUncertainException(
      UUID key,
      boolean exists,
      CallFacts facts,
      @Nullable Throwable cause,
      List<Candidate> candidates) {
    super(
        (exists ? EXISTS : UNSETTLED) + seen(candidates.size()),
        facts.toBuilder().key(key).build(),
        cause);
    this.key = key;
    this.exists = exists;
    this.candidates = new ArrayList<>(candidates);
  }

  private static String seen(int candidates) {
    return candidates == 0
        ? ""
        : " The list of the service shows " + candidates + " that may be it: see candidates().";
  }

  /**
   * Returns the exception for a submission whose repeat was rejected because the service had the
   * key already: the job exists.
   *
   * @param key our key of the job
   * @param facts what is known about the call
   * @param cause the rejection, or null
   */
  public static SubmissionUncertainException rejectedRepeat(
      UUID key, CallFacts facts, @Nullable Throwable cause) {
    return new SubmissionUncertainException(key, true, facts, cause, List.of());
  }

  /**
   * Returns this error after the service's list was searched for the job, in vain.
   *
   * @param candidates the jobs that may be it
   * @param trouble why the list could not be read, or null; goes along as a suppressed exception
   */
  public SubmissionUncertainException afterSearch(
      List<Candidate> candidates, @Nullable Throwable trouble) {
    SubmissionUncertainException searched =
        alike(new SubmissionUncertainException(key, exists, facts(), getCause(), candidates));
    if (trouble != null) {
      searched.addSuppressed(trouble);
    }
    return searched;
  }

  /**
   * Returns the jobs of the service's list that may be the one that was submitted, at most 20; the
   * newest come as the service lists them. Empty when the service has no list, when its list could
   * not be read (a suppressed exception then says why), and when it shows none.
   */
  public List<Candidate> candidates() {
    return List.copyOf(candidates);
  }

  /** Returns our key of the job, the one that was sent along. */
  public UUID key() {
    return key;
  }

  /**
   * Returns whether a job with the key is known to be at the service; false when it only may be.
   */
  public boolean exists() {
    return exists;
  }

  @Override
  public String userMessage() {
    return exists
        ? "The job was accepted, but it cannot be followed from here. Look for it at the service,"
            + " and do not start it again."
        : "It is not clear whether the job was accepted. Look for it at the service before you"
            + " start it again.";
  }

  /** Returns this error with other facts, except that the key stays this job's. */
  @Override
  public SubmissionUncertainException with(CallFacts facts) {
    return alike(new SubmissionUncertainException(key, exists, facts, getCause(), candidates));
  }
}
