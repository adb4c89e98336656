package dev.longhaul.integration.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Jobs that replace each other on a wire that fails, for seconds in every build and for half an
 * hour in the Maven profile {@code long}. {@code -Dsoak.minutes} and {@code -Dsoak.jobs} set how
 * long and how many; {@code -Dsoak.seed} sets another seed. Table and picture are kept in {@code
 * target/soak}.
 */
@ExtendWith(LeakCheck.class)
class SoakTest {
  private static final long SEED = Long.getLong("soak.seed", 20_260_117);

  private static final boolean LONG =
      Boolean.getBoolean("long") || Integer.getInteger("soak.minutes", 0) > 0;

  /** The client knows for ten minutes which submissions are in doubt, and forgets them then. */
  private static final int MEMORY_MINUTES = 12;

  private static final WatchOptions HURRY =
      WatchOptions.builder()
          .pollPace(Duration.ofMillis(200), 1.3, Duration.ofSeconds(1))
          .fastestPoll(Duration.ofMillis(200))
          .build();

  private static SoakPlan slice(int seconds) {
    return new SoakPlan(SEED, seconds, 80, 300, 2_000);
  }

  /** With the usual pace, of which the jobs are long enough to make use. */
  private static SoakPlan whole() {
    int seconds = Integer.getInteger("soak.minutes", 30) * 60;
    return new SoakPlan(SEED, seconds, Integer.getInteger("soak.jobs", 1_000), 20_000, 40_000);
  }

  @Test
  void everyEndingIsToldOnceAndRightAndNothingGrows() throws Exception {
    SoakPlan plan = LONG ? whole() : slice(5);
    Soak soak = Soak.run(plan, new SoakTruth(plan), LONG ? WatchOptions.defaults() : HURRY, "soak");
    SoakTally told = soak.tally();

    assertThat(told.lies()).isEmpty();
    assertThat(told.wrong()).isZero();
    assertThat(told.watched()).as("jobs whose ending nobody told").isZero();
    assertThat(soak.minutes()).allSatisfy(minute -> assertThat(minute.missed()).isZero());
    assertThat(told.ended()).as("jobs beside %s", told.spoilt()).isGreaterThan(plan.jobs());
    assertThat(told.spoilt()).as("submissions that the wire spoilt").isNotEmpty();
    assertThatItIsFlat(soak.minutes());
  }

  /** A run that is not longer than the memory of the client says nothing of growth. */
  private static void assertThatItIsFlat(List<SoakMinute> minutes) {
    if (minutes.size() < 2 * MEMORY_MINUTES) {
      return;
    }
    // The last look comes when all is over.
    List<SoakMinute> warm = minutes.subList(MEMORY_MINUTES, minutes.size() - 1);
    List<SoakMinute> early = warm.subList(0, warm.size() / 3);
    List<SoakMinute> late = warm.subList(warm.size() - warm.size() / 3, warm.size());
    assertThat(average(late, SoakMinute::heap))
        .as("heap of the last third, in bytes")
        .isLessThan(1.1 * average(early, SoakMinute::heap));
    assertThat(average(late, SoakMinute::threads))
        .as("threads of the last third")
        .isLessThan(1.1 * average(early, SoakMinute::threads) + 2);
    assertThat(average(late, SoakMinute::files))
        .as("open files of the last third")
        .isLessThan(1.1 * average(early, SoakMinute::files) + 5);
  }

  private static double average(List<SoakMinute> minutes, ToDoubleFunction<SoakMinute> figure) {
    return minutes.stream().mapToDouble(figure).average().orElseThrow();
  }

  @Test
  void aServiceThatFollowsAnotherPlanIsCaught() throws Exception {
    SoakPlan plan = slice(1);
    SoakPlan other = new SoakPlan(SEED + 1, 1, plan.jobs(), plan.shortest(), plan.longest());

    Soak soak = Soak.run(plan, new SoakTruth(other), HURRY, "soak-caught");

    assertThat(soak.tally().wrong()).isPositive();
    assertThat(soak.tally().lies().get(0)).contains("video_", "told");
  }
}
