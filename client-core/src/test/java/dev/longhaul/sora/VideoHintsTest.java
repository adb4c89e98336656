package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.job.EngineView;
import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeSoraOptions.ListItems;
import dev.longhaul.testkit.FakeVideo;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server tells about when to look again, and where to look, reaches the engine. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VideoHintsTest {
  @Test
  void aReadTellsWhenToReadAgainUntilTheVideoHasEnded() throws Exception {
    try (Server server = new Server(ListItems.WHOLE)) {
      FakeVideo video = server.video(Duration.ofMillis(2_500));
      JobReading<Video> queued = EngineView.read(server.service, video.id());
      video.completed();

      assertThat(EngineView.pollAfter(queued)).hasMillis(2_500);
      assertThat(EngineView.pollAfter(EngineView.read(server.service, video.id()))).isNull();
    }
  }

  @Test
  void otherAnswersMayTellItToo() throws Exception {
    Map<String, String> soon = Map.of("openai-poll-after-ms", "700", "Retry-After", "9");
    String video = "{\"id\":\"v\",\"status\":\"queued\"}";
    try (Server server = new Server(ListItems.WHOLE)) {
      server.fake.fault(SoraOperation.CREATE_VIDEO, WireFault.status(200, soon, video));
      server.fake.fault(
          SoraOperation.LIST_VIDEOS, WireFault.status(200, soon, "{\"data\":[" + video + "]}"));

      assertThat(EngineView.pollAfter(EngineView.submit(server.service, VideoBench.create())))
          .hasMillis(700);
      assertThat(EngineView.pollAfter(EngineView.newest(server.service))).hasMillis(700);
    }
  }

  @ParameterizedTest
  @CsvSource({"WHOLE, false", "NO_PROMPT, false", "PARTIAL, true"})
  void aRowThatLacksWhatMakesAnEndHasToBeRead(ListItems items, boolean read) throws Exception {
    try (Server server = new Server(items)) {
      FakeVideo video = server.video(null);
      assertThat(EngineView.hasEndedUntold(EngineView.newest(server.service))).isFalse();
      video.completed();
      JobReading<Video> completed = EngineView.newest(server.service);
      video.failed("moderation_blocked", "The request was blocked");
      JobReading<Video> failed = EngineView.newest(server.service);

      assertThat(EngineView.hasEndedUntold(completed)).isEqualTo(read);
      assertThat(completed.outcome().isEmpty()).isEqualTo(read);
      assertThat(EngineView.hasEndedUntold(failed)).isEqualTo(read);
      assertThat(failed.outcome().isEmpty()).isEqualTo(read);
      video.cancelled();
      assertThat(EngineView.newest(server.service).phase()).isEqualTo(JobPhase.CANCELLED);
    }
  }

  @Test
  void aReadIsTakenAtItsWordHoweverLittleItTells() throws Exception {
    try (Server server = new Server(ListItems.WHOLE)) {
      server.fake.fault(
          SoraOperation.READ_VIDEO, WireFault.status(200, Map.of(), "{\"status\":\"completed\"}"));

      assertThat(EngineView.read(server.service, "v").phase()).isEqualTo(JobPhase.SUCCEEDED);
    }
  }

  @Test
  void videosOfOneLengthAndSizeTakeAlike() {
    try (Server server = new Server(ListItems.WHOLE)) {
      String usual = EngineView.kind(server.service, VideoBench.create());

      assertThat(usual)
          .isEqualTo(
              EngineView.kind(
                  server.service, VideoRequest.create(VideoBench.prompt().prompt("Another"))))
          .isNotEqualTo(
              EngineView.kind(
                  server.service,
                  VideoRequest.create(VideoBench.prompt().seconds(VideoSeconds._12))))
          .isNotEqualTo(EngineView.kind(server.service, VideoBench.seed()))
          .isNotEqualTo(EngineView.kind(server.service, VideoRequest.remix("v", VideoBench.PROMPT)))
          .doesNotContain(VideoBench.PROMPT);
    }
  }

  /** A fake server and its calls as the engine makes them. */
  private static final class Server implements AutoCloseable {
    final FakeSora fake;
    private final HttpTransport transport;
    final JobService<VideoRequest, Video> service;

    Server(ListItems items) {
      fake =
          FakeSora.start(
              FakeSoraOptions.builder().token(VideoBench.TOKEN).listItems(items).build());
      transport = new HttpTransport("sora", VideoBench.options(fake.baseUrl()).build());
      VideoServer server =
          new VideoServer(transport, SoraOptions.defaults(), CallOptions.defaults());
      service = new VideoCalls(server).asJobService();
    }

    /** Returns a video that waits until the test moves it. */
    FakeVideo video(Duration pollAfter) throws Exception {
      VideoScript.Builder script = VideoScript.byHand().toBuilder();
      fake.nextJob(pollAfter == null ? script.build() : script.pollAfter(pollAfter).build());
      return fake.job(EngineView.submit(service, VideoBench.create()).id());
    }

    @Override
    public void close() {
      transport.close();
      fake.close();
    }
  }
}
