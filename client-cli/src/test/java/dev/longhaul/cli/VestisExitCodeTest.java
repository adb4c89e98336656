package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.chat;
import static dev.longhaul.cli.Commands.vestis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.generated.vestis.model.JobType;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeImageJob;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class VestisExitCodeTest {
  private static final ImageScript AT_ONCE = ImageScript.builder().build();

  private final Cli cli = new Cli();
  @TempDir Path folder;

  private FakeImageJob made(FakeVestis fake, ImageScript script) {
    return fake.madeElsewhere(JobType.CHAT, script);
  }

  private int run(FakeVestis fake, String... words) {
    return cli.run(vestis(fake, List.of(words)));
  }

  private int save(FakeVestis fake, String command, FakeImageJob job) {
    return run(fake, command, job.id(), "--out", folder.toString());
  }

  @Test
  void aJobThatFailsEndsWith1AndTheServicesReason(FakeVestis fake) {
    fake.nextJob(ImageScript.builder().failsWith("No person in the photo").build());

    assertThat(cli.run(chat(fake, folder))).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(cli.err.toString()).contains("longhaul: The job failed: No person in the photo");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aJobThatIsCancelledElsewhereEndsWith6(FakeVestis fake) {
    FakeImageJob job = made(fake, ImageScript.byHand());
    job.cancelled();

    assertThat(save(fake, "watch", job)).isEqualTo(ExitCode.JOB_CANCELLED);
    assertThat(save(fake, "download", job)).isEqualTo(ExitCode.JOB_CANCELLED);
  }

  @Test
  void aRefusedSubmissionEndsWith3AndTheServicesWords(FakeVestis fake) {
    String body = "{\"error\": {\"prompt\": \"must not be rude\"}}";
    fake.fault(VestisOperation.CREATE_JOB, WireFault.status(422, Map.of(), body));

    assertThat(cli.run(chat(fake, folder))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("HTTP 422").contains("must not be rude");
    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
  }

  @Test
  void anAccountWithTooFewCreditsEndsWith3AndTheNumbers(FakeVestis fake) {
    fake.credits(1, 4);

    assertThat(cli.run(chat(fake, folder))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString())
        .contains("HTTP 402")
        .contains("It takes 4 credits. The account has 1.");
    assertThat(fake.jobs()).isEmpty();
  }

  @Test
  void aMissingTokenEndsWith3() {
    FakeVestisOptions options = FakeVestisOptions.builder().token("a-good-token").build();
    try (FakeVestis closed = FakeVestis.start(options)) {
      assertThat(cli.run(chat(closed, folder))).isEqualTo(ExitCode.SERVICE);
      assertThat(cli.err.toString()).contains("HTTP 401");
    }
  }

  @Test
  void aWaitThatEndsEndsWith4AndTheCommandToComeBackWorks(FakeVestis fake) {
    fake.nextJob(ImageScript.byHand());

    assertThat(cli.run(chat(fake, folder, "--wait", "100ms"))).isEqualTo(ExitCode.JOB_GOES_ON);
    FakeImageJob job = fake.jobs().get(0);
    assertThat(cli.err.toString())
        .contains("longhaul vestis watch " + job.id() + " --url ")
        .contains("after 100ms of waiting");
    assertThat(job.cancelRequested()).isFalse();
    job.completed();
    assertThat(cli.advised().files()).hasSize(1);
  }

  @Test
  void anAnswerLostOnSubmissionEndsWith5ItsCandidatesAndTheCommandThatLists(FakeVestis fake) {
    fake.everyJob(ImageScript.byHand());
    fake.fault(VestisOperation.CREATE_JOB, WireFault.answerLost());

    assertThat(cli.run(chat(fake, folder))).isEqualTo(ExitCode.UNKNOWN);
    FakeImageJob job = fake.jobs().get(0);
    assertThat(cli.err.toString())
        .contains(String.valueOf(job.idempotencyKey()))
        .contains("shows 1 that may be it.")
        .containsPattern("ID +STATE +CREATED\n" + job.id() + " +pending +20");
    assertThat(cli.advised().out.toString()).contains(job.id()).contains("chat");
    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
  }

  @Test
  void aServiceThatForgetsTheJobEndsWith5(FakeVestis fake) throws Exception {
    fake.nextJob(ImageScript.byHand());
    cli.start(chat(fake, folder));
    fake.ledger().await(VestisOperation.READ_JOB, 1);
    fake.forgetJobs();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(cli.err.toString()).doesNotContain("come back");
  }

  @Test
  void a404ThatTellsOfAFailureIsNoUnknownJob(FakeVestis fake) {
    fake.fault(VestisOperation.READ_JOB, FakeVestis.hiddenServerFault());

    assertThat(run(fake, "status", made(fake, AT_ONCE).id())).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("HTTP 404").contains("encountered a problem");
  }

  @Test
  void anUnknownJobEndsWith3(FakeVestis fake) {
    for (String command : List.of("status", "cancel")) {
      assertThat(run(fake, command, "99")).isEqualTo(ExitCode.SERVICE);
    }
    for (String command : List.of("watch", "download")) {
      assertThat(run(fake, command, "99", "--out", folder.toString())).isEqualTo(ExitCode.SERVICE);
    }
    assertThat(cli.err.toString().lines()).hasSize(4).allMatch(line -> line.startsWith("longhaul"));
  }

  @Test
  void anAcceptedCancellationEndsWith0(FakeVestis fake) {
    FakeImageJob job = made(fake, ImageScript.byHand());

    assertThat(run(fake, "cancel", job.id())).isEqualTo(ExitCode.DONE);
    assertThat(job.cancelRequested()).isTrue();
    assertThat(cli.out.toString())
        .contains("took the request", "cancelled, and its id may be unknown from now on")
        .doesNotContain("Watch the job");
  }

  @Test
  void theHelpOfCancelTellsWhatToExpectAndItsExitCodes() {
    assertThat(cli.run("vestis", "cancel", "--help")).isEqualTo(ExitCode.DONE);
    assertThat(cli.out.toString().replaceAll("\\s+", " "))
        .contains("its id may be unknown from now on", "Exit code 3: ", "Exit code 5: ")
        .doesNotContain("Watch the job");
  }

  @Test
  void cancellingAFinishedJobEndsWith1AndItsEnding(FakeVestis fake) {
    assertThat(run(fake, "cancel", made(fake, AT_ONCE).id())).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(cli.err.toString()).contains("already finished: it succeeded");
  }

  @Test
  void cancellingAJobThatRunsEndsWith3AndSendsNothing(FakeVestis fake) {
    FakeImageJob job = made(fake, ImageScript.byHand());
    job.processing(1);

    assertThat(run(fake, "cancel", job.id())).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString())
        .contains(
            "The job goes on. The job runs already, and the service stops only jobs that wait.")
        .doesNotContain("declined");
    assertThat(job.cancelRequested()).isFalse();
  }

  @Test
  void aJobInAStateThatNobodyKnowsIsNotSaidToBeUnreadable(FakeVestis fake) {
    FakeImageJob job = made(fake, ImageScript.byHand());
    job.rawState("paused");

    assertThat(run(fake, "cancel", job.id())).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString())
        .contains("The job goes on. The job is in a state that this client does not know")
        .doesNotContain("declined", "could not be read");
    assertThat(job.cancelRequested()).isFalse();
  }

  @Test
  void aCancellationWhoseAnswerIsLostEndsWith5(FakeVestis fake) {
    FakeImageJob job = made(fake, ImageScript.byHand());
    fake.fault(VestisOperation.READ_JOB, WireFault.delay(Duration.ofMillis(1)));
    fake.fault(VestisOperation.CANCEL_JOB, WireFault.answerLost());
    fake.always(VestisOperation.READ_JOB, WireFault.status(500));

    assertThat(run(fake, "cancel", job.id())).as(cli.err.toString()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(cli.err.toString()).contains("may or may not stop");
  }

  @Test
  void aFinishedJobIsDownloaded(FakeVestis fake) {
    assertThat(save(fake, "download", made(fake, AT_ONCE))).isEqualTo(ExitCode.DONE);
    assertThat(Path.of(cli.files().get(0))).isNotEmptyFile().hasParent(folder);
    assertThat(cli.err.toString()).isEmpty();
  }

  @Test
  void downloadingAJobThatHasNotEndedEndsWith4AndTheCommandThatWaits(FakeVestis fake) {
    FakeImageJob job = made(fake, ImageScript.byHand());

    assertThat(save(fake, "download", job)).isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(cli.err.toString()).contains("has not ended yet; its state is pending.");
    job.completed();
    assertThat(cli.advised().files()).hasSize(1);
  }

  @Test
  void downloadingAJobThatFailedEndsWith1(FakeVestis fake) {
    FakeImageJob job = made(fake, ImageScript.builder().failsWith("Too dark").build());

    assertThat(save(fake, "download", job)).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(cli.err.toString()).contains("The job failed: Too dark");
  }

  @Test
  void aPictureThatCannotBeFetchedEndsWith3AndTellsHowToComeBack(FakeVestis fake) {
    FakeImageJob job = made(fake, AT_ONCE);
    fake.fault(VestisOperation.DOWNLOAD, WireFault.status(500));

    assertThat(save(fake, "download", job)).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("longhaul vestis download " + job.id() + " --url ");
    assertThat(cli.advised().files()).hasSize(1);
  }

  @Test
  void statusTellsWhatTheServiceTells(FakeVestis fake) {
    FakeImageJob job = made(fake, ImageScript.byHand());
    job.processing(2);

    assertThat(run(fake, "status", job.id())).isEqualTo(ExitCode.DONE);
    assertThat(cli.out.toString())
        .containsPattern("job: +" + job.id() + "\n")
        .containsPattern("state: +processing\n")
        .containsPattern("kind: +chat\n")
        .containsPattern("attempts: +2\n")
        .containsPattern("created: +20\\d\\d-")
        .doesNotContain("progress", "ended", "image:", "error");
    job.completed();
    run(fake, "status", job.id());
    assertThat(cli.out.toString()).containsPattern("image: +http://");
  }

  @Test
  void theListIsATableAsLongAsAsked(FakeVestis fake) {
    for (int i = 0; i < 21; i++) {
      made(fake, AT_ONCE);
    }
    FakeImageJob newest = fake.madeElsewhere(JobType.BACKGROUND_CHANGE, ImageScript.byHand());

    assertThat(run(fake, "list", "--limit", "2")).isEqualTo(ExitCode.DONE);
    assertThat(cli.files()).hasSize(3);
    assertThat(cli.files().get(0)).matches("ID +STATE +KIND +CREATED");
    assertThat(cli.files().get(1))
        .matches(newest.id() + " +pending +background_change +20\\d\\d-.*");
    Cli usual = new Cli();
    assertThat(usual.run(vestis(fake, List.of("list")))).isEqualTo(ExitCode.DONE);
    assertThat(usual.files()).hasSize(21);
    Cli all = new Cli();
    assertThat(all.run(vestis(fake, List.of("list", "--limit", "10000")))).isEqualTo(ExitCode.DONE);
    assertThat(all.files()).hasSize(23);
  }

  @Test
  void aListThatIsNotThereBlamesNoId(FakeVestis fake) {
    fake.fault(VestisOperation.LIST_JOBS, WireFault.status(404));

    assertThat(run(fake, "list")).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString())
        .contains("knows no list there. Check --url. (", "HTTP 404")
        .doesNotContain("the id");
  }

  @Test
  void anEmptyListSaysSoBesideTheResult(FakeVestis fake) {
    assertThat(run(fake, "list")).isEqualTo(ExitCode.DONE);
    assertThat(cli.out.toString()).isEmpty();
    assertThat(cli.err.toString()).isEqualTo("The list is empty.\n");
  }
}
