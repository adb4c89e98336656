package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.sora.model.AspectRatioSeed;
import dev.longhaul.generated.sora.model.ResolutionSeed;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCreateSeed;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobPhase;
import dev.longhaul.testkit.FakeVideo;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.SoraOperation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dialect that names duration and resolution: its rules, its body and its answers. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeedDialectTest {
  private VideoBench bench;

  @BeforeEach
  void open() {
    bench = VideoBench.open(VideoBench.SEED);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  record Mistake(VideoRequest request, String field, String problem, String fix) {
    @Override
    public String toString() {
      return field + " " + problem;
    }
  }

  private static Mistake seed(VideoCreateSeed video, String field, String problem, String fix) {
    return new Mistake(VideoRequest.seed(video), field, problem, fix);
  }

  private static VideoCreateSeed prompt() {
    return new VideoCreateSeed().prompt(VideoBench.PROMPT);
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        seed(new VideoCreateSeed(), "prompt", "is missing or blank", "1 to 2000"),
        seed(
            new VideoCreateSeed().prompt("x".repeat(2001)),
            "prompt",
            "has 2001 characters, above the limit of 2000",
            "Shorten"),
        seed(prompt().duration(0), "duration", "is 0, outside 1 to 60", "10 seconds"),
        seed(prompt().duration(61), "duration", "is 61, outside 1 to 60", "10 seconds"),
        seed(prompt().fps(23), "fps", "is 23, outside 24 to 60", "30"),
        seed(prompt().fps(61), "fps", "is 61, outside 24 to 60", "30"),
        seed(prompt().seed(-1L), "seed", "is below the limit of 0", "Leave it out"),
        seed(
            prompt().negativePrompt("x".repeat(501)),
            "negativePrompt",
            "has 501 characters, above the limit of 500",
            "Shorten"),
        seed(
            prompt().resolution(ResolutionSeed.of("8k")),
            "resolution",
            "is none of [480p, 720p, 1080p, 2160p]",
            "720p"),
        seed(
            prompt().aspectRatio(AspectRatioSeed.of("4:3")),
            "aspectRatio",
            "is none of [1:1, 9:16, 16:9, 21:9]",
            "16:9"),
        new Mistake(
            VideoBench.create(),
            "request",
            "is of the dialect OPENAI, and this client speaks SEED",
            "VideoRequest.seed"),
        new Mistake(VideoRequest.remix("v", "snow"), "request", "OPENAI", "VideoRequest.seed"),
        new Mistake(VideoRequest.edit("v", "dusk"), "request", "OPENAI", "VideoRequest.seed"),
        new Mistake(
            VideoRequest.extend("v", VideoSeconds._4, "on"), "request", "OPENAI", "SoraOptions"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aVideoThatCannotBeMadeIsRefusedBeforeAnythingIsSent(Mistake mistake) {
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class, () -> bench.client.submit(mistake.request()));

    assertThat(refused.field()).isEqualTo(mistake.field());
    assertThat(refused)
        .hasMessageContaining(mistake.problem())
        .hasMessageContaining(mistake.fix())
        .hasMessageNotContaining(VideoBench.PROMPT);
    assertThat(bench.fake.ledger().requests()).isEmpty();
  }

  @Test
  void whatTheDialectDoesNotHaveIsRefusedAsWell() {
    Path file = Path.of("captain.mp4");
    Stream.of(
            catchThrowableOfType(
                InvalidInputException.class, () -> bench.client.createCharacter("Captain", file)),
            catchThrowableOfType(
                InvalidInputException.class, () -> bench.client.character("char_1")),
            catchThrowableOfType(InvalidInputException.class, () -> bench.client.videos(10)))
        .forEach(
            refused ->
                assertThat(refused).hasMessageContaining("OPENAI").hasMessageContaining("SEED"));
    assertThat(bench.fake.ledger().requests()).isEmpty();
  }

  @Test
  void theBodyHoldsTheWordsOfTheDialectAlone() throws Exception {
    VideoCreateSeed video =
        prompt()
            .duration(60)
            .resolution(ResolutionSeed._1080P)
            .aspectRatio(AspectRatioSeed._21_9)
            .fps(24)
            .seed(0L)
            .negativePrompt("people");
    JobHandle<Video> job = bench.submitted(VideoRequest.seed(video));
    job.detach();

    ReceivedRequest create = bench.last(SoraOperation.CREATE_VIDEO);
    JsonObject expected =
        JsonParser.parseString(
                """
                {"prompt": "%s", "duration": 60, "resolution": "1080p", "aspectRatio": "21:9",
                 "fps": 24, "seed": 0, "negativePrompt": "people"}"""
                    .formatted(VideoBench.PROMPT))
            .getAsJsonObject();
    assertThat(create.json()).isEqualTo(expected);
    assertThat(create.header("Content-Type")).isEqualTo("application/json");
    assertThat(create.header("Idempotency-Key")).isEqualTo(job.key().toString());
  }

  @Test
  void itsAnswersAreWatchedToTheEndAndItsFieldsStayReachable() throws Exception {
    JobHandle<Video> job = bench.submitted(VideoBench.seed());
    FakeVideo video = bench.fake.job(job.id().orElseThrow());
    assertThat(job.snapshot().phase()).isEqualTo(JobPhase.WAITING);
    video.completed();

    Video result = job.await(Duration.ofSeconds(10)).resultOrThrow();
    assertThat(result.getStatus().value()).isEqualTo("succeeded");
    assertThat(result.unknown().get("videoUrl").getAsString()).startsWith("http");
    assertThat(result.unknown().has("metadata")).isTrue();
    assertThat(result.getCreatedAt()).as("read from createdAt").isPositive();
  }
}
