package dev.longhaul.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON is read strictly, and an error tells the place and never a value. */
class JsonTest {
  private static final TypeToken<TaskStatus> STATUS = TypeToken.get(TaskStatus.class);

  @Test
  void whatIsWrittenIsReadBack() throws MalformedJsonException {
    TaskStatus status =
        Json.read("{\"task_id\":\"a<b\",\"progress\":12.5,\"queue_position\":3}", STATUS);

    assertThat(Json.read(Json.write(status), STATUS)).isEqualTo(status);
    assertThat(Json.write(status)).contains("a<b");
  }

  @Test
  void wholeNumbersStayWhole() throws MalformedJsonException {
    JsonElement value = Json.read("{\"n\":9007199254740993}", TypeToken.get(JsonElement.class));

    assertThat(Json.write(value)).isEqualTo("{\"n\":9007199254740993}");
  }

  @Test
  void aCopySharesNothing() {
    JsonObject inputs = new JsonObject();
    TaskSubmission first = new TaskSubmission().templateId("t").inputs(inputs);
    TaskSubmission copy = Json.copy(first, TaskSubmission.class);
    inputs.add("late", new JsonPrimitive(1));

    assertThat(copy.getInputs().size()).isZero();
    assertThat(copy.getTemplateId()).isEqualTo("t");
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
        "{\"task_id\":[]}|it does not fit at $.task_id",
        "{\"progress\":\"much\"}|it does not fit at $.progress",
        "{\"created_at\":\"yesterday\"}|it does not fit at $.created_at",
        "[]|it does not fit at $"
      })
  void theErrorTellsThePlace(String text, String message) {
    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> Json.read(text, STATUS))
        .withMessage(message)
        .withNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'task_id':'x'}",
        "{task_id:1}",
        "{\"a\":1,}",
        "{\"a\":NaN}",
        "[1;2]",
        "{\"a\":1}//",
        "hello",
        "{\"a\":"
      })
  void whatIsNotQuiteJsonIsRefused(String text) {
    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> Json.read(text, TypeToken.get(JsonElement.class)));
  }

  @Test
  void theErrorTellsNeitherAValueNorANameThatMayBeData() {
    String text = "{\"error\":\"private words\",\"eta\":{\"a private prompt\":{\"deeper\":1}}}";

    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> Json.read(text.replace("{\"deeper\":1}", "tru"), STATUS))
        .withMessage("it does not fit at $.eta");
  }

  @Test
  void deepNestingIsRefusedAndNoMore() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);

    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> Json.read(deep, TypeToken.get(JsonElement.class)))
        .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(200));
  }
}
