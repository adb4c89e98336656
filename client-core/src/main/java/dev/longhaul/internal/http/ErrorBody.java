package dev.longhaul.internal.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an error body says, in any of the shapes that services send: {@code error} as an object, as
 * text or as a map of fields, {@code message} or {@code detail} beside it, or no JSON at all.
 *
 * @param ownWords whether the body is one that only the API itself writes, an error object with a
 *     code; gateways, too, answer JSON with a bare message
 * @param code the machine-readable code
 * @param message the explanation for people
 * @param requestId the id under which the service logged the call
 */
record ErrorBody(
    boolean ownWords, @Nullable String code, @Nullable String message, @Nullable String requestId) {
  static final ErrorBody NONE = new ErrorBody(false, null, null, null);

  /** What is put into exception texts must not be able to carry a prompt back. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{1,63}");

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9_.:+/=-]{1,128}");

  static ErrorBody parse(String text) {
    try {
      JsonElement root = JsonParser.parseString(text);
      return root.isJsonObject() ? parse(root.getAsJsonObject()) : NONE;
    } catch (JsonParseException notJson) {
      return NONE;
    }
  }

  private static ErrorBody parse(JsonObject root) {
    JsonElement error = root.get("error");
    JsonObject nested =
        error != null && error.isJsonObject() ? error.getAsJsonObject() : new JsonObject();
    String message =
        first(text(nested, "message"), text(root, "message"), text(root, "detail"), fields(nested));
    JsonElement details = nested.get("details");
    JsonElement errors =
        details != null && details.isJsonObject()
            ? details.getAsJsonObject().get("errors")
            : root.get("detail");
    String word = text(root, "error");
    String code = first(text(nested, "code"), text(root, "error_code"), text(root, "code"), word);
    boolean coded = code != null && CODE.matcher(code).matches();
    boolean ownWords = !nested.isEmpty() && text(nested, "code") != null;
    return new ErrorBody(
        ownWords,
        coded ? code : null,
        joined(first(message, word), FieldProblems.of(errors)),
        requestId(text(root, "request_id")));
  }

  private static @Nullable String joined(@Nullable String message, String problems) {
    if (problems.isEmpty()) {
      return message;
    }
    return message == null ? problems : message + " (" + problems + ")";
  }

  /** Puts a map of fields into one line: {@code name: what is wrong with it; ...}. */
  private static String fields(JsonObject map) {
    return map.keySet().stream()
        .filter(name -> !name.equals("code") && text(map, name) != null)
        .map(name -> name + ": " + text(map, name))
        .collect(Collectors.joining("; "));
  }

  static @Nullable String requestId(@Nullable String text) {
    return text != null && REQUEST_ID.matcher(text).matches() ? text : null;
  }

  private static @Nullable String first(@Nullable String... candidates) {
    for (String candidate : candidates) {
      if (candidate != null && !candidate.isBlank()) {
        return candidate;
      }
    }
    return null;
  }

  private static @Nullable String text(JsonObject from, String name) {
    JsonElement value = from.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : null;
  }
}
