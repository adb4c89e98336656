package dev.longhaul.internal.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an error body says, in any of the shapes that services send: {@code error} as an object, as
 * text or as a map of fields; {@code message}, {@code detail} or a code beside it; a framework's
 * list of problems; or no JSON at all. Immutable.
 */
final class ErrorBody {
  static final ErrorBody NONE = new ErrorBody(new JsonObject());

  /** What is put into exception texts must not be able to carry a prompt back. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{1,63}");

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9_.:+/=-]{1,128}");

  private final JsonObject root;

  /** Whether {@code error} is an object with members. */
  private final boolean nested;

  /** The object that the error is told in, empty where there is none. */
  private final JsonObject error;

  /** Every place where a number or an id may stand, the nearest to the error first. */
  private final List<JsonObject> places;

  private ErrorBody(JsonObject root) {
    this.root = root;
    nested = !object(root, "error").isEmpty();
    error = object(root, nested ? "error" : "detail");
    places = List.of(error, object(error, "details"), root, object(root, "details"));
  }

  /** Returns what the text says; it says nothing when it is not JSON. */
  static ErrorBody parse(String text) {
    try {
      JsonElement parsed = JsonParser.parseString(text);
      return parsed.isJsonObject() ? new ErrorBody(parsed.getAsJsonObject()) : NONE;
    } catch (JsonParseException notJson) {
      return NONE;
    }
  }

  /**
   * Returns whether the body is one that only the API itself writes: an error object with a code,
   * or a code beside {@code success: false}. Gateways, too, answer JSON with a bare message.
   */
  boolean ownWords() {
    boolean inObject = nested && isCode(text(error, "code"));
    return inObject || ("false".equals(text(root, "success")) && code() != null);
  }

  /** Returns the machine-readable code, or what the service calls the kind of error without one. */
  @Nullable String code() {
    return first(
        ErrorBody::isCode,
        text(error, "code"),
        text(root, "error_code"),
        text(root, "errorCode"),
        text(root, "code"),
        text(root, "error"),
        type());
  }

  /** Returns what the service calls the kind of error, if it sent that beside a code or message. */
  @Nullable String type() {
    return isEnvelope() ? first(ErrorBody::isCode, text(error, "type")) : null;
  }

  /** Returns the explanation for people, with the first problems of single fields. */
  @Nullable String message() {
    String words =
        first(
            text -> !text.isBlank(),
            text(error, "message"),
            text(root, "message"),
            text(root, "detail"));
    String listed = FieldProblems.inLine(listed());
    if (words != null) {
      return listed.isEmpty() ? words : words + " (" + listed + ")";
    }
    return first(
        text -> !text.isBlank(), listed, FieldProblems.inLine(mapped()), text(root, "error"));
  }

  /** Returns what is wrong with single fields, by the names that the service has for them. */
  Map<String, String> fieldErrors() {
    Map<String, String> all = new LinkedHashMap<>(listed());
    mapped().forEach(all::putIfAbsent);
    String param = text(error, "param");
    String words = text(error, "message");
    if (param != null && words != null) {
      all.putIfAbsent(param, words);
    }
    all.keySet().removeIf(String::isBlank);
    return all;
  }

  private Map<String, String> listed() {
    JsonElement details = object(error, "details").get("errors");
    return FieldProblems.ofList(details == null ? root.get("detail") : details);
  }

  private Map<String, String> mapped() {
    return isEnvelope() ? Map.of() : FieldProblems.ofMap(error);
  }

  /** Tells an object that describes one error from a map of fields. */
  private boolean isEnvelope() {
    return text(error, "message") != null || isCode(text(error, "code"));
  }

  /** Returns the id under which the service logged the call. */
  @Nullable String requestId() {
    return requestId(first(text -> true, anywhere("request_id"), anywhere("requestId")));
  }

  /** Returns the text when it looks like an id of a request. */
  static @Nullable String requestId(@Nullable String text) {
    return text != null && REQUEST_ID.matcher(text).matches() ? text : null;
  }

  /** Returns how long the service asks us to wait. */
  @Nullable Duration retryAfter() {
    return RetryAfter.seconds(anywhere("retry_after"));
  }

  /** Returns how many credits the request needs. */
  @Nullable Double creditsRequired() {
    return number(anywhere("credits_required"));
  }

  /** Returns how many credits the account has. */
  @Nullable Double creditsAvailable() {
    return number(anywhere("credits_available"));
  }

  private @Nullable String anywhere(String name) {
    for (JsonObject place : places) {
      String text = text(place, name);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static @Nullable Double number(@Nullable String text) {
    try {
      double number = text == null ? Double.NaN : Double.parseDouble(text);
      return Double.isFinite(number) ? number : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static boolean isCode(@Nullable String text) {
    return text != null && CODE.matcher(text).matches();
  }

  private static @Nullable String first(Predicate<String> good, @Nullable String... candidates) {
    for (String candidate : candidates) {
      if (candidate != null && good.test(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private static JsonObject object(JsonObject from, String name) {
    JsonElement value = from.get(name);
    return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
  }

  private static @Nullable String text(JsonObject from, String name) {
    JsonElement value = from.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : null;
  }
}
