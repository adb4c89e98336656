package dev.longhaul.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.generated.projectevents.model.GitFrame;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One reader reads frame after frame as strictly as a text alone, and a bad one hurts no other. */
class FrameReaderTest {
  private static final TypeAdapter<JsonElement> ANY = Json.adapter(JsonElement.class);
  private static final String GOOD =
      "{\"type\":\"git.push\",\"project_id\":\"p\",\"ref\":\"main\"}";

  private final FrameReader reader = new FrameReader();

  @Test
  void framesAreReadOneAfterTheOther() throws MalformedJsonException {
    for (int i = 0; i < 1_000; i++) {
      GitFrame frame = reader.read(GOOD.replace("main", "branch" + i), GitFrame.class);
      assertThat(frame.getRef()).isEqualTo("branch" + i);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|it is empty",
        "` `|it is empty",
        "null|it is null",
        "{} {}|something follows its end",
        "{},{}|something follows its end",
        "{}]|something follows its end",
        "{},7|something follows its end",
        "{},|something follows its end",
        "]|it does not fit at $",
        "[]|it does not fit at $",
        "{\"type\":|it does not fit at $.type",
        "{\"type\":\"git.push|it does not fit at $.type",
        "{\"type\":\"git.push\"|it does not fit at $.type",
        "{\"type\":\"a\",\"ref\":{}}|it does not fit at $.ref",
        "{\"type\":\"a\",\"type\":\"b\"}|a field comes twice, at $.type",
        "{\"type\":\"a\",\"timestamp\":\"private\"}|it does not fit at $.timestamp"
      })
  void aBadFrameIsRefusedWithItsPlaceAndTheNextIsRead(String frame, String message)
      throws MalformedJsonException {
    assertThat(reader.read(GOOD, GitFrame.class).getRef()).isEqualTo("main");
    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> reader.read(frame, GitFrame.class))
        .withMessage(message)
        .withNoCause();
    assertThat(reader.read(GOOD, GitFrame.class).getRef()).isEqualTo("main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":NaN}",
        "[1;2]",
        "{}//",
        "{}#",
        "hello",
        "TRUE",
        "[1",
        "[",
        "[[]",
        "\"open",
        "{\"a\":\"\t\"}",
        "{\"a\":1}{",
        "1 2",
        "\"a\"\"b\"",
        "-",
        ";",
        "[1,2]]",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "\uFEFF{}",
        "1,",
        ",1",
        ","
      })
  void whatIsNotExactlyOneValueIsRefusedFirstAndLater(String frame) throws MalformedJsonException {
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(MalformedJsonException.class)
          .isThrownBy(() -> reader.read(frame, ANY));
    }
    assertThat(reader.read("[1]", ANY).getAsJsonArray()).hasSize(1);
    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> reader.read(frame, ANY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "\"\"", "\"text\"", "true", " {} ", "[[1,[2]],{\"a\":[{}]}]", "0.5"})
  void anyOneValueIsRead(String frame) throws MalformedJsonException {
    assertThat(Json.write(reader.read(frame, ANY)))
        .isEqualTo(Json.write(Json.read(frame, TypeToken.get(JsonElement.class))));
    assertThat(reader.read(GOOD, JsonObject.class).get("ref").getAsString()).isEqualTo("main");
  }

  @Test
  void aFrameMayNestAsDeepAsATextAndNoDeeper() throws MalformedJsonException {
    for (int levels : List.of(254, 255, 256, 10_000)) {
      String deep = "[".repeat(levels) + "]".repeat(levels);
      assertThat(isRead(deep)).isEqualTo(levels <= 255).isEqualTo(isText(deep));
    }
    assertThat(reader.read(GOOD, GitFrame.class).getRef()).isEqualTo("main");
  }

  @Test
  void longFramesAndShortOnesTakeTurns() throws MalformedJsonException {
    for (int size = 1; size < 5_000; size = size * 3 / 2 + 1) {
      String text = "x".repeat(size);
      assertThat(reader.read("[\"" + text + "\"]", ANY).getAsJsonArray().get(0).getAsString())
          .isEqualTo(text);
      assertThat(reader.read("[]", ANY).getAsJsonArray()).isEmpty();
    }
  }

  @Test
  void objectsOfOneLevelDoNotShareTheirNames() throws MalformedJsonException {
    String many = "{\"a\":{\"x\":1},\"b\":{\"x\":1},\"c\":[{\"x\":1},{\"x\":1}]}";

    assertThat(reader.read(many, ANY)).isEqualTo(reader.read(many, ANY));
  }

  /** Whatever happens to a frame on the way, this reader and a fresh one agree about it. */
  @Test
  void damagedFramesAreJudgedLikeTextsOfTheirOwn() {
    Random random = new Random(6);
    String alphabet = "{}[]\",:\\ 17truefalsn";
    int good = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder frame = new StringBuilder("{\"a\":[1,{\"b\":\"c\"}],\"d\":true}");
      for (int edit = random.nextInt(3); edit >= 0 && !frame.isEmpty(); edit--) {
        int at = random.nextInt(frame.length());
        char other = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(4)) {
          case 0 -> frame.setCharAt(at, other);
          case 1 -> frame.insert(at, other);
          case 2 -> frame.deleteCharAt(at);
          default -> frame.setLength(Math.max(1, at));
        }
      }
      boolean read = isRead(frame.toString());
      assertThat(read).as(frame.toString()).isEqualTo(isText(frame.toString()));
      good += read ? 1 : 0;
    }
    assertThat(good).isBetween(500, 19_000);
  }

  @Test
  void theHintIsTheFirstType() {
    assertThat(reader.typeHint("{\"type\":\"pong\"}")).isEqualTo("pong");
    assertThat(reader.typeHint("{ \"a\":1, \"type\" :\n \"pong\"}")).isEqualTo("pong");
    assertThat(reader.typeHint("{\"a\":{\"type\":\"inner\"},\"type\":\"b\"}")).isEqualTo("inner");
    assertThat(reader.typeHint("{\"type\":\"inner\"}")).isEqualTo("inner");
    assertThat(reader.typeHint("{\"type\":\"inners\"}")).isEqualTo("inners");
    assertThat(reader.typeHint("{\"type\":\"inner\"}")).isEqualTo("inner");
    assertThat(reader.typeHint("{\"type\":\"\"}")).isEmpty();
    assertThat(reader.typeHint("{\"type\":\"")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"type\"",
        "{\"type\":",
        "{\"type\":1}",
        "{\"type\":\"po",
        "\"type\",\"a\"",
        "{\"type\":\"a\\u0062\"}",
        "{\"types\":\"a\"}"
      })
  void whereNoTypeIsPlainThereIsNoHint(String frame) {
    assertThat(reader.typeHint(frame)).isNull();
  }

  private boolean isRead(String frame) {
    try {
      return reader.read(frame, ANY) != null;
    } catch (MalformedJsonException refused) {
      return false;
    }
  }

  private static boolean isText(String text) {
    try {
      return Json.read(text, TypeToken.get(JsonElement.class)) != null;
    } catch (MalformedJsonException refused) {
      return false;
    }
  }
}
