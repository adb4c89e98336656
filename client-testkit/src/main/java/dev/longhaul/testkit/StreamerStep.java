package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.time.Duration;

/**
 * One frame of a {@link StreamerScript}.
 *
 * @param delay how long after the frame before it, in real time
 * @param kind what it means for the request
 * @param content makes it
 */
record StreamerStep(Duration delay, Kind kind, Content content) {

  /** What a frame means for its request. */
  enum Kind {
    /** More may come. */
    ON_THE_WAY,
    /** A script that holds one of these ends the request with its last frame. */
    ENDING
  }

  /** Makes a frame when its time has come. */
  interface Content {
    JsonObject frame(StreamerOutput output, StreamerRequest request);
  }
}
