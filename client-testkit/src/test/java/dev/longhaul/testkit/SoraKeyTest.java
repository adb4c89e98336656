package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeOptions.Keys;
import java.io.IOException;
import okhttp3.MultipartBody;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SoraKeyTest {

  private FakeSora fake;
  private SoraCalls calls;

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void anIgnoredKeyMakesAVideoEachTime() throws IOException {
    start(Keys.IGNORED);
    create("k");
    create("k");

    assertThat(fake.ledger().createsFor("k")).isEqualTo(2);
  }

  @Test
  void aReplayedKeyGetsTheFirstAnswerAndNoSecondVideo() throws IOException {
    start(Keys.REPLAYED);
    fake.quota(1);

    Http.Answer first = create("k");
    Http.Answer again = create("k");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.bytes()).isEqualTo(first.bytes());
    assertThat(again.response().header("X-Request-ID"))
        .isNotEqualTo(first.response().header("X-Request-ID"));
    assertThat(fake.ledger().createsFor("k")).isEqualTo(1);
    assertThat(fake.ledger().createsReceived()).isEqualTo(2);
  }

  @Test
  void aReplayedKeyDoesNotCoverAnotherCreate() throws IOException {
    start(Keys.REPLAYED);
    fake.everyJob(VideoScript.builder().build());
    calls.create();
    calls.create();
    calls.http().post("/videos/video_1/remix", "{\"prompt\": \"snow\"}", "k");

    assertThat(post("/videos/video_1/remix").status()).isEqualTo(200);
    assertThat(post("/videos/video_2/remix").status()).isEqualTo(409);
    assertThat(fake.jobs()).hasSize(3);
  }

  @Test
  void filesOfAnotherContentMakeAnotherCreate() throws IOException {
    start(Keys.REPLAYED);

    assertThat(edit(1).status()).isEqualTo(200);
    assertThat(edit(1).status()).isEqualTo(200);
    assertThat(edit(2).status()).isEqualTo(409);
    assertThat(fake.jobs()).hasSize(1);
  }

  @Test
  void aRejectedKeyGetsNoId() throws IOException {
    start(Keys.REJECTED);
    create("k");

    Http.Answer again = create("k");

    assertThat(SoraCalls.refusal(again)).isEqualTo("409 - DUPLICATE_REQUEST");
    assertThat(again.bytes()).asString().doesNotContain("video_1");
    assertThat(fake.ledger().createsFor("k")).isEqualTo(1);
  }

  @Test
  void aKeyThatMadeNothingIsStillUnused() throws IOException {
    start(Keys.REJECTED);
    calls.http().post(SoraCalls.VIDEOS, "{}", "k");
    fake.quota(0);
    create("k");
    fake.quota(1);

    assertThat(create("k").status()).isEqualTo(200);
  }

  @Test
  void aServiceThatLostItsMemoryHasForgottenItsKeys() throws IOException {
    start(Keys.REJECTED);
    create("k");
    fake.forgetJobs();

    assertThat(create("k").status()).isEqualTo(200);
    assertThat(fake.ledger().createsFor("k")).isEqualTo(2);
  }

  @Test
  void aKeyOfACharacterIsKeptAsWell() throws IOException {
    start(Keys.REJECTED);

    assertThat(send("/videos/characters", "name", 1).status()).isEqualTo(200);
    assertThat(send("/videos/characters", "name", 1).status()).isEqualTo(409);
  }

  private Http.Answer create(String key) throws IOException {
    return calls.http().post(SoraCalls.VIDEOS, SoraCalls.KITE, key);
  }

  private Http.Answer post(String path) throws IOException {
    return calls.http().post(path, "{\"prompt\": \"snow\"}", "k");
  }

  private Http.Answer edit(int content) throws IOException {
    return send("/videos/edits", "prompt", content);
  }

  private Http.Answer send(String path, String field, int content) throws IOException {
    MultipartBody form =
        new MultipartBody.Builder()
            .setType(MultipartBody.FORM)
            .addFormDataPart(field, "dusk")
            .addFormDataPart(
                "video", "v.mp4", SoraCalls.file("video/mp4", new byte[] {(byte) content}))
            .build();
    return calls
        .http()
        .send(
            new Request.Builder()
                .url(calls.http().url(path))
                .header("Idempotency-Key", "k")
                .post(form)
                .build());
  }

  private void start(Keys keys) {
    fake = FakeSora.start(FakeSoraOptions.builder().keys(keys).build());
    calls = new SoraCalls(fake);
  }
}
