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

  WaitTimeoutException(Duration waited, JobSnapshot snapshot, @Nullable Throwable trouble) {
    super(
        "The job had not ended after " + waited + " of waiting. It goes on; wait again.",
        CallFacts.builder("job", "await")
            .key(snapshot.key())
            .jobId(snapshot.id().orElse(null))
            .build(),
        trouble);
    this.snapshot = snapshot;
  }

  /** Returns where the job stood when the wait ended. */
  public JobSnapshot snapshot() {
    return snapshot;
  }
}
