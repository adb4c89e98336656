package dev.longhaul.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The call's own deadline ended it, wherever it was: in line, in back-off, or on the network. The
 * deadline is this side's limit and says nothing about the job. {@link CallFacts#reach()} tells
 * whether anything was sent that may have taken effect; the cause is the last failure, if an
 * attempt had failed before. Remedy: a read can simply be repeated, or given a longer deadline; for
 * anything that changes something, look at the reach first.
 */
public final class DeadlineExceededException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public DeadlineExceededException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "This took longer than it was given. Try again, or allow more time.";
  }

  @Override
  public DeadlineExceededException with(CallFacts facts) {
    return alike(new DeadlineExceededException(sentence(), facts, getCause()));
  }
}
