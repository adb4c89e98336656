package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Writes what the service sends, as one of the four families of frames wants it. */
interface StreamerFrames {

  String QUEUED = "Waiting for a worker";

  /** The answer to a request that is done at once. */
  JsonObject answer(StreamerRequest request, JsonElement data);

  /** The answer to a request that failed at once. */
  JsonObject failedAnswer(StreamerError error);

  /** The first answer to a long request; the estimate may not be known or not be told. */
  JsonObject queued(StreamerRequest request, @Nullable Duration estimate);

  JsonObject progress(StreamerRequest request, double percent, String message, JsonObject metadata);

  /** The end of a long request. */
  JsonObject result(
      StreamerRequest request, boolean success, JsonElement data, JsonObject metadata);

  JsonObject error(StreamerError error);

  /** A time in the results of actions that the documents and the deployed server write apart. */
  JsonElement time(Instant instant);

  static StreamerFrames of(FakeStreamerOptions options) {
    InstantSource clock = options.clock;
    return switch (options.family) {
      case NESTED -> new StreamerNestedFrames(clock);
      case FLAT -> new StreamerFlatFrames(clock);
      case TYPED -> new StreamerTypedFrames(clock);
      case SPEC -> new StreamerSpecFrames();
    };
  }

  static JsonObject ofType(String type) {
    JsonObject frame = new JsonObject();
    frame.addProperty("type", type);
    return frame;
  }
}
