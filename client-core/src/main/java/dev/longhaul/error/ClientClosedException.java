package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The client was closed before this could end. The job, if one was accepted, goes on. Remedy: open
 * a new client and attach to the job by its id.
 */
public final class ClientClosedException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public ClientClosedException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The program was shutting down before this could end. Open it again to go on.";
  }

  @Override
  public ClientClosedException with(CallFacts facts) {
    return alike(new ClientClosedException(sentence(), facts, getCause()));
  }
}
