package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Too many calls of this client wait for their turn already, so this one was turned away and
 * nothing was sent. Remedy: start fewer calls at once, or call again when some of them have ended;
 * the length of the line is an option of the client.
 */
public final class QueueFullException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public QueueFullException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "Too much is going on at once. Try again in a little while.";
  }

  @Override
  public QueueFullException with(CallFacts facts) {
    return alike(new QueueFullException(sentence(), facts, getCause()));
  }
}
