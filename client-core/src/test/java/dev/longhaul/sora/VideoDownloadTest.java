package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoVariant;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeVideo;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.VirtualTime;
import dev.longhaul.testkit.WireFault;
import dev.longhaul.transfer.DownloadFailedException;
import dev.longhaul.transfer.DownloadedFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of a video is saved whole or not at all, and its absence is explained. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VideoDownloadTest {
  private static final byte[] CONTENT = "an mp4 file".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private VideoBench bench;
  private Path file;

  @BeforeEach
  void open() {
    bench = VideoBench.open();
    file = folder.resolve("out").resolve("kite.mp4");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static FakeVideo completed(VideoBench bench, VideoRequest request) throws Exception {
    bench.fake.nextJob(VideoScript.byHand().toBuilder().content(CONTENT).build());
    JobHandle<Video> job = bench.client.submit(request);
    job.detach();
    FakeVideo video = bench.fake.job(job.id().orElseThrow());
    video.completed();
    return video;
  }

  private FakeVideo completed() throws Exception {
    return completed(bench, VideoBench.create());
  }

  private List<Path> files() throws Exception {
    if (!Files.exists(file.getParent())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.toList();
    }
  }

  @Test
  void theVideoIsSavedWhereTheCallerSays() throws Exception {
    String id = completed().id();
    DownloadedFile saved = bench.client.download(id, VideoVariant.VIDEO, file);

    assertThat(saved).isEqualTo(new DownloadedFile("video", file, CONTENT.length));
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(bench.last(SoraOperation.DOWNLOAD).path())
        .endsWith("/videos/" + id + "/content?variant=video");
  }

  @Test
  void otherVariantsAreAskedForByName() throws Exception {
    String id = completed().id();
    Path picture = folder.resolve("kite.webp");

    assertThat(bench.client.downloadAsync(id, VideoVariant.THUMBNAIL, picture).get().output())
        .isEqualTo("thumbnail");
    assertThat(bench.last(SoraOperation.DOWNLOAD).path()).endsWith("?variant=thumbnail");
    bench.client.download(id, VideoVariant.SPRITESHEET, folder.resolve("kite.jpg"));
    assertThat(bench.last(SoraOperation.DOWNLOAD).path()).endsWith("?variant=spritesheet");
  }

  @Test
  void aFileThatExistsIsNotWrittenOver() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "mine");
    DownloadedFile saved = bench.client.download(completed().id(), VideoVariant.VIDEO, file);

    assertThat(file).hasContent("mine");
    assertThat(saved.path()).isEqualTo(file.resolveSibling("kite (2).mp4"));
    assertThat(saved.path()).hasBinaryContent(CONTENT);
  }

  @Test
  void aVideoThatIsNotDoneHasNoFileYet() throws Exception {
    JobHandle<Video> job = bench.submitted(VideoBench.create());
    job.detach();
    String id = job.id().orElseThrow();

    assertThatThrownBy(() -> bench.client.download(id, VideoVariant.VIDEO, file))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is not done")
        .hasMessageContaining("Wait for its ending");
    bench.fake.job(id).inProgress(50);
    assertThat(VideoBench.failure(bench.client.downloadAsync(id, VideoVariant.VIDEO, file)))
        .isInstanceOf(RefusedException.class);
    assertThat(bench.fake.ledger().requests(SoraOperation.DOWNLOAD)).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void aVideoThatWasNotMadeHasNoFileAtAll() throws Exception {
    FakeVideo video = completed();
    video.failed("moderation_blocked", "no");
    assertThatThrownBy(() -> bench.client.download(video.id(), VideoVariant.VIDEO, file))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("was not made");
    video.cancelled();
    assertThatThrownBy(() -> bench.client.download(video.id(), VideoVariant.VIDEO, file))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> bench.client.download("video_9", VideoVariant.VIDEO, file))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aStateThatNobodyKnowsMayHaveAFile() throws Exception {
    FakeVideo video = completed();
    bench.answers(SoraOperation.READ_VIDEO, "{\"id\":\"x\",\"status\":\"archived\"}");

    assertThat(bench.client.download(video.id(), VideoVariant.VIDEO, file).bytes())
        .isEqualTo(CONTENT.length);
  }

  @Test
  void filesThatHaveExpiredAreToldAsThat() throws Exception {
    VirtualTime time = VirtualTime.create();
    FakeSoraOptions.Builder fake =
        FakeSoraOptions.builder().clock(time).filesLast(Duration.ofHours(1));
    try (VideoBench timed =
        VideoBench.open(
            fake,
            SoraOptions.defaults(),
            o -> o.watch(WatchOptions.builder().clock(time).scheduler(time).build()))) {
      String id = completed(timed, VideoBench.create()).id();
      time.advance(Duration.ofHours(1).plusSeconds(1));

      assertThatThrownBy(() -> timed.client.download(id, VideoVariant.VIDEO, file))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("have expired");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void aFileThatIsGoneIsToldAsThat(int status) throws Exception {
    String id = completed().id();
    bench.fake.fault(SoraOperation.DOWNLOAD, WireFault.status(status));

    assertThatThrownBy(() -> bench.client.download(id, VideoVariant.VIDEO, file))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("has no such file of this video")
        .hasMessageContaining("about one hour");
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409})
  void aFileThatIsNotGivenIsToldAsThat(int status) throws Exception {
    String id = completed().id();
    bench.fake.fault(SoraOperation.DOWNLOAD, WireFault.status(status));

    assertThatThrownBy(() -> bench.client.download(id, VideoVariant.VIDEO, file))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("does not give this file");
  }

  @Test
  void textInPlaceOfTheFileIsNoVideo() throws Exception {
    String id = completed().id();
    bench.answers(SoraOperation.DOWNLOAD, "{\"status\":\"processing\"}");

    assertThatThrownBy(() -> bench.client.download(id, VideoVariant.VIDEO, file))
        .isInstanceOf(UnexpectedAnswerException.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void anAddressInTheAnswerIsUsedAndSeesNoCredentialsElsewhere() throws Exception {
    try (VideoBench seed = VideoBench.open(VideoBench.SEED);
        FakeSora elsewhere =
            FakeSora.start(FakeSoraOptions.builder().jobIds(number -> "cdn").build())) {
      FakeVideo video = completed(seed, VideoBench.seed());
      DownloadedFile ours = seed.client.download(video.id(), VideoVariant.VIDEO, file);
      assertThat(ours.path()).hasBinaryContent(CONTENT);
      seed.client.download(video.id(), VideoVariant.THUMBNAIL, folder.resolve("kite.jpg"));

      elsewhere.fault(
          SoraOperation.READ_HEALTH,
          WireFault.status(200, Map.of("Content-Type", "video/mp4"), "elsewhere"));
      video.videoUrl(elsewhere.baseUrl() + "/health");
      Path other = folder.resolve("other.mp4");
      seed.client.download(video.id(), VideoVariant.VIDEO, other);
      assertThat(other).hasContent("elsewhere");
      ReceivedRequest asked = elsewhere.ledger().requests(SoraOperation.READ_HEALTH).get(0);
      assertThat(asked.header("Authorization")).isNull();

      elsewhere.fault(SoraOperation.READ_HEALTH, VideoBench.answer("{\"error\":\"no\"}"));
      assertThatThrownBy(() -> seed.client.download(video.id(), VideoVariant.VIDEO, file))
          .isInstanceOf(UnexpectedAnswerException.class);
      video.videoUrl("ftp://cdn.example.com/a.mp4");
      assertThatThrownBy(() -> seed.client.download(video.id(), VideoVariant.VIDEO, file))
          .isInstanceOf(DownloadFailedException.class);
    }
  }

  @Test
  void anAddressMayBeRelativeToTheServer() throws Exception {
    FakeVideo video = completed();
    bench.answers(
        SoraOperation.READ_VIDEO,
        "{\"status\":\"succeeded\",\"videoUrl\":\"/v1/videos/" + video.id() + "/content\"}");

    bench.client.download(video.id(), VideoVariant.VIDEO, file);
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(bench.last(SoraOperation.DOWNLOAD).header("Authorization")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/videos/%s/content", "videos/%s/content", "//%2$s/v1/videos/x"})
  void textBehindARelativeAddressIsNoVideo(String address) throws Exception {
    String id = completed().id();
    String host = bench.fake.baseUrl().replaceAll("https?://|/v1/?$", "");
    bench.answers(
        SoraOperation.READ_VIDEO,
        "{\"status\":\"succeeded\",\"videoUrl\":\"" + address.formatted(id, host) + "\"}");
    WireFault page =
        WireFault.status(200, Map.of("Content-Type", "text/html; charset=utf-8"), "<html>");
    bench.fake.fault(SoraOperation.DOWNLOAD, page);
    bench.fake.fault(SoraOperation.READ_VIDEO, page);

    assertThatThrownBy(() -> bench.client.download(id, VideoVariant.VIDEO, file))
        .isInstanceOf(UnexpectedAnswerException.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void whatCannotBeSavedIsRefusedAtOnce() {
    assertThatThrownBy(() -> bench.client.download("video_1", VideoVariant.VIDEO, folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("file is a folder");
    assertThatThrownBy(() -> bench.client.download("video_1", VideoVariant.VIDEO, Path.of("/")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> bench.client.download("video_1", VideoVariant.VIDEO, null))
        .hasMessageStartingWith("file is missing");
    assertThatThrownBy(() -> bench.client.download("video_1", null, file))
        .hasMessageStartingWith("variant is missing");
    assertThatThrownBy(() -> bench.client.downloadAsync("..", VideoVariant.VIDEO, file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("id ");
    assertThat(bench.fake.ledger().requests()).isEmpty();
  }
}
