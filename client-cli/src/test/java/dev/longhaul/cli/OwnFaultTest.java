package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.policy.WatchOptions;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What happens when the program itself is wrong, here since its Ctrl-C throws. */
class OwnFaultTest {
  private final RecordedOutput err = new RecordedOutput();

  private int watchWith(CtrlC faulty, String... more) {
    PrintStream written = new PrintStream(err, true, StandardCharsets.UTF_8);
    Person person = new Person(InputStream.nullInputStream(), TerminalFacts::none, faulty);
    Surroundings surroundings =
        new Surroundings(
            new Display(written, written),
            Map.of(),
            person,
            WatchOptions.defaults(),
            UnaryOperator.identity());
    String[] line = {"functions", "watch", "task-1", "--url", "http://127.0.0.1:1", "--out", "."};
    String[] all = Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return Program.run(surroundings, all);
  }

  @Test
  void aBugIsOneLineAndAnUnknownOutcome() {
    int code =
        watchWith(
            () -> {
              throw new IllegalStateException("boom");
            });

    assertThat(code).isEqualTo(ExitCode.UNKNOWN);
    assertThat(err)
        .hasToString(
            "longhaul: longhaul itself is at fault (IllegalStateException); --debug shows where\n");
  }

  @Test
  void debugShowsWhere() {
    int code =
        watchWith(
            () -> {
              throw new StackOverflowError();
            },
            "--debug");

    assertThat(code).isEqualTo(ExitCode.UNKNOWN);
    assertThat(err.toString())
        .contains("StackOverflowError")
        .contains("at dev.longhaul.cli.OwnFaultTest");
  }
}
