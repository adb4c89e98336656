package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import okhttp3.MultipartBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class VideoRemakeTest {

  private static final String EDITS = "/videos/edits";
  private static final String EXTENSIONS = "/videos/extensions";

  private final FakeSora fake = FakeSora.start();
  private final SoraCalls calls = new SoraCalls(fake);

  @BeforeEach
  void makeOne() throws IOException {
    fake.everyJob(VideoScript.builder().build());
    calls.create("{\"prompt\": \"a boat\", \"seconds\": \"8\", \"size\": \"1280x720\"}");
  }

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aRemixHasTheFormOfItsVideoAndNamesIt() throws IOException {
    fake.nextJob(VideoScript.byHand());

    JsonObject remix = post("/videos/video_1/remix", "{\"prompt\": \"snow\"}").object();

    assertThat(remix.get("id").getAsString()).isEqualTo("video_2");
    assertThat(remix.get("status").getAsString()).isEqualTo("queued");
    assertThat(remix.get("prompt").getAsString()).isEqualTo("snow");
    assertThat(remix.get("size").getAsString()).isEqualTo("1280x720");
    assertThat(remix.get("seconds").getAsString()).isEqualTo("8");
    assertThat(remix.get("remixed_from_video_id").getAsString()).isEqualTo("video_1");
    assertThat(fake.ledger().creates()).isEqualTo(2);
    assertThat(fake.ledger().requests(SoraOperation.REMIX_VIDEO)).hasSize(1);
  }

  @Test
  void aRemixMayComeAsAForm() throws IOException {
    Http.Answer answer = calls.post("/videos/video_1/remix", form("snow"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(fake.jobs().get(1).request()).isEqualTo(SoraCalls.json("{\"prompt\": \"snow\"}"));
  }

  @Test
  void anEditNamesItsVideoInTheBody() throws IOException {
    JsonObject edit =
        post(EDITS, "{\"prompt\": \"dusk\", \"video\": {\"id\": \"video_1\"}}").object();

    assertThat(edit.get("remixed_from_video_id").getAsString()).isEqualTo("video_1");
    assertThat(edit.get("seconds").getAsString()).isEqualTo("8");
    assertThat(fake.ledger().creates()).isEqualTo(2);
  }

  @Test
  void anExtensionTellsTheLengthOfTheWhole() throws IOException {
    JsonObject longer = extend("video_1", "12").object();

    assertThat(longer.get("seconds").getAsString()).isEqualTo("20");
    assertThat(longer.get("size").getAsString()).isEqualTo("1280x720");
    assertThat(longer.has("remixed_from_video_id")).isFalse();
    assertThat(fake.ledger().creates()).isEqualTo(2);
  }

  @Test
  void aVideoIsMadeLongerUpToTwoMinutes() throws IOException {
    String id = "video_1";
    for (int step = 0; step < 5; step++) {
      id = SoraCalls.id(extend(id, "20"));
    }
    assertThat(calls.video(id).get("seconds").getAsString()).isEqualTo("108");

    assertThat(SoraCalls.refusal(extend(id, "16"))).isEqualTo("400 seconds invalid_value");
    Http.Answer last = extend(id, "12");
    assertThat(last.object().get("seconds").getAsString()).isEqualTo("120");
  }

  @Test
  void aVideoIsMadeLongerSixTimes() throws IOException {
    String id = "video_1";
    for (int step = 0; step < 6; step++) {
      id = SoraCalls.id(extend(id, "4"));
    }

    assertThat(SoraCalls.refusal(extend(id, "4"))).isEqualTo("400 seconds invalid_value");
  }

  @Test
  void aFileOfOurOwnIsChangedAndMadeLonger() throws IOException {
    MultipartBody.Builder edit = withFile(form("dusk"), "video/mp4", new byte[] {1});
    MultipartBody.Builder longer =
        withFile(form("on"), "video/mp4", new byte[] {1}).addFormDataPart("seconds", "20");

    JsonObject edited = calls.post(EDITS, edit).object();
    JsonObject extended = calls.post(EXTENSIONS, longer).object();

    assertThat(edited.has("remixed_from_video_id")).isFalse();
    assertThat(extended.get("seconds").getAsString()).isEqualTo("24");
    JsonObject file = fake.jobs().get(1).request().getAsJsonObject("video");
    assertThat(file.get("filename").getAsString()).isEqualTo("boat.mp4");
    assertThat(file.get("size_bytes").getAsInt()).isEqualTo(1);
  }

  @Test
  void whatIsNoVideoFileIsRefused() throws IOException {
    assertThat(editRefusal(withFile(form("p"), "video/mp4", new byte[0])))
        .isEqualTo("400 video invalid_value");
    assertThat(editRefusal(withFile(form("p"), "image/png", new byte[] {1})))
        .isEqualTo("400 video invalid_value");
    assertThat(editRefusal(form("p"))).isEqualTo("400 video missing_required_parameter");
    assertThat(editRefusal(form("p").addFormDataPart("video", "video_1")))
        .isEqualTo("400 video invalid_type");
  }

  @Test
  void theFieldsAreChecked() throws IOException {
    String[][] refusals = {
      {"/videos/video_1/remix", "{}", "400 prompt missing_required_parameter"},
      {"/videos/video_1/remix", "{\"prompt\":\"p\",\"size\":\"1\"}", "400 size unknown_parameter"},
      {EDITS, "{\"video\":{\"id\":\"video_1\"}}", "400 prompt missing_required_parameter"},
      {EDITS, "{\"prompt\":\"p\"}", "400 video missing_required_parameter"},
      {EDITS, "{\"prompt\":\"p\",\"video\":\"video_1\"}", "400 video invalid_type"},
      {EDITS, "{\"prompt\":\"p\",\"video\":{}}", "400 id missing_required_parameter"},
      {EDITS, "{\"prompt\":\"p\",\"video\":{},\"seconds\":\"4\"}", "400 seconds unknown_parameter"},
      {EXTENSIONS, "{\"prompt\":\"p\",\"video\":{}}", "400 seconds missing_required_parameter"},
      {EXTENSIONS, "{\"prompt\":\"p\",\"seconds\":\"5\"}", "400 seconds invalid_value"},
      {EXTENSIONS, "{\"prompt\":\"p\",\"seconds\":\"4\"}", "400 video missing_required_parameter"},
    };
    for (String[] refusal : refusals) {
      assertThat(SoraCalls.refusal(post(refusal[0], refusal[1])))
          .as(refusal[1])
          .isEqualTo(refusal[2]);
    }
  }

  @Test
  void onlyACompletedVideoThatExistsIsAStart() throws IOException {
    FakeVideo video = fake.jobs().get(0);
    video.inProgress(50);
    assertThat(SoraCalls.refusal(extend("video_1", "4"))).isEqualTo("409 - conflict");
    video.failed("moderation_blocked", "No");
    assertThat(SoraCalls.refusal(post("/videos/video_1/remix", "{\"prompt\":\"p\"}")))
        .isEqualTo("409 - conflict");
    assertThat(SoraCalls.refusal(post("/videos/video_9/remix", "{\"prompt\":\"p\"}")))
        .isEqualTo("404 id not_found");
    assertThat(SoraCalls.refusal(extend("video_9", "4"))).isEqualTo("404 video not_found");
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  private Http.Answer extend(String id, String seconds) throws IOException {
    String body = "{\"prompt\": \"on\", \"seconds\": \"%s\", \"video\": {\"id\": \"%s\"}}";
    return post(EXTENSIONS, body.formatted(seconds, id));
  }

  private String editRefusal(MultipartBody.Builder form) throws IOException {
    return SoraCalls.refusal(calls.post(EDITS, form));
  }

  private Http.Answer post(String path, String json) throws IOException {
    return calls.http().post(path, json);
  }

  private static MultipartBody.Builder form(String prompt) {
    return new MultipartBody.Builder().addFormDataPart("prompt", prompt);
  }

  private static MultipartBody.Builder withFile(
      MultipartBody.Builder form, String type, byte[] content) {
    return form.addFormDataPart("video", "boat.mp4", SoraCalls.file(type, content));
  }
}
