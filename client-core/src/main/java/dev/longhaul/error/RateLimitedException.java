package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The service asks for fewer requests (429). It did nothing. Remedy: wait at least {@link
 * CallFacts#retryAfter()}, then call again.
 */
public final class RateLimitedException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public RateLimitedException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The service is busy with too many requests. Try again in a little while.";
  }

  @Override
  public RateLimitedException with(CallFacts facts) {
    return alike(new RateLimitedException(sentence(), facts, getCause()));
  }
}
