package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.runUrl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class SecretsStayInsideTest {
  private static final String TOKEN = "t0ken-7f3a9c";
  private static final String PROMPT = "a fox that nobody may know of";

  private final FakeFunctionRunner fake =
      FakeFunctionRunner.start(FakeOptions.builder().token(TOKEN).build());
  private final Cli cli = new Cli().variable("RUNNER_TOKEN", TOKEN);
  @TempDir Path folder;

  @AfterEach
  void nothingWasTold() {
    fake.close();
    assertThat(cli.err.toString() + cli.out)
        .doesNotContain(TOKEN)
        .doesNotContain("nobody may know");
  }

  private String[] secretRun(String... more) {
    String[] secrets = {"--token-env", "RUNNER_TOKEN", "--debug", "--input", "prompt=" + PROMPT};
    return runUrl(
        fake.baseUrl(),
        folder,
        Stream.of(secrets, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private static Stream<WireFault> faults() {
    return Stream.of(
        WireFault.resetAfterRead(),
        WireFault.answerLost(),
        WireFault.garbage(),
        WireFault.htmlPage(),
        WireFault.emptyBody(),
        WireFault.status(401),
        WireFault.status(422),
        WireFault.status(500),
        WireFault.malformedJson("{\"task_id\": ["));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void noFailureOfASubmissionTellsThem(WireFault fault) {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, fault);

    assertThat(cli.run(secretRun())).isIn(ExitCode.SERVICE, ExitCode.UNKNOWN);
    assertThat(cli.err.toString()).contains("longhaul: ");
  }

  @Test
  void aTokenThatTheServiceSendsBackIsBlotted() {
    String body =
        "{\"error\": {\"code\": \"NO\", \"message\": \"Token " + TOKEN + " is \\u001b[31mold\"}}";
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.status(403, Map.of(), body));

    assertThat(cli.run(secretRun())).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString())
        .contains("The service says: Token *** is [31mold")
        .doesNotContain("\u001b");
  }

  @Test
  void aJobThatSucceedsTellsThemNeither() {
    fake.nextJob(Commands.AT_ONCE);

    assertThat(cli.run(secretRun())).isEqualTo(ExitCode.DONE);
    assertThat(
            fake.jobs().get(0).submission().getAsJsonObject("inputs").get("prompt").getAsString())
        .isEqualTo(PROMPT);
  }

  @Test
  void comingBackNamesTheVariableAndNotTheToken() {
    fake.nextJob(JobScript.byHand());

    assertThat(cli.run(secretRun("--wait", "0s"))).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString()).contains("--token-env RUNNER_TOKEN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--input",
        "--prompt",
        "-x",
        "prompt=" + PROMPT,
        "--prompt=" + PROMPT,
        "--token=" + TOKEN
      })
  void aCommandLineThatIsWrongIsNotRepeated(String extra) {
    assertThat(cli.run(secretRun(extra))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @Test
  void aPromptWithoutItsNameOrWithoutQuotesIsNotRepeated() {
    for (List<String> extra : List.of(List.of("--input", PROMPT), List.of(PROMPT.split(" ")))) {
      assertThat(cli.run(secretRun(extra.toArray(String[]::new)))).isEqualTo(ExitCode.WRONG_USAGE);
    }
  }

  @Test
  void aTokenTypedInPlaceOfItsVariableIsNotRepeated() {
    assertThat(cli.run("functions", "templates", "--url", fake.baseUrl(), "--token-env", TOKEN))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).contains("unset or empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {TOKEN + " x", TOKEN + "\n", "\u00e4" + TOKEN})
  void aTokenThatNoHeaderCanHoldIsRefusedWithoutBeingRepeated(String token) {
    cli.variable("BAD_TOKEN", token);

    assertThat(
            cli.run("functions", "templates", "--url", fake.baseUrl(), "--token-env", "BAD_TOKEN"))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).contains("a header cannot hold");
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @Test
  void noTextOfOurOwnTypesTellsThem() {
    InputArgument argument = InputArgument.parse("--input", "prompt=" + PROMPT, 1);
    Person person = new Person(System.in, TerminalFacts::none, CtrlC.ofProcess());
    Surroundings surroundings =
        new Surroundings(
            new Display(System.out, System.err),
            Map.of("RUNNER_TOKEN", TOKEN),
            person,
            WatchOptions.defaults(),
            UnaryOperator.identity());

    assertThat(argument + " " + surroundings).doesNotContain(TOKEN).doesNotContain(PROMPT);
  }
}
