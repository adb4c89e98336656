package dev.longhaul.internal.http;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.internal.json.Json;
import java.io.IOException;
import java.time.InstantSource;
import okhttp3.Response;

/** Tells what an answer means: a value, or one error by its remedy. */
final class AnswerJudge {
  private static final long ERROR_BODY_LIMIT = 64 << 10;

  private final long limit;
  private final InstantSource clock;

  AnswerJudge(long limit, InstantSource clock) {
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

  LonghaulException refusal(Operation operation, Response response) {
    ErrorBody body = errorBody(response);
    int status = response.code();
    CallFacts.Builder builder = answered(operation, response, body);
    CallFacts facts = builder.reach(reach(status, builder.build(), body)).build();
    return switch (status) {
      case 401 ->
          new CredentialsException(
              "The service refused the credentials. Pass current ones.", facts, null);
      case 403 ->
          new CredentialsException(
              "The credentials do not allow this. Ask for the permission.", facts, null);
      case 404, 410 ->
          new NotFoundException(
              "The service knows no such thing. Check the id and the base URL.", facts, null);
      case 429 ->
          new RateLimitedException(
              "The service asks for fewer requests. Wait, then call again.", facts, null);
      case 408 ->
          new ServiceFailedException("The service gave up waiting for the request.", facts, null);
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
   * has done nothing either.
   */
  private static CallFacts.Reach reach(int status, CallFacts facts, ErrorBody body) {
    boolean shed = status == 503 && (facts.retryAfter().isPresent() || body.ownWords());
    boolean declined =
        shed || status == 307 || status == 308 || (status >= 400 && status < 500 && status != 408);
    return declined ? CallFacts.Reach.DECLINED : CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT;
  }

  private CallFacts.Builder answered(Operation operation, Response response, ErrorBody body) {
    String header = ErrorBody.requestId(response.header("X-Request-ID"));
    return operation
        .facts()
        .attempts(1)
        .status(response.code())
        .serverCode(body.code())
        .serverMessage(body.message())
        .requestId(header == null ? body.requestId() : header)
        .retryAfter(RetryAfter.of(response, clock.instant()));
  }
}
