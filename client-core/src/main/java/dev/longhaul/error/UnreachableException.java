package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * No whole answer came: the name did not resolve, nobody listened, the connection broke, or time
 * ran out. Remedy: check the base URL and the network, then call again; for anything that changes
 * something, look at {@link CallFacts#reach()} first.
 */
public final class UnreachableException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public UnreachableException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The service could not be reached. Check the network connection, then try again.";
  }

  @Override
  public UnreachableException with(CallFacts facts) {
    return alike(new UnreachableException(sentence(), facts, getCause()));
  }
}
