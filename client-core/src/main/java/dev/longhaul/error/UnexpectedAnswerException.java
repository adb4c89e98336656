package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * An answer came that this API does not send: a web page, an empty or oversized body, broken JSON,
 * a redirect elsewhere. Remedy: check that the base URL points at the service itself and not at a
 * proxy or a login page.
 */
public final class UnexpectedAnswerException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public UnexpectedAnswerException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The service gave an answer that makes no sense here. "
        + "Check the settings, or try again later.";
  }

  @Override
  public UnexpectedAnswerException with(CallFacts facts) {
    return alike(new UnexpectedAnswerException(sentence(), facts, getCause()));
  }
}
