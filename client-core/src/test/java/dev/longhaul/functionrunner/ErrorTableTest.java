package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.RetryHint;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each answer without success is told as one error, by what the caller can do about it. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorTableTest {
  static Stream<ErrorRow> refusals() {
    return Stream.of(
        ErrorRow.of("own words", 400, "{'error':{'code':'WEBSOCKET_ERROR','message':'No'}}")
            .says("WEBSOCKET_ERROR", "No"),
        ErrorRow.of("with nothing", 400, ""),
        ErrorRow.of(
                "with a parameter",
                400,
                "{'error':{'message':'Not 4, 8 or 12','type':'invalid_request_error',"
                    + "'param':'seconds','code':null}}")
            .says("invalid_request_error", "Not 4, 8 or 12")
            .fields("seconds", "Not 4, 8 or 12"),
        ErrorRow.of("code beside words", 401, "{'error':'No token','code':'UNAUTHORIZED'}")
            .is(CredentialsException.class)
            .says("UNAUTHORIZED", "No token"),
        ErrorRow.of("detail", 403, "{'detail':'Not yours'}")
            .is(CredentialsException.class)
            .says(null, "Not yours"),
        ErrorRow.of("words", 404, "{'error':'the requested resource could not be found'}")
            .is(NotFoundException.class)
            .says(null, "the requested resource could not be found"),
        ErrorRow.of("a web page", 404, "<html>error of this server</html>")
            .headers("Content-Type", "text/html")
            .is(NotFoundException.class),
        ErrorRow.of("gone", 410, "{'detail':{'code':'GONE','message':'Too old'}}")
            .is(NotFoundException.class)
            .says("GONE", "Too old"),
        ErrorRow.of("wrong method", 405, "{'error':'not supported'}").says(null, "not supported"),
        ErrorRow.of("conflict", 409, "{'success':false,'message':'Too late','error':'JOB_DONE'}")
            .says("JOB_DONE", "Too late"),
        ErrorRow.of("too large", 413, "<h1>Too large</h1>"),
        ErrorRow.of("wrong type", 415, "{'success':false,'message':'No','error_code':'NOT_JSON'}")
            .says("NOT_JSON", "No"),
        ErrorRow.of("map of fields", 422, "{'error':{'prompt':'must be set','photos':'too many'}}")
            .says(null, "prompt: must be set; photos: too many")
            .fields("prompt", "must be set", "photos", "too many"),
        ErrorRow.of(
                "list of problems",
                422,
                "{'detail':[{'loc':['body','inputs','steps'],'msg':'too low','input':0},"
                    + "{'loc':['query','limit'],'msg':'too high'}]}")
            .says(null, "inputs.steps: too low; limit: too high")
            .fields("inputs.steps", "too low", "limit", "too high"),
        ErrorRow.of(
                "list inside the envelope",
                422,
                "{'error':{'code':'VALIDATION_ERROR','message':'Not valid','details':{'errors':"
                    + "[{'loc':['body','priority'],'msg':'too high'}]}}}")
            .says("VALIDATION_ERROR", "Not valid (priority: too high)")
            .fields("priority", "too high"),
        ErrorRow.of("too early", 425, "{'message':'Too early'}").says(null, "Too early"));
  }

  static Stream<ErrorRow> limits() {
    return Stream.of(
        ErrorRow.of("credits", 402, "{'message':'Too few','credits_required':4}")
            .is(QuotaExhaustedException.class)
            .says(null, "Too few"),
        ErrorRow.of("rate limit", 429, "{'error':'rate limit exceeded'}")
            .headers("Retry-After", "30")
            .is(RateLimitedException.class)
            .says(null, "rate limit exceeded")
            .after(Duration.ofSeconds(30)),
        ErrorRow.of("wait in milliseconds", 429, "")
            .headers("retry-after-ms", "250", "Retry-After", "9")
            .is(RateLimitedException.class)
            .after(Duration.ofMillis(250)),
        ErrorRow.of(
                "wait in the body", 429, "{'error':{'code':'BUSY','message':'No','retry_after':7}}")
            .is(RateLimitedException.class)
            .says("BUSY", "No")
            .after(Duration.ofSeconds(7)),
        ErrorRow.of("wait in both", 429, "{'error':{'code':'BUSY','message':'No','retry_after':7}}")
            .headers("Retry-After", "2")
            .is(RateLimitedException.class)
            .says("BUSY", "No")
            .after(Duration.ofSeconds(2)),
        ErrorRow.of("told not to repeat", 429, "")
            .headers("x-should-retry", "FALSE")
            .is(RateLimitedException.class)
            .hint(RetryHint.GIVE_UP),
        ErrorRow.of(
                "quota",
                429,
                "{'error':{'message':'Used up','type':'x','param':null,"
                    + "'code':'insufficient_quota'}}")
            .is(QuotaExhaustedException.class)
            .says("insufficient_quota", "Used up"),
        ErrorRow.of(
                "billing by its type",
                429,
                "{'error':{'message':'Limit','type':'billing_limit','code':'stopped'}}")
            .is(QuotaExhaustedException.class)
            .says("stopped", "Limit"));
  }

  static Stream<ErrorRow> failures() {
    return Stream.of(
        ErrorRow.of("words of a failure", 404, "{'error':'the server met a problem of its own'}")
            .is(ServiceFailedException.class)
            .says(null, "the server met a problem of its own")
            .mayHaveTakenEffect(),
        ErrorRow.of(
                "gave up waiting", 408, "{'error':{'code':'WORKFLOW_TIMEOUT','message':'Late'}}")
            .headers("Retry-After", "1") // else OkHttp repeats a read by itself
            .after(Duration.ofSeconds(1))
            .is(ServiceFailedException.class)
            .says("WORKFLOW_TIMEOUT", "Late")
            .mayHaveTakenEffect(),
        ErrorRow.of(
                "own words",
                500,
                "{'error':{'code':'TASK_ERROR','message':'No'},'request_id':'b-1'}")
            .headers("X-Request-ID", "not an id")
            .is(ServiceFailedException.class)
            .says("TASK_ERROR", "No")
            .requestId("b-1")
            .mayHaveTakenEffect(),
        ErrorRow.of("two request ids", 500, "{'error':{'code':'TASK_ERROR'},'request_id':'b-1'}")
            .headers("x-request-id", "h-1", "x-should-retry", "true")
            .is(ServiceFailedException.class)
            .says("TASK_ERROR", null)
            .requestId("h-1")
            .hint(RetryHint.RETRY)
            .mayHaveTakenEffect(),
        ErrorRow.of("a web page", 502, "<h1>Bad gateway</h1>")
            .headers("Content-Type", "text/html")
            .is(ServiceFailedException.class)
            .mayHaveTakenEffect(),
        ErrorRow.of("half a body", 500, "{'error':{'code':'TASK")
            .is(ServiceFailedException.class)
            .mayHaveTakenEffect(),
        ErrorRow.of(
                "own words", 503, "{'error':{'code':'INSUFFICIENT_RESOURCES','message':'Full'}}")
            .is(ServiceFailedException.class)
            .says("INSUFFICIENT_RESOURCES", "Full"),
        ErrorRow.of("with a wait", 503, "")
            .headers("Retry-After", "5")
            .is(ServiceFailedException.class)
            .after(Duration.ofSeconds(5)),
        ErrorRow.of("a wait that any gateway writes", 503, "{'retry_after':5}")
            .is(ServiceFailedException.class)
            .after(Duration.ofSeconds(5))
            .mayHaveTakenEffect(),
        ErrorRow.of("bare", 503, "").is(ServiceFailedException.class).mayHaveTakenEffect(),
        ErrorRow.of("too slow", 504, "{'message':'Endpoint request timed out'}")
            .is(ServiceFailedException.class)
            .says(null, "Endpoint request timed out")
            .mayHaveTakenEffect(),
        ErrorRow.of("points elsewhere", 302, "")
            .headers("Location", "https://elsewhere.invalid/")
            .is(UnexpectedAnswerException.class)
            .mayHaveTakenEffect(),
        ErrorRow.of("points elsewhere and did nothing", 307, "")
            .headers("Location", "https://elsewhere.invalid/")
            .is(UnexpectedAnswerException.class));
  }

  @ParameterizedTest
  @MethodSource({"refusals", "limits", "failures"})
  void anAnswerWithoutSuccessIsTheErrorOfItsRow(ErrorRow row) {
    try (Bench bench = open()) {
      LonghaulException error = answered(bench, row.status, row.headers, row.body);

      assertThat(error).isExactlyInstanceOf(row.type);
      assertThat(error.userMessage()).isEqualTo(row.userMessage());
      assertFacts(error.facts(), row);
    }
  }

  private static void assertFacts(CallFacts facts, ErrorRow row) {
    assertThat(facts.service()).isEqualTo("function-runner");
    assertThat(facts.operation()).isEqualTo("readTaskStatus");
    assertThat(facts.jobId()).contains("t-1");
    assertThat(facts.attempts()).isEqualTo(1);
    assertThat(facts.status()).hasValue(row.status);
    assertThat(facts.serverCode().orElse(null)).isEqualTo(row.code);
    assertThat(facts.serverMessage().orElse(null)).isEqualTo(row.words);
    assertRequestId(facts.requestId().orElseThrow(), row);
    assertThat(facts.retryAfter().orElse(null)).isEqualTo(row.retryAfter);
    assertThat(facts.retryHint().orElse(null)).isEqualTo(row.retryHint);
    assertThat(facts.fieldErrors()).isEqualTo(row.fields);
    assertThat(facts.reach()).isEqualTo(row.reach);
  }

  /** The fake makes up an id for each answer that brings none. */
  private static void assertRequestId(String id, ErrorRow row) {
    if (row.requestId == null) {
      assertThat(UUID.fromString(id)).hasToString(id);
    } else {
      assertThat(id).isEqualTo(row.requestId);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'message':'Too few','credits_required':4,'credits_available':1.5}",
        "{'error':{'code':'NO_CREDITS','details':{'credits_required':4,'credits_available':1.5}}}"
      })
  void aLackOfCreditsTellsHowManyAreNeededAndHowManyThereAre(String body) {
    try (Bench bench = open()) {
      QuotaExhaustedException error =
          (QuotaExhaustedException) answered(bench, 402, Map.of(), body.replace('\'', '"'));

      assertThat(error.creditsRequired()).hasValue(4);
      assertThat(error.creditsAvailable()).hasValue(1.5);
    }
  }

  @Test
  void whatTheServiceSaysAboutFieldsIsInNoText() {
    try (Bench bench = open()) {
      String body = "{\"error\":{\"secret-field\":\"secret words\"}}";

      LonghaulException error = answered(bench, 422, Map.of(), body);

      assertThat(error.facts().fieldErrors()).containsEntry("secret-field", "secret words");
      assertThat(error.toString() + error.facts() + error.userMessage()).doesNotContain("secret");
    }
  }

  @Test
  void anErrorWithMoreWordsThanAnyoneReadsIsToldByItsStatus() {
    try (Bench bench = open()) {
      String body = "{\"error\":{\"code\":\"LONG\",\"message\":\"" + "x".repeat(70_000) + "\"}}";

      LonghaulException error = answered(bench, 422, Map.of(), body);

      assertThat(error).isInstanceOf(RefusedException.class);
      assertThat(error.facts().serverCode()).isEmpty();
    }
  }

  @Test
  void bytesThatAreNoTextHideNothingElse() {
    byte[] bytes =
        "HTTP/1.1 422 \r\nContent-Length: 40\r\n\r\n{\"error\":{\"code\":\"ODD\",\"message\":\"a\u00ffb\"}}"
            .getBytes(StandardCharsets.ISO_8859_1);
    try (RawServer server = RawServer.answering(out -> out.write(bytes));
        FunctionRunnerClient client =
            FunctionRunnerClient.open(Bench.options(server.baseUrl()).build())) {
      LonghaulException error =
          catchThrowableOfType(RefusedException.class, () -> client.status("t-1"));

      assertThat(error.facts().serverCode()).contains("ODD");
      assertThat(error.facts().serverMessage()).contains("a\ufffdb");
    }
  }

  private static Bench open() {
    ResilienceOptions once = ResilienceOptions.builder().maxRetries(0).build();
    return Bench.open(options -> options.resilience(once));
  }

  private static LonghaulException answered(
      Bench bench, int status, Map<String, String> headers, String body) {
    bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(status, headers, body));
    return catchThrowableOfType(LonghaulException.class, () -> bench.client.status("t-1"));
  }
}
