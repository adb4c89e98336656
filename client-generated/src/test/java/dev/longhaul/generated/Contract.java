package dev.longhaul.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One document of openapi/, its classes, and its examples. */
final class Contract {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", ""), "..", "openapi").toAbsolutePath().normalize();

  private final Path file;
  private final JsonObject root;

  private Contract(Path file) {
    this.file = file;
    this.root = YamlAsJson.read(file).getAsJsonObject();
  }

  /** Gives every document there is, so that a new one cannot be forgotten. */
  static List<Contract> all() {
    try (var files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(Contract::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return file;
  }

  String name() {
    return file.getFileName().toString().replace(".yaml", "");
  }

  String basePackage() {
    return "dev.longhaul.generated." + name().replace("-", "");
  }

  JsonObject root() {
    return root;
  }

  /** Gives the named schemas in the order of the document. */
  Map<String, JsonElement> schemas() {
    return root.getAsJsonObject("components").getAsJsonObject("schemas").asMap();
  }

  /** Follows references until there is none. */
  JsonObject resolve(JsonObject node) {
    JsonObject resolved = node;
    while (resolved.has("$ref")) {
      resolved = at(resolved.get("$ref").getAsString());
    }
    return resolved;
  }

  private JsonObject at(String reference) {
    JsonObject node = root;
    for (String step : reference.substring("#/".length()).split("/")) {
      node = node.getAsJsonObject(step.replace("~1", "/").replace("~0", "~"));
    }
    return node;
  }

  /** Gives every example in the document, wherever one may stand. */
  List<Example> examples() {
    return new ExampleSearch(this).search();
  }

  /** Gives the Java type that the generator maps a schema to. */
  Type type(JsonObject schema) {
    if (schema.has("$ref")) {
      String reference = schema.get("$ref").getAsString();
      JsonObject target = resolve(schema);
      return isClass(target)
          ? model(reference.substring(reference.lastIndexOf('/') + 1))
          : type(target);
    }
    if (!schema.has("type")) {
      return JsonElement.class;
    }
    return switch (schema.get("type").getAsString()) {
      case "string" -> String.class;
      case "boolean" -> Boolean.class;
      case "number" -> Double.class;
      case "integer" -> isLong(schema) ? Long.class : Integer.class;
      case "array" ->
          TypeToken.getParameterized(List.class, type(schema.getAsJsonObject("items"))).getType();
      default -> objectType(schema);
    };
  }

  private Type objectType(JsonObject schema) {
    if (!schema.has("additionalProperties")) {
      return JsonObject.class;
    }
    Type value = type(schema.getAsJsonObject("additionalProperties"));
    return TypeToken.getParameterized(Map.class, String.class, value).getType();
  }

  private static boolean isLong(JsonObject schema) {
    return schema.has("format") && schema.get("format").getAsString().equals("int64");
  }

  static boolean isClass(JsonObject schema) {
    return schema.has("properties") || schema.has("enum");
  }

  Class<?> model(String schemaName) {
    try {
      return Class.forName(basePackage() + ".model." + schemaName);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name() + ": no class was generated for " + schemaName, e);
    }
  }

  /** Gives all classes that stand for a named schema. */
  List<Class<?>> models() {
    List<Class<?>> models = new ArrayList<>();
    schemas()
        .forEach(
            (schemaName, schema) -> {
              if (isClass(schema.getAsJsonObject())) {
                models.add(model(schemaName));
              }
            });
    return models;
  }

  /** Gives the interfaces of this document; none when it has no operations. */
  List<Class<?>> apis() {
    List<Class<?>> apis = new ArrayList<>();
    for (JsonElement tag : root.getAsJsonArray("tags")) {
      String name = tag.getAsJsonObject().get("name").getAsString();
      try {
        apis.add(Class.forName(basePackage() + ".api." + name + "Api"));
      } catch (ClassNotFoundException e) {
        assertThat(root.getAsJsonObject("paths").asMap()).as("operations of %s", name).isEmpty();
      }
    }
    return apis;
  }

  /** Gives the ids of the operations whose first good answer is a file. */
  List<String> operationsWithBinaryAnswer() {
    return root.getAsJsonObject("paths").asMap().values().stream()
        .flatMap(path -> path.getAsJsonObject().asMap().values().stream())
        .filter(JsonObject.class::isInstance)
        .map(JsonElement::getAsJsonObject)
        .filter(operation -> operation.has("responses") && isBinary(operation))
        .map(operation -> operation.get("operationId").getAsString())
        .toList();
  }

  private boolean isBinary(JsonObject operation) {
    return operation.getAsJsonObject("responses").asMap().entrySet().stream()
        .filter(response -> response.getKey().startsWith("2"))
        .findFirst()
        .map(response -> resolve(response.getValue().getAsJsonObject()))
        .filter(response -> response.has("content"))
        .map(response -> response.getAsJsonObject("content").toString())
        .filter(content -> content.contains("\"format\":\"binary\""))
        .isPresent();
  }

  static List<String> texts(JsonArray array) {
    return array.asList().stream()
        .filter(JsonPrimitive.class::isInstance)
        .map(JsonElement::getAsString)
        .toList();
  }

  @Override
  public String toString() {
    return name();
  }
}
