package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that Longhaul throws, except {@link InterruptedException}, which is
 * declared where it can happen. Each final subclass stands for one remedy, so that a {@code catch}
 * can do something about it. The text names what was wrong and what to do; it never holds a
 * credential, a prompt, a payload or the service's own words (those are at {@link
 * CallFacts#serverMessage()}).
 */
public abstract class LonghaulException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient CallFacts facts;

  /**
   * Makes an exception whose text is the message followed by the facts.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  protected LonghaulException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message + " (" + facts + ")", cause);
    this.facts = facts;
  }

  /**
   * Makes an exception about something that never became a call, whose text is the message alone.
   */
  LonghaulException(String message, CallFacts facts) {
    super(message);
    this.facts = facts;
  }

  /** Returns what is known about the call that went wrong. */
  public CallFacts facts() {
    return facts;
  }
}
