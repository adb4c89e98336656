package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Collections;
import java.util.Set;

/**
 * An operation {@code POST /frames/Name} for every schema of a document, which takes it as its
 * body: so the frames of a socket can be held against it. A schema that keeps unknown fields lets
 * them pass.
 */
final class FramePaths {
  /** What tells of a property which kind it is. */
  private static final Set<String> KINDS = Set.of("type", "$ref");

  private FramePaths() {}

  /** Puts them into a document in place of its own operations. */
  static void takeThePlaceOfOthers(JsonObject document) {
    JsonObject paths = new JsonObject();
    document
        .getAsJsonObject("components")
        .getAsJsonObject("schemas")
        .asMap()
        .forEach((name, schema) -> add(paths, name, schema.getAsJsonObject()));
    document.add("paths", paths);
    // Those of a socket are no servers of HTTP.
    document.add("servers", json("[{'url':'http://localhost'}]"));
  }

  private static void add(JsonObject paths, String name, JsonObject schema) {
    if (schema.has("x-keep-unknown")) {
      keepUnknown(schema);
    }
    JsonObject content = new JsonObject();
    content.add("schema", json("{'$ref':'#/components/schemas/" + name + "'}"));
    content.add("examples", Spec.schemaExamples(schema));
    JsonObject body = json("{'required':true,'content':{}}").getAsJsonObject();
    body.getAsJsonObject("content").add("application/json", content);
    JsonObject operation = json("{'responses':{'204':{'description':'Taken'}}}").getAsJsonObject();
    operation.addProperty("operationId", name);
    operation.add("requestBody", body);
    if (schema.has("x-direction")) {
      operation.add("x-direction", schema.get("x-direction"));
    }
    JsonObject item = new JsonObject();
    item.add("post", operation);
    paths.add("/frames/" + name, item);
  }

  /**
   * A property of any kind is none then: beside unknown ones, the validator takes it for an object.
   */
  private static void keepUnknown(JsonObject schema) {
    schema.addProperty("additionalProperties", true);
    schema
        .getAsJsonObject("properties")
        .asMap()
        .values()
        .removeIf(property -> Collections.disjoint(property.getAsJsonObject().keySet(), KINDS));
  }

  private static JsonElement json(String text) {
    return JsonParser.parseString(text);
  }
}
