package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import java.io.Serial;

/**
 * The job whose result was asked for had failed at the service. Remedy: read {@link #failure()},
 * then submit a changed job; watching this one longer will not help.
 */
public final class JobFailedException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient JobFailure failure;

  JobFailedException(String id, JobFailure failure) {
    super(
        "The job failed at the service with code " + SafeWord.of(failure.code()) + ".",
        CallFacts.builder("job", "result").jobId(id).build(),
        null);
    this.failure = failure;
  }

  /** Returns why the job failed. */
  public JobFailure failure() {
    return failure;
  }
}
