package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a document, with the examples that the document gives for it.
 *
 * @param spec the document
 * @param method the HTTP method, in lower case
 * @param path the path as the document writes it
 * @param node what the document says about it
 */
record SpecOperation(Spec spec, String method, String path, JsonObject node) {
  String id() {
    return node.get("operationId").getAsString();
  }

  /** Returns a text that the document has about it, null for none. */
  @Nullable String text(String name) {
    return node.has(name) ? node.get(name).getAsString() : null;
  }

  /** Returns the document and the operation, such as {@code vestis: readJob}. */
  String name() {
    return spec.name() + ": " + id();
  }

  /** Returns every answer that the document shows; one without a body has no example and counts. */
  List<CannedAnswer> answers() {
    List<CannedAnswer> answers = new ArrayList<>();
    node.getAsJsonObject("responses")
        .asMap()
        .forEach((status, response) -> addAnswers(answers, status, spec.resolve(response)));
    return answers;
  }

  /** Returns one answer by status and example, such as {@code 200/running}. */
  CannedAnswer answer(String label) {
    return answers().stream()
        .filter(answer -> answer.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name() + " has no example " + label));
  }

  private void addAnswers(List<CannedAnswer> answers, String status, JsonObject response) {
    CannedAnswer bare =
        new CannedAnswer(this, Integer.parseInt(status), headers(response), "no body", null, null);
    if (!response.has("content")) {
      answers.add(bare);
      return;
    }
    response
        .getAsJsonObject("content")
        .asMap()
        .forEach(
            (type, content) ->
                examples(content.getAsJsonObject())
                    .forEach((name, value) -> answers.add(bare.with(name, type, value))));
  }

  /** Returns the headers of a response, each with its example. */
  private Map<String, String> headers(JsonObject response) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (response.has("headers")) {
      response
          .getAsJsonObject("headers")
          .asMap()
          .forEach(
              (name, header) ->
                  headers.put(name, spec.resolve(header).get("example").getAsString()));
    }
    return headers;
  }

  /** Returns the examples of the JSON body that a request may have, by name. */
  Map<String, JsonElement> requestExamples() {
    return examples(requestContent());
  }

  /** Returns the examples of the form that a request may have, by name. */
  Map<String, JsonElement> formExamples() {
    return examples(formContent());
  }

  /** Returns the example of a parameter. */
  JsonElement parameterExample(String name) {
    return parameters().stream()
        .filter(parameter -> parameter.get("name").getAsString().equals(name))
        .map(parameter -> parameter.get("example"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name() + " has no parameter " + name));
  }

  /**
   * Returns all that a request may carry: its query parameters with their examples, its header
   * parameters, and the fields of its body as dotted paths.
   */
  Set<String> requestParts() {
    Set<String> parts = new TreeSet<>();
    for (JsonObject parameter : parameters()) {
      String in = parameter.get("in").getAsString();
      String name = parameter.get("name").getAsString();
      if (in.equals("query")) {
        parts.add("query " + name + "=" + Trees.texts(parameter.get("example")));
      } else if (in.equals("header")) {
        parts.add("header " + name);
      }
    }
    if (requestContent().has("schema")) {
      addFields(parts, "body", requestContent().get("schema"));
    }
    if (formContent().has("schema")) {
      addFields(parts, "form", formContent().get("schema"));
    }
    return parts;
  }

  /** Returns whether it takes a request. */
  boolean takes(String verb, String requested) {
    String pattern = spec.basePath() + path.replaceAll("\\{[^/]*}", "[^/]+");
    return method.equalsIgnoreCase(verb) && requested.matches(pattern);
  }

  /** Returns whether it makes something that may cost: such operations take a key. */
  boolean creates() {
    return parameters().stream()
        .anyMatch(parameter -> parameter.get("name").getAsString().equals("Idempotency-Key"));
  }

  private void addFields(Set<String> parts, String at, JsonElement node) {
    JsonObject schema = spec.resolve(node);
    if (schema.has("items")) {
      addFields(parts, at, schema.get("items"));
    }
    if (schema.has("properties")) {
      schema
          .getAsJsonObject("properties")
          .asMap()
          .forEach(
              (name, property) -> {
                parts.add(at + "." + name);
                addFields(parts, at + "." + name, property);
              });
    }
  }

  private List<JsonObject> parameters() {
    return Stream.of(node, spec.item(path))
        .filter(place -> place.has("parameters"))
        .flatMap(place -> place.getAsJsonArray("parameters").asList().stream())
        .map(spec::resolve)
        .toList();
  }

  private JsonObject requestContent() {
    return requestContent("application/json");
  }

  /** Returns what the document says about the form that a request may have; empty for none. */
  JsonObject formContent() {
    return requestContent(Spec.FORM);
  }

  private JsonObject requestContent(String type) {
    if (!node.has("requestBody")) {
      return new JsonObject();
    }
    JsonObject content = spec.resolve(node.get("requestBody")).getAsJsonObject("content");
    return content.has(type) ? content.getAsJsonObject(type) : new JsonObject();
  }

  private Map<String, JsonElement> examples(JsonObject content) {
    Map<String, JsonElement> examples = new LinkedHashMap<>();
    if (content.has("example")) {
      examples.put("example", content.get("example"));
    }
    if (content.has("examples")) {
      content
          .getAsJsonObject("examples")
          .asMap()
          .forEach((name, example) -> examples.put(name, spec.resolve(example).get("value")));
    }
    return examples;
  }

  @Override
  public String toString() {
    return name();
  }
}
