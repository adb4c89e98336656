package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The service knows no such thing (404 or 410). Remedy: check the id, and that the base URL points
 * at the service that issued it.
 */
public final class NotFoundException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public NotFoundException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The service does not know this. It may have been deleted.";
  }

  @Override
  public NotFoundException with(CallFacts facts) {
    return alike(new NotFoundException(sentence(), facts, getCause()));
  }
}
