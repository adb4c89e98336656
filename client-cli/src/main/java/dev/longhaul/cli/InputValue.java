package dev.longhaul.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.longhaul.generated.functionrunner.model.ParameterRule;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Predicate;

/** Turns what was typed into the value that a rule asks for. */
final class InputValue {
  private InputValue() {}

  static JsonElement of(InputArgument argument, ParameterRule rule) {
    String type = rule.getType() == null ? "" : rule.getType().value();
    JsonElement value =
        switch (type) {
          case "string" -> new JsonPrimitive(argument.text());
          case "integer" -> whole(argument);
          case "float" -> number(argument);
          case "boolean" -> truth(argument);
          case "array" -> json(argument, JsonElement::isJsonArray, "a JSON array", "[1, 2]");
          case "object" -> json(argument, JsonElement::isJsonObject, "a JSON object", "{\"a\": 1}");
          case "file" ->
              new JsonPrimitive(argument.isFile() ? argument.dataUri() : argument.text());
          default -> free(argument);
        };
    InputLimits.check(argument, rule, value);
    return value;
  }

  private static JsonElement whole(InputArgument argument) {
    String text = argument.text().strip();
    if (!text.matches("[+-]?\\d{1,40}")) {
      throw argument.wrong("is not a whole number", "Pass digits alone, such as 512");
    }
    return new JsonPrimitive(new BigInteger(text));
  }

  private static JsonElement number(InputArgument argument) {
    String text = argument.text().strip();
    if (!text.matches("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,3})?")) {
      throw argument.wrong("is not a number", "Pass one such as 0.75");
    }
    return new JsonPrimitive(new BigDecimal(text));
  }

  private static JsonElement truth(InputArgument argument) {
    return switch (argument.text().strip()) {
      case "true" -> new JsonPrimitive(true);
      case "false" -> new JsonPrimitive(false);
      default -> throw argument.wrong("is neither true nor false", "Pass one of the two");
    };
  }

  /** Returns the value of an argument that is JSON of any kind. */
  static JsonElement json(InputArgument argument) {
    return json(argument, any -> true, "JSON", "{\"a\": 1}");
  }

  private static JsonElement json(
      InputArgument argument, Predicate<JsonElement> kind, String name, String example) {
    return parse(argument.text())
        .filter(kind)
        .orElseThrow(
            () -> argument.wrong("is not " + name, "Pass one such as " + example + ", in quotes"));
  }

  private static JsonElement free(InputArgument argument) {
    String text = argument.text();
    return parse(text).orElseGet(() -> new JsonPrimitive(text));
  }

  /**
   * Returns the text as JSON, if it is that and nothing more; Gson would also take words without
   * quotes.
   */
  private static Optional<JsonElement> parse(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement value = JsonParser.parseReader(reader);
      return reader.peek() == JsonToken.END_DOCUMENT ? Optional.of(value) : Optional.empty();
    } catch (JsonParseException | IOException notJson) {
      return Optional.empty();
    }
  }
}
