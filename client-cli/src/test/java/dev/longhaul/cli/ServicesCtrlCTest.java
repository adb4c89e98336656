package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.chat;
import static dev.longhaul.cli.Commands.video;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeImageJob;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.WireFault;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class ServicesCtrlCTest {
  private static final String QUESTION = "Cancel the remote job, too? [y/N] ";

  private final Cli cli = new Cli();
  @TempDir Path folder;

  @BeforeEach
  void holdJobs(FakeVestis images, FakeSora videos) {
    images.everyJob(ImageScript.byHand());
    videos.everyJob(VideoScript.byHand());
  }

  @AfterEach
  void endInput() throws IOException {
    cli.close();
  }

  private void comeBack() {
    assertThat(cli.advised().files()).hasSize(1);
  }

  @Test
  void anImageIsLeftAndComeBackTo(FakeVestis fake) throws Exception {
    cli.start(chat(fake, folder));
    cli.err.await("pending");
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    FakeImageJob job = fake.jobs().get(0);
    assertThat(job.cancelRequested()).isFalse();
    assertThat(cli.ctrlC.isReleased()).isTrue();
    job.completed();
    comeBack();
  }

  @Test
  void aVideoIsLeftAndComeBackTo(FakeSora fake) throws Exception {
    cli.start(video(fake, folder));
    cli.err.await("queued");
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    fake.jobs().get(0).completed();
    comeBack();
    assertThat(folder.resolve("video.mp4")).isNotEmptyFile();
  }

  @Test
  void anImageThatWaitsIsCancelledOnYes(FakeVestis fake) throws Exception {
    cli.onTerminal(80).start(chat(fake, folder));
    cli.err.await("pending");
    cli.ctrlC.press();
    cli.err.await(QUESTION);
    cli.type("y");

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_CANCELLED);
    assertThat(fake.jobs().get(0).cancelRequested()).isTrue();
  }

  @Test
  void anImageThatIsMadeGoesOnInSpiteOfYes(FakeVestis fake) throws Exception {
    cli.onTerminal(80).start(chat(fake, folder));
    cli.err.await("pending");
    fake.jobs().get(0).processing(1);
    cli.err.await("processing");
    cli.ctrlC.press();
    cli.err.await(QUESTION);
    cli.type("y");

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString()).contains("The job goes on. The job runs already");
    fake.jobs().get(0).completed();
    comeBack();
  }

  @Test
  void aVideoThatCannotBeStoppedIsLeftWithoutAQuestion(FakeSora fake) throws Exception {
    cli.onTerminal(80).start(video(fake, folder));
    cli.err.await("queued");
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString()).doesNotContain(QUESTION);
    assertThat(fake.ledger().requests(SoraOperation.DELETE_VIDEO)).isEmpty();
  }

  @Test
  void aVideoIsCancelledOnYesWhereDeleteStops() throws Exception {
    FakeSoraOptions stopping =
        FakeSoraOptions.builder().deletion(FakeSoraOptions.Deletion.STOPS).build();
    try (FakeSora fake = FakeSora.start(stopping)) {
      fake.everyJob(VideoScript.byHand());
      cli.onTerminal(80).start(video(fake, folder, "--delete-stops"));
      cli.err.await("queued");
      cli.ctrlC.press();
      cli.err.await(QUESTION);
      cli.type("y");

      assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_CANCELLED);
      assertThat(fake.jobs().get(0).deleted()).isTrue();
    }
  }

  @Test
  void aPressDuringASubmissionLeavesItUncertainAndTellsHowToLook(FakeVestis fake) throws Exception {
    fake.fault(VestisOperation.CREATE_JOB, WireFault.stall());
    cli.start(chat(fake, folder));
    String key =
        fake.ledger().await(VestisOperation.CREATE_JOB, 1).get(0).header("Idempotency-Key");
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(cli.err.toString())
        .contains("may or may not have been accepted")
        .contains(key)
        .contains("To look for it:\n  longhaul vestis list --url " + fake.baseUrl());
  }

  @Test
  void aPressDuringADownloadLeavesNoHalfFile(FakeSora fake) throws Exception {
    fake.everyJob(VideoScript.builder().build());
    fake.fault(SoraOperation.DOWNLOAD, WireFault.stall());
    cli.start(video(fake, folder));
    fake.ledger().await(SoraOperation.DOWNLOAD, 1);
    cli.ctrlC.press();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(folder).isEmptyDirectory();
    comeBack();
  }
}
