package dev.longhaul.testkit;

import dev.longhaul.testkit.FakeSoraOptions.Dialect;
import dev.longhaul.testkit.VideoScript.Failure;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a video looks like at one moment.
 *
 * @param state as it is sent
 * @param progress percent
 * @param since when this state began
 * @param failure why it failed, if it did
 */
record VideoMoment(String state, int progress, Instant since, @Nullable Failure failure) {

  private static final Set<String> COMPLETED = Set.of("completed", "succeeded");
  private static final Set<String> CANCELLED = Set.of("cancelled", "canceled");

  /** The same, with a state of the first dialect in the words of another. */
  VideoMoment in(Dialect dialect) {
    if (dialect == Dialect.OPENAI) {
      return this;
    }
    String word =
        switch (state) {
          case "in_progress" -> "processing";
          case "completed" -> "succeeded";
          default -> state;
        };
    return new VideoMoment(word, progress, since, failure);
  }

  boolean ended() {
    return isCompleted() || isCancelled() || lower().equals("failed");
  }

  boolean isCompleted() {
    return COMPLETED.contains(lower());
  }

  boolean isCancelled() {
    return CANCELLED.contains(lower());
  }

  private String lower() {
    return state.toLowerCase(Locale.ROOT);
  }
}
