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

  private final JsonArray faults = new JsonArray();

  private InputCheck() {}

  /** The faults of the submission itself: fields missing or of the wrong type. */
  static JsonArray ofSubmission(JsonObject body) {
    InputCheck check = new InputCheck();
    check.type(body, "template_id", "string", true);
    check.type(body, "inputs", "object", true);
    check.type(body, "quality", "string", false);
    check.type(body, "priority", "integer", false);
    check.type(body, "metadata", "object", false);
    JsonElement quality = body.get("quality");
    if (check.faults.isEmpty() && quality != null && !QUALITIES.contains(quality.getAsString())) {
      check.add("enum", "must be one of the levels", "body", "quality");
    }
    return check.faults;
  }

  /** The faults of the inputs under the rules of the template. */
  static JsonArray ofInputs(JsonObject inputs, JsonObject template) {
    InputCheck check = new InputCheck();
    if (template.has("parameter_schema")) {
      for (Map.Entry<String, JsonElement> rule :
          template.getAsJsonObject("parameter_schema").entrySet()) {
        check.input(rule.getKey(), rule.getValue().getAsJsonObject(), inputs);
      }
    }
    return check.faults;
  }

  private void type(JsonObject body, String field, String type, boolean required) {
    JsonElement value = body.get(field);
    if (value == null || value.isJsonNull()) {
      if (required) {
        add("missing", "Field required", "body", field);
      }
    } else if (!isA(type, value)) {
      add("type", "must be " + type, "body", field);
    }
  }

  private void input(String name, JsonObject rule, JsonObject inputs) {
    JsonElement value = inputs.get(name);
    if (value == null || value.isJsonNull()) {
      if (rule.has("required") && rule.get("required").getAsBoolean()) {
        add("missing", "Field required", "body", "inputs", name);
      }
      return;
    }
    String type = rule.has("type") ? rule.get("type").getAsString() : "";
    if (!isA(type, value)) {
      add("type", "must be " + type, "body", "inputs", name);
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
        add("pattern", "must match the pattern", "body", "inputs", name);
      }
    } else if (value.isJsonArray()) {
      BigDecimal length = BigDecimal.valueOf(value.getAsJsonArray().size());
      least(name, rule, "min_length", length);
      most(name, rule, "max_length", length);
    }
    if (rule.has("enum") && !rule.getAsJsonArray("enum").contains(value)) {
      add("enum", "must be one of the values allowed", "body", "inputs", name);
    }
  }

  private void least(String name, JsonObject rule, String limit, BigDecimal measured) {
    if (rule.has(limit) && measured.compareTo(rule.get(limit).getAsBigDecimal()) < 0) {
      add(limit, "must be at least " + rule.get(limit), "body", "inputs", name);
    }
  }

  private void most(String name, JsonObject rule, String limit, BigDecimal measured) {
    if (rule.has(limit) && measured.compareTo(rule.get(limit).getAsBigDecimal()) > 0) {
      add(limit, "must be at most " + rule.get(limit), "body", "inputs", name);
    }
  }

  private void add(String type, String message, String... location) {
    JsonArray loc = new JsonArray();
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
      case "integer" -> isNumber(value) && isWhole(value.getAsBigDecimal());
      case "float" -> isNumber(value);
      case "boolean" -> value instanceof JsonPrimitive it && it.isBoolean();
      case "array" -> value.isJsonArray();
      case "object" -> value.isJsonObject();
      case "file" -> isText(value) || value.isJsonObject();
      default -> true;
    };
  }

  private static boolean isText(JsonElement value) {
    return value instanceof JsonPrimitive it && it.isString();
  }

  private static boolean isNumber(JsonElement value) {
    return value instanceof JsonPrimitive it && it.isNumber();
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }
}
