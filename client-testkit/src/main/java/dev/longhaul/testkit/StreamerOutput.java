package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.testkit.FakeStreamerOptions.Family;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What a script has at hand: the family of frames, estimates, and results of its own. */
final class StreamerOutput {

  private static final Duration REPORT_LASTS = Duration.ofDays(7);
  private static final String PLACE = "https://storage.example.com/results/";

  private final FakeStreamerOptions options;
  private final StreamerFrames frames;

  StreamerOutput(FakeStreamerOptions options) {
    this.options = options;
    this.frames = StreamerFrames.of(options);
  }

  StreamerFrames frames() {
    return frames;
  }

  /** The estimate that a queued answer tells, or null for none. */
  @Nullable Duration estimate(StreamerRequest request, @Nullable Duration scripted) {
    if (!options.estimates) {
      return null;
    }
    return scripted != null ? scripted : StreamerAction.estimate(request.action());
  }

  /** What a script says the action gives back, or what it gives back by itself. */
  JsonElement result(StreamerRequest request, @Nullable JsonElement scripted) {
    return scripted != null ? scripted : result(request);
  }

  private JsonElement result(StreamerRequest request) {
    StreamerAction action = StreamerAction.of(request.action());
    JsonObject payload =
        request.payload().isJsonObject() ? request.payload().getAsJsonObject() : new JsonObject();
    if (action == null) {
      return new JsonObject();
    }
    return switch (action) {
      case HEALTH -> health();
      case ECHO -> echo(request);
      case GENERATE_REPORT -> report(request, payload);
      case PROCESS_DATA -> data(request, payload);
      case BULK_OPERATION -> bulk(payload);
    };
  }

  private JsonObject health() {
    JsonObject result = new JsonObject();
    result.addProperty("status", "healthy");
    result.add("timestamp", frames.time(now()));
    result.addProperty("version", "1.0.0");
    return result;
  }

  private static JsonObject echo(StreamerRequest request) {
    JsonObject result = new JsonObject();
    result.add("echo", request.payload());
    result.addProperty("action", request.action());
    result.addProperty("received_at", request.at().truncatedTo(ChronoUnit.SECONDS).toString());
    return result;
  }

  private JsonObject report(StreamerRequest request, JsonObject payload) {
    String format = text(payload, "format", "pdf");
    JsonObject result = new JsonObject();
    result.addProperty("url", PLACE + request.id() + "." + format);
    result.addProperty("records", 8400);
    result.addProperty("size_bytes", 1_843_200);
    result.addProperty("format", format);
    result.addProperty("generated_at", now().toString());
    result.addProperty("expires_at", now().plus(REPORT_LASTS).toString());
    JsonObject stats = new JsonObject();
    stats.addProperty("total_value", 98_210.75);
    stats.addProperty("categories_count", 5);
    result.add("stats", stats);
    return result;
  }

  private JsonObject data(StreamerRequest request, JsonObject payload) {
    JsonObject summary = new JsonObject();
    summary.addProperty("total_records", 50_000);
    summary.addProperty("processing_time", 241.75);
    summary.addProperty("model_version", "v4.1.0");
    summary.addProperty("pipeline", text(payload, "pipeline", "transformation"));
    JsonObject metrics = new JsonObject();
    metrics.addProperty("accuracy", 0.961);
    summary.add("metrics", metrics);
    JsonObject result = new JsonObject();
    result.add("summary", summary);
    place(result, request, payload);
    return result;
  }

  /** The document has one place for every format, the deployed server one for each. */
  private void place(JsonObject result, StreamerRequest request, JsonObject payload) {
    JsonElement given = payload.get("output");
    JsonObject output =
        given != null && given.isJsonObject() ? given.getAsJsonObject() : new JsonObject();
    String format = text(output, "format", text(payload, "output_format", "json"));
    String destination = text(output, "destination", "");
    if (format.equals("json")) {
      result.add("data", sample());
    }
    if (options.family == Family.NESTED || options.family == Family.SPEC) {
      String place = destination.isEmpty() ? PLACE : destination;
      result.addProperty("output_location", place + request.id() + "." + format);
      return;
    }
    if (!format.equals("json")) {
      result.addProperty(format + "_url", PLACE + request.id() + "." + format);
    }
    if (!destination.isEmpty()) {
      result.addProperty("saved_to", destination);
    }
  }

  private static JsonArray sample() {
    JsonObject row = new JsonObject();
    row.addProperty("class", "A");
    row.addProperty("confidence", 0.97);
    JsonArray rows = new JsonArray();
    rows.add(row);
    return rows;
  }

  private static JsonObject bulk(JsonObject payload) {
    JsonElement items = payload.get("items");
    int count = items != null && items.isJsonArray() ? items.getAsJsonArray().size() : 0;
    JsonObject result = new JsonObject();
    result.addProperty("total_items", count);
    result.addProperty("processed", count);
    result.addProperty("failed", 0);
    result.addProperty("success_rate", 100.0);
    result.addProperty("operation_type", text(payload, "operation_type", "update"));
    result.addProperty("message", "All items were processed");
    return result;
  }

  private Instant now() {
    return options.clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static String text(JsonObject from, String field, String otherwise) {
    JsonElement value = from.get(field);
    return value != null && InputCheck.isText(value) ? value.getAsString() : otherwise;
  }
}
