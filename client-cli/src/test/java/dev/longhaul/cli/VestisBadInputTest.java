package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.vestis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({LeakCheck.class, FakeExtension.class})
@Timeout(30) // none of it may hang
class VestisBadInputTest {
  private final Cli cli = new Cli();
  @TempDir Path folder;

  @BeforeEach
  void prepare() throws IOException {
    Pictures.png(folder, "a.png", 3, 4);
    Files.writeString(folder.resolve("text.png"), "no picture");
    Files.createFile(folder.resolve("empty.png"));
    Files.write(folder.resolve("large.png"), new byte[10 * 1024 * 1024 + 1]);
  }

  /** Runs a line of words in which DIR stands for the folder, and expects a wrong usage. */
  private String refusal(FakeVestis fake, String line) {
    String complete = line + " --out DIR/out";
    List<String> words =
        Stream.of(complete.split(" ")).map(word -> word.replace("DIR", folder.toString())).toList();

    assertThat(cli.run(vestis(fake, words))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString().lines()).singleElement().asString().startsWith("longhaul: ");
    assertThat(cli.out.toString()).isEmpty();
    assertThat(fake.ledger().requests()).isEmpty();
    return cli.err.toString().substring("longhaul: ".length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run painting --prompt x | KIND is none of chat, flatlay, mannequin, onmodel, background,",
        "run chat | --prompt is missing. Say what the image shall show.",
        "run chat --prompt= | --prompt is blank. Say what the image shall show.",
        "run chat --prompt @DIR/none | --prompt names a file that cannot be read.",
        "run chat --prompt x --photo DIR/none.png"
            + " | --photo number 1 does not exist. Check the path.",
        "run chat --prompt x --photo DIR/a.png --photo DIR | --photo number 2 is a folder.",
        "run chat --prompt x --photo DIR/text.png"
            + " | --photo number 1 holds 10 bytes that are no JPEG, PNG or WebP",
        "run chat --prompt x --photo DIR/empty.png | --photo number 1 is empty, 0 bytes.",
        "run chat --prompt x --photo DIR/large.png"
            + " | --photo number 1 has 10485761 bytes, above the limit of 10485760",
        "run chat --prompt x --product top=DIR/a.png"
            + " | --product is not for the kind chat. It takes --prompt, --photo, --set.",
        "run flatlay --prompt x | --prompt is not for the kind flatlay. It takes --product, --set.",
        "run flatlay --photo DIR/a.png | --photo is not for the kind flatlay.",
        "run legacy --prompt x | --prompt is not for the kind legacy. It takes --set alone.",
        "run legacy | The request is empty. Pass at least one field.",
        "run legacy --set a.=1 | --set a. has a part without a name.",
        "run legacy --set a=1 --set a.b=2 | --set a.b leads into a field that is no object.",
        "run flatlay --product top=DIR/a.png | --set modelId is missing. Pass the id of a model",
        "run flatlay --set modelId=1 --set backgroundId=2"
            + " | --product is missing or empty. Pass one top and one bottom, or one fullbody",
        "run mannequin --set modelId=1 --set backgroundId=2"
            + " --product top=DIR/a.png --product top=DIR/a.png"
            + " | --product is top, top. Pass one top and one bottom",
        "run mdoli --set modelId=1 --set backgroundId=2 --product hat=DIR/a.png"
            + " | --product number 1 is none of top, bottom, fullbody.",
        "run flatlay --product DIR/a.png | --product number 1 is not TYPE=FRONT[,BACK]. Pass it"
            + " so,",
        "run flatlay --product =DIR/a.png | --product number 1 is not TYPE=FRONT[,BACK].",
        "run flatlay --product top= | --product top, front, names no file. Pass the path",
        "run flatlay --product top=DIR/a.png, | --product top, back, names no file.",
        "run chat --prompt x --photo= | --photo number 1 names no file. Pass the path",
        "run flatlay --product top=DIR/a.png,DIR/b.png | --product top, back, does not exist.",
        "run flatlay --product top=a,b,c | --product top names more than two files.",
        "run background --set backgroundId=1 | --photo is missing or empty. Pass 1 to 10 photos.",
        "run background --photo DIR/a.png | --set backgroundId is missing.",
        "run background --photo DIR/a.png --set backgroundId=1 --set modelId=1"
            + " | --set modelId is no field of the kind background. It takes backgroundId,"
            + " aspectRatio, resolution, options.quality,",
        "run onmodel --photo DIR/a.png --set modelId=1 --set options.quality=low"
            + " | --set options.quality is no field of the kind onmodel. It takes modelId,"
            + " backgroundId, aspectRatio, resolution.",
        "run chat --prompt x --set aspectRatio=7:5 | --set aspectRatio is none of auto, 1:1,",
        "run chat --prompt x --set options.format=gif | --set options.format is none of png,",
        "run chat --prompt x --set options.resolution.width=wide"
            + " | --set options.resolution.width is not a whole number.",
        "run chat --prompt x --set options.resolution.width=99999999999"
            + " | --set options.resolution.width is above the limit of 2147483647.",
        "run chat --prompt x --set options.resolution.height=2147483648"
            + " | --set options.resolution.height is above the limit of 2147483647.",
        "run chat --prompt x --set options.resolution.width=0"
            + " | --set options.resolution.width is below the limit of 1.",
        "run chat --prompt x --set options.resolution.width=9"
            + " | --set options.resolution.height is missing.",
        "run chat --prompt x --set resolution=1K --set resolution=2K"
            + " | --set resolution is there twice.",
        "run chat --prompt x --set 1K | --set number 1 has no name.",
      })
  void aRequestThatCannotWorkEndsWith2AndSendsNothing(
      String line, String problem, FakeVestis fake) {
    assertThat(refusal(fake, line)).startsWith(problem);
  }

