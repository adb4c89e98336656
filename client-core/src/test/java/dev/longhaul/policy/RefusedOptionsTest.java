package dev.longhaul.policy;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.InvalidInputException;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Options that cannot work are refused where they are given, with the field, the limit and the fix.
 */
class RefusedOptionsTest {
  private static final String URL = "https://runner.example.com";
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration DAY = Duration.ofDays(1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|does not start with http",
        "runner.example.com|does not start with http",
        "ftp://runner.example.com|does not start with http",
        "http:runner.example.com|names no host",
        "http:///api|names no host",
        "http://under_score.example.com|names no host",
        "http://a b.example.com|is not a URL",
        "http://runner.example.com:70000|port 70000, outside 1 to 65535",
        "http://runner.example.com:0|port 0, outside 1 to 65535",
        "http://runner.example.com?key=hunter2|has a query",
        "http://runner.example.com/#hunter2|has a query",
        "http://me:hunter2@runner.example.com|holds a user name",
        "http://me:hunter2 @runner.example.com|is not a URL",
        "http://[fe80::1%25eth0]/|names a host that cannot be one"
      })
  void aBaseUrlThatCannotWorkIsRefusedAndNotRepeated(String url, String problem) {
    InvalidInputException refused = refusal(() -> ClientOptions.builder(url));

    assertThat(refused.field()).isEqualTo("baseUrl");
    assertThat(refused)
        .hasMessageContainingAll("baseUrl", problem, "Pass the service's base URL")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
    assertThat(refused.facts().reach()).isEqualTo(Reach.NOT_SENT);
  }

  @ParameterizedTest
  @CsvSource({
    "https://runner.example.com, https://runner.example.com/",
    "https://runner.example.com/, https://runner.example.com/",
    "' https://runner.example.com/a/b ', https://runner.example.com/a/b/",
    "HTTPS://Runner.example.com:8443/a/, HTTPS://Runner.example.com:8443/a/",
    "http://[::1]:8080, http://[::1]:8080/"
  })
  void aBaseUrlKeepsItsPathAndEndsWithASlash(String url, String kept) {
    assertThat(ClientOptions.builder(url).build().baseUrl()).hasToString(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://runner.example.com",
        "HTTP://10.0.0.5:8000",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://128.0.0.1"
      })
  void credentialsOverPlainHttpToAnotherMachineAreRefused(String url) {
    InvalidInputException refused = refusal(() -> withToken(url).build());

    assertThat(refused.field()).isEqualTo("baseUrl");
    assertThat(refused).hasMessageContainingAll("unencrypted", "allowPlainHttp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://runner.example.com",
        "http://localhost:8000",
        "http://dev.localhost",
        "http://127.0.0.1",
        "http://127.8.9.10:99",
        "http://[::1]:8000"
      })
  void credentialsMayGoEncryptedOrToThisMachine(String url) {
    assertThatCode(() -> withToken(url).build()).doesNotThrowAnyException();
  }

  @Test
  void credentialsMayGoPlainlyToAHostThatIsAllowedByName() {
    ClientOptions.Builder options =
        withToken("http://Runner.internal:8000").allowPlainHttp("runner.INTERNAL");

    assertThat(options.build().plainHttpHosts()).containsExactly("runner.internal");
  }

  @Test
  void plainHttpWithoutCredentialsIsNobodysBusiness() {
    assertThatCode(() -> ClientOptions.builder("http://runner.example.com").build())
        .doesNotThrowAnyException();
  }

  private static ClientOptions.Builder withToken(String url) {
    return ClientOptions.builder(url).credentials(Credentials.bearer("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S", "PT577H", "PT2562047788015215H"})
  void timesThatNoTimerCanKeepAreRefused(Duration time) {
    ClientOptions.Builder options = ClientOptions.builder(URL);
    Stream.of(
            refused("connectTimeout", () -> options.connectTimeout(time)),
            refused("attemptTimeout", () -> options.attemptTimeout(time)),
            refused("createTimeout", () -> options.createTimeout(time)),
            refused("idleTimeout", () -> options.idleTimeout(time)))
        .forEach(
            refused ->
                assertThat(refused)
                    .hasMessageContainingAll(
                        "is " + time, "outside 1 ms to 24 days", "Pass a time"));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1023, (1L << 30) + 1, Long.MAX_VALUE})
  void anAnswerLimitOutsideItsBoundsIsRefused(long bytes) {
    assertThat(refused("answerLimit", () -> ClientOptions.builder(URL).answerLimit(bytes)))
        .hasMessageContainingAll("is " + bytes + " bytes", "1 KiB to 1 GiB");
  }

  static Stream<ThrowingCallable> paces() {
    Duration second = Duration.ofSeconds(1);
    WatchOptions.Builder watch = WatchOptions.builder();
    return Stream.of(
        () -> watch.pollPace(Duration.ofMillis(9), 1, second),
        () -> watch.pollPace(Duration.ofSeconds(-5), 1, second),
        () -> watch.pollPace(second, 0.9, second),
        () -> watch.pollPace(second, 10.1, second),
        () -> watch.pollPace(second, Double.NaN, second),
        () -> watch.pollPace(second, 1, Duration.ofMillis(999)),
        () -> watch.jitter(-0.1),
        () -> watch.jitter(1.1),
        () -> watch.jitter(Double.NaN));
  }

  @ParameterizedTest
  @MethodSource("paces")
  void aPaceOutsideItsBoundsIsRefused(ThrowingCallable pace) {
    InvalidInputException refused = refusal(pace);

    assertThat(refused.field()).isIn("first", "factor", "slowest", "jitter");
    assertThat(refused).hasMessageStartingWith(refused.field() + " is ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "hun ter2", "hunter2\n", "hunter2\r\nX-Evil: 1", "hünter2"})
  void aTokenThatAHeaderCannotHoldIsRefusedAndNotRepeated(String token) {
    assertThat(refused("token", () -> Credentials.bearer(token)))
        .hasMessageContaining("Pass the token alone")
        .hasMessageNotContaining("ter2")
        .hasMessageNotContaining("Evil");
  }

  static Stream<Arguments> resilience() {
    Duration second = Duration.ofSeconds(1);
    Duration hour = Duration.ofHours(1);
    Duration none = Duration.ZERO;
    ResilienceOptions.Builder options = ResilienceOptions.builder();
    return Stream.of(
        row("deadline", "1 ms to 24 days", () -> options.deadline(none)),
        row("deadline", "1 ms to 24 days", () -> options.deadline(Duration.ofHours(577))),
        row("maxRetries", "is -1, outside 0 to 20", () -> options.maxRetries(-1)),
        row("maxRetries", "is 21, outside 0 to 20", () -> options.maxRetries(21)),
        row("first", "1 ms to 1 h", () -> options.backOff(none, 2, second)),
        row("first", "1 ms to 1 h", () -> options.backOff(hour.plusMillis(1), 2, hour)),
        row("factor", "is 0.9, outside 1 to 10", () -> options.backOff(second, 0.9, second)),
        row("factor", "is 10.1, outside 1 to 10", () -> options.backOff(second, 10.1, hour)),
        row("factor", "is NaN, outside 1 to 10", () -> options.backOff(second, NaN, hour)),
        row("longest", "below the first delay of PT1S", () -> options.backOff(second, 2, MILLI)),
        row("longest", "1 ms to 1 h", () -> options.backOff(second, 2, hour.plusMillis(1))),
        row("retryBudget", "is -1, outside 0 to 1000000", () -> options.retryBudget(-1)),
        row("retryBudget", "outside 0 to 1000000", () -> options.retryBudget(1_000_001)),
        row("calls", "is 0, outside 1 to 10000", () -> options.concurrency(0, 0)),
        row("calls", "outside 1 to 10000", () -> options.concurrency(10_001, 0)),
        row("waiting", "is -1, outside 0 to 1000000", () -> options.concurrency(1, -1)),
        row("waiting", "outside 0 to 1000000", () -> options.concurrency(1, 1_000_001)),
        row("calls", "outside 1 to 10000", () -> options.circuitBreaker(1, 0, second)),
        row("calls", "outside 1 to 10000", () -> options.circuitBreaker(1, 10_001, second)),
        row("failures", "is 0, outside 1 to 5", () -> options.circuitBreaker(0, 5, second)),
        row("failures", "is 6, outside 1 to 5", () -> options.circuitBreaker(6, 5, second)),
        row("openFor", "1 ms to 1 day", () -> options.circuitBreaker(1, 1, none)),
        row("openFor", "1 ms to 1 day", () -> options.circuitBreaker(1, 1, DAY.plusMillis(1))),
        row("calls", "outside 1 to 1000000", () -> options.rateLimit(0, second)),
        row("calls", "outside 1 to 1000000", () -> options.rateLimit(1_000_001, second)),
        row("period", "1 ms to 1 day", () -> options.rateLimit(1, none)),
        row("period", "1 ms to 1 day", () -> options.rateLimit(1, DAY.plusMillis(1))));
  }

  static Stream<Arguments> calls() {
    CallOptions.Builder options = CallOptions.builder();
    return Stream.of(
        row("deadline", "1 ms to 24 days", () -> options.deadline(Duration.ZERO)),
        row("attemptTimeout", "1 ms to 24 days", () -> options.attemptTimeout(DAY.negated())),
        row("maxRetries", "is -1, outside 0 to 20", () -> options.maxRetries(-1)),
        row("maxRetries", "is 21, outside 0 to 20", () -> options.maxRetries(21)));
  }

  @ParameterizedTest
  @MethodSource({"resilience", "calls"})
  void limitsOfCallsThatCannotWorkAreRefused(String field, String limit, ThrowingCallable call) {
    assertThat(refused(field, call)).hasMessageContaining(limit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|1|has an empty name",
        "X Team|1|character at position 1 that no header name may hold",
        "X-Team:|1|character at position 6 that no header name may hold",
        "X-Téam|1|character at position 3 that no header name may hold",
        "X-Team|hünter2|X-Team has a character at position 1 of its value",
        "Authorization|hunter2|is set by the client alone. Pass credentials",
        "authorization|hunter2|is set by the client alone. Pass credentials",
        "Host|hunter2|is set by the client alone. It follows from the base URL",
        "Content-Length|1|is set by the client alone",
        "CONTENT-TYPE|text/plain|is set by the client alone",
        "Transfer-Encoding|chunked|is set by the client alone",
        "Accept-Encoding|br|is set by the client alone",
        "Idempotency-Key|k|is set by the client alone. Pass a key to the submission"
      })
  void headersThatCannotBeAddedAreRefusedAndTheirValuesNotRepeated(
      String name, String value, String problem) {
    Stream.of(
            refused("header", () -> ClientOptions.builder(URL).header(name, value)),
            refused("header", () -> CallOptions.builder().header(name, value)))
        .forEach(
            refused ->
                assertThat(refused).hasMessageContaining(problem).hasMessageNotContaining("nter2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2\r\nX-Evil: 1",
        "hunter2\n",
        "hunter2\t",
        "hunter2\u0000",
        "hunter2\u007f"
      })
  void aHeaderCannotSmuggleInAnother(String value) {
    assertThat(refused("header", () -> CallOptions.builder().header("X-Team", value)))
        .hasMessageContaining("at position 7 of its value")
        .hasMessageNotContaining("Evil");
  }

  private static Arguments row(String field, String limit, ThrowingCallable call) {
    return Arguments.of(field, limit, call);
  }

  private static InvalidInputException refused(String field, ThrowingCallable call) {
    InvalidInputException refused = refusal(call);
    assertThat(refused.field()).isEqualTo(field);
    return refused;
  }

  private static InvalidInputException refusal(ThrowingCallable call) {
    InvalidInputException refused = catchThrowableOfType(InvalidInputException.class, call);
    assertThat(refused).as("what was refused").isNotNull();
    return refused;
  }
}
