package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a video is made from.
 *
 * @param request what was sent; a file stands as an object that tells its name, type, size and hash
 * @param key its idempotency key
 * @param model empty in the dialect that knows no models
 * @param size width by height in pixels
 * @param seconds length of the whole video
 * @param remixedFrom id of the video that it changes
 * @param steps how many times it was made longer
 */
record VideoPlan(
    JsonObject request,
    @Nullable String key,
    String model,
    String size,
    int seconds,
    @Nullable String remixedFrom,
    int steps) {

  /** A plan of a video that starts from nothing but words. */
  static VideoPlan fresh(JsonObject request, String model, String size, int seconds) {
    return new VideoPlan(request, null, model, size, seconds, null, 0);
  }

  VideoPlan under(@Nullable String newKey) {
    return new VideoPlan(request, newKey, model, size, seconds, remixedFrom, steps);
  }

  VideoPlan changed(JsonObject newRequest, @Nullable String from) {
    return new VideoPlan(newRequest, null, model, size, seconds, from, steps);
  }

  VideoPlan longer(JsonObject newRequest, int more) {
    return new VideoPlan(newRequest, null, model, size, seconds + more, null, steps + 1);
  }
}
