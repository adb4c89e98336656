package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class VideoByHandTest {

  private final VirtualTime time = VirtualTime.create();
  private final FakeSora fake = FakeSora.start(FakeSoraOptions.builder().clock(time).build());
  private final SoraCalls calls = new SoraCalls(fake);
  private FakeVideo video;

  @BeforeEach
  void create() throws IOException {
    fake.everyJob(VideoScript.byHand());
    video = fake.job(calls.create());
  }

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aVideoStaysQueuedUntilItIsMoved() throws IOException {
    time.advance(Duration.ofDays(365));
    assertThat(status()).isEqualTo("queued");

    video.inProgress(37);
    time.advance(Duration.ofDays(365));
    assertThat(status()).isEqualTo("in_progress");
    assertThat(shown().get("progress").getAsInt()).isEqualTo(37);

    video.inProgress(12);
    assertThat(shown().get("progress").getAsInt()).isEqualTo(12);
    video.queued();
    assertThat(status()).isEqualTo("queued");
  }

  @Test
  void aVideoIsCompletedAtTheMomentItIsSaidToBe() throws IOException {
    time.advance(Duration.ofSeconds(8));
    video.completed();
    time.advance(Duration.ofSeconds(8));

    JsonObject shown = shown();

    assertThat(shown.get("status").getAsString()).isEqualTo("completed");
    assertThat(shown.get("completed_at").getAsLong() - shown.get("created_at").getAsLong())
        .isEqualTo(8);
  }

  @Test
  void aVideoFailsOrIsCancelledOrTakesAnyState() throws IOException {
    video.inProgress(12);
    video.failed("moderation_blocked", "No");
    assertThat(shown().getAsJsonObject("error").get("code").getAsString())
        .isEqualTo("moderation_blocked");
    assertThat(shown().get("progress").getAsInt()).isEqualTo(12);

    video.cancelled();
    assertThat(status()).isEqualTo("cancelled");
    assertThat(shown().has("error")).isFalse();

    video.rawState("dreaming");
    assertThat(status()).isEqualTo("dreaming");
    assertThat(video.state()).isEqualTo("dreaming");
  }

  @Test
  void aRawStateThatMeansAnEndingIsOne() throws IOException {
    video.rawState("SUCCEEDED");

    assertThat(status()).isEqualTo("SUCCEEDED");
    assertThat(shown().has("completed_at")).isTrue();
    assertThat(calls.http().get("/videos/video_1/content").status()).isEqualTo(200);
  }

  @Test
  void theRequestIsKeptAsItCame() throws IOException {
    Http.Answer answer = calls.http().post(SoraCalls.VIDEOS, SoraCalls.KITE, "key-1");
    FakeVideo other = fake.job(SoraCalls.id(answer));

    assertThat(other.idempotencyKey()).isEqualTo("key-1");
    assertThat(other.request()).isEqualTo(SoraCalls.json(SoraCalls.KITE));
    assertThat(video.idempotencyKey()).isNull();
    other.request().remove("prompt");
    assertThat(other.request().has("prompt")).isTrue();
  }

  @Test
  void readsOfTheVideoAreCountedAndListsAreNot() throws IOException {
    shown();
    shown();
    calls.list("");
    calls.http().get("/videos/video_1/content");

    assertThat(video.statusReads()).isEqualTo(2);
  }

  @Test
  void aVideoThatIsNotThereIsToldWithThoseThatAre() {
    assertThatThrownBy(() -> fake.job("video_9"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("FakeVideo[video_1, queued]");
  }

  @Test
  void aVideoMadeElsewhereIsShownAndIsNotInTheLedger() throws IOException {
    FakeVideo other =
        fake.madeElsewhere(
            SoraCalls.json("{\"prompt\": \"p\", \"seconds\": \"8\"}"), VideoScript.stuck());

    assertThat(calls.listed("").get(0).getAsJsonObject().get("id").getAsString())
        .isEqualTo(other.id());
    assertThat(calls.video(other.id()).get("seconds").getAsString()).isEqualTo("8");
    assertThat(fake.jobs()).containsExactly(video, other);
    assertThat(fake.ledger().creates()).isEqualTo(1);
    assertThatThrownBy(() -> fake.madeElsewhere(new JsonObject(), VideoScript.stuck()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aServiceThatLostItsMemoryKnowsNoVideo() throws IOException {
    fake.forgetJobs();

    assertThat(SoraCalls.refusal(calls.read(video.id()))).isEqualTo("404 id not_found");
    assertThat(calls.listed("")).isEmpty();
    assertThat(fake.jobs()).isEmpty();
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void theTextFormsHoldNoInput() {
    assertThat(video).hasToString("FakeVideo[video_1, queued]");
    assertThat(FakeSoraOptions.builder().token("hush").build())
        .hasToString("FakeSoraOptions[OPENAI, REMOVES, token asked]");
    assertThat(fake).hasToString("FakeSora[" + fake.baseUrl() + "]");
    assertThat(fake.baseUrl()).matches("http://127\\.0\\.0\\.1:\\d+/v1");
  }

  private JsonObject shown() throws IOException {
    return calls.video(video.id());
  }

  private String status() throws IOException {
    return shown().get("status").getAsString();
  }
}
