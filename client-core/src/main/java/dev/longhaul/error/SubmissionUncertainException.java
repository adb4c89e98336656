package dev.longhaul.error;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The submission may have been accepted, and this side cannot tell: it was sent, and no answer
 * settles it. It is not repeated, since that could run and charge the work twice. Remedy: look at
 * the service for a job that carries the {@link #key()} (it was sent as the {@code Idempotency-Key}
 * header); submit again only when there is none, or when a second job does no harm.
 */
public final class SubmissionUncertainException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  private final UUID key;

  /**
   * Makes the exception.
   *
   * @param key our key of the job
   * @param facts what is known about the call
   * @param cause the failure that left the submission uncertain
   */
  public SubmissionUncertainException(UUID key, CallFacts facts, @Nullable Throwable cause) {
    super(
        "The submission may or may not have been accepted. It was not repeated; look for the key at the service"
            + " before you submit again.",
        facts.toBuilder().key(key).build(),
        cause);
    this.key = key;
  }

  /** Returns our key of the job, the one that was sent along. */
  public UUID key() {
    return key;
  }
}
