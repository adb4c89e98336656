package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.sora.model.CharacterReference;
import dev.longhaul.generated.sora.model.ImageReference;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoModel;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.generated.sora.model.VideoSize;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A video that cannot be made costs nothing: it is refused by its field, the limit and a fix. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusedVideoTest {
  private static VideoBench bench;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    bench = VideoBench.open();
  }

  @AfterAll
  static void close() {
    bench.close();
  }

  /** A request that cannot work, the field that is wrong, and words of the problem and the fix. */
  record Mistake(Function<Path, VideoRequest> request, String field, String problem, String fix) {
    @Override
    public String toString() {
      return field + " " + problem;
    }
  }

  private static Mistake create(VideoCreate video, String field, String problem, String fix) {
    return new Mistake(folder -> VideoRequest.create(video), field, problem, fix);
  }

  static Stream<Mistake> promptsAndValues() {
    VideoCreate plain = VideoBench.prompt();
    return Stream.of(
        new Mistake(folder -> null, "request", "is missing", "Pass it"),
        create(null, "video", "is missing", "Pass it"),
        create(new VideoCreate(), "prompt", "is missing or blank", "1 to 32000"),
        create(new VideoCreate().prompt(""), "prompt", "is missing or blank", "1 to 32000"),
        create(new VideoCreate().prompt(" \n"), "prompt", "is missing or blank", "1 to 32000"),
        create(
            new VideoCreate().prompt("x".repeat(32_001)),
            "prompt",
            "has 32001 characters, above the limit of 32000",
            "Shorten it"),
        create(
            VideoBench.prompt().model(VideoModel.of("sora-3")),
            "model",
            "is none of sora-2, sora-2-pro",
            "SoraOptions.models"),
        create(
            VideoBench.prompt().seconds(VideoSeconds.of("5")),
            "seconds",
            "is 5, which is none of 4, 8, 12, 16, 20",
            "secondsAtLeast"),
        create(
            VideoBench.prompt().seconds(VideoSeconds.of(VideoBench.PROMPT)),
            "seconds",
            "is none of 4, 8, 12, 16, 20",
            "never rounded"),
        create(
            VideoBench.prompt().size(VideoSize.of("640x480")),
            "size",
            "is 640x480, which is none of 720x1280, 1280x720",
            "SoraOptions.sizes"),
        create(
            VideoBench.prompt().size(VideoSize._1920X1080),
            "size",
            "is 1920x1080, which sora-2 does not make",
            "sora-2-pro"),
        create(
            VideoBench.prompt().model(VideoModel.SORA_2).size(VideoSize._1024X1792),
            "size",
            "is 1024x1792, which sora-2 does not make",
            "720x1280 or 1280x720"),
        create(
            characters("a", "b", "c"), "characters", "holds 3, above the limit of 2", "Leave some"),
        create(characters("a", ""), "characters[1].id", "is missing or blank", "as the service"),
        create(
            plain.characters(Collections.singletonList(null)),
            "characters[0].id",
            "is missing",
            "as the service"));
  }

  private static VideoCreate characters(String... ids) {
    return VideoBench.prompt()
        .characters(Arrays.stream(ids).map(id -> new CharacterReference().id(id)).toList());
  }

  private static VideoCreate reference(String url) {
    return VideoBench.prompt().inputReference(new ImageReference().imageUrl(url));
  }

  static Stream<Mistake> references() {
    String png = Pictures.dataUrl("image/png", Pictures.png(720, 1280));
    return Stream.of(
        create(
            VideoBench.prompt().inputReference(new ImageReference()),
            "input_reference",
            "has neither image_url nor file_id",
            "exactly one"),
        create(
            VideoBench.prompt().inputReference(new ImageReference().imageUrl(png).fileId("file-1")),
            "input_reference",
            "has both image_url and file_id",
            "exactly one"),
        create(
            VideoBench.prompt().inputReference(new ImageReference().fileId(" ")),
            "input_reference.file_id",
            "is missing or blank",
            "as the service"),
        create(reference(""), "input_reference.image_url", "is neither", "DataUri.ofImage"),
        create(
            reference("ftp://x/a.png"),
            "input_reference.image_url",
            "is neither an http",
            "DataUri"),
        create(
            reference("https://x/" + "a".repeat(20 << 20)),
            "input_reference.image_url",
            "has 20971530 characters, above the limit of 20971520 (20 MiB)",
            "smaller image"),
        create(
            reference("data:text/plain;base64,aGk="),
            "input_reference.image_url",
            "is a data URL that is not an image in base64",
            "DataUri.ofImage"),
        create(
            reference("data:image/png,abc"),
            "input_reference.image_url",
            "is a data URL that is not an image in base64",
            "DataUri.ofImage"),
        create(
            reference(png + "!"),
            "input_reference.image_url",
            "is a data URL that is not an image in base64",
            "DataUri.ofImage"),
        create(
            reference("data:image/png;base64,aGVsbG8gd29ybGQ="),
            "input_reference.image_url",
            "is no JPEG, PNG or WebP by its content",
            "Convert"),
        create(
            reference(Pictures.dataUrl("image/png", Pictures.jpeg(720, 1280))),
            "input_reference.image_url",
            "says image/png, and its content is image/jpeg",
            "DataUri.ofImage"),
        create(
            reference(Pictures.dataUrl("image/jpeg", Pictures.lateJpeg(721, 1280))),
            "input_reference.image_url",
            "is 721x1280, and the video 720x1280",
            "set size"));
  }

  private static Mistake withImage(
      Function<Path, Path> file, VideoCreate video, String problem, String fix) {
    return new Mistake(
        folder -> VideoRequest.create(video, file.apply(folder)), "input_reference", problem, fix);
  }

  private static Function<Path, Path> holding(String name, byte[] content) {
    return folder -> Pictures.file(folder, name, content);
  }

  static Stream<Mistake> files() {
    Function<Path, Path> gone = folder -> folder.resolve("gone");
    Function<Path, Path> empty = holding("empty", new byte[0]);
    Function<Path, Path> picture = holding("a.png", Pictures.png(720, 1280));
    VideoCreate plain = VideoBench.prompt();
    return Stream.of(
        new Mistake(
            folder -> VideoRequest.create(plain, null), "reference", "is missing", "Pass it"),
        withImage(gone, plain, "does not exist", "Pass a file"),
        withImage(folder -> folder, plain, "is a folder or cannot be read", "Pass a file"),
        withImage(empty, plain, "is empty", "Pass a file"),
        withImage(
            holding("a.gif", "GIF89a..".getBytes()), plain, "is no JPEG, PNG or WebP", "Convert"),
        withImage(
            holding("a.jpg", Pictures.lateJpeg(721, 1280)),
            plain,
            "is 721x1280, and the video 720x1280",
            "Scale or crop"),
        withImage(
            holding("a.webp", Pictures.webp(720, 1281)),
            VideoBench.prompt().size(VideoSize._720X1280),
            "is 720x1281, and the video 720x1280",
            "set size"),
        withImage(
            picture,
            reference("https://cdn.example.com/a.png"),
            "is set, and a file is passed too",
            "Leave one"),
        new Mistake(
            folder -> VideoRequest.create(characters("a"), picture.apply(folder)),
            "characters",
            "cannot go with a file",
            "data URL"),
        new Mistake(
            folder -> VideoRequest.edit(gone.apply(folder), "dusk"),
            "video",
            "does not exist",
            "Pass a file"),
        new Mistake(
            folder -> VideoRequest.extend(empty.apply(folder), VideoSeconds._8, "on"),
            "video",
            "is empty",
            "Pass a file"),
        new Mistake(
            folder -> VideoRequest.edit((Path) null, "dusk"), "video", "is missing", "Pass it"));
  }

  static Stream<Mistake> remakes() {
    String tooLong = "x".repeat(32_001);
    return Stream.of(
        new Mistake(folder -> VideoRequest.remix("..", "snow"), "id", "dot segment", "as the"),
        new Mistake(folder -> VideoRequest.remix("v", ""), "prompt", "blank", "1 to 32000"),
        new Mistake(folder -> VideoRequest.remix("v", tooLong), "prompt", "32001", "Shorten"),
        new Mistake(folder -> VideoRequest.edit("", "dusk"), "id", "missing or blank", "as the"),
        new Mistake(folder -> VideoRequest.edit("v", tooLong), "prompt", "32001", "Shorten"),
        new Mistake(
            folder -> VideoRequest.extend("a\nb", VideoSeconds._4, "on"),
            "id",
            "control",
            "as the"),
        new Mistake(
            folder -> VideoRequest.extend("v", VideoSeconds._4, " "), "prompt", "blank", "1 to"),
        new Mistake(
            folder -> VideoRequest.extend("v", null, "on"), "seconds", "is missing", "Pass it"),
        new Mistake(
            folder -> VideoRequest.extend("v", VideoSeconds.of("21"), "on"),
            "seconds",
            "is 21, which is none of",
            "secondsAtLeast"),
        new Mistake(
            folder -> VideoBench.seed(),
            "request",
            "is of the dialect SEED, and this client speaks OPENAI",
            "VideoRequest.create"));
  }

  @ParameterizedTest
  @MethodSource({"promptsAndValues", "references", "files", "remakes"})
  void aVideoThatCannotBeMadeIsRefusedBeforeAnythingIsSent(Mistake mistake) throws Exception {
    assertRefused(
        mistake,
        catchThrowableOfType(
            InvalidInputException.class,
            () -> bench.client.submit(mistake.request().apply(folder))));
  }

  @ParameterizedTest
  @MethodSource({"promptsAndValues", "references", "files", "remakes"})
  void theFutureTellsItAsWell(Mistake mistake) throws Exception {
    VideoRequest request;
    try {
      request = mistake.request().apply(folder);
    } catch (InvalidInputException refused) {
      assertRefused(mistake, refused); // by its maker already
      return;
    }

    assertRefused(
        mistake, (InvalidInputException) VideoBench.failure(bench.client.submitAsync(request)));
  }

  private void assertRefused(Mistake mistake, InvalidInputException refused) {
    assertThat(refused.field()).isEqualTo(mistake.field());
    assertThat(refused)
        .hasMessageStartingWith(mistake.field())
        .hasMessageContaining(mistake.problem())
        .hasMessageContaining(mistake.fix())
        .hasMessageNotContaining(VideoBench.PROMPT)
        .hasNoCause();
    assertThat(refused.facts().reach()).isEqualTo(Reach.NOT_SENT);
    assertThat(bench.fake.ledger().requests()).isEmpty();
  }
}
