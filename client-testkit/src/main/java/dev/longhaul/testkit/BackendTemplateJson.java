package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes templates as the second dialect has them. */
final class BackendTemplateJson {

  private static final Set<String> FEW =
      Set.of("id", "name", "version", "category", "description", "author", "tags");
  private static final List<String> LIMITS =
      List.of("min_value", "max_value", "min_length", "max_length", "pattern", "enum", "format");

  private final Instant loaded;

  BackendTemplateJson(Instant loaded) {
    this.loaded = loaded;
  }

  /** A template in a list: few fields, and some that only this dialect has. */
  JsonObject entry(JsonObject template) {
    JsonObject entry = fewOf(template);
    entry.addProperty("requires_gpu", TemplateCatalog.needsGpu(template));
    entry.addProperty("loaded_at", loaded.toString());
    entry.addProperty("file_path", "templates/" + template.get("id").getAsString() + ".json");
    return entry;
  }

  /** One template: its rules nested, apart from what it needs. */
  JsonObject whole(JsonObject template) {
    JsonObject inputs = new JsonObject();
    for (Map.Entry<String, JsonElement> rule : part(template, "parameter_schema").entrySet()) {
      inputs.add(rule.getKey(), input(rule.getKey(), rule.getValue().getAsJsonObject()));
    }
    JsonObject outputs = new JsonObject();
    for (Map.Entry<String, JsonElement> rule : part(template, "output_schema").entrySet()) {
      outputs.add(rule.getKey(), named(rule.getKey(), rule.getValue().getAsJsonObject()));
    }
    JsonObject ends = new JsonObject();
    ends.add("inputs", inputs);
    ends.add("outputs", outputs);
    JsonObject operation = new JsonObject();
    operation.addProperty("operationId", template.get("id").getAsString() + "_execute");
    JsonObject whole = fewOf(template);
    whole.add("interface", ends);
    whole.add("requirements", requirements(template));
    whole.add("examples", template.has("examples") ? template.get("examples") : new JsonArray());
    whole.add("openapi_schema", operation);
    return whole;
  }

  private static JsonObject requirements(JsonObject template) {
    JsonObject resources = new JsonObject();
    resources.addProperty("gpu", TemplateCatalog.needsGpu(template));
    JsonElement memory = part(template, "resource_requirements").get("gpu_memory_gb");
    if (memory != null) {
      resources.add("vram_gb", memory);
    }
    JsonObject requirements = new JsonObject();
    requirements.add("resources", resources);
    return requirements;
  }

  private static JsonObject input(String name, JsonObject rule) {
    JsonObject nested = named(name, rule);
    JsonObject constraints = new JsonObject();
    for (String limit : LIMITS) {
      if (nested.has(limit)) {
        constraints.add(limit, nested.remove(limit));
      }
    }
    if (constraints.size() > 0) {
      nested.add("constraints", constraints);
    }
    return nested;
  }

  private static JsonObject named(String name, JsonObject rule) {
    JsonObject named = new JsonObject();
    named.addProperty("name", name);
    rule.entrySet().forEach(entry -> named.add(entry.getKey(), entry.getValue()));
    return named;
  }

  private static JsonObject fewOf(JsonObject template) {
    JsonObject few = template.deepCopy();
    few.keySet().retainAll(FEW);
    return few;
  }

  private static JsonObject part(JsonObject template, String name) {
    return template.has(name) ? template.getAsJsonObject(name) : new JsonObject();
  }
}
