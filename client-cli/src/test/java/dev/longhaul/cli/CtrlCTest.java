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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class CtrlCTest {
  private static final String QUESTION = "Cancel the remote job, too? [y/N] ";

  private final Cli cli = new Cli();
  @TempDir Path folder;

  @AfterEach
  void endInput() throws IOException {
    cli.close();
  }

  /** Starts a job that runs until it is told otherwise, and presses Ctrl-C on a terminal. */
  private FakeJob pressedDuring(FakeFunctionRunner fake, JobScript script) throws Exception {
    fake.nextJob(script);
    cli.onTerminal(80).start(run(fake, folder));
    cli.err.await("job id: task-1");
    cli.ctrlC.press();
    cli.err.await(QUESTION);
    return fake.jobs().get(0);
  }

  private static JobScript endless() {
    return JobScript.builder().stage("work", Duration.ofHours(1)).build();
  }

  private void assertComesBack(FakeFunctionRunner fake) {
    assertThat(cli.err.toString())
        .contains(
            "To come back:\n  longhaul functions watch task-1 --url "
                + fake.baseUrl()
                + " --out "
                + folder);
  }

  @Test
  void withoutATerminalItDetachesAndTellsHowToComeBack(FakeFunctionRunner fake) throws Exception {
    fake.nextJob(endless());
    cli.start(run(fake, folder));
    cli.err.await("job id: task-1");
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString()).contains("the job was not cancelled").doesNotContain(QUESTION);
    assertThat(fake.jobs().get(0).cancelRequested()).isFalse();
    assertComesBack(fake);
    assertThat(cli.ctrlC.isReleased()).isTrue();
  }

  @Test
  void theCommandToComeBackWorks(FakeFunctionRunner fake) throws Exception {
    withoutATerminalItDetachesAndTellsHowToComeBack(fake);
    fake.jobs().get(0).completed();
    String command = cli.err.toString().lines().reduce((first, last) -> last).orElseThrow().strip();

    assertThat(new Cli().run(Stream.of(command.split(" ")).skip(1).toArray(String[]::new)))
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void answeringNoDetaches(FakeFunctionRunner fake) throws Exception {
    FakeJob job = pressedDuring(fake, endless());
    cli.type("n");

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(job.cancelRequested()).isFalse();
    assertComesBack(fake);
  }

  @Test
  void anythingButYesIsNo(FakeFunctionRunner fake) throws Exception {
    FakeJob job = pressedDuring(fake, endless());
    cli.type("");

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(job.cancelRequested()).isFalse();
  }

  @Test
  void endOfInputIsNo(FakeFunctionRunner fake) throws Exception {
    FakeJob job = pressedDuring(fake, endless());
    cli.close();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(job.cancelRequested()).isFalse();
  }

  @Test
  void aSecondPressDetaches(FakeFunctionRunner fake) throws Exception {
    FakeJob job = pressedDuring(fake, endless());
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(job.cancelRequested()).isFalse();
    assertComesBack(fake);
  }

  @Test
  void answeringYesCancelsAndWaitsForTheEnding(FakeFunctionRunner fake) throws Exception {
    FakeJob job =
        pressedDuring(fake, endless().toBuilder().cancelTakes(Duration.ofMillis(200)).build());
    cli.type("Y");

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_CANCELLED);
    assertThat(job.cancelRequested()).isTrue();
    assertThat(cli.err.toString()).contains("took the request").contains("The job was cancelled.");
  }

  @Test
  void aJobThatCompletesAllTheSameIsASuccess(FakeFunctionRunner fake) throws Exception {
    FakeJob job = pressedDuring(fake, endless().toBuilder().ignoresCancel().build());
    cli.type("yes");
    fake.ledger().await(FunctionRunnerOperation.CANCEL_TASK, 1);
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aRefusedCancellationLeavesTheJobRunning(FakeFunctionRunner fake) throws Exception {
    pressedDuring(fake, endless().toBuilder().refusesCancel().build());
    cli.type("y");

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString()).contains("The job goes on, since the service declined.");
    assertComesBack(fake);
  }

  @Test
  void aCancellationWhoseAnswerIsLostIsUnknown(FakeFunctionRunner fake) throws Exception {
    pressedDuring(fake, endless());
    fake.fault(FunctionRunnerOperation.CANCEL_TASK, WireFault.answerLost());
    cli.type("y");

    assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertComesBack(fake);
  }

  @Test
  void aJobThatEndsDuringTheQuestionIsFinishedAsUsual(FakeFunctionRunner fake) throws Exception {
    FakeJob job = pressedDuring(fake, JobScript.byHand());
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(cli.files()).containsExactly(folder.resolve("image.png").toString());
  }

  @Test
  void aPressDuringTheSubmissionLeavesItUncertain(FakeFunctionRunner fake) throws Exception {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.stall());
    cli.start(run(fake, folder));
    String key =
        fake.ledger()
            .await(FunctionRunnerOperation.SUBMIT_TASK, 1)
            .get(0)
            .header("Idempotency-Key");
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(cli.err.toString()).contains("may or may not have been accepted").contains(key);
  }

  @Test
  void aPressBeforeTheSubmissionJustStops(FakeFunctionRunner fake) throws Exception {
    fake.fault(FunctionRunnerOperation.READ_TEMPLATE, WireFault.stall());
    cli.start(run(fake, folder));
    fake.ledger().await(FunctionRunnerOperation.READ_TEMPLATE, 1);
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.STOPPED);
    assertThat(fake.ledger().createsReceived()).isZero();
  }

  @Test
  void aPressBeforeTheFirstReadOfAWatchDetaches(FakeFunctionRunner fake) throws Exception {
    FakeJob job = submitted(fake, folder, endless());
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.stall());
    int reads = fake.ledger().requests(FunctionRunnerOperation.READ_STATUS).size();
    cli.start(watch(fake, folder, job.id()));
    fake.ledger().await(FunctionRunnerOperation.READ_STATUS, reads + 1);
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertComesBack(fake);
  }

  @Test
  void aPressDuringADownloadLeavesNoHalfFile(FakeFunctionRunner fake) throws Exception {
    fake.nextJob(Commands.AT_ONCE);
    fake.fault(FunctionRunnerOperation.DOWNLOAD, WireFault.stall());
    cli.start(run(fake, folder));
    fake.ledger().await(FunctionRunnerOperation.DOWNLOAD, 1);
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(folder).isEmptyDirectory();
    assertComesBack(fake);
  }
}
