package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The service did not let us in: the token is missing, malformed, refused (401) or not enough
 * (403). Remedy: give the client credentials that may do this, then call again.
 */
public final class CredentialsException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public CredentialsException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The service did not grant access. Check the account and its permissions.";
  }

  @Override
  public CredentialsException with(CallFacts facts) {
    return alike(new CredentialsException(sentence(), facts, getCause()));
  }
}
