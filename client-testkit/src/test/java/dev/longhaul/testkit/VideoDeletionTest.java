package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeSoraOptions.Deletion;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class VideoDeletionTest {

  private final VirtualTime time = VirtualTime.create();
  private FakeSora fake;
  private SoraCalls calls;
  private FakeVideo video;

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aFinishedVideoIsRemovedForGood() throws IOException {
    create(Deletion.REMOVES);
    time.advance(Duration.ofSeconds(100));

    Http.Answer answer = calls.delete("video_1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object())
        .isEqualTo(
            SoraCalls.json(
                "{\"id\": \"video_1\", \"object\": \"video.deleted\", \"deleted\": true}"));
    assertThat(SoraCalls.refusal(calls.read("video_1"))).isEqualTo("404 id not_found");
    assertThat(SoraCalls.refusal(calls.delete("video_1"))).isEqualTo("404 id not_found");
    assertThat(calls.http().get("/videos/video_1/content").status()).isEqualTo(404);
    assertThat(video.deleted()).isTrue();
    assertThat(video.state()).isEqualTo("completed");
  }

  @Test
  void aFailedVideoIsRemovedToo() throws IOException {
    create(Deletion.REMOVES);
    video.failed("moderation_blocked", "No");

    assertThat(calls.delete("video_1").status()).isEqualTo(200);
  }

  @Test
  void aVideoAtWorkIsNotRemoved() throws IOException {
    create(Deletion.REMOVES);

    assertThat(SoraCalls.refusal(calls.delete("video_1"))).isEqualTo("409 - conflict");
    time.advance(Duration.ofSeconds(50));
    assertThat(SoraCalls.refusal(calls.delete("video_1"))).isEqualTo("409 - conflict");
    assertThat(video.deleted()).isFalse();
    assertThat(calls.read("video_1").status()).isEqualTo(200);
  }

  @Test
  void aServiceMayStopTheWork() throws IOException {
    create(Deletion.STOPS);
    time.advance(Duration.ofSeconds(50));

    assertThat(calls.delete("video_1").status()).isEqualTo(200);
    time.advance(Duration.ofSeconds(50));

    assertThat(video.state()).isEqualTo("cancelled");
    assertThat(video.deleted()).isTrue();
    assertThat(calls.read("video_1").status()).isEqualTo(404);
  }

  @Test
  void aServiceThatStopsTheWorkDestroysFinishedVideos() throws IOException {
    create(Deletion.STOPS);
    time.advance(Duration.ofSeconds(100));

    assertThat(calls.delete("video_1").status()).isEqualTo(200);

    assertThat(video.state()).isEqualTo("completed");
    assertThat(calls.http().get("/videos/video_1/content").status()).isEqualTo(404);
  }

  @Test
  void aServiceMayShowWhatItStopped() throws IOException {
    create(Deletion.CANCELS);

    assertThat(calls.delete("video_1").status()).isEqualTo(200);
    assertThat(calls.delete("video_1").status()).isEqualTo(200);

    assertThat(calls.video("video_1").get("status").getAsString()).isEqualTo("cancelled");
    assertThat(calls.listed("")).hasSize(1);
    assertThat(video.deleted()).isFalse();
  }

  @Test
  void aServiceThatShowsWhatItStoppedLeavesFinishedVideosAlone() throws IOException {
    create(Deletion.CANCELS);
    time.advance(Duration.ofSeconds(100));

    assertThat(SoraCalls.refusal(calls.delete("video_1"))).isEqualTo("409 - conflict");
    assertThat(calls.http().get("/videos/video_1/content").status()).isEqualTo(200);
  }

  @Test
  void aServiceMayForgetTheRecordAndGoOnWorking() throws IOException {
    create(Deletion.FORGETS);

    assertThat(calls.delete("video_1").status()).isEqualTo(200);

    assertThat(calls.read("video_1").status()).isEqualTo(404);
    assertThat(calls.listed("")).isEmpty();
    time.advance(Duration.ofSeconds(50));
    assertThat(video.state()).isEqualTo("in_progress");
    time.advance(Duration.ofSeconds(50));
    assertThat(video.state()).isEqualTo("completed");
    assertThat(video.deleted()).isTrue();
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void anUnknownVideoIsNotFound() throws IOException {
    create(Deletion.FORGETS);

    assertThat(SoraCalls.refusal(calls.delete("video_9"))).isEqualTo("404 id not_found");
  }

  private void create(Deletion deletion) throws IOException {
    fake = FakeSora.start(FakeSoraOptions.builder().clock(time).deletion(deletion).build());
    calls = new SoraCalls(fake);
    fake.nextJob(VideoScript.slow());
    video = fake.job(calls.create());
  }
}
