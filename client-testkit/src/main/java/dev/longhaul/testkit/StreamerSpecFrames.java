package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The family of the technical specification: {@code id} for the request, progress from 0 to 1. */
final class StreamerSpecFrames implements StreamerFrames {

  @Override
  public JsonObject answer(StreamerRequest request, JsonElement data) {
    return result(request, true, data, new JsonObject());
  }

  @Override
  public JsonObject failedAnswer(StreamerError error) {
    return error(error);
  }

  @Override
  public JsonObject queued(StreamerRequest request, @Nullable Duration estimate) {
    JsonObject frame = frame("ack", request.id());
    frame.addProperty("status", "queued");
    frame.addProperty("message", QUEUED);
    return frame;
  }

  @Override
  public JsonObject progress(
      StreamerRequest request, double percent, String message, JsonObject metadata) {
    JsonObject frame = frame("progress", request.id());
    frame.addProperty("progress", percent / 100);
    frame.addProperty("message", message);
    if (!metadata.isEmpty()) {
      frame.add("details", metadata);
    }
    return frame;
  }

  @Override
  public JsonObject result(
      StreamerRequest request, boolean success, JsonElement data, JsonObject metadata) {
    JsonObject frame = frame("result", request.id());
    frame.addProperty("success", success);
    frame.add("data", data);
    return frame;
  }

  @Override
  public JsonObject error(StreamerError error) {
    JsonObject frame = frame("error", error.requestId());
    frame.add("error", error.body());
    return frame;
  }

  @Override
  public JsonElement time(Instant instant) {
    return new JsonPrimitive(instant.toString());
  }

  private static JsonObject frame(String type, @Nullable String id) {
    JsonObject frame = StreamerFrames.ofType(type);
    if (id != null) {
      frame.addProperty("id", id);
    }
    return frame;
  }
}
