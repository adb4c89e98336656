package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class VideoLifeTest {

  private final VirtualTime time = VirtualTime.create();
  private final FakeSora fake = FakeSora.start(FakeSoraOptions.builder().clock(time).build());
  private final SoraCalls calls = new SoraCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aVideoWaitsThenRendersThenIsCompleted() throws IOException {
    fake.nextJob(VideoScript.slow());
    Http.Answer created = calls.create(SoraCalls.KITE);
    String id = SoraCalls.id(created);

    assertThat(created.status()).isEqualTo(200);
    assertThat(seen(created.object())).isEqualTo("queued 0");
    assertThat(after(9, id)).isEqualTo("queued 0");
    assertThat(after(1, id)).isEqualTo("in_progress 0");
    assertThat(after(45, id)).isEqualTo("in_progress 50");
    assertThat(after(44, id)).isEqualTo("in_progress 98");
    assertThat(after(1, id)).isEqualTo("completed 100");
    assertThat(after(3_600, id)).isEqualTo("completed 100");
  }

  @Test
  void aCompletedVideoTellsWhenItWasDoneAndUntilWhenItsFilesLast() throws IOException {
    fake.nextJob(VideoScript.slow());
    String id = calls.create();
    time.advance(Duration.ofSeconds(150));

    JsonObject video = calls.video(id);

    long created = video.get("created_at").getAsLong();
    assertThat(created).isEqualTo(time.instant().getEpochSecond() - 150);
    assertThat(video.get("completed_at").getAsLong()).isEqualTo(created + 100);
    assertThat(video.get("expires_at").getAsLong()).isEqualTo(created + 100 + 3_600);
  }

  @Test
  void aReadAsksTheClientToWaitUntilTheVideoHasEndedIfTheScriptSaysSo() throws IOException {
    fake.nextJob(
        VideoScript.slow().toBuilder().pollAfter(Duration.ofMillis(2_500)).build().toBuilder()
            .build());
    String asking = calls.create();
    fake.nextJob(VideoScript.slow());
    String silent = calls.create();

    assertThat(pollAfter(asking)).isEqualTo("2500");
    assertThat(pollAfter(silent)).isNull();
    time.advance(Duration.ofSeconds(100));
    assertThat(pollAfter(asking)).isNull();
  }

  private @Nullable String pollAfter(String id) throws IOException {
    return calls.read(id).response().header("openai-poll-after-ms");
  }

  @Test
  void aVideoThatIsNotDoneHasNoSuchTimesAndNoError() throws IOException {
    fake.nextJob(VideoScript.byHand());

    assertThat(calls.video(calls.create()).keySet())
        .containsExactly(
            "id",
            "object",
            "model",
            "status",
            "progress",
            "created_at",
            "prompt",
            "size",
            "seconds");
  }

  @Test
  void aVideoFailsAtItsPercentWithCodeAndMessage() throws IOException {
    fake.nextJob(VideoScript.failing());
    String id = calls.create();

    time.advance(Duration.ofMillis(100 + 107));
    assertThat(seen(calls.video(id))).isEqualTo("in_progress 11");
    time.advance(Duration.ofMillis(1));
    JsonObject video = calls.video(id);
    assertThat(seen(video)).isEqualTo("failed 12");
    assertThat(video.getAsJsonObject("error").get("code").getAsString())
        .isEqualTo("moderation_blocked");
    assertThat(video.getAsJsonObject("error").get("message").getAsString()).contains("moderation");
    assertThat(video.has("expires_at")).isFalse();
  }

  @Test
  void aFailureWithoutAPercentComesAtTheEnd() throws IOException {
    fake.nextJob(VideoScript.slow().toBuilder().failsWith("render_error", "Lost").build());
    String id = calls.create();

    assertThat(after(99, id)).isEqualTo("in_progress 98");
    assertThat(after(1, id)).isEqualTo("failed 100");
  }

  @Test
  void aStuckVideoStaysAtItsPercent() throws IOException {
    fake.nextJob(VideoScript.stuck());
    String id = calls.create();

    time.advance(Duration.ofMillis(550));
    assertThat(seen(calls.video(id))).isEqualTo("in_progress 42");
    assertThat(after(1_000_000, id)).isEqualTo("in_progress 42");
  }

  @Test
  void aVideoWithoutLengthsIsCompletedAtOnce() throws IOException {
    fake.nextJob(VideoScript.builder().build());

    assertThat(seen(calls.create(SoraCalls.KITE).object())).isEqualTo("completed 100");
  }

  @Test
  void scriptsAreUsedInTheirOrderAndThenTheOneForAll() throws IOException {
    fake.everyJob(VideoScript.stuck());
    fake.nextJob(VideoScript.builder().build());
    fake.nextJob(VideoScript.failing());
    for (int video = 0; video < 4; video++) {
      calls.create();
    }
    time.advance(Duration.ofDays(1));

    assertThat(fake.jobs())
        .extracting(FakeVideo::state)
        .containsExactly("completed", "failed", "in_progress", "in_progress");
    assertThat(fake.jobs()).extracting(FakeVideo::id).startsWith("video_1", "video_2");
  }

  @Test
  void whatNoScriptCanMeanIsRefused() {
    VideoScript.Builder builder = VideoScript.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.queuedFor(Duration.ofMillis(-1)))
        .withMessageContaining("negative");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.rendersFor(Duration.ofDays(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.failsAt(101));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.stuckAt(-1))
        .withMessageContaining("0 to 100");
  }

  @Test
  void aDocumentedScriptIsBuilt() {
    VideoScript blocked =
        VideoScript.builder()
            .queuedFor(Duration.ofSeconds(20))
            .rendersFor(Duration.ofMinutes(2))
            .failsWith("moderation_blocked", "The request was blocked by moderation")
            .failsAt(12)
            .build();
    assertEquals("queued", blocked.at(time.instant(), time.instant()).state());
  }

  private String after(int seconds, String id) throws IOException {
    time.advance(Duration.ofSeconds(seconds));
    return seen(calls.video(id));
  }

  private static String seen(JsonObject video) {
    return video.get("status").getAsString() + " " + video.get("progress").getAsString();
  }
}
