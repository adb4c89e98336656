package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.LeakCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class DemoTest {
  @TempDir Path folder;

  @Test
  void theDemoShowsEveryStageAndWritesAPicture() throws Exception {
    Cli cli = new Cli();
    long start = System.nanoTime();

    assertThat(cli.run("demo", "--out", folder.toString())).isEqualTo(ExitCode.DONE);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(9));
    assertThat(cli.err.toString())
        .containsSubsequence(
            "job id: ", "queued", "load model", "sketch", "paint", "polish", "100 %  completed");
    Path picture = folder.resolve("dusk.svg");
    assertThat(cli.files()).containsExactly(picture.toString());
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(picture.toFile())
                .getDocumentElement()
                .getTagName())
        .isEqualTo("svg");
  }

  @Test
  void aFolderThatCannotBeUsedEndsWith2BeforeTheJob() throws Exception {
    Cli cli = new Cli();
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertThat(cli.run("demo", "--out", file.toString())).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).startsWith("longhaul: --out ").doesNotContain("job id");
  }
}
