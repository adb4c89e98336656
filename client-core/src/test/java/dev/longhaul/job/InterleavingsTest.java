package dev.longhaul.job;

import static dev.longhaul.job.InterleavingPlan.Extra.ATTACHED;
import static dev.longhaul.job.InterleavingPlan.Extra.CANCEL;
import static dev.longhaul.job.InterleavingPlan.Extra.CLOSE;
import static dev.longhaul.job.InterleavingPlan.Extra.DETACH;
import static dev.longhaul.job.InterleavingPlan.Extra.FORGETS;
import static dev.longhaul.job.InterleavingPlan.Extra.HIDDEN_IN_LISTS;
import static dev.longhaul.job.InterleavingPlan.Extra.LATE_LISTS;
import static dev.longhaul.job.InterleavingPlan.Extra.LATE_WAITER;
import static dev.longhaul.job.InterleavingPlan.Extra.LISTS;
import static dev.longhaul.job.InterleavingPlan.Extra.LOSS;
import static dev.longhaul.job.InterleavingPlan.Extra.ONE_404;
import static dev.longhaul.job.InterleavingPlan.Extra.PROGRESS;
import static dev.longhaul.job.InterleavingPlan.Extra.PUSHES;
import static dev.longhaul.job.InterleavingPlan.Extra.QUEUED_CALLBACKS;
import static dev.longhaul.job.InterleavingPlan.Extra.SECOND_CANCEL;
import static dev.longhaul.job.InterleavingPlan.Extra.SLOW_SUBSCRIBER;
import static dev.longhaul.job.JobService.Cancelling.ANY_TIME;
import static dev.longhaul.job.JobService.Cancelling.UNLESS_ENDED;
import static dev.longhaul.job.JobService.Cancelling.WHILE_WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.job.InterleavingPlan.Extra;
import dev.longhaul.job.JobService.Cancelling;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever comes first, a job has one ending, everyone hears of it, and a cancellation tells the
 * truth.
 */
class InterleavingsTest {
  private static final JobReading<String> WELL = ByHandService.succeeded();
  private static final JobReading<String> BADLY = ByHandService.failed();
  private static final JobReading<String> STOPPED = ByHandService.cancelled();

  /**
   * Plays a race.
   *
   * @param depth after how many steps all else comes to its end by itself; one more with {@code
   *     -Dlong=true}
   * @param atLeast how many orders there must be, lest the race stops being one unnoticed
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("races")
  void endOnceAndTrulyInEveryOrder(String race, InterleavingPlan plan, int depth, int atLeast) {
    int deeper = Boolean.getBoolean("long") ? 1 : 0;
    long orders = EveryOrder.play(() -> new OneJobWorld(plan), depth + deeper);

    assertThat(orders).as("orders of " + race).isGreaterThanOrEqualTo(atLeast);
  }

  static Stream<Arguments> races() {
    return Stream.of(
        race("cancel, success", 10, 1900, plan(ANY_TIME, WELL, CANCEL)),
        race("cancel, failure", 9, 2200, plan(ANY_TIME, BADLY, CANCEL, PROGRESS)),
        race("cancel by us, cancel by others", 10, 1900, plan(ANY_TIME, STOPPED, CANCEL)),
        race("cancel that removes, success", 9, 3400, plan(UNLESS_ENDED, WELL, CANCEL)),
        race("cancel of a waiting job, its start", 9, 3200, plan(WHILE_WAITING, WELL, CANCEL)),
        race("two cancels, success", 7, 2100, plan(ANY_TIME, WELL, CANCEL, SECOND_CANCEL)),
        race("two cancels that remove", 7, 4100, plan(UNLESS_ENDED, WELL, CANCEL, SECOND_CANCEL)),
        race(
            "two cancels of a waiting job",
            7,
            3900,
            plan(WHILE_WAITING, WELL, CANCEL, SECOND_CANCEL)),
        race("cancel, a lost answer", 8, 3300, plan(ANY_TIME, WELL, CANCEL, LOSS)),
        race("cancel that removes, a lost answer", 7, 2800, plan(UNLESS_ENDED, WELL, CANCEL, LOSS)),
        race(
            "cancel of a waiting job, a lost answer",
            7,
            2600,
            plan(WHILE_WAITING, WELL, CANCEL, LOSS)),
        race(
            "cancel, detach, late waiter",
            7,
            3700,
            plan(ANY_TIME, WELL, CANCEL, DETACH, LATE_WAITER)),
        race(
            "cancel, close, late waiter",
            7,
            5100,
            plan(UNLESS_ENDED, WELL, CANCEL, CLOSE, LATE_WAITER)),
        race("detach, close", 10, 800, plan(ANY_TIME, WELL, DETACH, CLOSE, PROGRESS)),
        race(
            "late waiter, slow subscriber, progress",
            9,
            4300,
            plan(ANY_TIME, WELL, LATE_WAITER, SLOW_SUBSCRIBER, PROGRESS)),
        race(
            "callbacks late", 6, 1500, plan(ANY_TIME, WELL, CANCEL, QUEUED_CALLBACKS, LATE_WAITER)),
        race(
            "callbacks late, close",
            7,
            3400,
            plan(ANY_TIME, WELL, CLOSE, QUEUED_CALLBACKS, SLOW_SUBSCRIBER)),
        race("one 404, progress", 10, 3100, plan(ANY_TIME, WELL, ONE_404, PROGRESS, LATE_WAITER)),
        race("one 404, cancel", 7, 2000, plan(UNLESS_ENDED, WELL, ONE_404, CANCEL)),
        race("amnesia, success", 10, 1100, plan(ANY_TIME, WELL, FORGETS, LATE_WAITER)),
        race("amnesia, cancel", 8, 2300, plan(ANY_TIME, WELL, FORGETS, CANCEL)),
        race("amnesia, cancel that removes", 8, 4300, plan(UNLESS_ENDED, WELL, FORGETS, CANCEL)),
        race("attached, cancel", 9, 2700, plan(ANY_TIME, WELL, ATTACHED, CANCEL, DETACH)),
        race("list, cancel", 7, 2700, plan(UNLESS_ENDED, WELL, LISTS, CANCEL)),
        race(
            "list that hides it, cancel",
            7,
            2100,
            plan(ANY_TIME, WELL, LISTS, HIDDEN_IN_LISTS, CANCEL)),
        race("late list, cancel", 7, 2600, plan(WHILE_WAITING, WELL, LISTS, LATE_LISTS, CANCEL)),
        race("late list, push", 7, 4900, plan(ANY_TIME, WELL, LISTS, LATE_LISTS, PUSHES, PROGRESS)),
        race("push, read", 9, 2500, plan(ANY_TIME, WELL, PUSHES, PROGRESS)),
        race("push, cancel", 7, 1700, plan(ANY_TIME, WELL, PUSHES, CANCEL)),
        race("push, list, close", 7, 3400, plan(ANY_TIME, BADLY, PUSHES, LISTS, CLOSE)),
        race("push that is lost", 9, 2500, plan(ANY_TIME, WELL, PUSHES, LOSS)));
  }

  private static InterleavingPlan plan(
      Cancelling cancelling, JobReading<String> ending, Extra... extras) {
    Set<Extra> all = EnumSet.noneOf(Extra.class);
    all.addAll(Set.of(extras));
    return new InterleavingPlan(cancelling, ending, all);
  }

  private static Arguments race(String name, int depth, int atLeast, InterleavingPlan plan) {
    return Arguments.of(name, plan, depth, atLeast);
  }
}
