package dev.longhaul.integration.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.EventsDialect;
import dev.longhaul.testkit.LeakCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tasks that are pushed over a socket that is cut, stalled, reordered and refused: 200 of them in
 * every build, and in the Maven profile {@code long} 1,000 with each of several seeds, in each
 * dialect that tells of progress alone. {@code -Dchaos.seed} sets another seed.
 */
@ExtendWith(LeakCheck.class)
class PushChaosTest {
  private static final long SEED = Long.getLong("chaos.seed", 20_260_311);

  static Stream<PushPlan> plans() {
    if (!Boolean.getBoolean("long")) {
      return Stream.of(new PushPlan(SEED, 200, 8, 500, 2_000, EventsDialect.CHANNEL));
    }
    List<EventsDialect> dialects =
        List.of(EventsDialect.CHANNEL, EventsDialect.SUBSCRIBE, EventsDialect.GENERATION);
    return Stream.iterate(0, i -> i + 1)
        .limit(6)
        .map(i -> new PushPlan(SEED + i, 1_000, 20, 1_000, 5_000, dialects.get(i % 3)));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyEndingIsToldOnceAndRightAndReadsAreForTheTimeWithoutASocket(PushPlan plan)
      throws Exception {
    PushChaos chaos = PushChaos.run(plan);

    assertThat(chaos.tasks()).hasSize(plan.tasks());
    assertThat(chaos.lies()).isEmpty();
    assertThat(chaos.needlessReads()).as("%s", chaos).isEmpty();
    assertThat(chaos.timesUp()).as("%s", chaos).isGreaterThan(3);
    assertThat(chaos.timesGivenUp()).isZero();
    assertThat(chaos.readsWhileDown()).as("%s", chaos).isPositive();
    assertThat(chaos.strictTime()).as("%s", chaos).isGreaterThan(Duration.ofMillis(500));
    assertThat(chaos.closed()).as("sockets closed").isEqualTo(chaos.opened());
    assertThat(chaos.served()).isBetween(chaos.timesUp(), chaos.opened());
  }

  @Test
  void aClientThatReadsWhileItsSocketIsUpIsFoundOut() throws Exception {
    PushPlan plan = new PushPlan(SEED, 10, 1, 600, 800, EventsDialect.CHANNEL);
    Duration pace = Duration.ofMillis(50);
    WatchOptions restless = WatchOptions.builder().pollPace(pace, 1, pace).safetyPoll(pace).build();

    assertThat(PushChaos.undisturbed(plan, restless).needlessReads()).hasSizeGreaterThan(10);

    PushChaos calm = PushChaos.undisturbed(plan, PushChaos.HURRY);
    assertThat(calm.lies()).isEmpty();
    assertThat(calm.needlessReads()).isEmpty();
    assertThat(calm.reads()).as("one for the beginning, one for the end").isBetween(10, 20);
  }

  @Test
  void whatIsToldWrongIsFoundOut() {
    PushPlan.Fate failing = new PushPlan.Fate(7, 100, true);
    PushedTask task = new PushedTask("task-7", failing, Instant.now());
    JobFailure right = JobFailure.of("failed", "On purpose 7");

    task.at(40);
    task.at(39);
    task.heard(new JobOutcome.Failed<>("task-8", right));
    task.told(new JobOutcome.Succeeded<>("task-7", new TaskResult()));
    task.told(new JobOutcome.Failed<>("task-7", right));

    assertThat(task.isOver()).isTrue();
    assertThat(task.lies())
        .satisfiesExactly(
            lie -> assertThat(lie).contains("fell back from 40.0 to 39.0"),
            lie -> assertThat(lie).contains("heard the end of another task"),
            lie -> assertThat(lie).contains("was told that it ended as Succeeded"),
            lie -> assertThat(lie).contains("was told its end twice"));
  }
}
