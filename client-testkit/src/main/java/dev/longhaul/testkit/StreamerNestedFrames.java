package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The family of the reference document: fields under a property named like the type. */
final class StreamerNestedFrames implements StreamerFrames {

  private final InstantSource clock;

  StreamerNestedFrames(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public JsonObject answer(StreamerRequest request, JsonElement data) {
    JsonObject body = body(request);
    body.addProperty("status", "success");
    body.add("data", data);
    JsonObject metadata = new JsonObject();
    metadata.addProperty("processing_time", secondsSince(request));
    body.add("metadata", metadata);
    return frame("response", body);
  }

  /** The document knows no failed answer, only errors. */
  @Override
  public JsonObject failedAnswer(StreamerError error) {
    return error(error);
  }

  @Override
  public JsonObject queued(StreamerRequest request, @Nullable Duration estimate) {
    JsonObject body = body(request);
    body.addProperty("status", "queued");
    body.addProperty("message", QUEUED);
    if (estimate != null) {
      body.addProperty("estimated_duration", estimate.toMillis() / 1000.0);
    }
    return frame("response", body);
  }

  @Override
  public JsonObject progress(
      StreamerRequest request, double percent, String message, JsonObject metadata) {
    JsonObject body = body(request);
    body.addProperty("progress", percent);
    body.addProperty("message", message);
    if (!metadata.isEmpty()) {
      body.add("metadata", metadata);
    }
    body.addProperty("timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    return frame("progress", body);
  }

  @Override
  public JsonObject result(
      StreamerRequest request, boolean success, JsonElement data, JsonObject metadata) {
    JsonObject body = body(request);
    body.addProperty("success", success);
    body.add("data", data);
    JsonObject all = metadata.deepCopy();
    all.addProperty("total_processing_time", secondsSince(request));
    all.addProperty("handler", request.action());
    body.add("metadata", all);
    return frame("result", body);
  }

  @Override
  public JsonObject error(StreamerError error) {
    JsonObject body = new JsonObject();
    if (error.requestId() != null) {
      body.addProperty("request_id", error.requestId());
    }
    error.body().asMap().forEach(body::add);
    return frame("error", body);
  }

  @Override
  public JsonElement time(Instant instant) {
    return new JsonPrimitive(instant.toString());
  }

  private double secondsSince(StreamerRequest request) {
    return Duration.between(request.at(), clock.instant()).toMillis() / 1000.0;
  }

  private static JsonObject body(StreamerRequest request) {
    JsonObject body = new JsonObject();
    body.addProperty("request_id", request.id());
    return body;
  }

  private static JsonObject frame(String type, JsonObject body) {
    JsonObject frame = StreamerFrames.ofType(type);
    frame.add(type, body);
    return frame;
  }
}
