package dev.longhaul.functionrunner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of values that a rule can ask for. */
enum InputType {
  STRING("a string"),
  INTEGER("an integer"),
  NUMBER("a number"),
  BOOLEAN("a boolean"),
  ARRAY("an array"),
  OBJECT("an object"),
  FILE("a file's id, URL or path");

  private static final Map<String, InputType> WORDS =
      Map.of(
          "string", STRING,
          "integer", INTEGER,
          "float", NUMBER,
          "number", NUMBER,
          "boolean", BOOLEAN,
          "array", ARRAY,
          "object", OBJECT,
          "file", FILE);

  private final String words;

  InputType(String words) {
    this.words = words;
  }

  /** Returns the types that a rule allows; none when it allows any, or one that is not known. */
  static Set<InputType> of(RuleReader rule) {
    Set<InputType> types = EnumSet.noneOf(InputType.class);
    for (String word : rule.texts("type")) {
      // An input that is null is an input left out, so this word changes nothing.
      if (word.equals("null")) {
        continue;
      }
      InputType type = WORDS.get(word);
      if (type == null) {
        return Set.of();
      }
      types.add(type);
    }
    return types;
  }

  /** Returns what is wrong with a value that has none of the types. */
  static Optional<InputFlaw> flaw(Set<InputType> types, JsonElement value) {
    if (types.isEmpty() || types.stream().anyMatch(type -> type.fits(value))) {
      return Optional.empty();
    }
    String wanted = types.stream().map(type -> type.words).collect(Collectors.joining(" or "));
    return InputFlaw.of("is " + shape(value) + ", not " + wanted, "Pass " + wanted + ".");
  }

  private boolean fits(JsonElement value) {
    return switch (this) {
      case STRING -> isText(value);
      case INTEGER -> isInteger(value);
      case NUMBER -> isNumber(value);
      case BOOLEAN -> value instanceof JsonPrimitive it && it.isBoolean();
      case ARRAY -> value.isJsonArray();
      case OBJECT -> value.isJsonObject();
      case FILE -> isText(value) || value.isJsonObject();
    };
  }

  static boolean isText(JsonElement value) {
    return value instanceof JsonPrimitive text && text.isString();
  }

  /** Returns how many characters the text has, as people and services count them. */
  static int characters(JsonElement text) {
    String value = text.getAsString();
    return value.codePointCount(0, value.length());
  }

  private static boolean isNumber(JsonElement value) {
    return value instanceof JsonPrimitive number && number.isNumber();
  }

  /** A number beyond reckoning may be an integer for all we know. */
  private static boolean isInteger(JsonElement value) {
    return isNumber(value) && RuleReader.number(value).map(RuleReader::isWhole).orElse(true);
  }

  private static String shape(JsonElement value) {
    if (isText(value)) {
      return "a string of length " + characters(value);
    }
    if (value instanceof JsonArray list) {
      return "an array of " + list.size();
    }
    if (value instanceof JsonObject) {
      return "an object";
    }
    return isNumber(value)
        ? RuleReader.number(value).map(RuleReader::isWhole).orElse(true)
            ? "an integer"
            : "a number with a fraction"
        : "a boolean";
  }
}
