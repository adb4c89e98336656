package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Our patience ended and the job goes on: it is still watched, and was not cancelled. Remedy: wait
 * again, on the same handle or, after a restart, on one attached by id. The cause is the newest
 * failed read of the job, if the service could not be asked of late.
 */
public final class WaitTimeoutException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient JobSnapshot snapshot;

  /**
   * Makes the exception for a wait that was too short.
   *
   * @param waited how long it was
   * @param snapshot where the job stood when it ended
   * @param trouble the newest failed read of the job, if the service could not be asked of late
   */
  public WaitTimeoutException(Duration waited, JobSnapshot snapshot, @Nullable Throwable trouble) {
    this(
        "The job had not ended after " + waited + " of waiting. It goes on; wait again.",
        CallFacts.builder("job", "await")
            .key(snapshot.key())
            .jobId(snapshot.id().orElse(null))
            .build(),
        trouble,
        snapshot);
  }

  private WaitTimeoutException(
      String message, CallFacts facts, @Nullable Throwable trouble, JobSnapshot snapshot) {
    super(message, facts, trouble);
    this.snapshot = snapshot;
  }

  /** Returns where the job stood when the wait ended. */
  public JobSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public String userMessage() {
    return "The job is not done yet. It goes on; look again later.";
  }

  @Override
  public WaitTimeoutException with(CallFacts facts) {
    return alike(new WaitTimeoutException(sentence(), facts, getCause(), snapshot));
  }
}
