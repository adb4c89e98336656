package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import java.io.Serial;

/**
 * The job whose result was asked for had been cancelled. Remedy: submit it again, if it is still
 * wanted.
 */
public final class JobCancelledException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  JobCancelledException(String id) {
    super("The job was cancelled.", CallFacts.builder("job", "result").jobId(id).build(), null);
  }
}
