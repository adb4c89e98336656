package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComeBackTest {
  private final OutFolder out = new OutFolder();
  private final FunctionsServer server = new FunctionsServer();

  ComeBackTest() {
    out.path = Path.of("results");
    server.url = "https://runner.example.com";
  }

  @Test
  void theCommandHoldsEverythingThatIsNeeded() {
    server.tokenVariable = "RUNNER_TOKEN";
    server.plainHosts = List.of("runner.local", "other.local");

    assertThat(server.comeBack("queue:7", out))
        .isEqualTo(
            "longhaul functions watch queue:7 --url https://runner.example.com"
                + " --token-env RUNNER_TOKEN --allow-http runner.local"
                + " --allow-http other.local --out results");
  }

  @Test
  void anIdCannotBecomeAnotherCommand() {
    out.path = Path.of("my results");

    assertThat(server.comeBack("x; rm -rf ~ '$(y)'", out))
        .isEqualTo(
            "longhaul functions watch 'x; rm -rf ~ '\\''$(y)'\\''' --url https://runner.example.com"
                + " --out 'my results'");
  }

  @Test
  void anIdThatLooksLikeAnOptionStaysAnId() {
    assertThat(server.comeBack("-7", out))
        .isEqualTo("longhaul functions watch --url https://runner.example.com --out results -- -7");
  }

  @Test
  void theAccountOfVestisIsNamedByItsVariables() {
    VestisServer vestis = new VestisServer();
    vestis.url = "https://vestis.example.com/api/v1";
    vestis.emailVariable = "EMAIL";
    vestis.passwordVariable = "PASSWORD";

    assertThat(vestis.comeBack("7", out))
        .isEqualTo(
            "longhaul vestis watch 7 --url https://vestis.example.com/api/v1"
                + " --email-env EMAIL --password-env PASSWORD --out results");
  }

  @Test
  void whatAVideoServerCanDoIsSaidAgain() {
    VideosServer videos = new StoppableVideosServer();
    videos.url = "https://videos.example.com/v1";
    videos.deleteStops = true;

    assertThat(videos.comeBack("video_7", out))
        .isEqualTo(
            "longhaul videos watch video_7 --url https://videos.example.com/v1"
                + " --delete-stops --out results");
    assertThat(videos.line("list"))
        .isEqualTo("longhaul videos list --url https://videos.example.com/v1");
  }
}
