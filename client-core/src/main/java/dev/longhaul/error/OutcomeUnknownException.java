package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The service accepted the job, and how it ended can no longer be learnt, for example since the
 * service forgot it. This is not a failure of the job: it may have finished and may have been
 * charged. Remedy: look for its effects at the service.
 */
public final class OutcomeUnknownException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public OutcomeUnknownException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The job was accepted, but how it ended cannot be learnt any more. "
        + "Look for its result at the service.";
  }

  @Override
  public OutcomeUnknownException with(CallFacts facts) {
    return alike(new OutcomeUnknownException(sentence(), facts, getCause()));
  }
}
