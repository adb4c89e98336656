package dev.longhaul.functionrunner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.generated.functionrunner.model.ParameterRule;
import dev.longhaul.internal.json.Json;

/**
 * Brings the rules of a template into the shape of the contract, a map from name to rule: they may
 * come as a JSON Schema, and one of them may be malformed. Neither may hide the template.
 */
final class TemplateShape {
  private static final String SCHEMA = "parameter_schema";
  private static final TypeToken<ParameterRule> RULE = TypeToken.get(ParameterRule.class);

  private TemplateShape() {}

  /** Changes every template of an answer: one, a list, or a list inside an object. */
  static void mend(JsonElement answer) {
    if (answer instanceof JsonArray list) {
      list.forEach(TemplateShape::mend);
    } else if (answer instanceof JsonObject object) {
      if (object.get("templates") instanceof JsonArray list) {
        list.forEach(TemplateShape::mend);
      }
      if (object.get(SCHEMA) instanceof JsonObject schema) {
        object.add(SCHEMA, rules(schema));
      }
    }
  }

  private static JsonObject rules(JsonObject schema) {
    JsonObject rules = new JsonObject();
    boolean whole = schema.get("properties") instanceof JsonObject;
    JsonObject named = whole ? schema.getAsJsonObject("properties") : schema;
    for (String name : named.keySet()) {
      rules.add(name, readable(named.get(name)));
    }
    if (whole && schema.get("required") instanceof JsonArray required) {
      required.forEach(name -> require(rules, name));
    }
    return rules;
  }

  /** A rule that cannot be read binds nobody, and the input that it is about stays known. */
  private static JsonObject readable(JsonElement rule) {
    try {
      Json.read(rule.toString(), RULE);
      return rule.getAsJsonObject();
    } catch (Json.MalformedJsonException malformed) {
      return new JsonObject();
    }
  }

  private static void require(JsonObject rules, JsonElement name) {
    if (name.isJsonPrimitive() && rules.get(name.getAsString()) instanceof JsonObject rule) {
      rule.addProperty("required", true);
    }
  }
}
