package dev.longhaul.cli;

import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.job.DetachedException;
import dev.longhaul.job.WaitTimeoutException;
import dev.longhaul.transfer.DownloadFailedException;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an error means to someone at a terminal.
 *
 * @param code the exit code
 * @param line what to tell
 */
record Trouble(int code, String line) {
  private static final int MOST_SERVER_WORDS = 300;
  private static final Pattern ISO_DURATION =
      Pattern.compile(
          "(?<= after | of"
              + " )PT(?=\\d)(?:\\d{1,9}H)?(?:\\d{1,9}M)?(?:\\d{1,9}(?:\\.\\d{1,9})?S)?\\b");

  static Trouble of(Throwable error) {
    if (error instanceof CommandFailure known) {
      return new Trouble(known.code(), String.valueOf(known.getMessage()));
    }
    if (error instanceof LonghaulException known) {
      return new Trouble(code(cause(known)), line(known));
    }
    if (error instanceof InterruptedException) {
      return stopped(error);
    }
    return new Trouble(
        ExitCode.UNKNOWN,
        "longhaul itself is at fault ("
            + error.getClass().getSimpleName()
            + "); --debug shows where");
  }

  private static Trouble stopped(Throwable interrupted) {
    SubmissionUncertainException doubt = doubt(interrupted);
    return doubt == null ? new Trouble(ExitCode.STOPPED, "stopped") : of(doubt);
  }

  /**
   * Returns what says that a submission is uncertain, null if it is not. An interrupt that hit a
   * submission carries the proof that nobody knows what came of it.
   */
  static @Nullable SubmissionUncertainException doubt(Throwable error) {
    if (error instanceof SubmissionUncertainException uncertain) {
      return uncertain;
    }
    for (Throwable suppressed : error.getSuppressed()) {
      if (suppressed instanceof SubmissionUncertainException uncertain) {
        return uncertain;
      }
    }
    return null;
  }

  private static int code(LonghaulException error) {
    // A download that failed on this side has a cause; the other kind is an address that nobody can
    // fetch.
    boolean folder = error instanceof DownloadFailedException && error.getCause() != null;
    if (error instanceof InvalidInputException || folder) {
      return ExitCode.WRONG_USAGE;
    }
    if (error instanceof SubmissionUncertainException || error instanceof OutcomeUnknownException) {
      return ExitCode.UNKNOWN;
    }
    boolean goesOn = error instanceof WaitTimeoutException || error instanceof DetachedException;
    return goesOn ? ExitCode.JOB_GOES_ON : ExitCode.SERVICE;
  }

  /**
   * Returns why a token could not be had, in place of an error that says no more than that it could
   * not; any other error as it is.
   */
  private static LonghaulException cause(LonghaulException error) {
    return error instanceof CredentialsException
            && error.facts().status().isEmpty()
            && error.getCause() instanceof LonghaulException reason
        ? reason
        : error;
  }

  /** Returns the error's text and the service's own words, which are the user's to see. */
  static String line(LonghaulException told) {
    LonghaulException error = cause(told);
    if (error.facts().operation().equals("login") && error.facts().status().orElse(0) == 401) {
      return line(
          "The service refused the e-mail address or the password. Check what the variables hold"
              + " that --email-env and --password-env name.",
          error);
    }
    // The candidates are shown below, where there are any.
    String text = String.valueOf(error.getMessage()).replace(": see candidates()", "");
    return withServersWords(inWords(text) + credits(error), error);
  }

  /** Returns a text in place of the error's own, with what is known about the call. */
  static String line(String text, LonghaulException error) {
    return withServersWords(text + " (" + error.facts() + ")", error);
  }

  private static String inWords(String text) {
    return ISO_DURATION
        .matcher(text)
        .replaceAll(found -> DurationText.exact(Duration.parse(found.group())));
  }

  private static String withServersWords(String text, LonghaulException error) {
    return error
        .facts()
        .serverMessage()
        .map(
            words ->
                text
                    + " The service says: "
                    + Printable.cut(Printable.clean(words), MOST_SERVER_WORDS))
        .orElse(text);
  }

  private static String credits(LonghaulException error) {
    if (!(error instanceof QuotaExhaustedException poor)) {
      return "";
    }
    String required = number(" It takes %s credits.", poor.creditsRequired());
    return required + number(" The account has %s.", poor.creditsAvailable());
  }

  private static String number(String words, OptionalDouble number) {
    return number.isEmpty() ? "" : words.formatted(InputLimits.plain(number.getAsDouble()));
  }
}
