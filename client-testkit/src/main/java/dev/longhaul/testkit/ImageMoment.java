package dev.longhaul.testkit;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an image job looks like at one moment.
 *
 * @param state as the service names it
 * @param attempts how many tries the service has begun
 * @param startedAt when the try that runs, or the last one, began
 * @param completedAt when the job ended
 * @param percent how much of the work is done, 0 to 100; seen on the route of a feature only
 * @param error why the job failed
 */
record ImageMoment(
    String state,
    int attempts,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    int percent,
    @Nullable String error) {

  private static final Set<String> ENDINGS = Set.of("completed", "failed", "cancelled", "canceled");

  static ImageMoment pending(int attempts) {
    return new ImageMoment("pending", attempts, null, null, 0, null);
  }

  static ImageMoment processing(int attempts, Instant startedAt, int percent) {
    return new ImageMoment("processing", attempts, startedAt, null, percent, null);
  }

  ImageMoment completed(Instant at) {
    return new ImageMoment("completed", attempts, startedAt, at, 100, null);
  }

  ImageMoment failed(Instant at, String reason) {
    return new ImageMoment("failed", attempts, startedAt, at, percent, reason);
  }

  ImageMoment cancelled(Instant at) {
    return new ImageMoment("cancelled", attempts, startedAt, at, percent, null);
  }

  ImageMoment named(String rawState) {
    return new ImageMoment(rawState, attempts, startedAt, completedAt, percent, error);
  }

  boolean isPending() {
    return state.equals("pending");
  }

  boolean isCompleted() {
    return state.equals("completed");
  }

  boolean hasEnded() {
    return ENDINGS.contains(state);
  }
}
