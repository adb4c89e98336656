package dev.longhaul.functionrunner;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CallFacts.RetryHint;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnexpectedAnswerException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of the table of errors: what the service answers, and what the caller is told. */
final class ErrorRow {
  private static final Map<Class<? extends LonghaulException>, String> TOLD_TO_USERS =
      Map.of(
          CredentialsException.class,
          "The service did not grant access. Check the account and its permissions.",
          NotFoundException.class,
          "The service does not know this. It may have been deleted.",
          QuotaExhaustedException.class,
          "The account has no credits or quota left for this. Add some, then try again.",
          RateLimitedException.class,
          "The service is busy with too many requests. Try again in a little while.",
          RefusedException.class,
          "The service did not accept the request. Change it, then try again.",
          ServiceFailedException.class,
          "The service has a problem. Try again later.",
          UnexpectedAnswerException.class,
          "The service gave an answer that makes no sense here. Check the settings, or try again"
              + " later.");

  final String name;
  final int status;
  final String body;
  Map<String, String> headers = Map.of();
  Class<? extends LonghaulException> type = RefusedException.class;
  @Nullable String code;
  @Nullable String words;
  @Nullable String requestId;
  @Nullable Duration retryAfter;
  @Nullable RetryHint retryHint;
  Map<String, String> fields = Map.of();
  Reach reach = Reach.DECLINED;

  private ErrorRow(String name, int status, String body) {
    this.name = name;
    this.status = status;
    this.body = body.replace('\'', '"');
  }

  /** Takes JSON with single quotes, which are easier to read here. */
  static ErrorRow of(String name, int status, String body) {
    return new ErrorRow(name, status, body);
  }

  ErrorRow headers(String... namesAndValues) {
    headers = pairs(namesAndValues);
    return this;
  }

  ErrorRow is(Class<? extends LonghaulException> expected) {
    type = expected;
    return this;
  }

  ErrorRow says(@Nullable String expectedCode, @Nullable String expectedWords) {
    code = expectedCode;
    words = expectedWords;
    return this;
  }

  ErrorRow requestId(String expected) {
    requestId = expected;
    return this;
  }

  ErrorRow after(Duration expected) {
    retryAfter = expected;
    return this;
  }

  ErrorRow hint(RetryHint expected) {
    retryHint = expected;
    return this;
  }

  ErrorRow fields(String... namesAndWords) {
    fields = pairs(namesAndWords);
    return this;
  }

  ErrorRow mayHaveTakenEffect() {
    reach = Reach.MAY_HAVE_TAKEN_EFFECT;
    return this;
  }

  private static Map<String, String> pairs(String... keysAndValues) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      pairs.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return pairs;
  }

  @Nullable String userMessage() {
    return TOLD_TO_USERS.get(type);
  }

  @Override
  public String toString() {
    return status + " " + name;
  }
}
