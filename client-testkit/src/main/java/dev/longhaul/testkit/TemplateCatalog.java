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

  /** Those that match every filter, then cut to {@code offset} and {@code limit}. */
  JsonArray list(Map<String, List<String>> query) {
    JsonArray found = new JsonArray();
    all().stream()
        .filter(template -> matches(template, query))
        .skip(number(query, "offset", 0))
        .limit(number(query, "limit", Long.MAX_VALUE))
        .forEach(found::add);
    return found;
  }

  private synchronized List<JsonObject> all() {
    return new ArrayList<>(templates.values());
  }

  private static boolean matches(JsonObject template, Map<String, List<String>> query) {
    String words = text(template, "name") + " " + text(template, "description");
    return query.getOrDefault("category", List.of()).stream()
            .allMatch(text(template, "category")::equals)
        && query.getOrDefault("backend_type", List.of()).stream()
            .allMatch(text(template, "backend_type")::equals)
        && query.getOrDefault("tags", List.of()).stream()
            .allMatch(tag -> tags(template).contains(tag))
        && query.getOrDefault("search", List.of()).stream()
            .allMatch(word -> lower(words).contains(lower(word)));
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

  private static long number(Map<String, List<String>> query, String name, long otherwise) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? otherwise : Long.parseLong(values.get(0));
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
