package dev.longhaul.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Options that cannot work are refused where they are given, with the field, the limit and the fix.
 */
class RefusedOptionsTest {
  private static final String URL = "https://runner.example.com";

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

  @Test
  void aTokenThatASupplierCannotGiveEndsTheCallUnsent() {
    Credentials broken = Credentials.bearer(() -> "two words");

    CredentialsException error =
        catchThrowableOfType(CredentialsException.class, broken::authorization);

    assertThat(error.facts().reach()).isEqualTo(Reach.NOT_SENT);
    assertThat(error).hasMessageContaining("position 3").hasMessageNotContaining("words");
  }

  @Test
  void aSupplierThatThrowsIsTheCauseOfTheError() {
    RuntimeException down = new IllegalStateException("the vault is down");
    Credentials broken =
        Credentials.bearer(
            () -> {
              throw down;
            });

    CredentialsException error =
        catchThrowableOfType(CredentialsException.class, broken::authorization);

    assertThat(error).hasCause(down).hasMessageContaining("The supplier of the token failed");
    assertThat(error.facts().reach()).isEqualTo(Reach.NOT_SENT);
  }

  @Test
  void aSupplierIsAskedAnewForEveryCall() {
    StringBuilder token = new StringBuilder("t");
    Credentials fresh = Credentials.bearer(() -> token.append('t').toString());

    assertThat(fresh.authorization()).contains("Bearer tt");
    assertThat(fresh.authorization()).contains("Bearer ttt");
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
