package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.longhaul.testkit.StreamerError.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The family of the deployed router and processor. */
final class StreamerFlatFrames implements StreamerFrames {

  private final InstantSource clock;

  StreamerFlatFrames(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public JsonObject answer(StreamerRequest request, JsonElement data) {
    JsonObject frame = frame("response", request.id());
    frame.addProperty("success", true);
    frame.add("data", data);
    return frame;
  }

  @Override
  public JsonObject failedAnswer(StreamerError error) {
    JsonObject frame = frame("response", error.requestId());
    frame.addProperty("success", false);
    frame.add("error", error.body());
    return frame;
  }

  @Override
  public JsonObject queued(StreamerRequest request, @Nullable Duration estimate) {
    JsonObject frame = frame("acknowledgment", request.id());
    frame.addProperty("status", "queued");
    frame.addProperty("message", QUEUED);
    return frame;
  }

  @Override
  public JsonObject progress(
      StreamerRequest request, double percent, String message, JsonObject metadata) {
    JsonObject frame = frame("progress", request.id());
    frame.addProperty("percentage", percent);
    frame.addProperty("message", message);
    if (!metadata.isEmpty()) {
      frame.add("metadata", metadata);
    }
    return dated(frame);
  }

  @Override
  public JsonObject result(
      StreamerRequest request, boolean success, JsonElement data, JsonObject metadata) {
    JsonObject frame = frame("complete", request.id());
    frame.add("result", merged(success, data, metadata));
    return dated(frame);
  }

  @Override
  public JsonObject error(StreamerError error) {
    JsonObject frame = frame("error", error.requestId());
    frame.add("error", error.body());
    return error.source() == Source.PROCESSOR ? dated(frame) : frame;
  }

  @Override
  public JsonElement time(Instant instant) {
    return new JsonPrimitive(instant.getEpochSecond());
  }

  /** Success and notes overwrite fields of the data that are called so. */
  private static JsonObject merged(boolean success, JsonElement data, JsonObject metadata) {
    JsonObject merged = new JsonObject();
    if (data.isJsonObject()) {
      merged = data.getAsJsonObject().deepCopy();
    } else {
      merged.add("data", data);
    }
    merged.addProperty("success", success);
    if (!metadata.isEmpty()) {
      merged.add("metadata", texts(metadata));
    }
    return merged;
  }

  /** Notes on a result are text only. */
  private static JsonObject texts(JsonObject metadata) {
    JsonObject texts = new JsonObject();
    metadata
        .asMap()
        .forEach(
            (name, value) ->
                texts.addProperty(
                    name, value.isJsonPrimitive() ? value.getAsString() : value.toString()));
    return texts;
  }

  private JsonObject dated(JsonObject frame) {
    frame.addProperty("timestamp", clock.instant().getEpochSecond());
    return frame;
  }

  private static JsonObject frame(String type, @Nullable String requestId) {
    JsonObject frame = StreamerFrames.ofType(type);
    if (requestId != null) {
      frame.addProperty("request_id", requestId);
    }
    return frame;
  }
}
