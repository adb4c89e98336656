package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The job whose result was asked for had been cancelled. Remedy: submit it again, if it is still
 * wanted.
 */
public final class JobCancelledException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  JobCancelledException(String id) {
    this("The job was cancelled.", CallFacts.builder("job", "result").jobId(id).build(), null);
  }

  private JobCancelledException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The job was cancelled. Start it again if it is still wanted.";
  }

  @Override
  public JobCancelledException with(CallFacts facts) {
    return alike(new JobCancelledException(sentence(), facts, getCause()));
  }
}
