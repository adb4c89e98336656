package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class ImageBodyCheckTest {

  private static final String IDS = "{\"modelId\": \"1\", \"backgroundId\": \"3\", ";
  private static final String PHOTO = "{\"id\": \"p\", \"image\": \"" + ImageCalls.PNG + "\"}";

  private FakeVestis fake;
  private ImageCalls calls;

  @BeforeEach
  void open(FakeVestis fake) {
    this.fake = fake;
    this.calls = new ImageCalls(fake);
  }

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void aFlagIsTrueOrBare() throws IOException {
    for (String query : List.of("?chat=true", "?chat", "?chat=", "?flatlay=false&chat=true")) {
      assertThat(calls.http().post("/generate" + query, ImageCalls.SCARF).status()).isEqualTo(202);
    }
    assertThat(fake.jobs())
        .hasSize(4)
        .allSatisfy(job -> assertThat(job.type().value()).isEqualTo("chat"));
  }

  @Test
  void moreThanOneFlagOrAnOddOneIsRefused() throws IOException {
    assertText(
        "chat=true&flatlay=true", ImageCalls.SCARF, "only one kind of image may be asked for");
    assertText("chat=1", ImageCalls.SCARF, "chat must be true or false");
  }

  @Test
  void aBodyIsAnObject() throws IOException {
    for (String body : List.of("", "{", "[]", "\"text\"", "null")) {
      assertText("chat", body, "the body must be a JSON object");
    }
  }

  @Test
  void aValueHasTheRightType() throws IOException {
    assertText("chat", "{\"prompt\": 7}", "prompt must be text");
    assertText("chat", "{\"prompt\": \"a\", \"images\": \"b\"}", "images must be a list");
    assertText("chat", "{\"prompt\": \"a\", \"images\": [1]}", "images[0] must be text");
    assertText("flatlay", IDS + "\"products\": [1]}", "products[0] must be an object");
    assertText("chat", "{\"prompt\": \"a\", \"options\": []}", "options must be an object");
    assertText(
        "chat",
        "{\"prompt\": \"a\", \"options\": {\"resolution\": {\"width\": 1.5}}}",
        "options.resolution.width must be a whole number");
  }

  @Test
  void aPromptIsNotBlank() throws IOException {
    assertFields("chat", "{}", "prompt", "must be provided");
    assertFields("chat", "{\"prompt\": \" \"}", "prompt", "must be provided");
    assertFields("chat", "{\"prompt\": null}", "prompt", "must be provided");
  }

  @Test
  void productsNeedAModelABackgroundAndEachOther() throws IOException {
    assertFields(
        "flatlay",
        "{}",
        "modelId",
        "must be provided",
        "backgroundId",
        "must be provided",
        "products",
        "must be provided");
    assertFields("mdoli", products(), "products", "must be provided");
    assertFields(
        "mdoli",
        products(product("top"), product("bottom"), product("top")),
        "products",
        "must not hold more than 2");
    assertFields(
        "mdoli",
        products(product("hat")),
        "products[0].type",
        "must be one of top, bottom, fullbody");
    assertFields(
        "flatlay",
        products("{\"type\": \"fullbody\"}"),
        "products[0].frontImage",
        "must be provided");
  }

  @Test
  void productSetsAreATopAndABottomOrOneFullbody() throws IOException {
    String rule = "products must hold a top and a bottom, or one fullbody";
    for (String flag : List.of("flatlay", "mdoli")) {
      for (String wrong :
          List.of(
              products(product("top")),
              products(product("top"), product("top")),
              products(product("fullbody"), product("bottom")))) {
        Http.Answer answer = calls.http().post("/generate?" + flag, wrong);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(ImageCalls.error(answer)).isEqualTo(rule);
      }
      calls.submit(flag, products(product("bottom"), product("top")));
      calls.submit(flag, products(product("fullbody")));
    }
    assertThat(fake.ledger().creates()).isEqualTo(4);
  }

  @Test
  void photosAreOneToTenForABackground() throws IOException {
    assertFields("background", photos(0), "photos", "must be provided");
    assertFields("background", photos(11), "photos", "must not hold more than 10");
    calls.submit("background", photos(10));
    calls.submit("onmodel", photos(11));
    assertFields("onmodel", photos(0), "photos", "must be provided");
    assertFields(
        "onmodel",
        "{\"photos\": [{\"image\": \"x\"}]}",
        "photos[0].id",
        "must be provided",
        "photos[0].image",
        "must be a base64 data URI",
        "modelId",
        "must be provided");
  }

  @Test
  void wishesAreOfTheLists() throws IOException {
    assertFields(
        "chat",
        """
        {"prompt": "a", "aspectRatio": "3:5", "resolution": "8K",
         "options": {"quality": "best", "format": "gif", "resolution": {"width": 0}}}
        """,
        "aspectRatio",
        "must be one of auto, 1:1, 2:3, 3:2, 3:4, 4:3, 4:5, 5:4, 9:16, 16:9, 21:9",
        "resolution",
        "must be one of 1K, 2K, 4K",
        "options.quality",
        "must be one of low, medium, high",
        "options.format",
        "must be one of png, jpg, webp, jpeg",
        "options.resolution.width",
        "must be at least 1",
        "options.resolution.height",
        "must be provided");
  }

  @Test
  void aPictureIsADataUriAndSometimesAUrl() throws IOException {
    assertFields("chat", chatWith("x"), "images[0]", "must be a base64 data URI");
    assertFields("chat", chatWith("data:image/png;base64,%%%"), "images[0]", "must be in base64");
    assertFields("chat", chatWith("data:image/png;base64,"), "images[0]", "must be in base64");
    calls.submit("chat", chatWith("https://cdn.example.com/shirt.jpg"));
    assertFields(
        "background",
        photos(1).replace(ImageCalls.PNG, "https://cdn.example.com/shirt.jpg"),
        "photos[0].image",
        "must be a base64 data URI");
  }

  @Test
  void aPictureOfAnotherTypeIsNotTaken() throws IOException {
    Http.Answer answer = calls.http().post(ImageCalls.CHAT, chatWith("data:image/gif;base64,R0lG"));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(ImageCalls.error(answer)).isEqualTo("UNSUPPORTED_FORMAT");
    assertThat(answer.object().get("message").getAsString())
        .isEqualTo("Only jpeg, png and webp images are taken");
    assertThat(answer.object().get("success").getAsBoolean()).isFalse();
  }

  @Test
  void aPictureOfMoreThanTenMegabytesIsNotTaken() throws IOException {
    String tenMegabytes = "A".repeat(ImageCheck.PICTURE_LIMIT / 3 * 4) + "AA==";
    calls.submit("chat", chatWith("data:image/png;base64," + tenMegabytes));

    String more = tenMegabytes.replace("==", "A=");
    Http.Answer answer =
        calls.http().post(ImageCalls.CHAT, chatWith("data:image/png;base64," + more));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.object().get("error_code").getAsString()).isEqualTo("FILE_TOO_LARGE");
    assertThat(answer.object().get("message").getAsString())
        .isEqualTo("Image is larger than 10 MB");
  }

  @Test
  void aBodyWithoutAFlagMayHoldAnything() throws IOException {
    assertThat(calls.http().post("/generate", "{\"prompt\": 7}").status()).isEqualTo(202);
    assertThat(fake.jobs().get(0).type().value()).isEqualTo("legacy");
  }

  private static String chatWith(String image) {
    return "{\"prompt\": \"a\", \"images\": [\"" + image + "\"]}";
  }

  private static String product(String type) {
    return "{\"type\": \"" + type + "\", \"frontImage\": \"" + ImageCalls.JPEG + "\"}";
  }

  private static String products(String... products) {
    return IDS + "\"products\": [" + String.join(", ", products) + "]}";
  }

  private static String photos(int count) {
    return IDS + "\"photos\": [" + String.join(", ", Collections.nCopies(count, PHOTO)) + "]}";
  }

  private void assertText(String flags, String body, String error) throws IOException {
    Http.Answer answer = calls.http().post("/generate?" + flags, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(ImageCalls.error(answer)).isEqualTo(error);
    assertThat(fake.ledger().creates()).isZero();
  }

  private void assertFields(String flag, String body, String... faults) throws IOException {
    int before = fake.ledger().creates();
    Http.Answer answer = calls.http().post("/generate?" + flag, body);
    assertThat(answer.status()).isEqualTo(422);
    JsonElement error = answer.object().get("error");
    StringBuilder found = new StringBuilder();
    error
        .getAsJsonObject()
        .entrySet()
        .forEach(
            it ->
                found
                    .append(it.getKey())
                    .append('|')
                    .append(it.getValue().getAsString())
                    .append('|'));
    assertThat(found).hasToString(String.join("|", faults) + "|");
    assertThat(fake.ledger().creates()).isEqualTo(before);
  }
}
