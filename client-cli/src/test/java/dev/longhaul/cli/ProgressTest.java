package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.run;
import static dev.longhaul.cli.Commands.submitted;
import static dev.longhaul.cli.Commands.watch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class ProgressTest {
  private final Cli cli = new Cli();
  @TempDir Path folder;

  @Test
  void withoutATerminalEachStageAndEachTenthIsALine(FakeFunctionRunner fake) throws Exception {
    FakeJob job = submitted(fake, folder, JobScript.byHand());
    job.running(3, "sketch", "first");
    cli.start(watch(fake, folder, job.id()));
    cli.err.await("  3 %  sketch");
    job.running(8, "sketch", "second");
    fake.ledger().await(FunctionRunnerOperation.READ_STATUS, job.statusReads() + 2);
    job.running(41, "sketch", "third");
    cli.err.await(" 41 %  sketch");
    job.running(42, "paint", "fourth");
    cli.err.await(" 42 %  paint");
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(cli.err.toString().lines())
        .containsExactly("  3 %  sketch", " 41 %  sketch", " 42 %  paint", "100 %  completed");
    assertThat(cli.err.toString()).doesNotContain("\r").doesNotContain("\u001b");
  }

  @Test
  void theTimeLeftIsToldWhenTheServiceTellsIt(FakeFunctionRunner fake) throws Exception {
    fake.nextJob(JobScript.builder().stage("paint", Duration.ofHours(1)).build());

    assertThat(cli.run(run(fake, folder, "--wait", "300ms"))).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString()).contains("  0 %  paint, 1h00m left");
  }

  @Test
  void aStateThatThisVersionDoesNotKnowIsShownAsItIs(FakeFunctionRunner fake) throws Exception {
    FakeJob job = submitted(fake, folder, JobScript.byHand());
    job.rawState("dreaming");
    cli.start(watch(fake, folder, job.id()));
    cli.err.await("dreaming");
    job.cancelled();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_CANCELLED);
  }

  @Test
  void onATerminalABarIsDrawnOverItself(FakeFunctionRunner fake) throws Exception {
    FakeJob job = submitted(fake, folder, JobScript.byHand());
    cli.onTerminal(70).start(watch(fake, folder, job.id()));
    job.running(50, "paint", "half");
    cli.err.await(" paint ");
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
    List<String> drawn =
        cli.err
            .toString()
            .strip()
            .lines()
            .flatMap(line -> List.of(line.split("\r")).stream())
            .toList();
    assertThat(drawn)
        .anyMatch(line -> line.matches(" *50% \\[=+ +] paint \\(0:00:0\\d / ETA \\d+s\\) *"));
    assertThat(drawn).last().asString().contains("100% [====").contains("completed");
    assertThat(drawn).allMatch(line -> line.length() <= 70).doesNotContain("\u001b");
  }

  @Test
  void theBarShowsAServiceThatDoesNotAnswer(FakeFunctionRunner fake) throws Exception {
    FakeJob job = submitted(fake, folder, JobScript.byHand());
    cli.onTerminal(80).start(watch(fake, folder, job.id()));
    cli.err.await("queued");
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(503));
    cli.err.await("no answer, trying again");
    fake.clearFaults();
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void textOfTheServiceCannotSteerTheTerminal(FakeFunctionRunner fake) throws Exception {
    FakeJob job = submitted(fake, folder, JobScript.byHand());
    job.running(50, "\u001b[2Jpaint\r\n\u009b31m\u202egnp", "x");
    for (Cli each : List.of(cli, new Cli().onTerminal(80))) {
      each.start(watch(fake, folder, job.id(), "--wait", "300ms"));
      assertThat(each.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
      assertThat(each.err.toString())
          .contains("[2Jpaint 31mgnp")
          .doesNotContain("\u001b", "\u009b", "\u202e");
    }
  }
}
