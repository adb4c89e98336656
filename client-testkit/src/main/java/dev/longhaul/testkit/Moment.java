package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a job looks like at one moment: the fields of a status answer. Immutable from outside. */
final class Moment {

  private static final Set<String> ENDINGS = Set.of("completed", "failed", "cancelled", "timeout");

  private final JsonObject fields;

  private Moment(JsonObject fields) {
    this.fields = fields;
  }

  static Moment of(String state) {
    return new Moment(new JsonObject()).with("status", new JsonPrimitive(state));
  }

  Moment with(String name, String value) {
    return with(name, new JsonPrimitive(value));
  }

  Moment with(String name, Number value) {
    return with(name, new JsonPrimitive(value));
  }

  Moment with(String name, Instant value) {
    return with(name, new JsonPrimitive(value.toString()));
  }

  private Moment with(String name, JsonElement value) {
    JsonObject copy = fields.deepCopy();
    copy.add(name, value);
    return new Moment(copy);
  }

  /** The state as the service names it. */
  String state() {
    return fields.get("status").getAsString();
  }

  boolean ended() {
    return ENDINGS.contains(state());
  }

  @Nullable String text(String name) {
    return fields.has(name) ? fields.get(name).getAsString() : null;
  }

  @Nullable Instant time(String name) {
    String text = text(name);
    return text == null ? null : Instant.parse(text);
  }

  JsonObject fields() {
    return fields.deepCopy();
  }
}
