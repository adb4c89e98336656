package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.sora.model.AspectRatioSeed;
import dev.longhaul.generated.sora.model.CharacterReference;
import dev.longhaul.generated.sora.model.ImageReference;
import dev.longhaul.generated.sora.model.ResolutionSeed;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoCreateSeed;
import dev.longhaul.generated.sora.model.VideoModel;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.generated.sora.model.VideoSize;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.SoraOptions;
import dev.longhaul.sora.VideoRequest;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.LeakCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule that the page of videos names is held before anything is sent. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
class VideoRulesTableTest {
  private static final Document PAGE = Document.read("docs/sora.md");
  private static final Path NO_FILE = Path.of("no-such-file");

  /** For each field of a table, requests that break its rule; the last one is over the limit. */
  private static final Map<String, List<Supplier<VideoRequest>>> CREATES =
      Map.of(
          "prompt",
              List.of(
                  () -> VideoRequest.create(new VideoCreate().prompt(" ")),
                  () -> VideoRequest.create(new VideoCreate().prompt("a".repeat(32_001)))),
          "model", List.of(() -> VideoRequest.create(video().model(VideoModel.of("other-model")))),
          "seconds", List.of(() -> VideoRequest.create(video().seconds(VideoSeconds.of("5")))),
          "size",
              List.of(
                  () -> VideoRequest.create(video().size(VideoSize.of("1x1"))),
                  () -> VideoRequest.create(video().size(VideoSize._1920X1080))),
          "characters",
              List.of(
                  () -> VideoRequest.create(video().addCharactersItem(captain()), NO_FILE),
                  () ->
                      VideoRequest.create(
                          video().characters(List.of(captain(), captain(), captain())))),
          "characters[0].id",
              List.of(
                  () -> VideoRequest.create(video().addCharactersItem(new CharacterReference()))),
          "input_reference",
              List.of(
                  () -> VideoRequest.create(video(), NO_FILE),
                  () -> VideoRequest.create(video().inputReference(new ImageReference())),
                  () -> VideoRequest.create(video(), Path.of("pom.xml"))),
          "input_reference.image_url",
              List.of(
                  () -> VideoRequest.create(picture("data:image/png;base64,AAAA")),
                  () -> VideoRequest.create(picture("ftp://example.com/boat.png")),
                  () -> VideoRequest.create(picture("https://a.example/" + "a".repeat(20 << 20)))));

  private static final Map<String, List<Supplier<VideoRequest>>> REMAKES =
      Map.of(
          "prompt",
              List.of(
                  () -> VideoRequest.edit("video_1", ""),
                  () -> VideoRequest.remix("video_1", "a".repeat(32_001)),
                  () -> VideoRequest.extend("video_1", VideoSeconds._4, "a".repeat(32_001))),
          "video",
              List.of(
                  () -> VideoRequest.edit(NO_FILE, "At night"),
                  () -> VideoRequest.extend(NO_FILE, VideoSeconds._4, "On")),
          "id",
              List.of(
                  () -> VideoRequest.remix("..", "At night"),
                  () -> VideoRequest.edit("a".repeat(513), "At night")),
          "seconds", List.of(() -> VideoRequest.extend("video_1", VideoSeconds.of("5"), "On")));

  private static final Map<String, List<Supplier<VideoRequest>>> SEEDS =
      Map.of(
          "prompt",
              List.of(
                  () -> VideoRequest.seed(new VideoCreateSeed()),
                  () -> VideoRequest.seed(seed().prompt("a".repeat(2_001)))),
          "duration",
              List.of(
                  () -> VideoRequest.seed(seed().duration(0)),
                  () -> VideoRequest.seed(seed().duration(61))),
          "resolution",
              List.of(() -> VideoRequest.seed(seed().resolution(ResolutionSeed.of("1p")))),
          "aspectRatio",
              List.of(() -> VideoRequest.seed(seed().aspectRatio(AspectRatioSeed.of("2:2")))),
          "fps",
              List.of(
                  () -> VideoRequest.seed(seed().fps(23)), () -> VideoRequest.seed(seed().fps(61))),
          "seed", List.of(() -> VideoRequest.seed(seed().seed(-1L))),
          "negativePrompt",
              List.of(() -> VideoRequest.seed(seed().negativePrompt("a".repeat(501)))));

  static List<List<String>> creates() {
    return PAGE.table("Rules of `create`");
  }

  static List<List<String>> remakes() {
    return PAGE.table("Rules of `edit`, `extend` and `remix`");
  }

  static List<List<String>> seeds() {
    return PAGE.table("Rules of `seed`");
  }

  @Test
  void noRuleIsLeftOut() {
    assertThat(Rules.fields(creates())).containsExactlyInAnyOrderElementsOf(CREATES.keySet());
    assertThat(Rules.fields(remakes())).containsExactlyInAnyOrderElementsOf(REMAKES.keySet());
    assertThat(Rules.fields(seeds())).containsExactlyInAnyOrderElementsOf(SEEDS.keySet());
  }

  @ParameterizedTest
  @MethodSource("creates")
  void aCreateThatBreaksARuleIsNotSent(List<String> row, FakeSora fake) {
    assertRefused(row, CREATES, fake, SoraOptions.Dialect.OPENAI);
  }

  @ParameterizedTest
  @MethodSource("remakes")
  void aChangeThatBreaksARuleIsNotSent(List<String> row, FakeSora fake) {
    assertRefused(row, REMAKES, fake, SoraOptions.Dialect.OPENAI);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aCreateOfTheOtherDialectThatBreaksARuleIsNotSent(List<String> row, FakeSora fake) {
    assertRefused(row, SEEDS, fake, SoraOptions.Dialect.SEED);
  }

  private static void assertRefused(
      List<String> row,
      Map<String, List<Supplier<VideoRequest>>> breaches,
      FakeSora fake,
      SoraOptions.Dialect dialect) {
    SoraOptions options = SoraOptions.builder().dialect(dialect).build();
    String field = Rules.field(row);
    String told = "";
    try (SoraClient client =
        SoraClient.open(ClientOptions.builder(fake.baseUrl()).build(), options)) {
      for (Supplier<VideoRequest> breach : breaches.getOrDefault(field, List.of())) {
        InvalidInputException error =
            catchThrowableOfType(InvalidInputException.class, () -> client.submit(breach.get()));

        assertThat(error.field()).isEqualTo(field);
        told += error.getMessage();
      }
    }
    Rules.assertTold(row.get(2), told);
    assertThat(fake.ledger().requests()).isEmpty();
  }

  private static VideoCreate video() {
    return new VideoCreate().prompt("A paper boat");
  }

  private static VideoCreate picture(String url) {
    return video().inputReference(new ImageReference().imageUrl(url));
  }

  private static CharacterReference captain() {
    return new CharacterReference().id("char_1");
  }

  private static VideoCreateSeed seed() {
    return new VideoCreateSeed().prompt("A paper boat");
  }
}
