package dev.longhaul.integration.contract;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** One document of openapi/. It is read where it lies, so that no test can look at an old copy. */
final class Spec {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final String SCHEMAS = "#/components/schemas/";
  private static final List<Spec> ALL = readAll();

  /** The media type of a form that may hold files. */
  static final String FORM = "multipart/form-data";

  private final String name;
  private final String text;
  private final JsonObject root;
  private final List<SpecOperation> operations = new ArrayList<>();

  private Spec(String name, String text) {
    this(name, text, tree(new Yaml().load(text)));
  }

  private Spec(String name, String text, JsonObject root) {
    this.name = name;
    this.text = text;
    this.root = root;
    root.getAsJsonObject("paths").asMap().forEach(this::addOperations);
  }

  private static JsonObject tree(Object document) {
    return new GsonBuilder().serializeNulls().create().toJsonTree(document).getAsJsonObject();
  }

  private static List<Spec> readAll() {
    try (var files = Files.list(Path.of("..", "openapi"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(Spec::read)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Spec read(Path file) {
    try {
      return new Spec(file.getFileName().toString().replace(".yaml", ""), Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns every document there is, so that a new one cannot be forgotten. */
  static List<Spec> all() {
    return ALL;
  }

  /** Returns an operation by its full name, such as {@code vestis: readJob}. */
  static SpecOperation operation(String name) {
    return ALL.stream()
        .flatMap(spec -> spec.operations.stream())
        .filter(operation -> operation.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No spec has the operation " + name));
  }

  /** Returns a document by its name, such as {@code vestis}. */
  static Spec named(String name) {
    return ALL.stream()
        .filter(spec -> spec.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no spec " + name));
  }

  /** Returns an operation of this document by its full name, that of the document or a variant. */
  SpecOperation own(String name) {
    String id = name.substring(name.lastIndexOf(' ') + 1);
    return operations.stream()
        .filter(operation -> operation.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " has no operation " + id));
  }

  /** Returns the operation that a request asks for. */
  SpecOperation operation(String method, String path) {
    return operations.stream()
        .filter(operation -> operation.takes(method, path))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " has no " + method + " " + path));
  }

  /**
   * Returns this document with other bodies in its operations, for services that speak in another
   * way than the operations show. The bodies' own examples take the place of those there.
   *
   * @param schemas the name of a schema and that of the one to take its place; it may be the same
   */
  Spec with(Map<String, String> schemas) {
    JsonObject copy = root.deepCopy();
    exchangeBodies(copy.get("paths"), schemas);
    exchangeBodies(copy.getAsJsonObject("components").get("responses"), schemas);
    return new Spec(name + " " + schemas.values(), copy.toString(), copy);
  }

  private void exchangeBodies(JsonElement node, Map<String, String> schemas) {
    if (node.isJsonArray()) {
      node.getAsJsonArray().forEach(item -> exchangeBodies(item, schemas));
    } else if (node.isJsonObject()) {
      JsonObject object = node.getAsJsonObject();
      if (object.has("schema") && object.get("schema").getAsJsonObject().has("$ref")) {
        exchangeBody(object, schemas);
      }
      object.asMap().values().forEach(member -> exchangeBodies(member, schemas));
    }
  }

  private void exchangeBody(JsonObject content, Map<String, String> schemas) {
    String ref = content.getAsJsonObject("schema").get("$ref").getAsString();
    String other = schemas.get(ref.substring(SCHEMAS.length()));
    if (other != null) {
      JsonObject schema = new JsonObject();
      schema.addProperty("$ref", SCHEMAS + other);
      content.add("schema", schema);
      content.add("examples", schemaExamples(resolve(schema)));
    }
  }

  static JsonObject schemaExamples(JsonObject schema) {
    JsonObject examples = new JsonObject();
    addExample(examples, "example", schema.get("example"));
    if (schema.has("x-examples")) {
      schema
          .getAsJsonObject("x-examples")
          .asMap()
          .forEach((name, value) -> addExample(examples, name, value));
    }
    return examples;
  }

  private static void addExample(JsonObject examples, String name, JsonElement value) {
    JsonObject example = new JsonObject();
    example.add("value", value);
    examples.add(name, example);
  }

  /**
   * Returns this document with one query parameter for an operation, which it has to have, and no
   * other.
   *
   * @param id the operation's id
   * @param only the parameter's name, or one that is unknown for no parameter at all
   */
  Spec withQuery(String id, String only) {
    JsonObject copy = root.deepCopy();
    SpecOperation operation = own(id);
    JsonObject node =
        copy.getAsJsonObject("paths")
            .getAsJsonObject(operation.path())
            .getAsJsonObject(operation.method());
    JsonArray kept = new JsonArray();
    for (JsonElement parameter : node.remove("parameters").getAsJsonArray()) {
      JsonObject whole = resolve(parameter).deepCopy();
      boolean isQuery = whole.get("in").getAsString().equals("query");
      if (!isQuery || whole.get("name").getAsString().equals(only)) {
        whole.addProperty("required", isQuery);
        kept.add(whole);
      }
    }
    node.add("parameters", kept);
    return new Spec(name + " " + only, copy.toString(), copy);
  }

  /** Returns this document with a schema that lets fields pass which it does not declare. */
  Spec withUnknownFields(String schema) {
    JsonObject copy = root.deepCopy();
    copy.getAsJsonObject("components")
        .getAsJsonObject("schemas")
        .getAsJsonObject(schema)
        .addProperty("additionalProperties", true);
    return new Spec(name, copy.toString(), copy);
  }

  /** Returns this document with every form taken for a JSON body of the same fields. */
  Spec withFormsAsJson() {
    JsonObject copy = root.deepCopy();
    for (JsonElement item : copy.getAsJsonObject("paths").asMap().values()) {
      for (JsonElement member : item.getAsJsonObject().asMap().values()) {
        if (member instanceof JsonObject operation && operation.has("requestBody")) {
          JsonObject content = operation.getAsJsonObject("requestBody").getAsJsonObject("content");
          if (content.has(FORM)) {
            content.add("application/json", content.remove(FORM));
          }
        }
      }
    }
    return new Spec(name + " with forms as JSON", copy.toString(), copy);
  }

  /** Returns this document with {@linkplain FramePaths paths for its schemas} alone. */
  Spec withFrames() {
    JsonObject copy = root.deepCopy();
    FramePaths.takeThePlaceOfOthers(copy);
    return new Spec(name + " with frames", copy.toString(), copy);
  }

  String name() {
    return name;
  }

  /** Returns whether this is that document, or it with other bodies. */
  boolean isVariantOf(Spec other) {
    return name.equals(other.name) || name.startsWith(other.name + " ");
  }

  String text() {
    return text;
  }

  List<SpecOperation> operations() {
    return operations;
  }

  /** Returns the path that the document's server puts before all others; empty for its root. */
  String basePath() {
    JsonObject server = root.getAsJsonArray("servers").get(0).getAsJsonObject();
    return URI.create(server.get("url").getAsString()).getPath();
  }

  /** Returns what the document says about a path. */
  JsonObject item(String path) {
    return root.getAsJsonObject("paths").getAsJsonObject(path);
  }

  private void addOperations(String path, JsonElement item) {
    item.getAsJsonObject()
        .asMap()
        .forEach(
            (method, node) -> {
              if (METHODS.contains(method)) {
                operations.add(new SpecOperation(this, method, path, node.getAsJsonObject()));
              }
            });
  }

  /** Returns a node itself, or what it refers to. */
  JsonObject resolve(JsonElement node) {
    JsonObject resolved = node.getAsJsonObject();
    while (resolved.has("$ref")) {
      JsonObject target = root;
      for (String step : resolved.get("$ref").getAsString().substring("#/".length()).split("/")) {
        target = target.getAsJsonObject(step);
      }
      resolved = target;
    }
    return resolved;
  }

  @Override
  public String toString() {
    return name;
  }
}
