package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.video;
import static dev.longhaul.cli.Commands.videos;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeVideo;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class VideosExitCodeTest {
  private static final VideoScript AT_ONCE = VideoScript.builder().build();

  private final Cli cli = new Cli();
  @TempDir Path folder;

  private static FakeVideo made(FakeSora fake, VideoScript script) {
    JsonObject request = new JsonObject();
    request.addProperty("prompt", "a red kite");
    return fake.madeElsewhere(request, script);
  }

  private int run(FakeSora fake, String... words) {
    return cli.run(videos(fake, List.of(words)));
  }

  private int save(FakeSora fake, String command, FakeVideo job, String... more) {
    String out = folder.resolve("video.mp4").toString();
    return cli.run(videos(fake, List.of(command, job.id(), "--out", out), more));
  }

  @Test
  void aVideoThatFailsEndsWith1AndTheServicesReason(FakeSora fake) {
    fake.nextJob(VideoScript.builder().failsWith("moderation_blocked", "Not this").build());

    assertThat(cli.run(video(fake, folder))).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(cli.err.toString())
        .contains("longhaul: The job failed (moderation_blocked): Not this");
  }

  @Test
  void aVideoThatIsCancelledElsewhereEndsWith6(FakeSora fake) {
    FakeVideo job = made(fake, VideoScript.byHand());
    job.cancelled();

    assertThat(save(fake, "watch", job)).isEqualTo(ExitCode.JOB_CANCELLED);
    assertThat(save(fake, "download", job)).isEqualTo(ExitCode.JOB_CANCELLED);
  }

  @Test
  void aRefusedSubmissionEndsWith3AndTheServicesWords(FakeSora fake) {
    fake.fault(SoraOperation.CREATE_VIDEO, WireFault.status(400));

    assertThat(cli.run(video(fake, folder))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("HTTP 400").contains("The service says: ");
    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
  }

  @Test
  void aQuotaThatIsUsedUpEndsWith3AtOnce(FakeSora fake) {
    fake.quota(0);

    assertThat(cli.run(video(fake, folder))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("HTTP 429").contains("waiting does not help");
  }

  @Test
  void aMissingTokenEndsWith3() {
    FakeSoraOptions options = FakeSoraOptions.builder().token("a-good-token").build();
    try (FakeSora closed = FakeSora.start(options)) {
      assertThat(cli.run(video(closed, folder))).isEqualTo(ExitCode.SERVICE);
      assertThat(cli.err.toString()).contains("HTTP 401");
    }
  }

  @Test
  void aWaitThatEndsEndsWith4AndTheCommandToComeBackWorks(FakeSora fake) {
    fake.nextJob(VideoScript.byHand());

    assertThat(cli.run(video(fake, folder, "--wait", "100ms"))).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString()).contains("longhaul videos watch video_1 --url ");
    fake.job("video_1").completed();
    assertThat(cli.advised().files()).containsExactly(folder.resolve("video.mp4").toString());
  }

  @Test
  void anAnswerLostOnSubmissionIsFoundByItsPrompt(FakeSora fake) {
    fake.everyJob(AT_ONCE);
    fake.fault(SoraOperation.CREATE_VIDEO, WireFault.answerLost());

    assertThat(cli.run(video(fake, folder))).as(cli.err.toString()).isEqualTo(ExitCode.DONE);
    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
  }

  @Test
  void anAnswerLostWhereTheListShowsNoPromptEndsWith5AndItsCandidates() {
    FakeSoraOptions options =
        FakeSoraOptions.builder().listItems(FakeSoraOptions.ListItems.NO_PROMPT).build();
    try (FakeSora fake = FakeSora.start(options)) {
      fake.everyJob(VideoScript.byHand());
      fake.fault(SoraOperation.CREATE_VIDEO, WireFault.answerLost());

      assertThat(cli.run(video(fake, folder))).isEqualTo(ExitCode.UNKNOWN);
      assertThat(cli.err.toString())
          .contains(String.valueOf(fake.jobs().get(0).idempotencyKey()))
          .containsPattern("\nvideo_1 +queued +20");
      assertThat(cli.advised().out.toString()).contains("video_1");
      assertThat(fake.ledger().createsReceived()).isEqualTo(1);
    }
  }

  @Test
  void aServiceThatForgetsTheVideoEndsWith5(FakeSora fake) throws Exception {
    fake.nextJob(VideoScript.byHand());
    cli.start(video(fake, folder));
    fake.ledger().await(SoraOperation.READ_VIDEO, 1);
    fake.forgetJobs();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(cli.err.toString()).doesNotContain("come back");
  }

  @Test
  void cancellingSendsNothingAndTellsTheOptionThatDeclaresIt(FakeSora fake) {
    FakeVideo job = made(fake, VideoScript.byHand());

    assertThat(run(fake, "cancel", job.id())).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString())
        .contains("Nothing was sent", "destroys a finished one", "--delete-stops");
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @Test
  void whereDeleteStopsACancellationEndsWith0AndAFinishedVideoIsSpared() {
    FakeSoraOptions stopping =
        FakeSoraOptions.builder().deletion(FakeSoraOptions.Deletion.STOPS).build();
    try (FakeSora fake = FakeSora.start(stopping)) {
      FakeVideo running = made(fake, VideoScript.byHand());
      FakeVideo finished = made(fake, AT_ONCE);

      assertThat(run(fake, "cancel", running.id(), "--delete-stops")).isEqualTo(ExitCode.DONE);
      assertThat(running.deleted()).isTrue();
      assertThat(cli.out.toString())
          .contains("cancelled, and its id may be unknown from now on")
          .doesNotContain("Watch the job");
      assertThat(run(fake, "cancel", finished.id(), "--delete-stops"))
          .isEqualTo(ExitCode.JOB_FAILED);
      assertThat(finished.deleted()).isFalse();
      assertThat(cli.err.toString()).contains("already finished: it succeeded");
    }
  }

  @Test
  void onlyWhatMayStopAVideoTakesTheDeclaration() {
    for (String command : List.of("status", "list", "download")) {
      cli.run("videos", command, "--help");
      assertThat(cli.out.toString()).doesNotContain("--delete-stops");
    }
    for (String command : List.of("run", "watch", "cancel")) {
      Cli help = new Cli();
      help.run("videos", command, "--help");
      assertThat(help.out.toString()).contains("--delete-stops");
    }
  }

  @Test
  void anUnknownVideoEndsWith3(FakeSora fake) {
    assertThat(run(fake, "status", "none")).isEqualTo(ExitCode.SERVICE);
    assertThat(run(fake, "cancel", "none", "--delete-stops")).isEqualTo(ExitCode.SERVICE);
    for (String command : List.of("watch", "download")) {
      assertThat(run(fake, command, "none", "--out", folder.resolve("x").toString()))
          .isEqualTo(ExitCode.SERVICE);
    }
    assertThat(cli.err.toString().lines()).hasSize(4).allMatch(line -> line.startsWith("longhaul"));
  }

  @Test
  void everyFileOfAFinishedVideoIsDownloaded(FakeSora fake) {
    FakeVideo job = made(fake, AT_ONCE);

    assertThat(save(fake, "download", job)).isEqualTo(ExitCode.DONE);
    assertThat(save(fake, "download", job, "--variant", "thumbnail")).isEqualTo(ExitCode.DONE);
    assertThat(cli.files())
        .containsExactly(
            folder.resolve("video.mp4").toString(), folder.resolve("video (2).mp4").toString());
    assertThat(
            fake.ledger().requests(SoraOperation.DOWNLOAD).stream()
                .map(request -> String.valueOf(request.path())))
        .last()
        .asString()
        .contains("variant=thumbnail");
  }

  @Test
  void aThumbnailThatCannotBeFetchedIsComeBackToByItsName(FakeSora fake) {
    FakeVideo job = made(fake, AT_ONCE);
    fake.fault(SoraOperation.DOWNLOAD, WireFault.status(500));

    assertThat(save(fake, "download", job, "--variant", "thumbnail")).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString())
        .contains("longhaul videos download " + job.id() + " --url ")
        .contains("--variant thumbnail --out " + folder);
    assertThat(cli.advised().files()).hasSize(1);
    assertThat(fake.ledger().requests(SoraOperation.DOWNLOAD))
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.path()).contains("variant=thumbnail"));
  }

  @Test
  void aThumbnailThatIsNotMadeYetIsNotAWatchAway(FakeSora fake) {
    FakeVideo job = made(fake, VideoScript.byHand());

    assertThat(save(fake, "download", job, "--variant", "thumbnail"))
        .isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString()).doesNotContain("watch").contains("--variant thumbnail");
  }

  @Test
  void aVariantThatIsNoneEndsWith2(FakeSora fake) {
    assertThat(save(fake, "download", made(fake, AT_ONCE), "--variant", "poster"))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString())
        .isEqualTo(
            "longhaul: --variant is none of video, thumbnail, spritesheet. Pass one of them.\n");
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @Test
  void downloadingAVideoThatHasNotEndedEndsWith4AndTheCommandThatWaits(FakeSora fake) {
    FakeVideo job = made(fake, VideoScript.byHand());
    job.inProgress(40);

    assertThat(save(fake, "download", job)).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString()).contains("has not ended yet; its state is in_progress.");
    job.completed();
    assertThat(cli.advised().files()).hasSize(1);
  }

  @Test
  void filesThatAreGoneEndWith3AndNoAdviceToComeBack() {
    FakeSoraOptions options = FakeSoraOptions.builder().filesLast(Duration.ZERO).build();
    try (FakeSora fake = FakeSora.start(options)) {
      assertThat(save(fake, "download", made(fake, AT_ONCE))).isEqualTo(ExitCode.SERVICE);
      assertThat(cli.err.toString()).contains("files").doesNotContain("come back");
    }
  }

  @Test
  void statusTellsWhatTheServiceTells(FakeSora fake) {
    FakeVideo job = made(fake, VideoScript.byHand());
    job.inProgress(42);

    assertThat(run(fake, "status", job.id())).isEqualTo(ExitCode.DONE);
    assertThat(cli.out.toString())
        .containsPattern("job: +video_1\n")
        .containsPattern("state: +in_progress\n")
        .containsPattern("progress: +42 %\n")
        .containsPattern("model: +sora-2\n")
        .containsPattern("size: +720x1280\n")
        .containsPattern("seconds: +4\n")
        .containsPattern("created: +20\\d\\d-.*Z\n")
        .doesNotContain("ended", "error", "red kite");
    job.failed("moderation_blocked", "Not this");
    run(fake, "status", job.id());
    assertThat(cli.out.toString()).containsPattern("error: +moderation_blocked: Not this\n");
  }

  @Test
  void theListIsATableAndWhatIsNotToldADash() {
    FakeSoraOptions options =
        FakeSoraOptions.builder().listItems(FakeSoraOptions.ListItems.PARTIAL).build();
    try (FakeSora partial = FakeSora.start(options);
        FakeSora whole = FakeSora.start()) {
      made(partial, AT_ONCE);
      for (int i = 0; i < 3; i++) {
        made(whole, VideoScript.byHand()).inProgress(7);
      }
      run(partial, "list");
      run(whole, "list", "--limit", "2");
    }
    assertThat(cli.files()).hasSize(5);
    assertThat(cli.files().get(0)).matches("ID +STATE +MODEL +CREATED +PROGRESS");
    assertThat(cli.files().get(1)).matches("video_1 +completed +- +- +-");
    assertThat(cli.files().get(3)).matches("video_3 +in_progress +sora-2 +20.*Z +7 %");
  }
}
