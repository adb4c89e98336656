package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.run;
import static dev.longhaul.cli.Commands.runUrl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.WireFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({LeakCheck.class, FakeExtension.class})
@Timeout(30) // none of it may hang
class BadInputTest {
  private final Cli cli = new Cli();
  @TempDir Path folder;

  /** Nothing of what went wrong is shown as anything but one line of our own. */
  private void assertOneLine() {
    assertThat(cli.err.toString().lines()).singleElement().asString().startsWith("longhaul: ");
    assertThat(cli.out.toString()).isEmpty();
  }

  private int templates(String url) {
    return cli.run("functions", "templates", "--url", url);
  }

  @Test
  void aPortWhereNothingListensEndsWith3() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(cli.run(runUrl("http://127.0.0.1:" + port, folder))).isEqualTo(ExitCode.SERVICE);
    assertOneLine();
    assertThat(cli.err.toString()).contains("Nothing accepts connections");
  }

  @Test
  void watchingAtAServerThatIsNotThereEndsWith3AtOnce() {
    String[] line = {"functions", "watch", "task-1", "--url", "http://nowhere.invalid", "--out"};
    String[] complete = Arrays.copyOf(line, line.length + 1);
    complete[line.length] = folder.toString();

    assertThat(cli.run(complete)).isEqualTo(ExitCode.SERVICE);
    assertOneLine();
  }

  @Test
  void aHostThatDoesNotExistEndsWith3() {
    assertThat(templates("http://nowhere.invalid")).isEqualTo(ExitCode.SERVICE);
    assertOneLine();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "runner",
        "ftp://127.0.0.1",
        "http://",
        "http://u:p4ssw0rd@127.0.0.1",
        "http://127.0.0.1:99999"
      })
  void aUrlThatCannotWorkEndsWith2(String url) {
    assertThat(templates(url)).isEqualTo(ExitCode.WRONG_USAGE);
    assertOneLine();
    assertThat(cli.err.toString()).contains("--url").doesNotContain("p4ssw0rd");
  }

  @Test
  void aUrlWithTheWrongPathEndsWith3(FakeFunctionRunner fake) {
    assertThat(templates(fake.baseUrl() + "/elsewhere")).isEqualTo(ExitCode.SERVICE);
    assertOneLine();
    assertThat(cli.err.toString()).contains("HTTP 404").contains("base URL");
  }

  @Test
  void aTokenVariableThatIsNotSetEndsWith2(FakeFunctionRunner fake) {
    assertThat(cli.run(run(fake, folder, "--token-env", "LONGHAUL_TOKEN")))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertOneLine();
    assertThat(cli.err.toString()).contains("LONGHAUL_TOKEN");
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @Test
  void aTokenOverPlainHttpNeedsItsHostAllowed() {
    cli.variable("TOKEN", "a-good-token");
    String[] list = {
      "functions", "templates", "--url", "http://nowhere.invalid", "--token-env", "TOKEN"
    };

    assertThat(cli.run(list)).isEqualTo(ExitCode.WRONG_USAGE);
    assertOneLine();
    assertThat(cli.err.toString()).contains("--allow-http");

    String[] allowed = Arrays.copyOf(list, list.length + 2);
    allowed[list.length] = "--allow-http";
    allowed[list.length + 1] = "nowhere.invalid";
    assertThat(cli.run(allowed)).isEqualTo(ExitCode.SERVICE);
  }

  @Test
  void anUnknownTemplateEndsWith2AndSubmitsNothing(FakeFunctionRunner fake) {
    String[] line = run(fake, folder);
    line[2] = "no-such-template";

    assertThat(cli.run(line)).isEqualTo(ExitCode.WRONG_USAGE);
    assertOneLine();
    assertThat(fake.ledger().createsReceived()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "width=wide     | --input width is not a whole number. Pass digits alone, such as 512.",
        "width=9000     | --input width is above the limit of 2048. Pass a smaller number.",
        "width=8        | --input width is below the limit of 64. Pass a larger number.",
        "style=crayon   | --input style is none of the values allowed. Pass one of photo,",
        "reference=[1]  | --input reference is not a JSON object. Pass one such as {",
        "colour=red     | --input colour is no input of this template. It takes prompt, width,",
        "red            | --input number 2 has no name. Pass it as name=value, in quotes.",
        "=red           | --input number 2 has no name. Pass it as name=value, in quotes.",
        "prompt=again   | --input prompt is there twice. Pass it once.",
        "width=@no/such | --input width names a file that cannot be read.",
      })
  void aMalformedInputEndsWith2AndSubmitsNothing(
      String input, String line, FakeFunctionRunner fake) {
    assertThat(cli.run(run(fake, folder, "--input", input.strip())))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertOneLine();
    assertThat(cli.err.toString()).startsWith("longhaul: " + line);
    assertThat(fake.ledger().createsReceived()).isZero();
  }

  @Test
  void aMissingRequiredInputEndsWith2AndSubmitsNothing(FakeFunctionRunner fake) {
    assertThat(cli.run(runUrl(fake.baseUrl(), folder))).isEqualTo(ExitCode.WRONG_USAGE);
    assertOneLine();
    assertThat(cli.err.toString()).contains("--input prompt is missing, and required");
    assertThat(fake.ledger().createsReceived()).isZero();
  }

  @Test
  void aPromptThatIsTooLongEndsWith2(FakeFunctionRunner fake) {
    String[] line = runUrl(fake.baseUrl(), folder, "--input", "prompt=" + "x".repeat(2001));

    assertThat(cli.run(line)).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString())
        .isEqualTo(
            "longhaul: --input prompt has 2001 characters, above the limit of 2000. Pass fewer.\n");
  }

  @Test
  void aWebPageEndsWith3(FakeFunctionRunner fake) {
    fake.always(FunctionRunnerOperation.ANY, WireFault.htmlPage());

    assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.SERVICE);
    assertOneLine();
    assertThat(cli.err.toString()).contains("A web page came where JSON was expected");
  }

  @Test
  void aPageOfAnotherServerIsNoUnknownTemplate(FakeFunctionRunner fake) {
    Map<String, String> html = Map.of("Content-Type", "text/html");
    fake.always(FunctionRunnerOperation.ANY, WireFault.status(404, html, "<h1>Not found</h1>"));

    assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.SERVICE);
    assertOneLine();
    assertThat(cli.err.toString()).contains("HTTP 404").contains("base URL");
  }

  @Test
  void anEmptyBodyEndsWith3(FakeFunctionRunner fake) {
    fake.always(FunctionRunnerOperation.ANY, WireFault.emptyBody());

    assertThat(templates(fake.baseUrl())).isEqualTo(ExitCode.SERVICE);
    assertOneLine();
  }

  @Test
  void aBodyOfTwoGigabytesEndsWith3(FakeFunctionRunner fake) {
    fake.always(FunctionRunnerOperation.ANY, WireFault.hugeBody(2L << 30));

    assertThat(templates(fake.baseUrl())).isEqualTo(ExitCode.SERVICE);
    assertOneLine();
    assertThat(cli.err.toString()).contains("larger than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-5s",
        "PT-5M",
        "-PT5M",
        "5",
        "soon",
        "",
        "s",
        "5 s",
        "1m1h",
        "400d",
        "99999999999999999999s"
      })
  void aWaitThatIsNoDurationEndsWith2(String wait, FakeFunctionRunner fake) {
    assertThat(cli.run(run(fake, folder, "--wait", wait))).isEqualTo(ExitCode.WRONG_USAGE);
    assertOneLine();
    assertThat(cli.err.toString()).contains("--wait");
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @Test
  void anOutFolderThatIsAFileEndsWith2BeforeAnythingIsSent(FakeFunctionRunner fake)
      throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertThat(cli.run(run(fake, file.resolve("inside")))).isEqualTo(ExitCode.WRONG_USAGE);
    assertOneLine();
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @Test
  void anIdWithAColonWorks() {
    FakeOptions colons = FakeOptions.builder().jobIds(number -> "queue:" + number).build();
    try (FakeFunctionRunner fake = FakeFunctionRunner.start(colons)) {
      fake.nextJob(Commands.AT_ONCE);

      assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.DONE);
      assertThat(cli.run("functions", "status", "queue:1", "--url", fake.baseUrl()))
          .isEqualTo(ExitCode.DONE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", " ", "a\nb"})
  void anIdThatWouldChangeThePathEndsWith2(String id, FakeFunctionRunner fake) {
    for (String command : new String[] {"status", "cancel"}) {
      assertThat(cli.run("functions", command, id, "--url", fake.baseUrl()))
          .isEqualTo(ExitCode.WRONG_USAGE);
    }
    assertThat(cli.run(Commands.watch(fake, folder, id))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "../templates", "a/../../templates", "a%2Fb", "a?b#c"})
  void anIdWithASlashStaysOneSegment(String id, FakeFunctionRunner fake) {
    assertThat(cli.run("functions", "status", id, "--url", fake.baseUrl()))
        .isEqualTo(ExitCode.SERVICE);
    assertThat(fake.ledger().requests())
        .singleElement()
        .extracting(ReceivedRequest::operation)
        .isEqualTo(FunctionRunnerOperation.READ_STATUS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "functions",
        "functions fly",
        "functions run",
        "functions templates",
        "fly",
        "demo x",
        "--fly"
      })
  void aCommandLineThatIsIncompleteOrUnknownEndsWith2(String line) {
    assertThat(cli.run(line.isEmpty() ? new String[0] : line.split(" ")))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertOneLine();
  }

  @Test
  void helpEndsWith0AndNamesEveryExitCode() {
    assertThat(cli.run("--help")).isEqualTo(ExitCode.DONE);
    assertThat(cli.out.toString())
        .contains("Exit codes:")
        .contains("  6     the job was cancelled");
    assertThat(cli.run("functions", "run", "--help")).isEqualTo(ExitCode.DONE);
    assertThat(cli.err.toString()).isEmpty();
  }
}
