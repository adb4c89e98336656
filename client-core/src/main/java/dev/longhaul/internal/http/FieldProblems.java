package dev.longhaul.internal.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which fields a framework found wrong: a list of objects with {@code loc}, the way to the field,
 * and {@code msg}. What was sent, which the framework repeats beside them, is left out.
 */
final class FieldProblems {
  private static final int MOST = 5;

  private FieldProblems() {}

  /** Returns the first problems in one line, or nothing where the list is not of this kind. */
  static String of(@Nullable JsonElement list) {
    return list == null || !list.isJsonArray()
        ? ""
        : StreamSupport.stream(list.getAsJsonArray().spliterator(), false)
            .filter(JsonElement::isJsonObject)
            .map(problem -> of(problem.getAsJsonObject()))
            .filter(line -> !line.isEmpty())
            .limit(MOST)
            .collect(Collectors.joining("; "));
  }

  private static String of(JsonObject problem) {
    JsonElement message = problem.get("msg");
    if (message == null || !message.isJsonPrimitive()) {
      return "";
    }
    JsonElement way = problem.get("loc");
    String field = way != null && way.isJsonArray() ? field(way.getAsJsonArray()) : "";
    return field.isEmpty() ? message.getAsString() : field + ": " + message.getAsString();
  }

  private static String field(JsonArray way) {
    return StreamSupport.stream(way.spliterator(), false)
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString)
        .filter(part -> !part.equals("body"))
        .collect(Collectors.joining("."));
  }
}
