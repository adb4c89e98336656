package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.longhaul.error.InvalidInputException;

/** Holds inputs, written as JSON, against the rules of a template. */
final class Inputs {

  private Inputs() {}

  static InvalidInputException refusal(String rule, String value) {
    return refusalOf("{'it':" + rule + "}", "{'it':" + value + "}");
  }

  static InvalidInputException refusalOf(String schema, String inputs) {
    InputRules rules = InputRules.of(json(schema));
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class, () -> rules.check(json(inputs), UnknownInputs.REFUSED));
    assertThat(refused).as("refusal").isNotNull();
    return refused;
  }

  static void passes(String rule, String value) {
    accepts("{'it':" + rule + "}", "{'it':" + value + "}");
  }

  static void accepts(String schema, String inputs) {
    assertThatCode(() -> InputRules.of(json(schema)).check(json(inputs), UnknownInputs.REFUSED))
        .doesNotThrowAnyException();
  }

  static JsonObject json(String text) {
    JsonElement read = JsonParser.parseString(text);
    return read.getAsJsonObject();
  }

  static String quoted(String text) {
    return new JsonPrimitive(text).toString();
  }
}
