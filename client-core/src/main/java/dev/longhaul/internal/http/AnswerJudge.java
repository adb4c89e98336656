package dev.longhaul.internal.http;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Tells what an answer means: a value, or one error by its remedy. */
public final class AnswerJudge {
  private static final long ERROR_BODY_LIMIT = 64 << 10;

  private static final Pattern QUOTA =
      Pattern.compile("quota|billing|credit|payment|balance|funds", Pattern.CASE_INSENSITIVE);

  private static final Pattern TEXT = Pattern.compile("json|html", Pattern.CASE_INSENSITIVE);

  private static final Pattern SERVER_TROUBLE =
      Pattern.compile(
          "\\bserver (\\w+ ){1,3}(problem|error|failure)\\b|\\binternal (server )?error\\b",
          Pattern.CASE_INSENSITIVE);

  private final long limit;
  private final InstantSource clock;

  /** Makes a judge; of an answer at most so many bytes are read. */
  public AnswerJudge(long limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
  }

  <T> T judge(Operation operation, Response response, AnswerDecoder<T> decoder) throws IOException {
    if (!response.isSuccessful()) {
      throw refusal(operation, response);
    }
    Answer answer = Answer.read(response, limit);
    if (answer.oversized()) {
      throw unexpected(
          operation,
          response,
          "The answer is larger than " + limit + " bytes, the limit of this client.");
    }
    try {
      return decoder.decode(answer.text());
    } catch (Json.MalformedJsonException wrong) {
      throw unexpected(
          operation,
          response,
          answer.html()
              ? "A web page came where JSON was expected."
              : "The answer is not the JSON that was expected: " + wrong.getMessage() + ".");
    }
  }

  private LonghaulException unexpected(Operation operation, Response response, String what) {
    CallFacts facts =
        answered(operation, response, ErrorBody.NONE)
            .reach(CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT)
            .build();
    return new UnexpectedAnswerException(
        what + " Check that the base URL is the service's own.", facts, null);
  }

  /** Throws when the answer is text of the service or of a gateway, where a file should be. */
  void requireFile(Operation operation, Response response) {
    String type = response.header("Content-Type");
    if (type != null && TEXT.matcher(type).find()) {
      throw unexpected(operation, response, "Text came where a file was expected.");
    }
  }

  /** Returns the error that an answer without success means. */
  public LonghaulException refusal(Operation operation, Response response) {
    ErrorBody body = errorBody(response);
    int status = response.code();
    CallFacts facts =
        answered(operation, response, body).reach(reach(response, status, body)).build();
    return switch (status) {
      case 401 ->
          new CredentialsException(
              "The service refused the credentials. Pass current ones.", facts, null);
      case 402 -> exhausted(facts, body);
      case 403 ->
          new CredentialsException(
              "The credentials do not allow this. Ask for the permission.", facts, null);
      case 404, 410 -> missing(facts, body);
      case 408 ->
          new ServiceFailedException("The service gave up waiting for the request.", facts, null);
      case 429 -> tooMuch(facts, body);
      default -> other(status, facts);
    };
  }

  /** The status has told the most: words that never came whole do not make it any less certain. */
  private static ErrorBody errorBody(Response response) {
    try {
      return ErrorBody.parse(Answer.read(response, ERROR_BODY_LIMIT).text());
    } catch (IOException broken) {
      return ErrorBody.NONE;
    }
  }

  private static LonghaulException exhausted(CallFacts facts, ErrorBody body) {
    return new QuotaExhaustedException(
            "The account may not spend more. Add credits or raise its limit; waiting does not help.",
            facts,
            null)
        .withCredits(body.creditsRequired(), body.creditsAvailable());
  }

  private static LonghaulException missing(CallFacts facts, ErrorBody body) {
    return serverTrouble(body)
        ? new ServiceFailedException(
            "The service failed, though its status says that there is no such thing. Try again"
                + " later.",
            facts,
            null)
        : new NotFoundException(
            "The service knows no such thing. Check the id and the base URL.", facts, null);
  }

  private static LonghaulException tooMuch(CallFacts facts, ErrorBody body) {
    return isQuota(body.code()) || isQuota(body.type())
        ? exhausted(facts, body)
        : new RateLimitedException(
            "The service asks for fewer requests. Wait, then call again.", facts, null);
  }

  private static boolean isQuota(@Nullable String word) {
    return word != null && QUOTA.matcher(word).find();
  }

  /** One service answers 404 by mistake when it failed itself; only its words tell. */
  private static boolean serverTrouble(ErrorBody body) {
    String message = body.message();
    return message != null && SERVER_TROUBLE.matcher(message).find();
  }

  private static LonghaulException other(int status, CallFacts facts) {
    if (status >= 500) {
      return new ServiceFailedException("The service failed. Try again later.", facts, null);
    }
    return status >= 400
        ? new RefusedException(
            "The service declined the request. Change it before you send it again.", facts, null)
        : new UnexpectedAnswerException(
            "The service points elsewhere. Set the base URL to where it points.", facts, null);
  }

  /**
   * A refusal says that nothing was done, except where whoever wrote it may not know: a time-out, a
   * failure inside the service, or a proxy's bare 503. A redirect that keeps the method (307, 308)
   * has done nothing either. A wait that only the body asks for proves less than the header, since
   * gateways write it too when what is behind them has broken.
   */
  private CallFacts.Reach reach(Response response, int status, ErrorBody body) {
    boolean shed =
        status == 503 && (RetryAfter.of(response, clock.instant()) != null || body.ownWords());
    boolean refused = status >= 400 && status < 500 && status != 408;
    boolean failed = (status == 404 || status == 410) && serverTrouble(body);
    return shed || status == 307 || status == 308 || (refused && !failed)
        ? CallFacts.Reach.DECLINED
        : CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT;
  }

  private CallFacts.Builder answered(Operation operation, Response response, ErrorBody body) {
    String id = ErrorBody.requestId(response.header("X-Request-ID"));
    Duration wait = RetryAfter.of(response, clock.instant());
    return operation
        .facts()
        .attempts(1)
        .status(response.code())
        .serverCode(body.code())
        .serverMessage(body.message())
        .fieldErrors(body.fieldErrors())
        .requestId(id == null ? body.requestId() : id)
        .retryAfter(wait == null ? body.retryAfter() : wait)
        .retryHint(hint(response.header("x-should-retry")));
  }

  private static CallFacts.@Nullable RetryHint hint(@Nullable String value) {
    return value == null
        ? null
        : switch (value.strip().toLowerCase(Locale.ROOT)) {
          case "true" -> CallFacts.RetryHint.RETRY;
          case "false" -> CallFacts.RetryHint.GIVE_UP;
          default -> null;
        };
  }
}
