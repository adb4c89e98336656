package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.sora.model.ImageReference;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoModel;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.generated.sora.model.VideoSize;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.LeakCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is within the limits is sent as it is, and the lists of a server are its caller's to say.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AllowedVideoTest {
  static Stream<VideoCreate> withinLimits() {
    return Stream.of(
        new VideoCreate().prompt("x"),
        new VideoCreate().prompt("x".repeat(32_000)),
        new VideoCreate().prompt("🎈".repeat(32_000)),
        VideoBench.prompt().seconds(VideoSeconds._20).model(VideoModel.SORA_2_PRO),
        VideoBench.prompt().size(VideoSize._1920X1080).model(VideoModel.SORA_2_PRO),
        VideoBench.prompt().size(VideoSize._1792X1024).model(VideoModel.SORA_2_PRO),
        VideoBench.prompt().size(VideoSize._1280X720),
        reference("https://cdn.example.com/boat.png"),
        reference(Pictures.dataUrl("image/png", Pictures.png(720, 1280))),
        reference(Pictures.dataUrl("image/jpeg", Pictures.jpeg(720, 1280))),
        reference(Pictures.dataUrl("image/jpeg", Pictures.lateJpeg(720, 1280))),
        reference(Pictures.dataUrl("image/webp", Pictures.webp(720, 1280))),
        VideoBench.prompt().inputReference(new ImageReference().fileId("file-1")));
  }

  private static VideoCreate reference(String url) {
    return VideoBench.prompt().inputReference(new ImageReference().imageUrl(url));
  }

  @ParameterizedTest
  @MethodSource("withinLimits")
  void aVideoWithinTheLimitsIsMade(VideoCreate video) throws Exception {
    try (VideoBench bench = VideoBench.open()) {
      bench.submitted(VideoRequest.create(video)).detach();

      assertThat(bench.fake.ledger().creates()).isEqualTo(1);
      assertThat(bench.fake.jobs().get(0).request().get("prompt").getAsString())
          .isEqualTo(video.getPrompt());
    }
  }

  @Test
  void anImageFileMayTellItsSizeLate(@TempDir Path folder) throws Exception {
    Path image = Pictures.file(folder, "boat.jpg", Pictures.lateJpeg(720, 1280));
    try (VideoBench bench = VideoBench.open()) {
      bench.submitted(VideoRequest.create(VideoBench.prompt(), image)).detach();

      assertThat(bench.fake.ledger().creates()).isEqualTo(1);
    }
  }

  @Test
  void aServerWithValuesOfItsOwnIsAskedForThose() throws Exception {
    FakeSoraOptions.Builder fake =
        FakeSoraOptions.builder().offers(List.of("veo"), List.of("640x480"), List.of("5"));
    SoraOptions sora =
        SoraOptions.builder()
            .models(List.of(VideoModel.of("veo")))
            .sizes(List.of(VideoSize.of("640x480")))
            .seconds(List.of(VideoSeconds.of("5")))
            .build();
    try (VideoBench bench = VideoBench.open(fake, sora, options -> options)) {
      bench.submitted(VideoBench.create()).detach();
      bench
          .submitted(
              VideoRequest.create(
                  reference(Pictures.dataUrl("image/png", Pictures.png(640, 480)))
                      .model(VideoModel.of("veo"))
                      .size(VideoSize.of("640x480"))
                      .seconds(VideoSeconds.of("5"))))
          .detach();

      assertThat(bench.fake.ledger().creates()).isEqualTo(2);
      assertThatThrownBy(
              () ->
                  bench.client.submit(
                      VideoRequest.create(VideoBench.prompt().model(VideoModel.SORA_2))))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("model is none of veo");
    }
  }

  @Test
  void anEmptyListAllowsAnything() throws Exception {
    FakeSoraOptions.Builder fake =
        FakeSoraOptions.builder().offers(List.of("any"), List.of("big"), List.of("7"));
    SoraOptions sora =
        SoraOptions.builder().models(List.of()).sizes(List.of()).seconds(List.of()).build();
    try (VideoBench bench = VideoBench.open(fake, sora, options -> options)) {
      bench
          .submitted(
              VideoRequest.create(
                  VideoBench.prompt()
                      .model(VideoModel.of("any"))
                      .size(VideoSize.of("big"))
                      .seconds(VideoSeconds.of("7"))))
          .detach();

      assertThat(bench.fake.ledger().creates()).isEqualTo(1);
    }
  }

  @Test
  void aRequestKeepsWhatItWasMadeOf() throws Exception {
    VideoCreate video = VideoBench.prompt();
    VideoRequest request = VideoRequest.create(video);
    video.prompt("something else").seconds(VideoSeconds.of("999"));
    try (VideoBench bench = VideoBench.open()) {
      bench.submitted(request).detach();

      assertThat(bench.fake.jobs().get(0).request().get("prompt").getAsString())
          .isEqualTo(VideoBench.PROMPT);
    }
    assertThat(request).isEqualTo(VideoBench.create()).hasSameHashCodeAs(VideoBench.create());
    assertThat(request).isNotEqualTo(VideoRequest.create(video));
    assertThat(request).hasToString("VideoRequest[create]");
  }

  @ParameterizedTest
  @CsvSource({"1, 4", "4, 4", "5, 8", "12, 12", "13, 16", "20, 20"})
  void theNextAllowedLengthIsGivenToThoseWhoAsk(int length, String seconds) {
    assertThat(VideoRequest.secondsAtLeast(length).value()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 21})
  void thereIsNoLengthBeyondTheList(int length) {
    assertThatThrownBy(() -> VideoRequest.secondsAtLeast(length))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is " + length + ", outside 1 to 20");
  }
}
