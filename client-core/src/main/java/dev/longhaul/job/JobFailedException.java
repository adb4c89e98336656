package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The job whose result was asked for had failed at the service. Remedy: read {@link #failure()},
 * then submit a changed job; watching this one longer will not help.
 */
public final class JobFailedException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient JobFailure failure;

  JobFailedException(String id, JobFailure failure) {
    this(failure, CallFacts.builder("job", "result").jobId(id).build(), null);
  }

  private JobFailedException(JobFailure failure, CallFacts facts, @Nullable Throwable cause) {
    super(
        "The job failed at the service with code " + SafeWord.of(failure.code()) + ".",
        facts,
        cause);
    this.failure = failure;
  }

  /** Returns why the job failed. */
  public JobFailure failure() {
    return failure;
  }

  @Override
  public String userMessage() {
    return failure.moderated()
        ? "The service's rules for content do not allow this. Change the request, then try again."
        : "The job failed at the service. Change the request, then try again.";
  }

  @Override
  public JobFailedException with(CallFacts facts) {
    return alike(new JobFailedException(failure, facts, getCause()));
  }
}
