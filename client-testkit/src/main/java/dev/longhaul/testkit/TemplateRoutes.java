package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.longhaul.testkit.FakeOptions.ListShape;
import java.util.List;
import java.util.Map;

/** Templates, in both dialects. */
final class TemplateRoutes {

  private final TemplateCatalog templates;
  private final ListShape listShape;
  private final BackendTemplateJson backend;
  private final EnvelopeErrors errors;

  TemplateRoutes(FakeOptions options, TemplateCatalog templates, EnvelopeErrors errors) {
    this.templates = templates;
    this.listShape = options.listShape();
    this.backend = new BackendTemplateJson(options.clock().instant());
    this.errors = errors;
  }

  WireAnswer list(Map<String, List<String>> query) {
    List<JsonObject> matching = templates.matching(query);
    JsonArray page = TemplateCatalog.array(TemplateCatalog.page(matching, query));
    return WireAnswer.json(
        200, listShape == ListShape.ARRAY ? page : templates.wrapped(page, matching.size()));
  }

  WireAnswer read(String id) {
    JsonObject template = templates.find(id);
    return template == null ? errors.notFound("Template", id) : WireAnswer.json(200, template);
  }

  WireAnswer listBackend(Map<String, List<String>> query) {
    List<JsonObject> matching = templates.matchingBackend(query);
    JsonArray entries = TemplateCatalog.array(matching.stream().map(backend::entry).toList());
    return WireAnswer.json(200, templates.wrapped(entries, matching.size()));
  }

  WireAnswer readBackend(String id, Map<String, List<String>> query) {
    JsonObject template = templates.find(id);
    return template == null || !isVersion(template, query.getOrDefault("version", List.of()))
        ? errors.notFound("Template", id)
        : WireAnswer.json(200, backend.whole(template));
  }

  private static boolean isVersion(JsonObject template, List<String> asked) {
    String version = template.has("version") ? template.get("version").getAsString() : "";
    return asked.isEmpty() || asked.get(0).equals(version);
  }
}
