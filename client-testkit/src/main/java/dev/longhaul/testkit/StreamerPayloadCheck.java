package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.DateTimeException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks at the fields of a payload and keeps the first thing that is wrong. */
final class StreamerPayloadCheck {

  private @Nullable StreamerError first;

  @Nullable StreamerError first() {
    return first;
  }

  static StreamerError error(String field, String expected, @Nullable JsonElement received) {
    JsonObject details = new JsonObject();
    details.addProperty("field", field);
    details.addProperty("expected", expected);
    if (received != null && !received.isJsonNull()) {
      details.add("received", received);
    }
    String message = "The field " + field + " was refused";
    return new StreamerError(
        null, StreamerError.Source.ROUTER, "VALIDATION_ERROR", message, details);
  }

  void fault(String field, String expected, @Nullable JsonElement received) {
    if (first == null) {
      first = error(field, expected, received);
    }
  }

  /** A field that has to be there and to be right. */
  void required(JsonObject body, String field, String expected, Predicate<JsonElement> isRight) {
    JsonElement value = body.has(field) ? body.get(field) : JsonNull.INSTANCE;
    if (value.isJsonNull() || !isRight.test(value)) {
      fault(field, expected, value);
    }
  }

  void optional(JsonObject body, String field, String expected, Predicate<JsonElement> isRight) {
    if (body.has(field) && !body.get(field).isJsonNull()) {
      required(body, field, expected, isRight);
    }
  }

  void text(JsonObject body, String field) {
    required(
        body, field, "text", value -> InputCheck.isText(value) && !value.getAsString().isBlank());
  }

  void oneOf(JsonObject body, String field, List<String> allowed) {
    required(body, field, "one of " + String.join(", ", allowed), value -> isIn(value, allowed));
  }

  void listOf(JsonObject body, String field, String expected, Predicate<JsonArray> isRight) {
    required(
        body,
        field,
        expected,
        value -> value.isJsonArray() && isRight.test(value.getAsJsonArray()));
  }

  /** The time that a field holds, or null when it holds none. */
  <T> @Nullable T time(JsonObject body, String field, String expected, Function<String, T> parse) {
    JsonElement value = body.get(field);
    try {
      if (value != null && InputCheck.isText(value)) {
        return parse.apply(value.getAsString());
      }
    } catch (DateTimeException e) {
      // Told below, like every other wrong value.
    }
    fault(field, expected, value);
    return null;
  }

  static boolean isIn(JsonElement value, List<String> allowed) {
    return InputCheck.isText(value) && allowed.contains(value.getAsString());
  }

  static boolean isBoolean(JsonElement value) {
    return value instanceof JsonPrimitive it && it.isBoolean();
  }
}
