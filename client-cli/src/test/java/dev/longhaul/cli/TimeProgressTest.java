package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.chat;
import static dev.longhaul.cli.Commands.vestis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.generated.vestis.model.JobType;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeImageJob;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class TimeProgressTest {
  private final Cli cli = new Cli();
  @TempDir Path folder;

  private List<String> drawn() {
    return Stream.of(cli.err.toString().split("[\r\n]+")).map(String::strip).toList();
  }

  @Test
  void aLineIsDrawnOverItselfWithTheTimeThatGoesOn(FakeVestis fake) throws Exception {
    fake.nextJob(ImageScript.byHand());
    cli.onTerminal(60).start(chat(fake, folder));
    cli.err.await("\rpending, elapsed 0s, usually 2 to 3 min");
    cli.err.await("\rpending, elapsed 1s, usually 2 to 3 min");
    FakeImageJob job = fake.jobs().get(0);
    job.processing(1);
    cli.err.await("\rprocessing, elapsed ");
    job.processing(2);
    cli.err.await("\rprocessing (service retry 1), elapsed ");
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(drawn()).last().asString().matches("completed, elapsed \\d+s");
    assertThat(drawn()).noneMatch(line -> line.matches("completed.*usually.*"));
    assertThat(drawn()).allMatch(line -> line.length() < 60 && !line.contains("%"));
    assertThat(cli.err.toString()).doesNotContain("\u001b").endsWith("\n");
  }

  @Test
  void whoComesBackIsToldHowLongHeWatched(FakeVestis fake) throws Exception {
    FakeImageJob job = fake.madeElsewhere(JobType.CHAT, ImageScript.byHand());
    cli.onTerminal(80).start(vestis(fake, List.of("watch", job.id(), "--out", folder.toString())));
    cli.err.await("pending, watched 0s, usually 2 to 3 min");
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aServiceThatDoesNotAnswerIsToldAndIsNoEnd(FakeVestis fake) throws Exception {
    fake.nextJob(ImageScript.byHand());
    cli.onTerminal(80).start(chat(fake, folder));
    cli.err.await("pending");
    fake.always(VestisOperation.READ_JOB, WireFault.status(503));
    cli.err.await("no answer, trying again, elapsed");
    fake.clearFaults();
    fake.jobs().get(0).completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void textOfTheServiceCannotSteerTheTerminal(FakeVestis fake) throws Exception {
    FakeImageJob job = fake.madeElsewhere(JobType.CHAT, ImageScript.byHand());
    job.rawState("\u001b[2Jdream\r\n\u009b31ming\u202e" + "x".repeat(200));
    String[] watch =
        vestis(fake, List.of("watch", job.id(), "--out", folder.toString(), "--wait", "300ms"));
    String[] list = vestis(fake, List.of("list"));
    for (Cli each : List.of(cli, new Cli().onTerminal(80))) {
      assertThat(each.run(watch)).isEqualTo(ExitCode.JOB_GOES_ON);
      assertThat(each.run(list)).isEqualTo(ExitCode.DONE);
      assertThat(each.err.toString() + each.out)
          .contains("[2Jdream 31ming")
          .doesNotContain("\u001b", "\u009b", "\u202e");
    }
  }
}
