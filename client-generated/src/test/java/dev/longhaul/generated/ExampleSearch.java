package dev.longhaul.generated;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks through a document and collects the examples of bodies, parameters, headers and schemas.
 */
final class ExampleSearch {
  private final Contract contract;
  private final List<Example> found = new ArrayList<>();

  ExampleSearch(Contract contract) {
    this.contract = contract;
  }

  List<Example> search() {
    JsonObject withoutSchemas = contract.root().deepCopy();
    withoutSchemas.getAsJsonObject("components").remove("schemas");
    walk(contract.name(), withoutSchemas);
    contract
        .schemas()
        .forEach((name, schema) -> addSchema(contract.name() + "/" + name, name, schema));
    return found;
  }

  /** Visits all but schemas: a schema with examples beside it is a body, parameter or header. */
  private void walk(String where, JsonElement node) {
    if (node.isJsonArray()) {
      for (int i = 0; i < node.getAsJsonArray().size(); i++) {
        walk(where + "/" + i, node.getAsJsonArray().get(i));
      }
    }
    if (!node.isJsonObject()) {
      return;
    }
    JsonObject object = node.getAsJsonObject();
    if (object.has("schema")) {
      JsonObject schema = object.getAsJsonObject("schema");
      own(object)
          .forEach((name, value) -> found.add(new Example(where + "/" + name, value, schema)));
    }
    for (Map.Entry<String, JsonElement> member : object.entrySet()) {
      if (!member.getKey().startsWith("example") && !member.getKey().startsWith("x-")) {
        walk(where + "/" + member.getKey(), member.getValue());
      }
    }
  }

  private void addSchema(String where, String name, JsonElement node) {
    JsonObject reference = new JsonObject();
    reference.addProperty("$ref", "#/components/schemas/" + name);
    JsonObject schema = node.getAsJsonObject();
    own(schema).forEach((n, value) -> found.add(new Example(where + "/" + n, value, reference)));
    if (schema.has("properties")) {
      schema
          .getAsJsonObject("properties")
          .asMap()
          .forEach((property, inner) -> addProperty(where, property, inner, reference));
    }
  }

  /** An example of one property goes through the class that has the property. */
  private void addProperty(String where, String property, JsonElement schema, JsonObject owner) {
    own(schema.getAsJsonObject())
        .forEach(
            (name, value) -> {
              JsonObject holder = new JsonObject();
              holder.add(property, value);
              found.add(new Example(where + "." + property + "/" + name, holder, owner));
            });
  }

  /** Gives the examples that stand in this very node, by name. */
  private Map<String, JsonElement> own(JsonObject node) {
    Map<String, JsonElement> own = new LinkedHashMap<>();
    if (node.has("example")) {
      own.put("example", node.get("example"));
    }
    if (node.has("x-examples")) {
      own.putAll(node.getAsJsonObject("x-examples").asMap());
    }
    if (node.has("examples")) {
      node.getAsJsonObject("examples")
          .asMap()
          .forEach(
              (name, example) ->
                  own.put(name, contract.resolve(example.getAsJsonObject()).get("value")));
    }
    return own;
  }
}
