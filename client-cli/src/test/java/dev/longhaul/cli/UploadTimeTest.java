package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class UploadTimeTest {
  private final Surroundings surroundings =
      new Surroundings(
          new Display(System.out, System.err),
          Map.of(),
          new Person(InputStream.nullInputStream(), TerminalFacts::none, CtrlC.ofProcess()),
          WatchOptions.defaults(),
          UnaryOperator.identity());

  private ClientOptions options(ServerOptions<?> server, String url) {
    server.url = url;
    return server.options(surroundings);
  }

  @Test
  void picturesHaveFiveMinutesToGoUpAndTheSearchForALostAnswerStillHasItsTime() {
    for (ClientOptions options :
        new ClientOptions[] {
          options(new VestisServer(), "http://localhost/api/v1"),
          options(new VideosServer(), "http://localhost/v1")
        }) {
      assertThat(options.createTimeout()).isEqualTo(Duration.ofMinutes(5));
      assertThat(options.resilience().deadline()).isGreaterThan(Duration.ofMinutes(6));
    }
  }

  @Test
  void aTaskHasTheUsualTime() {
    ClientOptions options = options(new FunctionsServer(), "http://localhost");

    assertThat(options.createTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.resilience().deadline()).isEqualTo(Duration.ofMinutes(2));
  }
}
