package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeProjectEvents;
import dev.longhaul.testkit.FakeProjectEventsOptions;
import dev.longhaul.testkit.FakeTask;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class EventsWatchTest {
  private static final String TOKEN = "t0ken-c0ffee";

  private final Cli cli = new Cli().variable("EVENTS_TOKEN", TOKEN);

  @AfterEach
  void tellsNoToken() throws IOException {
    cli.close();
    assertThat(cli.err.toString() + cli.out).doesNotContain(TOKEN);
  }

  private static String[] watch(FakeProjectEvents fake, String... more) {
    return watchAt(fake.socketUrl(), more);
  }

  private static String[] watchAt(String url, String... more) {
    List<String> first = List.of("events", "watch", "--project", "p1", "--url", url);
    return Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new);
  }

  /** Starts a watch that has subscribed. */
  private void started(FakeProjectEvents fake, String... more) throws Exception {
    cli.start(watch(fake, more));
    cli.out.await("subscription.confirmed ");
  }

  private void endsWith0AfterCtrlC() throws Exception {
    cli.ctrlC.press();
    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(cli.ctrlC.isReleased()).isTrue();
  }

  private List<String> lines(String type) {
    return cli.files().stream().filter(line -> line.startsWith(type + " ")).toList();
  }

  private static JsonElement json(String line) {
    return JsonParser.parseString(line.substring(line.indexOf(' ') + 1));
  }

  @Test
  void eachEventIsALineThatBeginsWithItsType(FakeProjectEvents fake) throws Exception {
    started(fake);
    FakeTask task = fake.task("p1", "t1");
    task.started();
    task.progress(40, "rendering");
    cli.out.await("rendering");
    task.succeeded(new JsonPrimitive("done"));
    cli.out.await("SUCCESS");
    endsWith0AfterCtrlC();

    List<String> lines = cli.files();
    assertThat(lines).allMatch(line -> line.matches("[a-z_.]+ \\{.*}"));
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(json(line).getAsJsonObject().get("type").getAsString())
                    .isEqualTo(line.substring(0, line.indexOf(' '))));
    assertThat(lines("task.progress")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(cli.err.toString().lines())
        .containsExactly("connection: connecting", "connection: connected");
  }

  @Test
  void anotherProjectsEventsAreNotAskedFor(FakeProjectEvents fake) throws Exception {
    started(fake, "--project", "p2");
    cli.out.await("subscription.confirmed {", "subscription.confirmed {");
    fake.task("p3", "t3").started();
    fake.task("p2", "t2").started();
    cli.out.await("\"t2\"");
    endsWith0AfterCtrlC();

    fake.sockets().awaitNoneOpen();
    assertThat(cli.out.toString()).doesNotContain("\"t3\"");
    assertThat(fake.subscriptions("p2")).isZero();
  }

  @Test
  void aLostSocketIsToldAndOpenedAgain(FakeProjectEvents fake) throws Exception {
    started(fake);
    fake.task("p1", "t1").started();
    cli.out.await("\"t1\"");
    fake.crash();
    cli.err.await("connection: reconnecting (lost; attempt 2, next try now)", "connected");
    cli.out.await("\"t1\"", "subscription.confirmed");
    fake.task("p1", "t2").started();
    cli.out.await("\"t2\"");
    endsWith0AfterCtrlC();

    fake.sockets().awaitNoneOpen();
    assertThat(fake.socketsOpened()).isEqualTo(2);
  }

  @Test
  void aRestartOfTheServerIsTold(FakeProjectEvents fake) throws Exception {
    started(fake);
    fake.restart();
    cli.err.await("connection: suspended (the server restarts", "connection: connected");
    cli.out.await("container.reconnect ", "subscription.confirmed ");
    endsWith0AfterCtrlC();
  }

  @Test
  void framesThatMakeNoSenseAreLeftOutAndEndNothing(FakeProjectEvents fake) throws Exception {
    started(fake);
    for (String nonsense : List.of("", "{", "[]", "null", "{\"a\": 1} {}")) {
      fake.publish("p1", nonsense);
    }
    fake.publish("p1", "{\"type\": \"some.news\", \"project_id\": \"p1\", \"n\": 1.10}");
    cli.out.await("some.news");
    endsWith0AfterCtrlC();

    assertThat(lines("some.news").get(0))
        .isEqualTo("some.news {\"type\": \"some.news\", \"project_id\": \"p1\", \"n\": 1.10}");
    assertThat(cli.files()).allMatch(line -> line.matches("[a-z_.]+ \\{.*}"));
  }

  @Test
  void noEventCanSteerTheTerminalOrBreakItsLine(FakeProjectEvents fake) throws Exception {
    started(fake);
    JsonObject event = new JsonObject();
    event.addProperty("type", "some.\u001b[31mnews");
    event.addProperty("project_id", "p1");
    event.addProperty(
        "text", "a\u0007\u001b[2J\u009b1m\u202eb\u2028c\ud83d\udc69\u200d\ud83d\ude80");
    String text = event.toString().replace("\\u2028", "\u2028").replace(",", ",\r\n\t");
    fake.publish("p1", text);
    cli.out.await("\\u202e");
    endsWith0AfterCtrlC();

    assertThat(cli.out.toString()).doesNotContain("\u001b", "\u0007", "\u009b", "\u202e", "\u2028");
    String line = lines("some.[31mnews").get(0);
    assertThat(JsonParser.parseString(line.substring(line.indexOf('{')))).isEqualTo(event);
  }

  @Test
  void aConnectionThatIsRefusedEndsWith3(FakeProjectEvents fake) {
    fake.sockets().always(SocketFault.refuse(403, Map.of(), "{\"detail\": \"no\"}"));

    assertThat(cli.run(watch(fake, "--token-env", "EVENTS_TOKEN"))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString().lines()).last().asString().startsWith("longhaul: ");
    assertThat(cli.err.toString()).contains("HTTP 403").doesNotContain("connection: error");
    assertThat(cli.files()).isEmpty();
  }

  @Test
  void aConnectionThatTheServerEndsInGoodOrderIsReplaced(FakeProjectEvents fake) throws Exception {
    started(fake);
    fake.sockets().open().get(0).close(1000, "");
    cli.err.await("the server ended it");
    fake.sockets().await(2);
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aTokenIsSentAndAMissingOneEndsWith3() throws Exception {
    try (FakeProjectEvents closed =
        FakeProjectEvents.start(FakeProjectEventsOptions.builder().token(TOKEN).build())) {
      assertThat(cli.run(watch(closed))).isEqualTo(ExitCode.SERVICE);
      assertThat(cli.err.toString()).contains("HTTP 401");
      Cli allowed = new Cli().variable("EVENTS_TOKEN", TOKEN);
      allowed.start(watch(closed, "--token-env", "EVENTS_TOKEN", "--debug"));
      allowed.out.await("subscription.confirmed ");
      allowed.ctrlC.press();
      assertThat(allowed.exitCode()).isEqualTo(ExitCode.DONE);
    }
  }

  @Test
  void aTokenThatTheServerSendsBackIsBlotted(FakeProjectEvents fake) throws Exception {
    started(fake, "--token-env", "EVENTS_TOKEN");
    fake.publish("p1", "{\"type\": \"some.news\", \"said\": \"" + TOKEN + "\"}");
    cli.out.await("some.news");
    endsWith0AfterCtrlC();

    assertThat(json(lines("some.news").get(0)).getAsJsonObject().get("said").getAsString())
        .isEqualTo("***");
  }

  @Test
  void ctrlCBeforeAnyConnectionEndsWith130(FakeProjectEvents fake) throws Exception {
    fake.sockets().always(SocketFault.refuse(503, Map.of(), ""));
    cli.start(watch(fake, "--debug"));
    cli.err.await("connection: reconnecting (the server cannot take a connection now");
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.STOPPED);
  }

  @Test
  void aWatchForATimeEndsWith0(FakeProjectEvents fake) {
    assertThat(cli.run(watch(fake, "--for", "800ms"))).isEqualTo(ExitCode.DONE);
    assertThat(lines("subscription.confirmed")).hasSize(1);
  }

  @Test
  void aWatchForATimeWithoutAnyConnectionEndsWith3(FakeProjectEvents fake) {
    fake.sockets().always(SocketFault.refuse(503, Map.of(), ""));

    assertThat(cli.run(watch(fake, "--for", "200ms"))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("longhaul: There was no connection within 200ms.");
  }

  @Test
  void whoeverReadsNoMoreEndsTheWatchWith0(FakeProjectEvents fake) {
    PrintStream gone =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("broken pipe");
              }
            },
            true,
            StandardCharsets.UTF_8);

    assertThat(cli.runInto(gone, watch(fake))).isEqualTo(ExitCode.DONE);
  }

  @Test
  void theUrlMayComeFromTheEnvironment(FakeProjectEvents fake) {
    cli.variable("LONGHAUL_EVENTS_BASE_URL", fake.socketUrl());

    assertThat(cli.run("events", "watch", "--project", "p1", "--for", "800ms")).isZero();
    assertThat(fake.socketsOpened()).isEqualTo(1);
  }

  @Test
  void withoutAUrlTheDocumentedOnesAreTakenInTheirOrder() {
    Map<String, String> both =
        Map.of("LONGHAUL_EVENTS_BASE_URL", "ws://ours/ws", "PUBLIC_WS_URL", "ws://public/ws");
    Map<String, String> one = Map.of("PUBLIC_WS_URL", "ws://public/ws");

    assertThat(EventsServer.usual(both, host -> true)).isEqualTo("ws://ours/ws");
    assertThat(EventsServer.usual(one, "backend"::equals)).isEqualTo("ws://backend:8000/ws");
    assertThat(EventsServer.usual(one, host -> false)).isEqualTo("ws://public/ws");
    assertThat(EventsServer.usual(Map.of(), host -> false)).isEqualTo("ws://localhost:8000/ws");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "http://localhost/ws", "ws://u:p4ss@localhost/ws"})
  void aUrlThatCannotBeUsedIsWrongUsage(String url) {
    assertThat(cli.run(watchAt(url))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).startsWith("longhaul: --url ").doesNotContain("p4ss");
  }

  @Test
  void aTokenIsNotSentInTheOpenUnlessTheHostIsAllowed() {
    String[] far = watchAt("ws://far.example/ws", "--token-env", "EVENTS_TOKEN", "--for", "1ms");

    assertThat(cli.run(far)).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).contains("--allow-http");
    String[] allowed =
        Stream.concat(Stream.of(far), Stream.of("--allow-http", "far.example"))
            .toArray(String[]::new);
    assertThat(cli.run(allowed)).isEqualTo(ExitCode.SERVICE);
  }

  @Test
  void aProjectThatCannotBeOneIsWrongUsage(FakeProjectEvents fake) {
    String[] line = {"events", "watch", "--url", fake.socketUrl(), "--project", " "};

    assertThat(cli.run(line)).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).startsWith("longhaul: --project ");
    assertThat(cli.run("events", "watch")).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(fake.socketsOpened()).isZero();
  }
}
