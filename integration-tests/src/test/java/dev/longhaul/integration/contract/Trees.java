package dev.longhaul.integration.contract;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.TreeMap;

/** Models and examples as trees that are equal exactly when they say the same. */
final class Trees {
  private static final Gson GSON = new Gson();

  private Trees() {}

  /** Returns a model, a list of models or a text as a tree. */
  static JsonElement of(Object value) {
    return GSON.toJsonTree(value);
  }

  /** Returns the model that an example stands for. */
  static <T> T model(JsonElement example, Class<T> type) {
    return GSON.fromJson(example, type);
  }

  /** Returns the texts of an array, or the text of a single value. */
  static List<String> texts(JsonElement example) {
    return example.isJsonArray()
        ? example.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList()
        : List.of(example.getAsString());
  }

  /**
   * Returns the same without what makes no difference: nulls, the order of members, zeros at the
   * end of a number, the way a moment is written.
   */
  static JsonElement plain(JsonElement tree) {
    if (tree.isJsonObject()) {
      JsonObject plain = new JsonObject();
      new TreeMap<>(tree.getAsJsonObject().asMap())
          .forEach(
              (name, value) -> {
                if (!value.isJsonNull()) {
                  plain.add(name, plain(value));
                }
              });
      return plain;
    }
    if (tree.isJsonArray()) {
      JsonArray plain = new JsonArray();
      tree.getAsJsonArray().forEach(item -> plain.add(plain(item)));
      return plain;
    }
    return tree.isJsonPrimitive() ? plain(tree.getAsJsonPrimitive()) : tree;
  }

  private static JsonPrimitive plain(JsonPrimitive value) {
    if (value.isNumber()) {
      return new JsonPrimitive(value.getAsBigDecimal().stripTrailingZeros());
    }
    return value.isString() ? new JsonPrimitive(moment(value.getAsString())) : value;
  }

  private static String moment(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toString();
    } catch (DateTimeParseException otherText) {
      return text;
    }
  }
}