  @Test
  void elevenPhotosAreTooMany(FakeVestis fake) {
    String photos = " --photo DIR/a.png".repeat(11);

    assertThat(refusal(fake, "run background --set backgroundId=1" + photos))
        .startsWith("--photo holds 11 photos, above the limit of 10.");
  }

  @Test
  void anOutFolderThatIsAFileEndsWith2(FakeVestis fake) {
    String inside = folder.resolve("a.png/inside").toString();
    for (List<String> words :
        List.of(List.of("run", "chat", "--prompt", "x"), List.of("watch", "1"))) {
      assertThat(cli.run(vestis(fake, words, "--out", inside))).isEqualTo(ExitCode.WRONG_USAGE);
    }
    assertThat(cli.err.toString()).contains("--out leads through a file.");
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/api", "/api/v2", "/api/v1/jobs", "/v1"})
  void aUrlThatDoesNotEndAsDocumentedEndsWith2(String path) {
    assertThat(cli.run("vestis", "list", "--url", "http://127.0.0.1:1" + path))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString())
        .isEqualTo(
            "longhaul: --url does not end in /api/v1. Pass the base URL as the service documents"
                + " it, such as https://example.com/api/v1.\n");
  }

  @Test
  void aSlashAtTheEndOfTheUrlIsNoMatter(FakeVestis fake) {
    assertThat(cli.run("vestis", "list", "--url", fake.baseUrl() + "/")).isEqualTo(ExitCode.DONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10001", "many", ""})
  void aLimitThatIsNoneEndsWith2AndIsNotRepeated(String limit, FakeVestis fake) {
    assertThat(cli.run(vestis(fake, List.of("list", "--limit", limit))))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString())
        .contains("--limit")
        .contains("not a whole number from 1 to 10000")
        .doesNotContain("many");
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", " ", "a\nb"})
  void anIdThatWouldChangeThePathEndsWith2(String id, FakeVestis fake) {
    String out = folder.toString();
    for (List<String> words :
        List.of(
            List.of("status", id),
            List.of("cancel", id),
            List.of("watch", id, "--out", out),
            List.of("download", id, "--out", out))) {
      assertThat(cli.run(vestis(fake, words))).isEqualTo(ExitCode.WRONG_USAGE);
    }
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vestis", "vestis fly", "vestis run", "vestis list", "vestis download 1"})
  void aCommandLineThatIsIncompleteEndsWith2(String line) {
    assertThat(cli.run(line.split(" "))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString().lines()).singleElement().asString().startsWith("longhaul: ");
  }
}
