package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.chat;
import static dev.longhaul.cli.Commands.vestis;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeImageJob;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class VestisRunTest {
  private static final ImageScript AT_ONCE = ImageScript.builder().build();

  private final Cli cli = new Cli();
  @TempDir Path folder;
  private Path out = Path.of("");
  private String front = "";
  private String back = "";

  @BeforeEach
  void prepare(FakeVestis fake) throws IOException {
    fake.everyJob(AT_ONCE);
    out = folder.resolve("out");
    front = Pictures.png(folder, "front.png", 3, 4);
    back = Pictures.png(folder, "back.png", 5, 6);
  }

  private JsonObject sent(FakeVestis fake, String... words) {
    String[] line = vestis(fake, List.of(words), "--out", out.toString());

    assertThat(cli.run(line)).as(cli.err.toString()).isEqualTo(ExitCode.DONE);
    assertThat(cli.files()).singleElement().asString().startsWith(out.toString());
    assertThat(Path.of(cli.files().get(0))).isNotEmptyFile();
    return fake.jobs().get(0).submission();
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
  }

  @Test
  void aChatIsMadeFromAPromptAndImages(FakeVestis fake) throws IOException {
    JsonObject body =
        sent(
            fake,
            "run",
            "chat",
            "--prompt",
            "a red scarf",
            "--photo",
            front,
            "--photo",
            back,
            "--set",
            "aspectRatio=4:5",
            "--set",
            "options.quality=high",
            "--set",
            "options.resolution.width=512",
            "--set",
            "options.resolution.height=640");

    assertThat(body)
        .isEqualTo(
            json(
                """
                {'prompt': 'a red scarf', 'images': ['%s', '%s'], 'aspectRatio': '4:5',
                 'options': {'quality': 'high', 'resolution': {'width': 512, 'height': 640}}}
                """
                    .formatted(Pictures.dataUri(3, 4), Pictures.dataUri(5, 6))));
    assertThat(fake.jobs().get(0).type()).hasToString("chat");
    assertThat(cli.err.toString()).startsWith("job id: " + fake.jobs().get(0).id() + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flatlay", "mannequin", "mdoli"})
  void clothesAreLaidOutFromProducts(String kind, FakeVestis fake) throws IOException {
    JsonObject body =
        sent(
            fake,
            "run",
            kind,
            "--product",
            "top=" + front + "," + back,
            "--product",
            "bottom=" + front,
            "--set",
            "modelId=1",
            "--set",
            "backgroundId=3");

    assertThat(body)
        .isEqualTo(
            json(
                """
                {'modelId': '1', 'backgroundId': '3', 'products': [
                  {'type': 'top', 'frontImage': '%1$s', 'backImage': '%2$s'},
                  {'type': 'bottom', 'frontImage': '%1$s'}]}
                """
                    .formatted(Pictures.dataUri(3, 4), Pictures.dataUri(5, 6))));
    assertThat(fake.jobs().get(0).type().value())
        .isEqualTo(kind.equals("flatlay") ? "flatlay" : "mannequin");
  }

  @Test
  void garmentsArePutOnAModelFromPhotos(FakeVestis fake) throws IOException {
    JsonObject body =
        sent(
            fake,
            "run",
            "onmodel",
            "--photo",
            front,
            "--photo",
            back,
            "--prompt",
            "in a park",
            "--set",
            "modelId=4",
            "--set",
            "resolution=1K");

    assertThat(body)
        .isEqualTo(
            json(
                """
                {'prompt': 'in a park', 'modelId': '4', 'resolution': '1K', 'photos': [
                  {'id': 'photo-1', 'image': '%s'}, {'id': 'photo-2', 'image': '%s'}]}
                """
                    .formatted(Pictures.dataUri(3, 4), Pictures.dataUri(5, 6))));
  }

  @Test
  void aBackgroundIsPutBehindPhotos(FakeVestis fake) throws IOException {
    JsonObject body = sent(fake, "run", "background", "--photo", front, "--set", "backgroundId=7");

    assertThat(body)
        .isEqualTo(
            json(
                "{'backgroundId': '7', 'photos': [{'id': 'photo-1', 'image': '%s'}]}"
                    .formatted(Pictures.dataUri(3, 4))));
    assertThat(fake.jobs().get(0).type()).hasToString("background_change");
  }

  @Test
  void aLegacyRequestIsMadeFromAnyFields(FakeVestis fake) throws IOException {
    Path text = Files.writeString(folder.resolve("prompt.txt"), "a blue dress");
    JsonObject body =
        sent(
            fake,
            "run",
            "legacy",
            "--set",
            "prompt=@" + text,
            "--set",
            "size.width=12",
            "--set",
            "size.tags=[\"a\"]",
            "--set",
            "style=studio");

    assertThat(body)
        .isEqualTo(
            json(
                """
                {'prompt': 'a blue dress', 'size': {'width': 12, 'tags': ['a']}, 'style': 'studio'}
                """));
  }

  @Test
  void aPromptComesFromAFileAndMayBeginWithAnAt(FakeVestis fake) throws IOException {
    Path text = Files.writeString(folder.resolve("prompt.txt"), "from a file");

    assertThat(sent(fake, "run", "chat", "--prompt", "@" + text).get("prompt").getAsString())
        .isEqualTo("from a file");
    assertThat(cli.run(chat(fake, out, "--prompt", "x"))).isEqualTo(ExitCode.WRONG_USAGE);
    cli.run(vestis(fake, List.of("run", "chat", "--prompt", "@@home", "--out", out.toString())));
    assertThat(fake.jobs().get(1).submission().get("prompt").getAsString()).isEqualTo("@home");
  }

  @Test
  void anImageThatIsThereAtOnceIsSaved(FakeVestis fake) {
    fake.nextJob(ImageScript.atOnce());

    assertThat(cli.run(chat(fake, out))).isEqualTo(ExitCode.DONE);
    assertThat(cli.err.toString()).contains("job id: " + fake.jobs().get(0).id());
    assertThat(Path.of(cli.files().get(0))).isNotEmptyFile();
  }

  @Test
  void anImageWithoutAJobIsToldByItsAddressBeforeItIsSaved(FakeVestis fake) {
    fake.nextJob(ImageScript.atOnceWithoutId());
    fake.fault(VestisOperation.DOWNLOAD, WireFault.status(500));

    assertThat(cli.run(chat(fake, out))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString())
        .contains("image: http://")
        .doesNotContain("job id:")
        .doesNotContain("come back");
  }

  @Test
  void theStateTheTimeAndTheUsualTimeAreToldAndNoPercent(FakeVestis fake) throws Exception {
    fake.nextJob(ImageScript.byHand());
    cli.start(chat(fake, out));
    cli.err.await("pending, elapsed 0s, usually 2 to 3 min");
    FakeImageJob job = fake.jobs().get(0);
    job.processing(1);
    cli.err.await("processing, elapsed");
    job.processing(2);
    cli.err.await("processing (service retry 1), elapsed");
    job.completed();

    assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(cli.err.toString()).containsPattern("  completed, elapsed \\d+s\n");
    assertThat(cli.err.toString()).doesNotContain("%").doesNotContain("\r");
  }
}
