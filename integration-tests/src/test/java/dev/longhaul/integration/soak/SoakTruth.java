package dev.longhaul.integration.soak;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.job.JobOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What must become of each job, known by its number. Immutable. */
final class SoakTruth {
  /** The code of every failure of the service. */
  static final String FAILURE = "soak_failure";

  /** The id of the n-th job of the service, counted from 1, ends in its number. */
  private static final String ID = "video_";

  private final SoakPlan.Life[] lives;

  SoakTruth(SoakPlan plan) {
    lives = plan.lives();
  }

  /** Returns how long a job takes. */
  Duration lengthOf(String id) {
    return Duration.ofMillis(lifeOf(id).millis());
  }

  /** Returns what is wrong with an ending that was told, or null when it is the truth. */
  @Nullable String lie(String id, @Nullable JobOutcome<Video> told, Duration after) {
    if (told == null) {
      return id + " was given up";
    }
    if (!told.id().equals(id)) {
      return id + " was told the ending of another job";
    }
    if (after.compareTo(lengthOf(id)) < 0) {
      return id + " was told its ending before it ended";
    }
    boolean right =
        told.fold(
            done -> !lifeOf(id).fails() && id.equals(done.result().getId()),
            failed -> lifeOf(id).fails() && failed.failure().code().equals(FAILURE),
            cancelled -> false);
    return right ? null : id + " was told to have ended as " + told;
  }

  private SoakPlan.Life lifeOf(String id) {
    return lives[(Integer.parseInt(id.substring(ID.length())) - 1) % lives.length];
  }
}
