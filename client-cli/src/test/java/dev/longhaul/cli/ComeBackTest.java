package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComeBackTest {
  private final FollowOptions follow = new FollowOptions();
  private final ServerOptions server = new ServerOptions();

  ComeBackTest() {
    follow.out = Path.of("results");
    server.url = "https://runner.example.com";
  }

  @Test
  void theCommandHoldsEverythingThatIsNeeded() {
    server.tokenVariable = "RUNNER_TOKEN";
    server.plainHosts = List.of("runner.local", "other.local");

    assertThat(follow.comeBack("queue:7", server))
        .isEqualTo(
            "longhaul functions watch queue:7 --url https://runner.example.com"
                + " --token-env RUNNER_TOKEN --allow-http runner.local"
                + " --allow-http other.local --out results");
  }

  @Test
  void anIdCannotBecomeAnotherCommand() {
    follow.out = Path.of("my results");

    assertThat(follow.comeBack("x; rm -rf ~ '$(y)'", server))
        .isEqualTo(
            "longhaul functions watch 'x; rm -rf ~ '\\''$(y)'\\''' --url https://runner.example.com"
                + " --out 'my results'");
  }

  @Test
  void anIdThatLooksLikeAnOptionStaysAnId() {
    assertThat(follow.comeBack("-7", server))
        .isEqualTo("longhaul functions watch --url https://runner.example.com --out results -- -7");
  }
}
