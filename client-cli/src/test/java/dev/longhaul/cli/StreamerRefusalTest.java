package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeStreamer;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import dev.longhaul.testkit.StreamerTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class StreamerRefusalTest {
  private static final String TOKEN = StreamerTokens.valid();
  private static final String SECRET = "a fox that nobody may know of";
  private static final String PAYLOAD = "{\"prompt\": \"" + SECRET + "\"}";

  private final Cli cli = new Cli().variable("STREAMER_TOKEN", TOKEN);

  @AfterEach
  void tellsNoSecret() throws IOException {
    cli.close();
    assertThat(cli.err.toString() + cli.out).doesNotContain(TOKEN).doesNotContain(SECRET);
  }

  private static String[] draw(FakeStreamer fake, String... more) {
    return drawAt(fake.url(), more);
  }

  /** A request for an action of the server's own, with a payload that nobody may see. */
  private static String[] drawAt(String url, String... more) {
    List<String> words = new ArrayList<>(List.of("streamer", "request", "draw", "--url", url));
    words.addAll(List.of("--token-env", "STREAMER_TOKEN", "--payload", PAYLOAD, "--debug"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void aHandshakeThatIsRefusedEndsWith3(int status) {
    try (FakeStreamer fake = FakeStreamer.start()) {
      fake.sockets().always(SocketFault.refuse(status, Map.of(), "{\"error\": \"no\"}"));

      assertThat(cli.run(draw(fake))).isEqualTo(ExitCode.SERVICE);
      assertThat(cli.err.toString()).contains("longhaul: ").contains("HTTP " + status);
      assertThat(fake.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1008, 4401, 4403})
  void aConnectionThatTheServerClosesForGoodEndsWith3OrIsUncertain(int code) {
    try (FakeStreamer fake = FakeStreamer.start()) {
      fake.sockets().always(SocketFault.closeWith(code, "no"));

      assertThat(cli.run(draw(fake))).isIn(ExitCode.SERVICE, ExitCode.UNKNOWN);
      assertThat(cli.err.toString()).contains("code " + code);
    }
  }

  @Test
  void aTokenWithAFlawIsRefusedBeforeItIsSent(FakeStreamer fake) {
    List<String> flawed =
        List.of(
            "no-token-at-all",
            StreamerTokens.without("sub"),
            StreamerTokens.without("tenant_id"),
            StreamerTokens.of("user-1", "tenant-1", Instant.parse("2020-01-01T00:00:00Z")));
    for (String token : flawed) {
      Cli each = new Cli().variable("STREAMER_TOKEN", token);
      assertThat(each.run(draw(fake))).isEqualTo(ExitCode.WRONG_USAGE);
      assertThat(each.err.toString()).contains("longhaul: The token ").doesNotContain(token);
    }
    assertThat(fake.sockets().all()).isEmpty();
  }

  @Test
  void aPayloadThatIsTooBigIsRefusedBeforeItIsSent(FakeStreamer fake, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("p.json"), "\"" + "x".repeat(1 << 20) + "\"");

    String[] line = {"streamer", "request", "draw", "--url", fake.url(), "--token-env"};
    List<String> words = new ArrayList<>(List.of(line));
    words.addAll(List.of("STREAMER_TOKEN", "--payload", "@" + file));
    assertThat(cli.run(words.toArray(String[]::new))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).contains("longhaul: --payload has ").doesNotContain("xxxx");
    assertThat(fake.sockets().all()).isEmpty();
  }

  @Test
  void aCommandLineThatIsWrongIsNotRepeated(FakeStreamer fake) {
    List<List<String>> lines =
        List.of(
            List.of("--payload=" + SECRET),
            List.of("--metadata", SECRET),
            List.of("--timeout", "0s"),
            List.of("--timeout", SECRET),
            List.of("--token=" + TOKEN),
            List.of(SECRET));
    for (List<String> more : lines) {
      List<String> words = new ArrayList<>(List.of("streamer", "request", "draw"));
      words.addAll(List.of("--url", fake.url(), "--token-env", "STREAMER_TOKEN"));
      words.addAll(more);
      assertThat(cli.run(words.toArray(String[]::new))).isEqualTo(ExitCode.WRONG_USAGE);
    }
    assertThat(fake.sockets().all()).isEmpty();
  }

  @Test
  void whatIsMissingOrCannotBeIsNamed(FakeStreamer fake) {
    assertThat(cli.run("streamer", "request", "dr aw", "--url", fake.url()))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).contains("longhaul: ACTION is not 1 to 128 letters");
    assertThat(cli.run("streamer", "request", "draw", "--url", fake.url()))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).contains("longhaul: --token-env is missing");
    assertThat(cli.run(drawAt("http://localhost/production"))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.run(drawAt("ws://far.example/production"))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).contains("longhaul: --url ", "--allow-http");
  }
}
