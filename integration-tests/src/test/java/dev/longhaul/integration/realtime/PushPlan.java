package dev.longhaul.integration.realtime;

import com.google.gson.JsonPrimitive;
import dev.longhaul.generated.functionrunner.model.TaskOutput;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.testkit.EventsDialect;
import dev.longhaul.testkit.JobScript;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are pushed, and what becomes of each: the n-th that is submitted takes as long and
 * ends as the seed says, so that the truth is known by its number.
 *
 * @param seed of all that is left to chance
 * @param tasks how many there are
 * @param restMillis between two submissions
 * @param shortest how many milliseconds a task takes at least
 * @param longest how many at most
 * @param dialect in which frames they are told of
 */
record PushPlan(
    long seed, int tasks, int restMillis, int shortest, int longest, EventsDialect dialect) {
  private static final double FAILING = 0.2;
  private static final String OUTPUT = "number";
  private static final String FAILURE = "On purpose";

  /** What becomes of one task. */
  record Fate(int number, int millis, boolean fails) {
    JobScript script() {
      Duration part = Duration.ofMillis(millis / 10);
      JobScript.Builder script =
          JobScript.builder()
              .pendingFor(part)
              .queuedFor(part)
              .stage("prepare", part.multipliedBy(2))
              .stage("generate", part.multipliedBy(6))
              .dataOutput(OUTPUT, new JsonPrimitive(number));
      return (fails ? script.failsWith("", FAILURE + " " + number) : script).build();
    }

    /** Returns whether this is how the task ends, with its own result or reason. */
    boolean isTold(@Nullable JobOutcome<?> told) {
      return told != null
          && told.fold(
              done -> !fails && done.result() instanceof TaskResult own && number == numberIn(own),
              failed ->
                  fails && (FAILURE + " " + number).equals(failed.failure().message().orElse("")),
              cancelled -> false);
    }

    private static int numberIn(TaskResult result) {
      Map<String, TaskOutput> outputs = result.getOutputs();
      TaskOutput output = outputs == null ? null : outputs.get(OUTPUT);
      return output == null || output.getValue() == null ? -1 : output.getValue().getAsInt();
    }
  }

  /** Returns the fate of every task, in the order in which they are submitted. */
  Fate[] fates() {
    SplittableRandom random = new SplittableRandom(seed);
    int[] next = {0};
    return Stream.generate(
            () ->
                new Fate(
                    ++next[0],
                    random.nextInt(shortest, longest + 1),
                    random.nextDouble() < FAILING))
        .limit(tasks)
        .toArray(Fate[]::new);
  }
}
