package dev.longhaul.integration.contract;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds forms against a document, which the validator does not: their fields as if they were JSON,
 * and of each part its media type, its file name and, since every file of these tests ends in the
 * text that stands for it, whether the file is whole.
 */
final class FormCheck {
  private static final Map<Spec, FormCheck> CHECKS = new ConcurrentHashMap<>();

  private final Spec spec;
  private final Spec asJson;

  private FormCheck(Spec spec) {
    this.spec = spec;
    asJson = spec.withFormsAsJson();
  }

  static FormCheck of(Spec spec) {
    return CHECKS.computeIfAbsent(spec, FormCheck::new);
  }

  /** Returns how the form of a request breaks the contract; empty when it keeps it. */
  List<String> problems(Exchange exchange) {
    FormBody form = exchange.sent().form().orElseThrow();
    List<String> problems = new ArrayList<>();
    JsonObject content = spec.operation(exchange.method(), exchange.path()).formContent();
    JsonObject fields = fields(content);
    Set<String> names = new HashSet<>();
    for (FormBody.Part part : form.parts()) {
      String at = exchange + ", the part " + part.name() + ": ";
      if (!names.add(part.name())) {
        problems.add(at + "comes twice");
      }
      if (fields.has(part.name())) {
        partProblems(part, fields.getAsJsonObject(part.name()), content)
            .forEach(problem -> problems.add(at + problem));
      }
    }
    problems.addAll(SpecCheck.of(asJson).requestProblems(asJson(exchange, form)));
    return problems;
  }

  private JsonObject fields(JsonObject content) {
    return spec.resolve(content.get("schema")).getAsJsonObject("properties");
  }

  private List<String> partProblems(FormBody.Part part, JsonObject field, JsonObject content) {
    JsonObject schema = spec.resolve(field);
    boolean isFile = schema.has("format") && schema.get("format").getAsString().equals("binary");
    List<String> problems = new ArrayList<>();
    if (isFile != (part.file() != null)) {
      problems.add(isFile ? "has no file name" : "has a file name");
    }
    if (isFile) {
      List<String> allowed = mediaTypes(content, part.name());
      if (!allowed.contains(String.valueOf(part.type()))) {
        problems.add("is " + part.type() + " and none of " + allowed);
      }
      if (!new String(part.bytes(), StandardCharsets.ISO_8859_1).endsWith(part.value())) {
        problems.add("is not the whole file");
      }
    } else if (part.type() != null && !part.type().startsWith("text/plain")) {
      problems.add("is " + part.type() + " and no text");
    }
    return problems;
  }

  private static List<String> mediaTypes(JsonObject content, String part) {
    String types =
        content.getAsJsonObject("encoding").getAsJsonObject(part).get("contentType").getAsString();
    return Arrays.asList(types.split(", *"));
  }

  private static Exchange asJson(Exchange exchange, FormBody form) {
    Exchange.Message sent =
        new Exchange.Message(
            Map.of("Content-Type", List.of("application/json")),
            form.tree().toString().getBytes(StandardCharsets.UTF_8));
    return new Exchange(
        exchange.operation(),
        exchange.method(),
        exchange.path(),
        exchange.query(),
        sent,
        exchange.status(),
        exchange.answered());
  }
}
