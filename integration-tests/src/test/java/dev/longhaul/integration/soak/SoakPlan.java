package dev.longhaul.integration.soak;

import dev.longhaul.testkit.VideoScript;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * How long a soak lasts, how many jobs it has at any time, and what becomes of each: the n-th that
 * is made takes as long and ends as the seed says. So the process that watches knows the truth of a
 * job by its number, which is in its id.
 *
 * @param seed of all that is left to chance
 * @param seconds how long jobs are submitted
 * @param jobs how many there are at any time
 * @param shortest how many milliseconds a job takes at least
 * @param longest how many at most
 */
record SoakPlan(long seed, int seconds, int jobs, int shortest, int longest) {
  private static final int KINDS = 4_096;
  private static final double FAILING = 0.2;

  /** Which job ends how. */
  record Life(int millis, boolean fails) {
    VideoScript script() {
      VideoScript.Builder script = VideoScript.builder().rendersFor(Duration.ofMillis(millis));
      return fails ? script.failsWith(SoakTruth.FAILURE, "On purpose").build() : script.build();
    }
  }

  static SoakPlan parse(String... arguments) {
    return new SoakPlan(
        Long.parseLong(arguments[0]),
        Integer.parseInt(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        Integer.parseInt(arguments[4]));
  }

  String[] arguments() {
    return Stream.of(seed, seconds, jobs, shortest, longest)
        .map(String::valueOf)
        .toArray(String[]::new);
  }

  /** Returns what becomes of the jobs, over and over again from the first on. */
  Life[] lives() {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(
            () -> new Life(random.nextInt(shortest, longest + 1), random.nextDouble() < FAILING))
        .limit(KINDS)
        .toArray(Life[]::new);
  }

  /** Returns how many jobs there can be at most while they are submitted. */
  int mostJobs() {
    return (int) (jobs * (seconds * 1_000L / shortest + 2));
  }
}
