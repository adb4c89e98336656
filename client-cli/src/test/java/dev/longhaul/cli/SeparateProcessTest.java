package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.JobScript;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(FakeExtension.class)
class SeparateProcessTest {
  @TempDir Path folder;

  private static JobScript endless() {
    return JobScript.builder().stage("work", Duration.ofHours(1)).build();
  }

  @Test
  void aPipeGetsFilesAloneAndNoDrawing(FakeFunctionRunner fake) throws Exception {
    fake.nextJob(Commands.AT_ONCE);
    try (CliProcess cli = CliProcess.piped(run(fake, folder))) {
      assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
      cli.out.await("\n");
      assertThat(cli.out.toString()).isEqualTo(folder.resolve("cat.png") + "\n");
      assertThat(cli.err.toString()).doesNotContain("\r").doesNotContain("\u001b");
    }
  }

  @Test
  void ctrlCWithoutATerminalEndsWith4AndLeavesTheJob(FakeFunctionRunner fake) throws Exception {
    fake.nextJob(endless());
    try (CliProcess cli = CliProcess.piped(run(fake, folder))) {
      cli.err.await("job id: task-1");
      cli.interrupt();

      assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
      cli.err.await("longhaul functions watch task-1");
      assertThat(fake.jobs().get(0).cancelRequested()).isFalse();
    }
  }

  @Test
  void onATerminalTheAnswerYesToCtrlCEndsWith6(FakeFunctionRunner fake) throws Exception {
    fake.nextJob(endless());
    String[] line = run(fake, folder);
    if (!CliProcess.canMakeTerminals()) {
      answeredInsideTheTest(line);
      return;
    }
    try (CliProcess cli = CliProcess.onTerminal(line)) {
      cli.out.await(" work (");
      cli.type("\u0003");
      cli.out.await("[y/N]");
      cli.type("y\n");

      assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_CANCELLED);
      assertThat(cli.out.toString())
          .contains("\r   0% [", " / ETA ")
          .contains("The job was cancelled.");
    }
  }

  /** The same scenario where no terminal can be made. */
  private static void answeredInsideTheTest(String... line) throws Exception {
    try (Cli cli = new Cli().onTerminal(80).start(line)) {
      cli.err.await(" work (");
      cli.ctrlC.press();
      cli.err.await("[y/N]");
      cli.type("y");
      assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_CANCELLED);
    }
  }

  @Test
  void onATerminalASecondCtrlCEndsWith4(FakeFunctionRunner fake) throws Exception {
    fake.nextJob(endless());
    String[] line = run(fake, folder);
    if (!CliProcess.canMakeTerminals()) {
      pressedTwiceInsideTheTest(line);
      return;
    }
    try (CliProcess cli = CliProcess.onTerminal(line)) {
      cli.out.await(" work (");
      cli.type("\u0003");
      cli.out.await("[y/N]");
      cli.type("\u0003");

      assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
      assertThat(fake.jobs().get(0).cancelRequested()).isFalse();
    }
  }

  private static void pressedTwiceInsideTheTest(String... line) throws Exception {
    try (Cli cli = new Cli().onTerminal(80).start(line)) {
      cli.err.await(" work (");
      cli.ctrlC.press();
      cli.err.await("[y/N]");
      cli.ctrlC.press();
      assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    }
  }

  @Test
  void anErrorIsOneLineAndItsExitCode() throws Exception {
    try (CliProcess cli = CliProcess.piped("functions", "templates", "--url", "nowhere")) {
      assertThat(cli.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
      cli.err.await("\n");
      assertThat(cli.err.toString().lines())
          .singleElement()
          .asString()
          .startsWith("longhaul: --url ");
    }
  }
}
