package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.AT_ONCE;
import static dev.longhaul.cli.Commands.run;
import static dev.longhaul.cli.Commands.watch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.EventsDialect;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class PushedJobsTest {
  private static final String TOKEN = "t0ken-5b1e77";

  private final Cli cli = new Cli().variable("RUNNER_TOKEN", TOKEN);
  private FakeFunctionRunner fake = runner(EventsDialect.CHANNEL);
  @TempDir Path folder;

  @AfterEach
  void close() throws IOException {
    cli.close();
    fake.close();
    assertThat(cli.err.toString() + cli.out).doesNotContain(TOKEN);
  }

  private static FakeFunctionRunner runner(EventsDialect dialect) {
    return FakeFunctionRunner.start(FakeOptions.builder().token(TOKEN).events(dialect).build());
  }

  private String[] pushed(String... more) {
    return pushedFrom(fake.eventsUrl(), more);
  }

  private String[] pushedFrom(String events, String... more) {
    List<String> options = new ArrayList<>(List.of("--token-env", "RUNNER_TOKEN"));
    options.addAll(List.of("--events", events));
    options.addAll(List.of(more));
    return run(fake, folder, options.toArray(String[]::new));
  }

  private FakeJob startedByHand() throws InterruptedException {
    fake.nextJob(JobScript.byHand());
    cli.start(pushed());
    cli.err.await("job id: task-1");
    cli.err.await("connection: connected");
    return fake.jobs().get(0);
  }

  private List<String> connectionLines() {
    return cli.err.toString().lines().filter(line -> line.startsWith("connection")).toList();
  }

  @ParameterizedTest
  @CsvSource({"CHANNEL,channel", "SUBSCRIBE,user", "PROGRESS,progress", "GENERATION,generation"})
  void progressAndTheEndArePushed(EventsDialect dialect, String name) throws Exception {
    fake.close();
    fake = runner(dialect);
    fake.nextJob(JobScript.byHand());
    cli.hardlyReading().start(pushed("--events-dialect", name));
    cli.err.await("connection: connected");
    fake.jobs().get(0).running(42, "paint", "half");
    cli.err.await(" 42 %");
    fake.jobs().get(0).completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(connectionLines())
        .containsExactly("connection: connecting", "connection: connected");
    assertThat(fake.eventSockets().opened()).isEqualTo(1);
  }

  @Test
  void aSocketThatBreaksIsToldOnceAndTheJobGoesOn() throws Exception {
    FakeJob job = startedByHand();
    fake.eventSockets().open().get(0).reset();
    cli.err.await(
        "connection: reconnecting (lost; attempt 2, next try now)", "connection: connected");
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(fake.eventSockets().opened()).isEqualTo(2);
  }

  @Test
  void manyTriesInARowAreOneLine() throws Exception {
    FakeJob job = startedByHand();
    for (int i = 0; i < 5; i++) {
      fake.eventSockets().fault(SocketFault.refuse(503, Map.of(), ""));
    }
    fake.eventSockets().open().get(0).drop();
    cli.err.await("attempt 3, next try now)", "connection: connected");
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(connectionLines())
        .filteredOn(line -> line.contains("cannot take a connection now, HTTP 503; attempt 3,"))
        .hasSize(1);
  }

  @Test
  void aRestartIsToldAsOne() throws Exception {
    FakeJob job = startedByHand();
    fake.eventSockets().open().get(0).close(1012, "restart");
    cli.err.await(
        "connection: suspended (the server restarts, close code 1012; next try now)",
        "connection: connected");
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aSocketThatIsRefusedIsToldAndTheJobIsRead() {
    fake.nextJob(AT_ONCE);
    fake.eventSockets().always(SocketFault.refuse(404, Map.of(), ""));

    assertThat(cli.run(pushed("--debug"))).isEqualTo(ExitCode.DONE);
    assertThat(cli.files()).hasSize(1);
    assertThat(connectionLines())
        .allMatch(
            line -> line.equals("connection: connecting") || line.matches(".*error .*HTTP 404.*"));
  }

  @Test
  void framesThatMakeNoSenseChangeNothing() throws Exception {
    FakeJob job = startedByHand();
    fake.eventSockets().open().get(0).send("{\"channel\": \"task.task-1\", \"type\":");
    fake.eventSockets().open().get(0).send("[]");
    fake.eventSockets().open().get(0).send("{\"channel\": 5, \"type\": {\"a\": []}}");
    job.running(60, "paint", "x");
    cli.err.await(" 60 %");
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void onATerminalTheLineStandsAboveAWholeBar() throws Exception {
    fake.nextJob(JobScript.byHand());
    cli.onTerminal(72).start(pushed());
    cli.err.await("connection: connected");
    FakeJob job = fake.jobs().get(0);
    job.running(50, "paint", "half");
    cli.err.await(" paint ");
    fake.eventSockets().open().get(0).drop();
    cli.err.await("connection: reconnecting (lost; attempt 2, next try now)");
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
    String told = cli.err.toString();
    assertThat(told).containsPattern("\rconnection: reconnecting [^\r\n]*\n *50% \\[=");
    assertThat(Stream.of(told.split("[\r\n]+")).filter(line -> !line.isBlank()))
        .allMatch(
            line ->
                line.matches("job id.*|connection: [a-z]+( \\(.*\\))? *| *\\d+% \\[.*|.*\\(0:00.*"))
        .allMatch(line -> line.length() <= 72);
  }

  @Test
  void theQuestionOfCtrlCIsNotInterrupted() throws Exception {
    fake.nextJob(JobScript.byHand());
    cli.onTerminal(72).start(pushed());
    cli.err.await("connection: connected");
    cli.ctrlC.press();
    cli.err.await("Cancel the remote job, too? [y/N] ");
    fake.eventSockets().open().get(0).drop();
    fake.eventSockets().await(2).ping();
    assertThat(cli.err.toString()).endsWith("[y/N] ");
    cli.type("y");

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_CANCELLED);
    assertThat(cli.err.toString()).contains("The service took the request");
  }

  @Test
  void ctrlCDetachesAndTheAdviceKeepsThePush() throws Exception {
    FakeJob job = startedByHand();
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString()).contains(" --events " + fake.eventsUrl() + " ");
    fake.eventSockets().awaitNoneOpen();
    job.completed();
    Cli next = new Cli().variable("RUNNER_TOKEN", TOKEN);
    assertThat(next.run(watch(fake, folder, "task-1", "--token-env", "RUNNER_TOKEN")))
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void aWatchIsPushedToo() throws Exception {
    FakeJob job = startedByHand();
    cli.ctrlC.press();
    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    Cli next = new Cli().variable("RUNNER_TOKEN", TOKEN).hardlyReading();
    next.start(
        watch(fake, folder, "task-1", "--token-env", "RUNNER_TOKEN", "--events", fake.eventsUrl()));
    next.err.await("connection: connected");
    job.completed();

    assertThat(next.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aUrlWithAQueryIsNotRepeated() {
    fake.nextJob(JobScript.byHand());

    assertThat(cli.run(pushedFrom(fake.eventsUrl() + "?token=abc-123", "--wait", "100ms")))
        .isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString()).doesNotContain("abc-123").contains("longhaul functions watch");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/ws",
        "nowhere",
        "ws://",
        "ws://u:p4ss@localhost/ws",
        "ws://far.example/ws"
      })
  void aUrlThatCannotBeUsedIsRefusedBeforeAnythingIsSent(String url) {
    assertThat(cli.run(pushedFrom(url))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).startsWith("longhaul: --events ").doesNotContain("p4ss");
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @Test
  void aHostThatIsAllowedByNameMayBeSentTheToken() {
    cli.run(pushedFrom("ws://far.example/ws", "--allow-http", "far.example", "--wait", "0s"));

    assertThat(cli.err.toString()).doesNotContain("longhaul: --events");
  }

  @Test
  void aDialectThatDoesNotExistOrHasNoSocketIsWrongUsage() {
    assertThat(cli.run(pushed("--events-dialect", "latin"))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).contains("channel, user, progress, generation");
    assertThat(cli.run(run(fake, folder, "--events-dialect", "user")))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).contains("goes with --events");
  }
}
