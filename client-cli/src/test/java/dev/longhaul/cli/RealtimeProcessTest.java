package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeProjectEvents;
import dev.longhaul.testkit.FakeStreamer;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.StreamerScript;
import dev.longhaul.testkit.StreamerTokens;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only a process of its own shows: pipes, signals, and that nothing keeps it alive. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
class RealtimeProcessTest {
  @Test
  void aPipeGetsEachEventAtOnceAndCtrlCEndsWith0(FakeProjectEvents fake) throws Exception {
    String[] line = {"events", "watch", "--project", "p1", "--url", fake.socketUrl()};
    try (CliProcess cli = CliProcess.piped(line)) {
      cli.out.await("subscription.confirmed {");
      fake.task("p1", "t1").started();
      cli.out.await("\"t1\"", "\n");
      cli.interrupt();

      assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(cli.out.toString().lines()).allMatch(event -> event.matches("[a-z.]+ \\{.*}"));
      assertThat(cli.err.toString().lines())
          .containsExactly("connection: connecting", "connection: connected");
    }
    fake.sockets().awaitNoneOpen();
  }

  @Test
  void aPipeGetsTheResultOfARequestAlone(FakeStreamer fake) throws Exception {
    fake.action(
        "draw",
        StreamerScript.builder()
            .queued()
            .progress(50, "half")
            .after(Duration.ofMillis(300))
            .result()
            .build());
    String[] line = {
      "streamer", "request", "draw", "--url", fake.url(), "--token-env", "STREAMER_TOKEN"
    };
    Map<String, String> token = Map.of("STREAMER_TOKEN", StreamerTokens.valid());
    try (CliProcess cli = CliProcess.piped(token, line)) {
      assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
      cli.out.await("\n");
      assertThat(cli.out.toString().lines()).hasSize(1);
      assertThat(JsonParser.parseString(cli.out.toString()).isJsonObject()).isTrue();
      assertThat(cli.err.toString()).contains("connection: connected").doesNotContain("\r");
    }
  }
}
