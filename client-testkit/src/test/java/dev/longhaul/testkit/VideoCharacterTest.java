package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import okhttp3.MultipartBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class VideoCharacterTest {

  private static final String CHARACTERS = "/videos/characters";

  private final VirtualTime time = VirtualTime.create();
  private final FakeSora fake = FakeSora.start(FakeSoraOptions.builder().clock(time).build());
  private final SoraCalls calls = new SoraCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aCharacterIsMadeFromAVideoAndCanBeReadAndNamed() throws IOException {
    JsonObject made = calls.post(CHARACTERS, form("Captain")).object();

    assertThat(made.get("name").getAsString()).isEqualTo("Captain");
    assertThat(made.get("created_at").getAsLong()).isEqualTo(time.instant().getEpochSecond());
    String id = made.get("id").getAsString();
    assertThat(calls.http().get(CHARACTERS + "/" + id).object()).isEqualTo(made);
    String create = "{\"prompt\": \"p\", \"characters\": [{\"id\": \"" + id + "\"}]}";
    assertThat(calls.create(create).status()).isEqualTo(200);
  }

  @Test
  void aCharacterIsNoVideo() throws IOException {
    calls.post(CHARACTERS, form("Captain"));

    assertThat(fake.ledger().creates()).isZero();
    assertThat(fake.ledger().createsReceived()).isZero();
    assertThat(fake.ledger().requests(SoraOperation.CREATE_CHARACTER)).hasSize(1);
    assertThat(calls.listed("")).isEmpty();
  }

  @Test
  void namesHaveOneToEightyCharacters() throws IOException {
    assertThat(refusal(form(""))).isEqualTo("400 name empty_string");
    assertThat(refusal(form("x".repeat(81)))).isEqualTo("400 name string_above_max_length");
    assertThat(calls.post(CHARACTERS, form("x".repeat(80))).status()).isEqualTo(200);
  }

  @Test
  void bothPartsAreNeededAndNoOther() throws IOException {
    assertThat(refusal(new MultipartBody.Builder().addFormDataPart("name", "n")))
        .isEqualTo("400 video missing_required_parameter");
    assertThat(refusal(form("n").addFormDataPart("prompt", "p")))
        .isEqualTo("400 prompt unknown_parameter");
    assertThat(SoraCalls.refusal(calls.http().post(CHARACTERS, "{\"name\": \"n\"}")))
        .isEqualTo("400 - invalid_body");
  }

  @Test
  void anUnknownCharacterIsNotFound() throws IOException {
    assertThat(SoraCalls.refusal(calls.http().get(CHARACTERS + "/char_9")))
        .isEqualTo("404 id not_found");
  }

  private String refusal(MultipartBody.Builder form) throws IOException {
    return SoraCalls.refusal(calls.post(CHARACTERS, form));
  }

  private static MultipartBody.Builder form(String name) {
    return new MultipartBody.Builder()
        .addFormDataPart("name", name)
        .addFormDataPart("video", "c.mp4", SoraCalls.file("video/mp4", new byte[] {1, 2}));
  }
}
