package dev.longhaul.integration.contract;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** One document of openapi/. It is read where it lies, so that no test can look at an old copy. */
final class Spec {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final List<Spec> ALL = readAll();

  private final String name;
  private final String text;
  private final JsonObject root;
  private final List<SpecOperation> operations = new ArrayList<>();

  private Spec(String name, String text) {
    this.name = name;
    this.text = text;
    Object document = new Yaml().load(text);
    root = new GsonBuilder().serializeNulls().create().toJsonTree(document).getAsJsonObject();
    root.getAsJsonObject("paths").asMap().forEach(this::addOperations);
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

  String name() {
    return name;
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
