package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The service broke or is overloaded (5xx, 408). Remedy: a read can simply be repeated later; for
 * anything that changes something, look at {@link CallFacts#reach()} first.
 */
public final class ServiceFailedException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public ServiceFailedException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The service has a problem. Try again later.";
  }

  @Override
  public ServiceFailedException with(CallFacts facts) {
    return alike(new ServiceFailedException(sentence(), facts, getCause()));
  }
}
