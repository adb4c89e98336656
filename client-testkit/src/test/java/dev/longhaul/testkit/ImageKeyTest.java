package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeOptions.Keys;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ImageKeyTest {

  private FakeVestis fake;
  private ImageCalls calls;

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void anIgnoredKeyMakesAJobEachTime() throws IOException {
    start(Keys.IGNORED);
    assertThat(create("k", ImageCalls.CHAT).status()).isEqualTo(202);
    assertThat(create("k", ImageCalls.CHAT).status()).isEqualTo(202);

    assertThat(fake.ledger().createsFor("k")).isEqualTo(2);
  }

  @Test
  void aReplayedKeyGetsTheFirstAnswer() throws IOException {
    start(Keys.REPLAYED);
    Http.Answer first = create("k", ImageCalls.CHAT);

    Http.Answer again = create("k", "/generate?chat");
    Http.Answer other = create("k", "/generate");

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.bytes()).isEqualTo(first.bytes());
    assertThat(other.status()).isEqualTo(409);
    assertThat(ImageCalls.error(other)).isEqualTo("This key belongs to another submission");
    assertThat(fake.ledger().createsFor("k")).isEqualTo(1);
  }

  @Test
  void aReplayedPictureIsStillAnImmediateAnswer() throws IOException {
    start(Keys.REPLAYED);
    fake.nextJob(ImageScript.atOnce());
    Http.Answer first = create("k", ImageCalls.CHAT);

    Http.Answer again = create("k", ImageCalls.CHAT);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.bytes()).isEqualTo(first.bytes());
  }

  @Test
  void aRejectedKeyIsTold() throws IOException {
    start(Keys.REJECTED);
    create("k", ImageCalls.CHAT);

    Http.Answer again = create("k", ImageCalls.CHAT);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.object().get("error_code").getAsString()).isEqualTo("DUPLICATE_REQUEST");
    assertThat(fake.ledger().creates()).isEqualTo(1);

    fake.forgetJobs();
    assertThat(create("k", ImageCalls.CHAT).status()).isEqualTo(202);
  }

  private void start(Keys keys) {
    fake = FakeVestis.start(FakeVestisOptions.builder().keys(keys).build());
    calls = new ImageCalls(fake);
  }

  private Http.Answer create(String key, String path) throws IOException {
    return calls.http().post(path, ImageCalls.SCARF, key);
  }
}
