package dev.longhaul.generated;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells how a written value differs from its example. The schema says what counts: order of members
 * never, times as instants, whole numbers to the letter, nulls only where they have a meaning.
 */
final class Comparison {
  private final Contract contract;
  private final List<String> differences = new ArrayList<>();

  Comparison(Contract contract) {
    this.contract = contract;
  }

  List<String> differences(Example example, JsonElement written) {
    compare("$", example.value(), written, example.schema());
    return differences;
  }

  private void compare(String path, JsonElement example, JsonElement written, JsonObject node) {
    JsonObject schema = contract.resolve(node);
    if (example.isJsonNull()) {
      check(path, example, written, written.isJsonNull());
    } else if (!schema.has("type")) {
      check(path, example, written, sameText(example, written));
    } else {
      compareTyped(path, example, written, schema);
    }
  }

  private void compareTyped(
      String path, JsonElement example, JsonElement written, JsonObject schema) {
    switch (schema.get("type").getAsString()) {
      case "object" -> compareObjects(path, example, written, schema);
      case "array" -> compareArrays(path, example, written, schema);
      case "number" -> check(path, example, written, sameNumber(example, written));
      case "string" ->
          check(
              path,
              example,
              written,
              isDateTime(schema) ? sameInstant(example, written) : sameText(example, written));
      default -> check(path, example, written, sameText(example, written));
    }
  }

  private void compareObjects(
      String path, JsonElement example, JsonElement written, JsonObject schema) {
    if (!example.isJsonObject() || !written.isJsonObject()) {
      check(path, example, written, false);
    } else if (schema.has("properties")) {
      compareMembers(path, example.getAsJsonObject(), written.getAsJsonObject(), schema);
    } else if (schema.has("additionalProperties")) {
      JsonObject value = schema.getAsJsonObject("additionalProperties");
      for (String name : names(example.getAsJsonObject(), written.getAsJsonObject())) {
        compare(path + "." + name, member(example, name), member(written, name), value);
      }
    } else {
      check(path, example, written, sameText(example, written));
    }
  }

  private void compareMembers(
      String path, JsonObject example, JsonObject written, JsonObject schema) {
    JsonObject properties = schema.getAsJsonObject("properties");
    for (String name : names(example, written)) {
      String at = path + "." + name;
      if (!properties.has(name)) {
        check(at, example.get(name), written.get(name), isKept(schema, name, example, written));
      } else if (!isFile(properties.getAsJsonObject(name))) {
        boolean mustBeThere = example.has(name) && isExplicitNull(schema, name, example);
        check(at, example.get(name), written.get(name), !mustBeThere || written.has(name));
        compare(at, member(example, name), member(written, name), properties.getAsJsonObject(name));
      }
    }
  }

  /** A member that the schema does not declare belongs in an example only where it is kept. */
  private static boolean isKept(
      JsonObject schema, String name, JsonObject example, JsonObject written) {
    return schema.has("x-keep-unknown")
        && example.has(name)
        && written.has(name)
        && sameText(example.get(name), written.get(name));
  }

  private boolean isExplicitNull(JsonObject schema, String name, JsonObject example) {
    JsonObject property =
        contract.resolve(schema.getAsJsonObject("properties").getAsJsonObject(name));
    boolean required =
        schema.has("required") && Contract.texts(schema.getAsJsonArray("required")).contains(name);
    return example.get(name).isJsonNull()
        && (!property.has("type") || (required && property.has("nullable")));
  }

  private void compareArrays(
      String path, JsonElement example, JsonElement written, JsonObject schema) {
    if (!example.isJsonArray() || !written.isJsonArray()) {
      check(path, example, written, false);
      return;
    }
    JsonArray expected = example.getAsJsonArray();
    JsonArray actual = written.getAsJsonArray();
    check(path, example, written, expected.size() == actual.size());
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      compare(
          path + "[" + i + "]", expected.get(i), actual.get(i), schema.getAsJsonObject("items"));
    }
  }

  private void check(String path, JsonElement example, JsonElement written, boolean isSame) {
    if (!isSame) {
      differences.add(path + ": " + example + " became " + written);
    }
  }

  private static boolean sameText(JsonElement example, JsonElement written) {
    if (example.isJsonObject() && written.isJsonObject()) {
      return names(example.getAsJsonObject(), written.getAsJsonObject()).stream()
          .allMatch(name -> hasSame(example.getAsJsonObject(), written.getAsJsonObject(), name));
    }
    if (example.isJsonArray() && written.isJsonArray()) {
      JsonArray expected = example.getAsJsonArray();
      JsonArray actual = written.getAsJsonArray();
      boolean same = expected.size() == actual.size();
      for (int i = 0; same && i < expected.size(); i++) {
        same = sameText(expected.get(i), actual.get(i));
      }
      return same;
    }
    return example.toString().equals(written.toString());
  }

  private static boolean hasSame(JsonObject example, JsonObject written, String name) {
    return example.has(name) && written.has(name) && sameText(example.get(name), written.get(name));
  }

  private static boolean sameNumber(JsonElement example, JsonElement written) {
    return isNumber(example)
        && isNumber(written)
        && new BigDecimal(example.toString()).compareTo(new BigDecimal(written.toString())) == 0;
  }

  private static boolean isNumber(JsonElement element) {
    return element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
  }

  private static boolean sameInstant(JsonElement example, JsonElement written) {
    return written.isJsonPrimitive()
        && OffsetDateTime.parse(example.getAsString())
            .toInstant()
            .equals(OffsetDateTime.parse(written.getAsString()).toInstant());
  }

  private static boolean isDateTime(JsonObject schema) {
    return schema.has("format") && schema.get("format").getAsString().equals("date-time");
  }

  private static boolean isFile(JsonObject schema) {
    return schema.has("format") && schema.get("format").getAsString().equals("binary");
  }

  private static JsonElement member(JsonElement object, String name) {
    JsonElement member = object.getAsJsonObject().get(name);
    return member == null ? JsonNull.INSTANCE : member;
  }

  private static Set<String> names(JsonObject first, JsonObject second) {
    Set<String> names = new LinkedHashSet<>(first.keySet());
    names.addAll(second.keySet());
    return names;
  }
}
