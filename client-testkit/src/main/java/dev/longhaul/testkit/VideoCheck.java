package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the fields of a request; the first fault refuses it. */
final class VideoCheck {

  private final JsonObject body;
  private final SoraErrors errors;

  VideoCheck(JsonObject body, SoraErrors errors) {
    this.body = body;
    this.errors = errors;
  }

  void only(String... known) {
    for (String name : body.keySet()) {
      if (!List.of(known).contains(name)) {
        String message = "Unknown parameter '" + name + "'.";
        throw errors.invalid(name, "unknown_parameter", message);
      }
    }
  }

  /** A text that must be there, of 1 to so many characters. */
  String text(String name, int most) {
    String text = string(name, present(name));
    if (text.isEmpty()) {
      throw errors.invalid(name, "empty_string", "'%s' must not be empty.".formatted(name));
    }
    shorter(name, text, most);
    return text;
  }

  /** A text that may be missing. */
  void optionalText(String name, int most) {
    if (body.has(name)) {
      shorter(name, string(name, body.get(name)), most);
    }
  }

  /** One of some values; the first of them when the field is missing. */
  String choice(String name, List<String> values) {
    return body.has(name) ? demandedChoice(name, values) : values.get(0);
  }

  /** One of some values, which must be there. */
  String demandedChoice(String name, List<String> values) {
    String value = string(name, present(name));
    if (!values.contains(value)) {
      throw errors.invalid(
          name, "invalid_value", "'%s' must be one of %s.".formatted(name, values));
    }
    return value;
  }

  /** A whole number within limits; another one when the field is missing. */
  long whole(String name, long least, long most, long missing) {
    if (!body.has(name)) {
      return missing;
    }
    if (!(body.get(name) instanceof JsonPrimitive number) || !number.isNumber()) {
      throw wrongType(name, "a whole number");
    }
    double value = number.getAsDouble();
    if (value != Math.rint(value)) {
      throw wrongType(name, "a whole number");
    }
    if (value < least || value > most) {
      throw errors.invalid(
          name, "invalid_value", "'%s' must lie in %d to %d.".formatted(name, least, most));
    }
    return number.getAsLong();
  }

  /** An object, or null when the field is missing. */
  @Nullable JsonObject object(String name) {
    if (!body.has(name)) {
      return null;
    }
    if (!(body.get(name) instanceof JsonObject object)) {
      throw wrongType(name, "an object");
    }
    return object;
  }

  /** The id in an object that holds nothing else. */
  String reference(String name) {
    present(name);
    return id(name, body.get(name));
  }

  /** The id in an element, which is an object that holds nothing else. */
  String id(String name, JsonElement element) {
    if (!(element instanceof JsonObject object)) {
      throw wrongType(name, "an object");
    }
    VideoCheck inner = new VideoCheck(object, errors);
    inner.only("id");
    return inner.text("id", Integer.MAX_VALUE);
  }

  JsonElement present(String name) {
    JsonElement value = body.get(name);
    if (value == null) {
      String message = "Missing required parameter: '" + name + "'.";
      throw errors.invalid(name, "missing_required_parameter", message);
    }
    return value;
  }

  RefusalException wrongType(String name, String wanted) {
    return errors.invalid(name, "invalid_type", "'%s' must be %s.".formatted(name, wanted));
  }

  private String string(String name, JsonElement value) {
    if (!(value instanceof JsonPrimitive text) || !text.isString()) {
      throw wrongType(name, "a string");
    }
    return text.getAsString();
  }

  private void shorter(String name, String text, int most) {
    if (text.codePointCount(0, text.length()) > most) {
      String message = "'%s' must have at most %d characters.".formatted(name, most);
      throw errors.invalid(name, "string_above_max_length", message);
    }
  }
}
