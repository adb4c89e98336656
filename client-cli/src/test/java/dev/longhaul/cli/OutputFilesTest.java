package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobOutput;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class OutputFilesTest {
  private final Cli cli = new Cli();
  @TempDir Path folder;

  private List<String> namesIn(Path parent) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everyFileIsNamedOnStdoutAndTheIdIsNot(FakeFunctionRunner fake) throws IOException {
    Path out = folder.resolve("new/folder");
    fake.nextJob(
        JobScript.builder()
            .output("small", "a.txt", "text/plain", "A".getBytes())
            .output("large", "b.txt", "text/plain", "BB".getBytes())
            .build());

    assertThat(cli.run(run(fake, out))).isEqualTo(ExitCode.DONE);
    assertThat(cli.files())
        .containsExactly(out.resolve("a.txt").toString(), out.resolve("b.txt").toString());
    assertThat(Files.readString(out.resolve("b.txt"))).isEqualTo("BB");
    assertThat(cli.err.toString()).startsWith("job id: task-1\n");
  }

  @Test
  void aValueBecomesAJsonFileAndALinkANote(FakeFunctionRunner fake) throws IOException {
    JsonObject value = new JsonObject();
    value.add("seed", new JsonPrimitive(9007199254740993L));
    fake.nextJob(
        JobScript.builder()
            .dataOutput("stats", value)
            .output(JobOutput.url("page", "https://example.com/view"))
            .build());

    assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.DONE);
    assertThat(cli.files()).containsExactly(folder.resolve("stats.json").toString());
    assertThat(Files.readString(folder.resolve("stats.json")))
        .contains("\"seed\": 9007199254740993");
    assertThat(cli.err.toString()).contains("The output page is a link: https://example.com/view");
  }

  @Test
  void nothingIsWrittenOver(FakeFunctionRunner fake) throws IOException {
    Files.writeString(folder.resolve("stats.json"), "mine");
    Files.writeString(folder.resolve("cat.png"), "mine");
    fake.nextJob(
        Commands.AT_ONCE.toBuilder().dataOutput("stats", new JsonPrimitive("theirs")).build());

    assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.DONE);
    assertThat(namesIn(folder))
        .containsExactly("cat (2).png", "cat.png", "stats (2).json", "stats.json");
    assertThat(Files.readString(folder.resolve("stats.json"))).isEqualTo("mine");
  }

  @Test
  void noNameLeadsOutOfTheFolder(FakeFunctionRunner fake) throws IOException {
    Path out = folder.resolve("out");
    fake.nextJob(
        JobScript.builder()
            .output("a", "../../evil.txt", "text/plain", new byte[1])
            .dataOutput("../evil", new JsonPrimitive(1))
            .dataOutput("/", new JsonPrimitive(2))
            .build());

    assertThat(cli.run(run(fake, out))).isEqualTo(ExitCode.DONE);
    assertThat(namesIn(folder)).containsExactly("out");
    assertThat(namesIn(out)).containsExactly("evil.json", "evil.txt", "output.json");
  }

  @Test
  void whatWasWholeIsToldEvenIfTheNextFileFails(FakeFunctionRunner fake) throws IOException {
    fake.nextJob(
        JobScript.builder()
            .output("a", "a.txt", "text/plain", new byte[5])
            .output("b", "b.txt", "text/plain", new byte[5])
            .build());
    fake.fault(FunctionRunnerOperation.DOWNLOAD, WireFault.delay(Duration.ofMillis(1)));
    fake.fault(FunctionRunnerOperation.DOWNLOAD, WireFault.truncatedBody());

    assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.files()).containsExactly(folder.resolve("a.txt").toString());
    assertThat(namesIn(folder)).containsExactly("a.txt");
  }

  @Test
  void aFolderThatVanishesUnderTheJobEndsWith2AndTellsHowToComeBack(FakeFunctionRunner fake)
      throws Exception {
    Path out = folder.resolve("out");
    fake.nextJob(JobScript.byHand());
    cli.start(run(fake, out));
    fake.ledger().await(FunctionRunnerOperation.READ_STATUS, 1);
    Files.writeString(out, "a file now");
    fake.jobs().get(0).completedWith(JobOutput.data("stats", new JsonPrimitive(1)));

    assertThat(cli.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).contains("--out").contains("longhaul functions watch task-1");
  }

  @Test
  void anAddressThatNobodyCanFetchEndsWith3(FakeFunctionRunner fake) throws Exception {
    fake.nextJob(JobScript.byHand());
    cli.start(run(fake, folder));
    cli.err.await("job id: ");
    fake.jobs().get(0).outputUrl("image", "ftp://example.com/cat.png");
    fake.jobs().get(0).completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("An output has no http address.");
  }

  @Test
  void aJobWithoutOutputsSaysSo(FakeFunctionRunner fake) {
    fake.nextJob(JobScript.builder().build());

    assertThat(cli.run(run(fake, folder))).isEqualTo(ExitCode.DONE);
    assertThat(cli.files()).isEmpty();
    assertThat(cli.err.toString()).contains("has no outputs");
  }
}
