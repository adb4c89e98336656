package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/**
 * Checks a task submission as the service's framework does, and lists every fault it finds.
 * Messages name rules, never values.
 */
final class InputCheck {

  private static final Set<String> QUALITIES = Set.of("draft", "standard", "high", "ultra");

  private final JsonArray faults;
  private final JsonArray place;

  private InputCheck(JsonArray faults, JsonArray place) {
    this.faults = faults;
    this.place = place;
  }

  /** A check of a whole body. */
  static InputCheck ofBody() {
    JsonArray body = new JsonArray();
    body.add("body");
    return new InputCheck(new JsonArray(), body);
  }

  /** A check of one item of a list in the body; what it finds stands among the faults of this. */
  InputCheck below(String list, int index) {
    JsonArray item = place.deepCopy();
    item.add(list);
    item.add(index);
    return new InputCheck(faults, item);
  }

  boolean passed() {
    return faults.isEmpty();
  }

  JsonArray faults() {
    return faults;
  }

  /** Checks the submission itself: fields missing or of the wrong type. */
  void submission(JsonObject body) {
    required(body, "template_id", "string");
    required(body, "inputs", "object");
    optional(body, "quality", "string");
    optional(body, "priority", "integer");
    optional(body, "metadata", "object");
    JsonElement quality = body.get("quality");
    if (quality != null && isText(quality) && !QUALITIES.contains(quality.getAsString())) {
      add("enum", "must be one of the levels", "quality");
    }
  }

  /** Checks the inputs by the rules of the template. */
  void inputs(JsonObject inputs, JsonObject template) {
    if (template.has("parameter_schema")) {
      for (Map.Entry<String, JsonElement> rule :
          template.getAsJsonObject("parameter_schema").entrySet()) {
        input(rule.getKey(), rule.getValue().getAsJsonObject(), inputs);
      }
    }
  }

  void required(JsonObject body, String field, String type) {
    JsonElement value = body.get(field);
    if (value == null || value.isJsonNull()) {
      add("missing", "Field required", field);
    }
    optional(body, field, type);
  }

  void optional(JsonObject body, String field, String type) {
    JsonElement value = body.get(field);
    if (value != null && !value.isJsonNull() && !isA(type, value)) {
      add("type", "must be " + type, field);
    }
  }

  private void input(String name, JsonObject rule, JsonObject inputs) {
    JsonElement value = inputs.get(name);
    if (value == null || value.isJsonNull()) {
      if (rule.has("required") && rule.get("required").getAsBoolean()) {
        add("missing", "Field required", "inputs", name);
      }
      return;
    }
    String type = rule.has("type") ? rule.get("type").getAsString() : "";
    if (!isA(type, value)) {
      add("type", "must be " + type, "inputs", name);
      return;
    }
    limits(name, rule, value);
  }

  private void limits(String name, JsonObject rule, JsonElement value) {
    if (isNumber(value)) {
      BigDecimal number = value.getAsBigDecimal();
      least(name, rule, "min_value", number);
      most(name, rule, "max_value", number);
    } else if (isText(value)) {
      BigDecimal length = BigDecimal.valueOf(value.getAsString().length());
      least(name, rule, "min_length", length);
      most(name, rule, "max_length", length);
      if (rule.has("pattern") && !value.getAsString().matches(rule.get("pattern").getAsString())) {
        add("pattern", "must match the pattern", "inputs", name);
      }
    } else if (value.isJsonArray()) {
      BigDecimal length = BigDecimal.valueOf(value.getAsJsonArray().size());
      least(name, rule, "min_length", length);
      most(name, rule, "max_length", length);
    }
    if (rule.has("enum") && !rule.getAsJsonArray("enum").contains(value)) {
      add("enum", "must be one of the values allowed", "inputs", name);
    }
  }

  private void least(String name, JsonObject rule, String limit, BigDecimal measured) {
    if (rule.has(limit) && measured.compareTo(rule.get(limit).getAsBigDecimal()) < 0) {
      add(limit, "must be at least " + rule.get(limit), "inputs", name);
    }
  }

  private void most(String name, JsonObject rule, String limit, BigDecimal measured) {
    if (rule.has(limit) && measured.compareTo(rule.get(limit).getAsBigDecimal()) > 0) {
      add(limit, "must be at most " + rule.get(limit), "inputs", name);
    }
  }

  /** Adds a fault at a place below that of this check. */
  void add(String type, String message, String... location) {
    JsonArray loc = place.deepCopy();
    for (String part : location) {
      loc.add(part);
    }
    JsonObject fault = new JsonObject();
    fault.addProperty("type", type);
    fault.add("loc", loc);
    fault.addProperty("msg", message);
    faults.add(fault);
  }

  private static boolean isA(String type, JsonElement value) {
    return switch (type) {
      case "string" -> isText(value);
      case "integer" -> isInteger(value);
      case "float" -> isNumber(value);
      case "boolean" -> value instanceof JsonPrimitive it && it.isBoolean();
      case "array" -> value.isJsonArray();
      case "object" -> value.isJsonObject();
      case "file" -> isText(value) || value.isJsonObject();
      default -> true;
    };
  }

  static boolean isText(JsonElement value) {
    return value instanceof JsonPrimitive it && it.isString();
  }

  static boolean isInteger(JsonElement value) {
    return isNumber(value) && isWhole(value.getAsBigDecimal());
  }

  private static boolean isNumber(JsonElement value) {
    return value instanceof JsonPrimitive it && it.isNumber();
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }
}
