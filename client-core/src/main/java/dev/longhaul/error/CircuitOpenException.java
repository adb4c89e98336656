package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of this client is open: the service failed too often of late, so nothing was
 * sent. {@link CallFacts#retryAfter()} tells when the breaker lets a trial through. Remedy: wait so
 * long, then call again.
 */
public final class CircuitOpenException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public CircuitOpenException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The service has had problems of late. Try again in a little while.";
  }

  @Override
  public CircuitOpenException with(CallFacts facts) {
    return alike(new CircuitOpenException(sentence(), facts, getCause()));
  }
}
