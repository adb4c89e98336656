package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The service understood the request and declined it (a 4xx with no class of its own). It did
 * nothing. Remedy: change the request, or the state that it conflicts with; repeating it as it is
 * will be declined again.
 */
public final class RefusedException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public RefusedException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The service did not accept the request. Change it, then try again.";
  }

  @Override
  public RefusedException with(CallFacts facts) {
    return alike(new RefusedException(sentence(), facts, getCause()));
  }
}
