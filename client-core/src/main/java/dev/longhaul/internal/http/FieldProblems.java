package dev.longhaul.internal.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which fields a service found wrong, and its words about each. A framework's list has an object
 * for each problem, with {@code loc}, the way to the field, and {@code msg}; what was sent, which
 * the framework repeats beside them, is left out. A map has the field's name and the words. The
 * problem of no single field has an empty name.
 */
final class FieldProblems {
  private static final int MOST_IN_LINE = 5;

  /** A way begins with the part of the request that the field is in. */
  private static final Set<String> PARTS = Set.of("body", "query", "path", "header", "cookie");

  private FieldProblems() {}

  /** Returns what a list tells, in its order; nothing where it is not of this kind. */
  static Map<String, String> ofList(@Nullable JsonElement list) {
    Map<String, String> problems = new LinkedHashMap<>();
    if (list != null && list.isJsonArray()) {
      for (JsonElement problem : list.getAsJsonArray()) {
        if (problem.isJsonObject()) {
          add(problems, problem.getAsJsonObject());
        }
      }
    }
    return problems;
  }

  private static void add(Map<String, String> problems, JsonObject problem) {
    JsonElement message = problem.get("msg");
    if (message != null && message.isJsonPrimitive()) {
      JsonElement way = problem.get("loc");
      String field = way != null && way.isJsonArray() ? field(way.getAsJsonArray()) : "";
      problems.merge(field, message.getAsString(), (first, next) -> first + "; " + next);
    }
  }

  private static String field(JsonArray way) {
    boolean inPart = !way.isEmpty() && PARTS.contains(text(way.get(0)));
    return StreamSupport.stream(way.spliterator(), false)
        .skip(inPart ? 1 : 0)
        .map(FieldProblems::text)
        .collect(Collectors.joining("."));
  }

  /** Returns what a map tells, in its order: each member that is text, or a list of texts. */
  static Map<String, String> ofMap(JsonObject map) {
    Map<String, String> problems = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> member : map.entrySet()) {
      String words = words(member.getValue());
      if (!words.isBlank()) {
        problems.put(member.getKey(), words);
      }
    }
    return problems;
  }

  private static String words(JsonElement value) {
    return value.isJsonArray()
        ? StreamSupport.stream(value.getAsJsonArray().spliterator(), false)
            .map(FieldProblems::text)
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining("; "))
        : isText(value) ? value.getAsString() : "";
  }

  /** Returns the first problems in one line. */
  static String inLine(Map<String, String> problems) {
    return problems.entrySet().stream()
        .limit(MOST_IN_LINE)
        .map(it -> it.getKey().isEmpty() ? it.getValue() : it.getKey() + ": " + it.getValue())
        .collect(Collectors.joining("; "));
  }

  private static boolean isText(JsonElement value) {
    return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }

  private static String text(JsonElement value) {
    return value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
