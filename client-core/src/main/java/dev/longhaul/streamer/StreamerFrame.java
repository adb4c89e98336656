package dev.longhaul.streamer;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a frame says, whichever of the four families it is of. Two rules do for all of them: what it
 * says stands in the object that is named like its type, if there is one, else on the frame itself;
 * and the request is named by {@code request_id}, else by {@code id}. A field of the wrong type
 * counts as missing.
 */
final class StreamerFrame {
  private static final String SUCCESS = "success";
  private static final String STATUS = "status";

  /** What the types mean; any other is told once and else ignored. */
  private static final Map<String, Kind> KINDS =
      Map.of(
          "response", Kind.ANSWER,
          "acknowledgment", Kind.ACCEPTED,
          "ack", Kind.ACCEPTED,
          "progress", Kind.PROGRESS,
          "result", Kind.ENDED,
          "complete", Kind.ENDED,
          "error", Kind.ERROR,
          "ping", Kind.PING,
          "pong", Kind.PING);

  /** Words with which an immediate answer says that the request did not succeed. */
  private static final Set<String> FAILED = Set.of("error", "failed", "failure");

  /** What a frame is. */
  enum Kind {
    /** The immediate answer to a request that is done. */
    ANSWER,
    /** The request was taken; more follows. */
    ACCEPTED,
    /** Work goes on. */
    PROGRESS,
    /** The end of a request that was taken, good or not. */
    ENDED,
    /** The request, or something else, went wrong. */
    ERROR,
    /** Nothing but a sign of life. */
    PING,
    /** It has no type: a fault of the gateway. */
    GATEWAY_FAULT,
    /** It has another type, or says nothing. */
    UNKNOWN
  }

  final Kind kind;
  final String type;
  private final JsonObject frame;
  private final JsonObject body;

  StreamerFrame(JsonObject frame) {
    this.frame = frame;
    String named = text(frame, "type");
    type = named == null ? "" : named;
    JsonObject inner = object(frame, type);
    body = inner == null ? frame : inner;
    kind = type.isEmpty() ? Kind.GATEWAY_FAULT : kindOf(KINDS.getOrDefault(type, Kind.UNKNOWN));
  }

  private Kind kindOf(Kind kind) {
    if (kind != Kind.ANSWER) {
      return kind;
    }
    String status = text(body, STATUS);
    Boolean success = bool(body, SUCCESS);
    if (success != null) {
      return success ? Kind.ANSWER : Kind.ERROR;
    }
    if (SUCCESS.equals(status) || (status == null && body.has("data"))) {
      return Kind.ANSWER;
    }
    if (object(body, "error") != null || (status != null && FAILED.contains(status))) {
      return Kind.ERROR;
    }
    return status == null ? Kind.UNKNOWN : Kind.ACCEPTED;
  }

  /** Returns the id of the request, null when it names none. */
  @Nullable String requestId() {
    String inner = text(body, "request_id");
    String id = inner == null ? text(frame, "request_id") : inner;
    return id == null ? text(frame, "id") : id;
  }

  /** Whether that id may be one of the message itself, as the typed family has them. */
  boolean mayNameItself() {
    return text(body, "request_id") == null && text(frame, "request_id") == null;
  }

  /** Returns the server's own word for the state. */
  String word() {
    String status = text(body, STATUS);
    return status == null ? type : status;
  }

  /** Returns whether work has begun, as far as an acknowledgment tells. */
  boolean isAtWork() {
    return "processing".equals(text(body, STATUS));
  }

  /** Returns the server's words for people, or null. */
  @Nullable String message() {
    String message = text(error(), "message");
    return message == null ? text(body, "message") : message;
  }

  /** Returns how long the server thinks that it takes, or null. */
  @Nullable Duration estimate() {
    Double seconds = number(body, "estimated_duration");
    return seconds == null || !(seconds > 0 && seconds < 1e6)
        ? null
        : Duration.ofMillis(Math.max(1, (long) (seconds * 1_000)));
  }

  /** Returns progress in the unit of the server, or null. */
  @Nullable Double progress() {
    Double progress = number(body, "progress");
    return progress == null ? number(body, "percentage") : progress;
  }

  /** Returns the name of the step that the work is at, or null. */
  @Nullable String step() {
    String step = text(object(body, "metadata"), "current_step");
    return step == null ? text(object(body, "details"), "current_step") : step;
  }

  /** Returns whether the end is a good one; one that does not say is. */
  boolean isSuccess() {
    Boolean success = bool(body, SUCCESS);
    success = success == null ? bool(object(body, "result"), SUCCESS) : success;
    String status = text(body, STATUS);
    return success == null ? status == null || !FAILED.contains(status) : success;
  }

  /** Returns what the action gave back. */
  JsonElement data() {
    JsonElement merged = body.get("result");
    JsonElement data = merged == null ? body.get("data") : unmixed(merged);
    return data == null ? JsonNull.INSTANCE : data;
  }

  /**
   * Takes out again what the deployed server mixes into a result. One that is no object stands
   * under {@code data}; an object with that one field alone cannot be told from it unless the field
   * is an object itself.
   */
  private static JsonElement unmixed(JsonElement merged) {
    if (!merged.isJsonObject()) {
      return merged;
    }
    JsonObject own = new JsonObject();
    merged.getAsJsonObject().asMap().forEach(own::add);
    own.remove(SUCCESS);
    own.remove("metadata");
    JsonElement data = own.get("data");
    return own.size() == 1 && data != null && !data.isJsonObject() ? data : own;
  }

  private JsonObject error() {
    JsonObject error = object(frame, "error");
    JsonObject inner = error == null ? object(body, "error") : error;
    return inner == null ? body : inner;
  }

  /** Returns the server's code of an error, empty when it gave none. */
  String code() {
    String code = text(error(), "code");
    return code == null ? "" : code;
  }

  /** Returns the field of the payload that was refused, or null. */
  @Nullable String field() {
    return text(object(error(), "details"), "field");
  }

  /** Returns whether the server thinks that asking again can help, null when it does not say. */
  @Nullable Boolean retryable() {
    return bool(object(error(), "retry"), "retryable");
  }

  /** Returns when the server wishes to be asked again, or null. */
  @Nullable Instant retryAt() {
    String after = text(object(error(), "retry"), "after");
    try {
      return after == null ? null : OffsetDateTime.parse(after).toInstant();
    } catch (DateTimeParseException strange) {
      return null;
    }
  }

  private static @Nullable JsonObject object(@Nullable JsonObject in, String name) {
    JsonElement value = in == null ? null : in.get(name);
    return value != null && value.isJsonObject() ? value.getAsJsonObject() : null;
  }

  private static @Nullable String text(@Nullable JsonObject in, String name) {
    JsonElement value = in == null ? null : in.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
        ? value.getAsString()
        : null;
  }

  private static @Nullable Boolean bool(@Nullable JsonObject in, String name) {
    JsonElement value = in == null ? null : in.get(name);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
      return null;
    }
    return value.getAsBoolean();
  }

  private static @Nullable Double number(JsonObject in, String name) {
    JsonElement value = in.get(name);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      return null;
    }
    double number = value.getAsDouble();
    return Double.isFinite(number) ? (Double) number : null;
  }
}
