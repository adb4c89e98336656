package dev.longhaul.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.internal.options.CallerHttpClient;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Options state their defaults, keep what they were given and can be taken up again. */
class OptionsTest {
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
    assertThat(options.watch()).isSameAs(watch);
    assertThat(CallerHttpClient.of(options)).containsSame(http);
  }

  @Test
  void aBuilderTakenFromOptionsLeavesThemAsTheyAre() {
    ClientOptions first = ClientOptions.builder("https://runner.example.com").build();
    first.toBuilder().allowPlainHttp("else.where").answerLimit(2048).build();

    assertThat(first.plainHttpHosts()).isEmpty();
    assertThat(first.answerLimit()).isEqualTo(16 * 1024 * 1024);
  }
}
