package dev.longhaul.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a server asks us to wait is read in every form it is sent in. */
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"0,PT0S", "7,PT7S", "' 30 ',PT30S", "1.5,PT1.5S", "0.0001,PT0.001S"})
  void secondsAreReadAndRoundedUpToWholeMilliseconds(String header, Duration expected) {
    assertThat(read("Retry-After", header)).isEqualTo(expected);
  }

  @Test
  void aDateIsReadAsTheTimeUntilThen() {
    assertThat(read("Retry-After", "Sun, 01 Mar 2026 12:01:30 GMT"))
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void aDateThatHasPassedMeansNoWait() {
    assertThat(read("Retry-After", "Sun, 01 Mar 2026 11:00:00 GMT")).isZero();
  }

  @Test
  void millisecondsWinOverSeconds() {
    assertThat(read("Retry-After", "9", "retry-after-ms", "250")).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void millisecondsThatCannotBeReadLeaveTheSecondsInForce() {
    assertThat(read("Retry-After", "9", "retry-after-ms", "soon")).isEqualTo(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "NaN", "Sun, 01 Mar", "tomorrow at noon", "1 2"})
  void whatCannotBeReadCountsAsNotSent(String header) {
    assertThat(read("Retry-After", header)).isNull();
  }

  @Test
  void noHeaderMeansNoAnswer() {
    assertThat(read()).isNull();
  }

  @Test
  void aServerThatAnsweredTellsWhenToAskAgainInItsOwnHeaderFirst() {
    assertThat(nextLook("openai-poll-after-ms", "1500", "Retry-After", "9"))
        .isEqualTo(Duration.ofMillis(1500));
    assertThat(nextLook("openai-poll-after-ms", "soon", "Retry-After", "9"))
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(nextLook("Retry-After", "9")).isEqualTo(Duration.ofSeconds(9));
    assertThat(nextLook()).isNull();
    assertThat(read("openai-poll-after-ms", "1500")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e300", "Infinity", "99999999999999999999", "Fri, 01 Jan 9999 00:00:00 GMT"})
  void anAbsurdWaitIsCutToAYear(String header) {
    assertThat(read("Retry-After", header)).isEqualTo(Duration.ofDays(365));
  }

  private static Duration read(String... namesAndValues) {
    return RetryAfter.of(response(namesAndValues), NOW);
  }

  private static Duration nextLook(String... namesAndValues) {
    return RetryAfter.nextLook(response(namesAndValues), NOW);
  }

  private static Response response(String... namesAndValues) {
    return new Response.Builder()
        .request(new Request.Builder().url("http://127.0.0.1/").build())
        .protocol(Protocol.HTTP_1_1)
        .code(429)
        .message("")
        .headers(Headers.of(namesAndValues))
        .build();
  }
}
