package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class VideoContentTest {

  private final VirtualTime time = VirtualTime.create();
  private final FakeSora fake =
      FakeSora.start(
          FakeSoraOptions.builder().clock(time).filesLast(Duration.ofMinutes(10)).build());
  private final SoraCalls calls = new SoraCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aCompletedVideoHasAFilm() throws IOException {
    fake.everyJob(VideoScript.builder().build());
    String first = calls.create();
    String second = calls.create();

    Http.Answer film = content(first, "");

    assertThat(film.status()).isEqualTo(200);
    assertThat(film.response().header("Content-Type")).isEqualTo("video/mp4");
    assertThat(film.response().header("X-Request-ID")).isNotEmpty();
    assertThat(new String(film.bytes(), 4, 8, StandardCharsets.US_ASCII)).isEqualTo("ftypisom");
    assertThat(content(first, "?variant=video").bytes()).isEqualTo(film.bytes());
    assertThat(content(second, "").bytes()).isNotEqualTo(film.bytes());
  }

  @Test
  void aCompletedVideoHasPictures() throws IOException {
    fake.everyJob(VideoScript.builder().build());
    String id = calls.create();

    Http.Answer thumbnail = content(id, "?variant=thumbnail");
    Http.Answer sheet = content(id, "?variant=spritesheet");

    assertThat(thumbnail.response().header("Content-Type")).isEqualTo("image/webp");
    assertThat(thumbnail.bytes()).isEqualTo(VideoFiles.webp());
    assertThat(sheet.response().header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(sheet.bytes()).isEqualTo(VideoFiles.jpeg());
    assertThat(SoraCalls.refusal(content(id, "?variant=sound")))
        .isEqualTo("400 variant invalid_value");
  }

  @Test
  void aVideoThatIsNotCompletedHasNone() throws IOException {
    fake.nextJob(VideoScript.byHand());
    FakeVideo video = fake.job(calls.create());

    assertThat(SoraCalls.refusal(content(video.id(), ""))).isEqualTo("404 id not_found");
    video.inProgress(99);
    assertThat(content(video.id(), "").status()).isEqualTo(404);
    video.failed("moderation_blocked", "No");
    assertThat(content(video.id(), "").status()).isEqualTo(404);
    video.completed();
    assertThat(content(video.id(), "").status()).isEqualTo(200);
    assertThat(content("video_9", "").status()).isEqualTo(404);
  }

  @Test
  void filesGoAwayAfterTheirTime() throws IOException {
    fake.nextJob(VideoScript.builder().build());
    String id = calls.create();

    time.advance(Duration.ofMinutes(10).minusNanos(1));
    assertThat(content(id, "").status()).isEqualTo(200);
    time.advance(Duration.ofNanos(1));

    Http.Answer gone = content(id, "");
    assertThat(SoraCalls.refusal(gone)).isEqualTo("404 id not_found");
    assertThat(gone.object().toString()).contains("expired");
    assertThat(calls.video(id).get("status").getAsString()).isEqualTo("completed");
  }

  @Test
  void aScriptMayHaveAFilmOfItsOwn() throws IOException {
    byte[] film = {1, 2, 3};
    fake.nextJob(VideoScript.builder().content(film).build());
    film[0] = 9;

    assertThat(content(calls.create(), "").bytes()).containsExactly(1, 2, 3);
  }

  @Test
  void theFilmTellsItsLength() {
    byte[] film = VideoFiles.mp4("video_1", 8);

    // Units per second and units in all, behind the heads of three boxes and three numbers.
    assertThat(ByteBuffer.wrap(film).getInt(20 + 8 + 8 + 12)).isEqualTo(1_000);
    assertThat(ByteBuffer.wrap(film).getInt(20 + 8 + 8 + 16)).isEqualTo(8_000);
  }

  private Http.Answer content(String id, String query) throws IOException {
    return calls.http().get("/videos/" + id + "/content" + query);
  }
}
