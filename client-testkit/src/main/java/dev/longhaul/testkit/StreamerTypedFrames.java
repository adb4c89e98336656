package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The family of the shared message package: flat, with an id and a time of each message. */
final class StreamerTypedFrames implements StreamerFrames {

  private static final Set<String> RETRYABLE =
      Set.of("TIMEOUT", "SERVICE_UNAVAILABLE", "RATE_LIMITED");
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final int MAX_TRIES = 3;

  private final InstantSource clock;
  private final StreamerFlatFrames flat;
  private final AtomicInteger messages = new AtomicInteger();

  StreamerTypedFrames(InstantSource clock) {
    this.clock = clock;
    this.flat = new StreamerFlatFrames(clock);
  }

  @Override
  public JsonObject answer(StreamerRequest request, JsonElement data) {
    return message(flat.answer(request, data));
  }

  @Override
  public JsonObject failedAnswer(StreamerError error) {
    return message(advised(flat.failedAnswer(error), error));
  }

  @Override
  public JsonObject queued(StreamerRequest request, @Nullable Duration estimate) {
    return message(flat.queued(request, estimate));
  }

  @Override
  public JsonObject progress(
      StreamerRequest request, double percent, String message, JsonObject metadata) {
    JsonObject frame = flat.progress(request, percent, message, new JsonObject());
    if (!metadata.isEmpty()) {
      frame.add("details", metadata);
    }
    return message(frame);
  }

  /** The package has no message for the end; its servers send the flat one. */
  @Override
  public JsonObject result(
      StreamerRequest request, boolean success, JsonElement data, JsonObject metadata) {
    return flat.result(request, success, data, metadata);
  }

  @Override
  public JsonObject error(StreamerError error) {
    return message(advised(flat.error(error), error));
  }

  @Override
  public JsonElement time(Instant instant) {
    return new JsonPrimitive(instant.getEpochSecond());
  }

  private JsonObject message(JsonObject frame) {
    frame.addProperty("id", "msg-" + messages.incrementAndGet());
    frame.addProperty("timestamp", clock.instant().getEpochSecond());
    return frame;
  }

  private JsonObject advised(JsonObject frame, StreamerError error) {
    JsonObject retry = new JsonObject();
    boolean retryable = RETRYABLE.contains(error.code());
    retry.addProperty("retryable", retryable);
    if (retryable) {
      Instant after = clock.instant().plus(RETRY_AFTER).truncatedTo(ChronoUnit.SECONDS);
      retry.addProperty("after", after.toString());
      retry.addProperty("max_tries", MAX_TRIES);
    }
    frame.getAsJsonObject("error").add("retry", retry);
    return frame;
  }
}
