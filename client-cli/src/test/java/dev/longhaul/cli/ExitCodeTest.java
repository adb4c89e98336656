package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.AT_ONCE;
import static dev.longhaul.cli.Commands.run;
import static dev.longhaul.cli.Commands.submitted;
import static dev.longhaul.cli.Commands.watch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class ExitCodeTest {
  private final Cli cli = new Cli();
  @TempDir Path folder;

  private int cancel(FakeFunctionRunner fake, String id) {
    return cli.run("functions", "cancel", id, "--url", fake.baseUrl());
  }

  @Test
  void aJobThatSucceedsEndsWith0(FakeFunctionRunner fake) {
    fake.nextJob(AT_ONCE);

    assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.DONE);
    assertThat(cli.files()).containsExactly(folder.resolve("cat.png").toString());
    assertThat(cli.ctrlC.isReleased()).isTrue();
  }

  @Test
  void aJobThatFailsEndsWith1AndTheServicesReason(FakeFunctionRunner fake) {
    fake.nextJob(JobScript.builder().failsWith("TASK_ERROR", "Out of graphics memory").build());

    assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(cli.err.toString())
        .contains("longhaul: The job failed: TASK_ERROR: Out of graphics memory");
    assertThat(cli.files()).isEmpty();
  }

  @Test
  void aJobThatIsCancelledElsewhereEndsWith6(FakeFunctionRunner fake) {
    FakeJob job = submitted(fake, folder, JobScript.byHand());
    job.cancelled();

    assertThat(cli.run(watch(fake, folder, job.id()))).isEqualTo(ExitCode.JOB_CANCELLED);
    assertThat(cli.err.toString()).contains("longhaul: The job was cancelled.");
  }

  @Test
  void aRefusedSubmissionEndsWith3AndTheServicesWords(FakeFunctionRunner fake) {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.status(422));

    assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("HTTP 422").contains("The service says: ");
    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
  }

  @Test
  void aMissingTokenEndsWith3() {
    try (FakeFunctionRunner closed =
        FakeFunctionRunner.start(FakeOptions.builder().token("a-good-token").build())) {
      assertThat(cli.run(run(closed, folder))).isEqualTo(ExitCode.SERVICE);
      assertThat(cli.err.toString()).contains("HTTP 401");
    }
  }

  @Test
  void aWaitThatEndsEndsWith4AndTellsHowToComeBack(FakeFunctionRunner fake) {
    fake.nextJob(JobScript.byHand());

    assertThat(cli.run(run(fake, folder, "--wait", "300ms"))).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString())
        .contains("job id: task-1")
        .contains("longhaul functions watch task-1 --url " + fake.baseUrl() + " --out " + folder);
    assertThat(fake.jobs().get(0).cancelRequested()).isFalse();
  }

  @Test
  void anAnswerLostOnSubmissionEndsWith5AndTheKey(FakeFunctionRunner fake) {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.answerLost());

    assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.UNKNOWN);
    assertThat(cli.err.toString()).contains(String.valueOf(fake.jobs().get(0).idempotencyKey()));
    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
  }

  @Test
  void aServiceThatForgetsTheJobEndsWith5(FakeFunctionRunner fake) throws Exception {
    fake.nextJob(JobScript.byHand());
    cli.start(run(fake, folder));
    fake.ledger().await(FunctionRunnerOperation.READ_STATUS, 1);
    fake.forgetJobs();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(cli.err.toString()).doesNotContain("come back");
  }

  @Test
  void watchingAnUnknownJobEndsWith3AtOnce(FakeFunctionRunner fake) {
    assertThat(cli.run(watch(fake, folder, "task-99"))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("HTTP 404");
  }

  @Test
  void watchingAJobThatEndedLongAgoFetchesItsFiles(FakeFunctionRunner fake) {
    FakeJob job = submitted(fake, folder, AT_ONCE);

    assertThat(cli.run(watch(fake, folder, job.id()))).isEqualTo(ExitCode.DONE);
    assertThat(cli.files()).containsExactly(folder.resolve("cat.png").toString());
  }

  @Test
  void aDownloadThatFailsEndsWith3AndTellsHowToComeBack(FakeFunctionRunner fake) {
    fake.nextJob(AT_ONCE);
    fake.fault(FunctionRunnerOperation.DOWNLOAD, WireFault.status(500));

    assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("longhaul functions watch task-1");
  }

  @Test
  void anAcceptedCancellationEndsWith0(FakeFunctionRunner fake) {
    FakeJob job = submitted(fake, folder, JobScript.byHand());

    assertThat(cancel(fake, job.id())).isEqualTo(ExitCode.DONE);
    assertThat(job.cancelRequested()).isTrue();
    assertThat(cli.out.toString()).contains("took the request. Watch the job");
  }

  @Test
  void cancellingAFinishedJobEndsWith1AndItsEnding(FakeFunctionRunner fake) {
    FakeJob job = submitted(fake, folder, AT_ONCE);

    assertThat(cancel(fake, job.id())).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(cli.err.toString()).contains("already finished: it succeeded");
  }

  @Test
  void aRefusedCancellationEndsWith3(FakeFunctionRunner fake) {
    JobScript stubborn =
        JobScript.builder().stage("work", Duration.ofHours(1)).refusesCancel().build();
    FakeJob job = submitted(fake, folder, stubborn);

    assertThat(cancel(fake, job.id())).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("The job goes on, since the service declined.");
  }

  @Test
  void aRefusedCancellationOfAJobInAStateThatNobodyKnowsTellsTheState(FakeFunctionRunner fake) {
    FakeJob job = submitted(fake, folder, JobScript.byHand().toBuilder().refusesCancel().build());
    job.rawState("paused");

    assertThat(cancel(fake, job.id())).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString())
        .contains("declined, and the job is in a state that longhaul does not know: paused. ")
        .doesNotContain("could not be read");
  }

  @Test
  void aRefusedCancellationOfAJobThatCannotBeReadSaysSo(FakeFunctionRunner fake) {
    FakeJob job = submitted(fake, folder, JobScript.byHand().toBuilder().refusesCancel().build());
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(500));

    assertThat(cancel(fake, job.id())).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("how the job stands could not be read");
  }

  @Test
  void cancellingAnUnknownJobEndsWith3(FakeFunctionRunner fake) {
    assertThat(cancel(fake, "task-99")).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("knows no job of that id");
  }

  @Test
  void aCancellationWhoseAnswerIsLostEndsWith5(FakeFunctionRunner fake) {
    FakeJob job = submitted(fake, folder, JobScript.byHand());
    fake.fault(FunctionRunnerOperation.CANCEL_TASK, WireFault.answerLost());

    assertThat(cancel(fake, job.id())).isEqualTo(ExitCode.UNKNOWN);
    assertThat(cli.err.toString()).contains("may or may not stop");
  }

  @Test
  void statusEndsWith0AndTellsWhereTheJobStands(FakeFunctionRunner fake) {
    FakeJob job = submitted(fake, folder, JobScript.byHand());
    job.running(42, "paint", "Layer 2");

    assertThat(cli.run("functions", "status", job.id(), "--url", fake.baseUrl()))
        .isEqualTo(ExitCode.DONE);
    assertThat(cli.out.toString())
        .containsPattern("job: +task-1\n")
        .containsPattern("state: +running\n")
        .containsPattern("progress: +42 %\n")
        .containsPattern("stage: +paint\n")
        .containsPattern("message: +Layer 2\n");
  }

  @Test
  void templatesEndsWith0AndListsInputs(FakeFunctionRunner fake) {
    assertThat(cli.run("functions", "templates", "--url", fake.baseUrl())).isEqualTo(ExitCode.DONE);
    assertThat(cli.out.toString())
        .contains("text-to-image  Makes one picture from a prompt.")
        .contains("    prompt  string, required, length at least 1, length at most 2000")
        .contains("    width  integer, at least 64, at most 2048, default 1024");
  }

  @Test
  void aServiceThatRestsForAWhileIsAskedAgain(FakeFunctionRunner fake) {
    fake.nextJob(AT_ONCE);
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(503, Map.of(), ""));
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(503, Map.of(), ""));

    assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.DONE);
    assertThat(cli.err.toString()).containsOnlyOnce("Trying again: ");
  }
}
