package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeStreamer;
import dev.longhaul.testkit.FakeStreamerOptions;
import dev.longhaul.testkit.FakeStreamerOptions.Family;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import dev.longhaul.testkit.StreamerScript;
import dev.longhaul.testkit.StreamerTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class StreamerRequestTest {
  private static final String TOKEN = StreamerTokens.valid();
  private static final String SECRET = "a fox that nobody may know of";
  private static final String PAYLOAD = "{\"prompt\": \"" + SECRET + "\"}";
  private static final Duration LATER = Duration.ofMillis(100);

  private final Cli cli = new Cli().variable("STREAMER_TOKEN", TOKEN);

  @AfterEach
  void tellsNoSecret() throws IOException {
    cli.close();
    assertThat(cli.err.toString() + cli.out).doesNotContain(TOKEN).doesNotContain(SECRET);
  }

  /** A request for an action of the server's own, with a payload that nobody may see. */
  private static String[] draw(FakeStreamer fake, String... more) {
    List<String> words = new ArrayList<>(List.of("streamer", "request", "draw"));
    words.addAll(List.of("--url", fake.url(), "--token-env", "STREAMER_TOKEN"));
    words.addAll(List.of("--payload", PAYLOAD, "--debug"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static StreamerScript.Builder steps() {
    JsonObject result = new JsonObject();
    result.addProperty("url", "https://example.com/1\u001b[2J\u202e");
    return StreamerScript.builder()
        .queued(Duration.ofSeconds(10))
        .after(LATER)
        .progress(30, "sketching")
        .after(LATER)
        .progress(80, "painting")
        .after(LATER)
        .result(result);
  }

  private JsonElement result() {
    assertThat(cli.files()).hasSize(1);
    return JsonParser.parseString(cli.files().get(0));
  }

  @ParameterizedTest
  @EnumSource(names = {"NESTED", "FLAT", "TYPED"})
  void theResultIsOneDocumentAndAllElseIsBesideIt(Family family) {
    try (FakeStreamer fake =
        FakeStreamer.start(FakeStreamerOptions.builder().family(family).build())) {
      fake.action("draw", steps().build());

      assertThat(cli.run(draw(fake))).isEqualTo(ExitCode.DONE);
      assertThat(result().getAsJsonObject().get("url").getAsString())
          .isEqualTo("https://example.com/1\u001b[2J\u202e");
      assertThat(cli.out.toString()).doesNotContain("\u001b", "\u202e");
      assertThat(cli.err.toString())
          .contains("connection: connecting\n", "connection: connected\n", "job id: ")
          .contains(" 30 %", " 80 %");
      assertThat(fake.requests().get(0).payload().toString()).contains(SECRET);
    }
  }

  @Test
  void aShortActionIsAnsweredAtOnce(FakeStreamer fake) {
    String[] line = {"streamer", "request", "health", "--url", fake.url(), "--token-env"};
    List<String> words = new ArrayList<>(List.of(line));
    words.add("STREAMER_TOKEN");

    assertThat(cli.run(words.toArray(String[]::new))).isEqualTo(ExitCode.DONE);
    assertThat(result().getAsJsonObject().has("status")).isTrue();
  }

  @Test
  void aPayloadMayComeFromAFileAndNotesTravelAlong(FakeStreamer fake, @TempDir Path folder)
      throws IOException {
    fake.action("draw", StreamerScript.immediate());
    Path file = Files.writeString(folder.resolve("p.json"), "[1, {\"a\": 1.10}]");

    String[] line = draw(fake, "--metadata", "trace=abc=1", "--payload=@" + file);
    List<String> words = new ArrayList<>(List.of(line));
    words.removeAll(List.of("--payload", PAYLOAD));
    assertThat(cli.run(words.toArray(String[]::new))).isEqualTo(ExitCode.DONE);
    assertThat(fake.requests().get(0).payload()).hasToString("[1,{\"a\":1.10}]");
    assertThat(fake.requests().get(0).metadata().toString()).contains("abc=1");
  }

  @Test
  void onATerminalABarIsDrawnAndTheResultStandsAlone(FakeStreamer fake) {
    fake.action("draw", steps().build());

    assertThat(cli.onTerminal(70).run(draw(fake))).isEqualTo(ExitCode.DONE);
    assertThat(cli.err.toString()).contains("% [=").contains("connection: connected");
    result();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"VALIDATION_ERROR", "INTERNAL_ERROR", "RATE_LIMITED", "UNAUTHORIZED", "TIMEOUT"})
  void anErrorInPlaceOfAnAnswerEndsWith1(String code) {
    try (FakeStreamer fake = FakeStreamer.start()) {
      fake.action("draw", StreamerScript.builder().failure(code, "not like this").build());

      assertThat(cli.run(draw(fake))).isEqualTo(ExitCode.JOB_FAILED);
      assertThat(cli.err.toString()).contains(code).contains("The service says: not like this");
      assertThat(cli.files()).isEmpty();
      assertThat(fake.requests()).hasSize(1);
    }
  }

  @Test
  void anActionThatTheServiceDoesNotKnowEndsWith1(FakeStreamer fake) {
    assertThat(cli.run(draw(fake))).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(cli.err.toString()).contains("INVALID_ACTION");
  }

  @Test
  void aJobThatFailsLaterEndsWith1(FakeStreamer fake) {
    fake.action(
        "draw", StreamerScript.builder().queued().failure("STORAGE_ERROR", "disk full").build());

    assertThat(cli.run(draw(fake))).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(cli.err.toString()).contains("longhaul: The job failed (STORAGE_ERROR): disk full");
  }

  @Test
  void aConnectionThatBreaksBeforeTheAnswerEndsWith5(FakeStreamer fake) {
    fake.action("draw", StreamerScript.builder().queued().dropsAt(1).build());

    assertThat(cli.run(draw(fake))).isEqualTo(ExitCode.UNKNOWN);
    assertThat(cli.err.toString()).contains("longhaul: The ");
    assertThat(cli.files()).isEmpty();
    assertThat(fake.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void aConnectionThatBreaksMidWayEndsWith5(int step) {
    try (FakeStreamer fake = FakeStreamer.start()) {
      fake.action("draw", steps().dropsAt(step).build());

      assertThat(cli.run(draw(fake))).isEqualTo(ExitCode.UNKNOWN);
      assertThat(cli.err.toString()).contains("longhaul: The connection ended while the job was");
      assertThat(cli.files()).isEmpty();
      assertThat(fake.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void oneThatIsRepeatableIsAskedAgain(int step) {
    try (FakeStreamer fake = FakeStreamer.start()) {
      fake.action("draw", steps().build());
      fake.nextRequest(steps().closesAt(step, 1001).build());

      assertThat(cli.run(draw(fake, "--repeatable"))).isEqualTo(ExitCode.DONE);
      assertThat(cli.err.toString())
          .contains("connection: reconnecting (the server goes away, close code 1001; ");
      result();
      assertThat(fake.requests()).hasSize(2);
    }
  }

  @Test
  void aServiceThatFallsSilentEndsWith5(FakeStreamer fake) {
    fake.action("draw", StreamerScript.silent());

    assertThat(cli.run(draw(fake, "--timeout", "200ms"))).isEqualTo(ExitCode.UNKNOWN);
    assertThat(cli.err.toString()).contains("longhaul: Nothing was heard of the job");
  }

  @Test
  void framesThatMakeNoSenseChangeNothing(FakeStreamer fake) throws Exception {
    fake.action(
        "draw", StreamerScript.builder().queued().after(LATER.multipliedBy(5)).result().build());
    cli.start(draw(fake));
    cli.err.await("job id: ");
    for (String nonsense :
        List.of("", "{", "[]", "null", "{\"type\": \"result\"}", "{\"type\": 7}")) {
      fake.sockets().open().get(0).send(nonsense);
    }
    fake.sockets().open().get(0).sendBinary(new byte[] {1, 2});
    fake.gatewayFault("Internal server error");

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
    result();
  }

  @Test
  void ctrlCLeavesTheRequestRunningAndEndsWith4(FakeStreamer fake) throws Exception {
    fake.action("draw", StreamerScript.silent());
    cli.onTerminal(70).start(draw(fake));
    cli.err.await("job id: ", "% [");
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString())
        .contains("the job was not cancelled")
        .doesNotContain("[y/N]", "To come back");
    assertThat(fake.requests()).hasSize(1);
    assertThat(cli.ctrlC.isReleased()).isTrue();
  }

  @Test
  void ctrlCWhileTheAnswerIsAwaitedEndsWith5(FakeStreamer fake) throws Exception {
    fake.action("draw", StreamerScript.noAnswer());
    cli.start(draw(fake));
    cli.err.await("connection: connected");
    fake.sockets().await(1).next();
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
  }

  @Test
  void ctrlCBeforeThereIsAConnectionEndsWith130(FakeStreamer fake) throws Exception {
    fake.sockets().always(SocketFault.refuse(503, Map.of(), ""));
    cli.start(draw(fake));
    cli.err.await("connection: reconnecting (the server cannot take a connection now, HTTP 503");
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.STOPPED);
    assertThat(fake.requests()).isEmpty();
  }
}
