package dev.longhaul.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.options.CallerHttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Options state their defaults, keep what they were given and can be taken up again. */
class OptionsTest {
  private static final ResilienceOptions GENTLE = ResilienceOptions.builder().maxRetries(1).build();

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    ClientOptions options = ClientOptions.builder("https://runner.example.com").build();

    assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(options.attemptTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.createTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.idleTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.answerLimit()).isEqualTo(16 * 1024 * 1024);
    assertThat(options.credentials().isPresent()).isFalse();
    assertThat(options.plainHttpHosts()).isEmpty();
    assertThat(options.headers()).isEmpty();
    assertThat(options.resilience()).isSameAs(ResilienceOptions.defaults());
    assertThat(options.watch()).isSameAs(WatchOptions.defaults());
    assertThat(CallerHttpClient.of(options)).isEmpty();
  }

  @Test
  void takingOptionsUpAgainKeepsEveryOne() {
    OkHttpClient http = new OkHttpClient();
    WatchOptions watch = WatchOptions.builder().jitter(0.5).build();
    Credentials credentials = Credentials.bearer("hunter2");
    ClientOptions options =
        ClientOptions.builder("http://runner.internal/api")
            .allowPlainHttp("runner.internal")
            .credentials(credentials)
            .connectTimeout(Duration.ofSeconds(1))
            .attemptTimeout(Duration.ofSeconds(2))
            .createTimeout(Duration.ofSeconds(3))
            .idleTimeout(Duration.ofSeconds(4))
            .answerLimit(5000)
            .header("X-Team", "blue")
            .resilience(GENTLE)
            .watch(watch)
            .httpClient(http)
            .build()
            .toBuilder()
            .build();

    assertThat(options.baseUrl()).hasToString("http://runner.internal/api/");
    assertThat(options.plainHttpHosts()).containsExactly("runner.internal");
    assertThat(options.credentials()).isSameAs(credentials);
    assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.attemptTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(options.createTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(options.idleTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(options.answerLimit()).isEqualTo(5000);
    assertThat(options.headers()).containsExactly(Map.entry("X-Team", "blue"));
    assertThat(options.resilience()).isSameAs(GENTLE);
    assertThat(options.watch()).isSameAs(watch);
    assertThat(CallerHttpClient.of(options)).containsSame(http);
  }

  @Test
  void aBuilderTakenFromOptionsLeavesThemAsTheyAre() {
    ClientOptions first = ClientOptions.builder("https://runner.example.com").build();
    first.toBuilder().allowPlainHttp("else.where").header("A", "b").answerLimit(2048).build();

    assertThat(first.plainHttpHosts()).isEmpty();
    assertThat(first.headers()).isEmpty();
    assertThat(first.answerLimit()).isEqualTo(16 * 1024 * 1024);
  }

  @Test
  void callsAreMadeSafeByDefault() {
    ResilienceOptions options = ResilienceOptions.defaults();

    assertThat(options.deadline()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.maxRetries()).isEqualTo(3);
    assertThat(options.firstDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.backOffFactor()).isEqualTo(2);
    assertThat(options.longestDelay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.retryBudget()).isEqualTo(100);
    assertThat(options.concurrency()).isEqualTo(100);
    assertThat(options.queue()).isEqualTo(1_000);
    assertThat(options.circuitBreaker()).isEmpty();
    assertThat(options.rateLimit()).isEmpty();
    assertThat(options.retryWhen()).isEmpty();
    assertThat(options.listener()).isEmpty();
    assertThat(options).isSameAs(ResilienceOptions.defaults());
  }

  @Test
  void resilienceKeepsWhatItWasGiven() {
    Predicate<LonghaulException> never = error -> false;
    ClientEventListener listener = event -> {};
    ResilienceOptions options =
        ResilienceOptions.builder()
            .deadline(Duration.ofHours(1))
            .maxRetries(20)
            .backOff(Duration.ofMillis(5), 1.5, Duration.ofSeconds(7))
            .retryBudget(0)
            .concurrency(8, 9)
            .circuitBreaker(5, 10, Duration.ofSeconds(11))
            .rateLimit(12, Duration.ofSeconds(13))
            .retryWhen(never)
            .listener(listener)
            .build()
            .toBuilder()
            .build();

    assertThat(options.deadline()).isEqualTo(Duration.ofHours(1));
    assertThat(options.maxRetries()).isEqualTo(20);
    assertThat(options.firstDelay()).isEqualTo(Duration.ofMillis(5));
    assertThat(options.backOffFactor()).isEqualTo(1.5);
    assertThat(options.longestDelay()).isEqualTo(Duration.ofSeconds(7));
    assertThat(options.retryBudget()).isZero();
    assertThat(options.concurrency()).isEqualTo(8);
    assertThat(options.queue()).isEqualTo(9);
    assertThat(options.circuitBreaker())
        .contains(new ResilienceOptions.CircuitBreaker(5, 10, Duration.ofSeconds(11)));
    assertThat(options.rateLimit())
        .contains(new ResilienceOptions.RateLimit(12, Duration.ofSeconds(13)));
    assertThat(options.retryWhen()).containsSame(never);
    assertThat(options.listener()).containsSame(listener);
  }

  @Test
  void aCallDoesNothingDifferentlyByDefault() {
    CallOptions options = CallOptions.defaults();

    assertThat(options.deadline()).isEmpty();
    assertThat(options.attemptTimeout()).isEmpty();
    assertThat(options.maxRetries()).isEmpty();
    assertThat(options.headers()).isEmpty();
    assertThat(options.retryWhen()).isEmpty();
    assertThat(options).hasToString("CallOptions[headers []]");
  }

  @Test
  void aCallKeepsWhatItDoesDifferentlyAndShowsNoHeadersValue() {
    Predicate<LonghaulException> always = error -> true;
    CallOptions options =
        CallOptions.builder()
            .deadline(Duration.ofSeconds(1))
            .attemptTimeout(Duration.ofSeconds(2))
            .maxRetries(0)
            .header("X-Secret", "hunter2")
            .retryWhen(always)
            .build()
            .toBuilder()
            .build();

    assertThat(options.deadline()).contains(Duration.ofSeconds(1));
    assertThat(options.attemptTimeout()).contains(Duration.ofSeconds(2));
    assertThat(options.maxRetries()).hasValue(0);
    assertThat(options.headers()).containsExactly(Map.entry("X-Secret", "hunter2"));
    assertThat(options.retryWhen()).containsSame(always);
    assertThat(options)
        .hasToString(
            "CallOptions[headers [X-Secret], deadline PT1S, attemptTimeout PT2S, maxRetries 0,"
                + " retryWhen set]");
  }

  @Test
  void headersOfOneNameReplaceEachOtherHoweverTheyAreSpelt() {
    CallOptions.Builder builder =
        CallOptions.builder()
            .header("x-team", "red")
            .header("X-Team", "blue")
            .header("X-Empty", "");
    CallOptions options = builder.build();
    builder.header("X-Late", "1");

    assertThat(options.headers())
        .containsExactly(Map.entry("X-Empty", ""), Map.entry("X-Team", "blue"));
    assertThat(options.headers().get("X-TEAM")).isEqualTo("blue");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> options.headers().put("X-Late", "1"));
  }

  @Test
  void headersAndTheOptionsTheyAreInKeepTheirValuesToThemselves() {
    ClientOptions options =
        ClientOptions.builder("https://runner.example.com").header("X-Key", "hunter2").build();

    assertThat(options.toString() + options.toBuilder() + options.resilience())
        .doesNotContain("hunter2");
  }
}
