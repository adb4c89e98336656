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

  private final String sentence;
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
    sentence = message;
    this.facts = facts;
  }

  /**
   * Makes an exception about something that never became a call, whose text is the message alone.
   */
  LonghaulException(String message, CallFacts facts) {
    super(message);
    sentence = message;
    this.facts = facts;
  }

  /** Returns what is known about the call that went wrong. */
  public CallFacts facts() {
    return facts;
  }

  /**
   * Returns one or two short sentences that a program may show to its user. They hold no fact of
   * the call, no secret and none of the service's words, so they are the same for every error of a
   * kind; the one exception is {@link InvalidInputException}, whose sentence names the field.
   */
  public abstract String userMessage();

  /**
   * Returns this error with other facts: same class, same sentence, same cause, stack trace and
   * suppressed exceptions. This one stays as it is.
   *
   * @param facts what is known about the call by now
   */
  public abstract LonghaulException with(CallFacts facts);

  /** Returns the text without the facts. */
  protected final String sentence() {
    return sentence;
  }

  /**
   * Returns a copy of this error made to look like it: with its stack trace and what it suppressed.
   *
   * @param copy of the same class, with the same sentence and cause
   */
  protected final <E extends LonghaulException> E alike(E copy) {
    copy.setStackTrace(getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      copy.addSuppressed(suppressed);
    }
    return copy;
  }
}
