package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.video;
import static dev.longhaul.cli.Commands.videos;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeVideo;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VideoScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
class VideosRunTest {
  private final Cli cli = new Cli();
  @TempDir Path folder;

  @BeforeEach
  void prepare(FakeSora fake) {
    fake.everyJob(VideoScript.builder().build());
  }

  @Test
  void aVideoIsMadeAndItsFileSaved(FakeSora fake) throws IOException {
    Path out = folder.resolve("new/boat.mp4");
    String[] line =
        videos(
            fake,
            List.of("run", "--prompt", "a paper boat", "--out", out.toString()),
            "--seconds",
            "8",
            "--size",
            "1280x720",
            "--model",
            "sora-2-pro");
    fake.nextJob(VideoScript.builder().content(new byte[] {1, 2, 3}).build());

    assertThat(cli.run(line)).as(cli.err.toString()).isEqualTo(ExitCode.DONE);
    assertThat(cli.files()).containsExactly(out.toString());
    assertThat(Files.readAllBytes(out)).containsExactly(1, 2, 3);
    FakeVideo job = fake.jobs().get(0);
    assertThat(job.request().toString())
        .contains("\"a paper boat\"", "\"8\"", "\"1280x720\"", "\"sora-2-pro\"");
    assertThat(cli.err.toString()).startsWith("job id: " + job.id() + "\n");
  }

  @Test
  void whatIsNotSaidIsLeftToTheServer(FakeSora fake) {
    assertThat(cli.run(video(fake, folder))).isEqualTo(ExitCode.DONE);
    assertThat(fake.jobs().get(0).request().keySet()).containsExactly("prompt");
  }

  @Test
  void aReferenceGoesAlongAsAFile(FakeSora fake) throws IOException {
    String picture = Pictures.png(folder, "start.png", 720, 1280);

    assertThat(cli.run(video(fake, folder, "--reference", picture))).isEqualTo(ExitCode.DONE);
    assertThat(fake.ledger().requests(SoraOperation.CREATE_VIDEO))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.header("Content-Type")).startsWith("multipart/form-data"));
  }

  @Test
  void aFileThatExistsIsNotWrittenOver(FakeSora fake) throws IOException {
    Path out = Files.writeString(folder.resolve("video.mp4"), "mine");

    assertThat(cli.run(video(fake, folder))).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(out)).isEqualTo("mine");
    assertThat(cli.files()).containsExactly(folder.resolve("video (2).mp4").toString());
  }

  @Test
  void theFileIsToldTheWayItWasTyped(FakeSora fake) throws IOException {
    Path typed = Path.of("").toAbsolutePath().relativize(folder).resolve("video.mp4");
    String[] line = videos(fake, List.of("run", "--prompt", "x", "--out", typed.toString()));

    assertThat(cli.run(line)).as(cli.err.toString()).isEqualTo(ExitCode.DONE);
    assertThat(cli.run(line)).isEqualTo(ExitCode.DONE);
    assertThat(cli.files())
        .containsExactly(typed.toString(), typed.resolveSibling("video (2).mp4").toString());
    assertThat(folder.resolve("video (2).mp4")).isNotEmptyFile();
  }

  @Test
  void theServicesPercentIsShown(FakeSora fake) throws Exception {
    fake.nextJob(VideoScript.byHand());
    cli.start(video(fake, folder));
    cli.err.await("  0 %  queued");
    fake.jobs().get(0).inProgress(42);
    cli.err.await(" 42 %  in_progress");
    fake.jobs().get(0).completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(cli.err.toString()).doesNotContain("usually").doesNotContain("elapsed");
  }

  @Test
  void aModelOfTheServersOwnBringsItsOwnLengthsAndSizes() {
    FakeSoraOptions own =
        FakeSoraOptions.builder()
            .offers(List.of("wan-2.2"), List.of("64x48"), List.of("5"))
            .build();
    try (FakeSora fake = FakeSora.start(own)) {
      fake.everyJob(VideoScript.builder().build());
      String[] line =
          video(fake, folder, "--model", "wan-2.2", "--size", "64x48", "--seconds", "5");

      assertThat(cli.run(line)).as(cli.err.toString()).isEqualTo(ExitCode.DONE);
      assertThat(fake.jobs().get(0).request().toString()).contains("wan-2.2", "64x48", "\"5\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seconds 5 | --seconds is 5, which is none of 4, 8, 12, 16, 20. Pass one of these.",
        "--seconds 8.5 | --seconds is not a whole number of seconds, such as 8. Pass one.",
        "--seconds long | --seconds is not a whole number of seconds, such as 8. Pass one.",
        "--size 640x480 | --size is 640x480, which is none of 720x1280, 1280x720, 1024x1792,",
        "--size wide | --size is not WIDTHxHEIGHT, such as 1280x720. Pass one.",
        "--size 1024x1792"
            + " | --size is 1024x1792, which sora-2 does not make. Use 720x1280 or 1280x720,",
        "--model a,b | --model is not the name of a model, such as sora-2. Pass one.",
        "--reference DIR/none.png | --reference does not exist. Pass a file that does.",
        "--reference DIR/text.png | --reference is no JPEG, PNG or WebP by its content.",
        "--reference= | --reference names no file. Pass the path of an image.",
        "--reference DIR/small.png | --reference is 72x128, and the video 720x1280."
            + " Scale or crop the image, or set --size to what it has.",
        "--prompt= | --prompt is missing or blank. Pass 1 to 32000",
        "--prompt @DIR/none | --prompt names a file that cannot be read.",
        "--out DIR | --out is a folder. Pass the file to write, such as video.mp4.",
        "--out DIR/text.png/video.mp4 | --out leads through a file. Pass another place",
      })
  void aRequestThatCannotWorkEndsWith2AndSendsNothing(String words, String problem, FakeSora fake)
      throws IOException {
    Files.writeString(folder.resolve("text.png"), "no picture");
    Pictures.png(folder, "small.png", 72, 128);
    List<String> line = new ArrayList<>(List.of("run"));
    line.addAll(List.of(words.replace("DIR", folder.toString()).split(" ")));
    if (!words.startsWith("--prompt")) {
      line.addAll(List.of("--prompt", "a red kite"));
    }
    if (!words.startsWith("--out")) {
      line.addAll(List.of("--out", folder.resolve("x.mp4").toString()));
    }

    assertThat(cli.run(videos(fake, line))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("longhaul: " + problem);
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/v1/videos", "/v1/sora", "/v2"})
  void aUrlThatDoesNotEndAsDocumentedEndsWith2(String path) {
    assertThat(cli.run("videos", "list", "--url", "http://127.0.0.1:1" + path))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).startsWith("longhaul: --url does not end in /v1. Pass ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"videos", "videos fly", "videos run", "videos cancel", "videos templates"})
  void aCommandLineThatIsIncompleteEndsWith2(String line) {
    assertThat(cli.run(line.split(" "))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString().lines()).singleElement().asString().startsWith("longhaul: ");
  }
}
