package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The templates of a fake, by id. Safe for use by several threads. */
final class TemplateCatalog {

  private final Map<String, JsonObject> templates = new LinkedHashMap<>();

  /** Starts with the templates that every fake has. */
  TemplateCatalog() {
    for (JsonElement template : shipped()) {
      add(template.getAsJsonObject());
    }
  }

  synchronized void add(JsonObject template) {
    templates.put(template.get("id").getAsString(), template);
  }

  synchronized @Nullable JsonObject find(String id) {
    return templates.get(id);
  }

  /** Those that match every filter of the first dialect, before paging. */
  List<JsonObject> matching(Map<String, List<String>> query) {
    return all().stream().filter(template -> matches(template, query)).toList();
  }

  /** Those that match every filter of the second dialect, which has no paging. */
  List<JsonObject> matchingBackend(Map<String, List<String>> query) {
    boolean gpuOnly = query.getOrDefault("gpu_only", List.of()).contains("true");
    return all().stream()
        .filter(template -> hasCategory(template, query))
        .filter(template -> tags(template).containsAll(query.getOrDefault("tag", List.of())))
        .filter(template -> !gpuOnly || needsGpu(template))
        .toList();
  }

  /** Cuts a list to {@code offset} and {@code limit}. */
  static List<JsonObject> page(List<JsonObject> templates, Map<String, List<String>> query) {
    long offset = number(query, "offset", 0, 0);
    return templates.stream()
        .skip(offset)
        .limit(number(query, "limit", 1, Long.MAX_VALUE))
        .toList();
  }

  /** A list as an object: with how many match in all, and every category and tag there is. */
  JsonObject wrapped(JsonArray templates, int total) {
    JsonArray categories = new JsonArray();
    JsonArray tags = new JsonArray();
    sorted(all().stream().map(template -> text(template, "category"))).forEach(categories::add);
    sorted(all().stream().flatMap(template -> tags(template).stream())).forEach(tags::add);
    JsonObject page = new JsonObject();
    page.add("templates", templates);
    page.addProperty("total", total);
    page.add("categories", categories);
    page.add("tags", tags);
    return page;
  }

  static JsonArray array(List<JsonObject> templates) {
    JsonArray array = new JsonArray();
    templates.forEach(array::add);
    return array;
  }

  static boolean needsGpu(JsonObject template) {
    JsonElement needs = template.get("resource_requirements");
    return needs != null
        && needs.isJsonObject()
        && needs.getAsJsonObject().has("gpu_count")
        && needs.getAsJsonObject().get("gpu_count").getAsInt() > 0;
  }

  private synchronized List<JsonObject> all() {
    return new ArrayList<>(templates.values());
  }

  private static boolean matches(JsonObject template, Map<String, List<String>> query) {
    String words = text(template, "name") + " " + text(template, "description");
    return hasCategory(template, query)
        && query.getOrDefault("backend_type", List.of()).stream()
            .allMatch(text(template, "backend_type")::equals)
        && query.getOrDefault("tags", List.of()).stream()
            .allMatch(tag -> tags(template).contains(tag))
        && query.getOrDefault("search", List.of()).stream()
            .allMatch(word -> lower(words).contains(lower(word)));
  }

  private static boolean hasCategory(JsonObject template, Map<String, List<String>> query) {
    return query.getOrDefault("category", List.of()).stream()
        .allMatch(text(template, "category")::equals);
  }

  private static Stream<String> sorted(Stream<String> words) {
    return words.filter(word -> !word.isEmpty()).distinct().sorted();
  }

  private static List<String> tags(JsonObject template) {
    List<String> tags = new ArrayList<>();
    if (template.has("tags")) {
      template.getAsJsonArray("tags").forEach(tag -> tags.add(tag.getAsString()));
    }
    return tags;
  }

  private static String text(JsonObject template, String field) {
    return template.has(field) ? template.get(field).getAsString() : "";
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static long number(
      Map<String, List<String>> query, String name, long least, long otherwise) {
    List<String> values = query.getOrDefault(name, List.of());
    long number = values.isEmpty() ? otherwise : Long.parseLong(values.get(0));
    if (number < least) {
      throw new IllegalArgumentException(name + " is at least " + least);
    }
    return number;
  }

  private static JsonArray shipped() {
    try (InputStream file = TemplateCatalog.class.getResourceAsStream("templates.json")) {
      if (file == null) {
        throw new IllegalStateException("templates.json is missing from the jar");
      }
      InputStreamReader reader = new InputStreamReader(file, StandardCharsets.UTF_8);
      return JsonParser.parseReader(reader).getAsJsonArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
