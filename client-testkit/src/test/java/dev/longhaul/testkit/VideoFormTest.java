package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class VideoFormTest {

  private static final byte[] PICTURE = SoraCalls.png(720, 1280);

  private final FakeSora fake = FakeSora.start();
  private final SoraCalls calls = new SoraCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aFormIsACreateLikeAnyOther() throws Exception {
    Http.Answer answer =
        calls.create(
            prompt("Ein Drachen über Dünen")
                .addFormDataPart("model", "sora-2")
                .addFormDataPart("seconds", "12")
                .addFormDataPart("size", "720x1280")
                .addFormDataPart(
                    "input_reference", "dünen \"1\".png", SoraCalls.file("image/png", PICTURE)));

    assertThat(answer.object().get("seconds").getAsString()).isEqualTo("12");
    JsonObject request = fake.job(SoraCalls.id(answer)).request();
    assertThat(request.get("prompt").getAsString()).isEqualTo("Ein Drachen über Dünen");
    JsonObject file = request.getAsJsonObject("input_reference");
    assertThat(file.get("filename").getAsString()).isEqualTo("dünen \"1\".png");
    assertThat(file.get("content_type").getAsString()).isEqualTo("image/png");
    assertThat(file.get("size_bytes").getAsInt()).isEqualTo(PICTURE.length);
    assertThat(file.get("sha256").getAsString())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(PICTURE)));
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void theFieldsOfAFormAreChecked() throws IOException {
    assertThat(refusal(new MultipartBody.Builder().addFormDataPart("size", "1280x720")))
        .isEqualTo("400 prompt missing_required_parameter");
    assertThat(refusal(prompt("p").addFormDataPart("seconds", "5")))
        .isEqualTo("400 seconds invalid_value");
    assertThat(refusal(prompt("p").addFormDataPart("duration", "5")))
        .isEqualTo("400 duration unknown_parameter");
    assertThat(refusal(prompt("p").addFormDataPart("characters", "[]")))
        .isEqualTo("400 characters unknown_parameter");
    assertThat(refusal(prompt("p").addFormDataPart("prompt", "q")))
        .isEqualTo("400 prompt duplicate_parameter");
    assertThat(refusal(prompt("p").addFormDataPart("input_reference", "boat.png")))
        .isEqualTo("400 input_reference invalid_type");
    assertThat(
            refusal(
                new MultipartBody.Builder()
                    .addFormDataPart("prompt", "p.txt", SoraCalls.file("text/plain", PICTURE))))
        .isEqualTo("400 prompt invalid_type");
  }

  @Test
  void aPictureMustBeOneAndHaveTheSizeOfTheVideo() throws IOException {
    assertThat(refusal(withPicture("image/png", SoraCalls.png(1280, 720))))
        .isEqualTo("422 input_reference -");
    assertThat(refusal(withPicture("image/gif", PICTURE)))
        .isEqualTo("400 input_reference invalid_value");
    assertThat(refusal(withPicture("application/octet-stream", PICTURE)))
        .isEqualTo("400 input_reference invalid_value");
    assertThat(refusal(withPicture("image/jpeg", PICTURE)))
        .isEqualTo("400 input_reference invalid_value");
    assertThat(refusal(withPicture("image/png", new byte[0])))
        .isEqualTo("400 input_reference invalid_value");
    assertThat(
            calls
                .create(
                    withPicture("image/png", SoraCalls.png(1280, 720))
                        .addFormDataPart("size", "1280x720"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void aFormMayHaveAPreambleQuotesAndPartsWithoutAType() throws IOException {
    String form =
        """
        read as a form
        --a b
        Content-Disposition: form-data; name="prompt"

        A kite
        --a b
        content-disposition: form-data; filename="p.png"; name="input_reference"
        content-type: image/png; charset=binary

        %s
        --a b--
        an epilogue
        """
            .replace("\n", "\r\n");
    String picture = new String(PICTURE, StandardCharsets.ISO_8859_1);

    Http.Answer answer = raw("multipart/form-data; boundary=\"a b\"", form.formatted(picture));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(fake.jobs().get(0).request().getAsJsonObject("input_reference").has("sha256"))
        .isTrue();
  }

  @Test
  void aFileWithoutATypeIsOctets() throws IOException {
    String form =
        "--x\r\n"
            + "Content-Disposition: form-data; name=\"video\"; filename=\"v.mp4\"\r\n\r\n"
            + "v\r\n"
            + "--x--";

    assertThat(SoraCalls.refusal(raw("/videos/edits", "multipart/form-data; boundary=x", form)))
        .isEqualTo("400 prompt missing_required_parameter");
    String withPrompt =
        "--x\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\np\r\n" + form;
    assertThat(
            SoraCalls.refusal(raw("/videos/edits", "multipart/form-data; boundary=x", withPrompt)))
        .isEqualTo("400 video invalid_value");
  }

  @Test
  void whatIsNoFormIsRefused() throws IOException {
    String part = "--x\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\np\r\n";
    List<String> broken =
        List.of(
            "",
            "--y--",
            part,
            part + "--x",
            part + "--xyz--",
            "--x\r\n\r\np\r\n--x--",
            "--x\r\nContent-Disposition: form-data\r\n\r\np\r\n--x--",
            "--x\r\nContent-Disposition: form-data; name=\"prompt\"\r\n--x--");

    for (String form : broken) {
      assertThat(SoraCalls.refusal(raw("multipart/form-data; boundary=x", form)))
          .as(form)
          .isEqualTo("400 - invalid_body");
    }
    assertThat(SoraCalls.refusal(raw("multipart/form-data", part + "--x--")))
        .isEqualTo("400 - invalid_body");
    assertThat(raw("multipart/form-data; boundary=x", part + "--x--").status()).isEqualTo(200);
  }

  private Http.Answer raw(String type, String form) throws IOException {
    return raw(SoraCalls.VIDEOS, type, form);
  }

  private Http.Answer raw(String path, String type, String form) throws IOException {
    RequestBody body =
        RequestBody.create(form.getBytes(StandardCharsets.ISO_8859_1), MediaType.get(type));
    return calls.http().send(new Request.Builder().url(calls.http().url(path)).post(body).build());
  }

  private String refusal(MultipartBody.Builder form) throws IOException {
    return SoraCalls.refusal(calls.create(form));
  }

  private static MultipartBody.Builder withPicture(String type, byte[] picture) {
    return prompt("p").addFormDataPart("input_reference", "p", SoraCalls.file(type, picture));
  }

  private static MultipartBody.Builder prompt(String prompt) {
    return new MultipartBody.Builder().addFormDataPart("prompt", prompt);
  }
}
