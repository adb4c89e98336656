package dev.longhaul.cli;

import dev.longhaul.error.InvalidInputException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Ends a command with an exit code and a line that says why; the line holds no secret and no
 * prompt.
 */
final class CommandFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int code;
  private final String advice;

  /**
   * Makes the failure.
   *
   * @param code the exit code
   * @param line why
   * @param advice what to do next, on lines of its own; may be empty
   * @param cause what led to it, or null
   */
  CommandFailure(int code, String line, String advice, @Nullable Throwable cause) {
    super(line, cause);
    this.code = code;
    this.advice = advice;
  }

  /** Returns the failure for something that the user typed. */
  static CommandFailure usage(String line) {
    return new CommandFailure(ExitCode.WRONG_USAGE, line, "", null);
  }

  /**
   * Returns the failure for an input that the library refused.
   *
   * @param option what the user knows the field as
   */
  static CommandFailure usage(InvalidInputException wrong, String option) {
    String rest = String.valueOf(wrong.getMessage()).substring(wrong.field().length());
    return usage(option + rest.replace("allowPlainHttp", "--allow-http"));
  }

  int code() {
    return code;
  }

  String advice() {
    return advice;
  }
}
