package dev.longhaul.testkit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class VirtualTimeTest {

  private final VirtualTime time = VirtualTime.create();
  private final List<String> seen = new ArrayList<>();

  @Test
  void timeStandsStillUntilItIsMoved() {
    assertThat(time.instant()).isEqualTo("2026-01-01T00:00:00Z");
    time.advance(Duration.ofMinutes(90));
    assertThat(time.instant()).isEqualTo("2026-01-01T01:30:00Z");
    assertThat(VirtualTime.startingAt(Instant.EPOCH).instant()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void tasksRunInOrderEachAtItsOwnInstant() {
    note("late", 3);
    note("early", 1);
    note("twin", 1);

    time.advance(Duration.ofSeconds(2));
    assertThat(seen).containsExactly("early @1", "twin @1");
    time.advance(Duration.ofSeconds(2));
    assertThat(seen).containsExactly("early @1", "twin @1", "late @3");
    assertThat(second()).isEqualTo(4);
  }

  @Test
  void aTaskScheduledByATaskRunsInTheSameSpan() {
    time.schedule(() -> note("second", 2), 1, SECONDS);

    time.advance(Duration.ofSeconds(5));

    assertThat(seen).containsExactly("second @3");
  }

  @Test
  void theNextTaskRunsAfterAJump() {
    note("far", 3600);

    assertThat(time.runNext()).isEqualTo(Duration.ofHours(1));
    assertThat(seen).containsExactly("far @3600");
  }

  @Test
  void aJumpWaitsForAnotherThreadToSchedule() throws InterruptedException {
    Thread other = new Thread(() -> note("soon", 1), "other");
    other.start();

    time.runNext();

    assertThat(seen).containsExactly("soon @1");
    other.join();
  }

  @Test
  void delaysAreRecordedInTheirOrder() {
    time.schedule(() -> "x", 250, MILLISECONDS);
    note("never", 2);
    time.schedule(() -> {}, 9, SECONDS).cancel(false);
    time.execute(() -> {});

    assertThat(time.delays())
        .containsExactly(Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofSeconds(9));
    time.clearDelays();
    assertThat(time.delays()).isEmpty();
    assertThat(time.pending()).isEqualTo(3);
  }

  @Test
  void aCancelledTaskIsGone() {
    ScheduledFuture<?> task = time.schedule(() -> seen.add("no"), 1, SECONDS);
    assertThat(task.getDelay(MILLISECONDS)).isEqualTo(1000);

    assertThat(task.cancel(false)).isTrue();

    assertThat(time.pending()).isZero();
    time.advance(Duration.ofSeconds(2));
    assertThat(seen).isEmpty();
    assertThat(task.cancel(false)).isFalse();
  }

  @Test
  void anExecutedCommandWaitsForTheTest() {
    time.execute(() -> seen.add("ran"));
    assertThat(seen).isEmpty();

    time.advance(Duration.ZERO);
    assertThat(seen).containsExactly("ran");
  }

  @Test
  void aFailureReachesWhoeverCanSeeIt() {
    ScheduledFuture<?> quiet = time.schedule(this::fail, 1, SECONDS);
    Future<?> submitted = time.submit((Runnable) this::fail);
    time.advance(Duration.ofSeconds(1));
    assertThat(quiet.isDone()).isTrue();
    assertThatThrownBy(quiet::get).hasRootCauseMessage("on purpose");
    assertThatThrownBy(submitted::get).hasRootCauseMessage("on purpose");

    time.execute(this::fail);
    assertThatThrownBy(() -> time.advance(Duration.ZERO)).hasMessage("on purpose");
    time.execute(
        () -> {
          throw new AssertionError("an error");
        });
    assertThatThrownBy(() -> time.advance(Duration.ZERO)).hasMessage("an error");
  }

  @Test
  void aRepeatingTaskRepeatsUntilItFailsOrIsCancelled() {
    ScheduledFuture<?> fixed =
        time.scheduleAtFixedRate(() -> seen.add("fixed @" + second()), 1, 2, SECONDS);
    time.scheduleWithFixedDelay(
        () -> {
          seen.add("failing @" + second());
          fail();
        },
        2,
        1,
        SECONDS);

    time.advance(Duration.ofSeconds(4));
    fixed.cancel(false);
    time.advance(Duration.ofSeconds(4));

    assertThat(seen).containsExactly("fixed @1", "failing @2", "fixed @3");
    assertThat(time.pending()).isZero();
    assertThat(time.delays()).isEmpty();
  }

  @Test
  void anOrderlyShutdownRunsWhatIsPending() throws InterruptedException {
    note("pending", 1);
    time.scheduleAtFixedRate(() -> seen.add("no"), 1, 1, SECONDS);

    time.shutdown();

    assertThat(time.isShutdown()).isTrue();
    assertThat(time.isTerminated()).isFalse();
    assertThat(time.awaitTermination(1, MILLISECONDS)).isFalse();
    assertThatThrownBy(() -> time.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    time.advance(Duration.ofSeconds(3));
    assertThat(seen).containsExactly("pending @1");
    assertThat(time.awaitTermination(1, MILLISECONDS)).isTrue();
  }

  @Test
  void aShutdownAtOnceHandsBackWhatIsPending() {
    note("pending", 1);

    assertThat(time.shutdownNow()).hasSize(1);

    assertThat(time.isTerminated()).isTrue();
    time.advance(Duration.ofSeconds(3));
    assertThat(seen).isEmpty();
    time.close();
    assertThat(time.isTerminated()).isTrue();
  }

  @Test
  void aRepeatingTaskThatShutsDownDoesNotComeBack() {
    time.scheduleAtFixedRate(
        () -> {
          seen.add("once");
          time.shutdownNow();
        },
        1,
        1,
        SECONDS);
    time.advance(Duration.ofSeconds(5));

    assertThat(seen).containsExactly("once");
    assertThat(time.isTerminated()).isTrue();
  }

  @Test
  void waitingForTasksThatNeverComeFails() {
    note("one", 1);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> time.awaitScheduled(2))
        .isInstanceOf(AssertionError.class)
        .hasMessage("Waited for 2 pending tasks, but 1 are pending; delays asked so far: [PT1S]");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void waitingForTerminationCanBeInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> time.awaitTermination(1, SECONDS))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void futuresOrderByTheirDueTime() {
    Delayed sooner = time.schedule(() -> {}, 1, SECONDS);
    Delayed later = time.schedule(() -> {}, 2, SECONDS);

    assertThat(sooner).isLessThan(later);
  }

  @Test
  void manyThreadsMaySchedule() throws Exception {
    List<FutureTask<Integer>> workers = new ArrayList<>();
    for (int worker = 0; worker < 8; worker++) {
      FutureTask<Integer> work =
          new FutureTask<>(
              () -> {
                for (int i = 0; i < 500; i++) {
                  time.schedule(() -> seen.add("x"), i, MILLISECONDS);
                }
                return 500;
              });
      workers.add(work);
      new Thread(work, "worker " + worker).start();
    }
    for (FutureTask<Integer> worker : workers) {
      while (!worker.isDone()) {
        time.advance(Duration.ofMillis(1));
      }
      worker.get();
    }
    time.advance(Duration.ofSeconds(1));

    assertThat(seen).hasSize(8 * 500);
    assertThat(time.pending()).isZero();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> time.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> time.scheduleAtFixedRate(() -> {}, 1, 0, SECONDS))
        .isInstanceOf(IllegalArgumentException.class);
    time.schedule(() -> seen.add("ever"), Long.MAX_VALUE, SECONDS);
    time.schedule(() -> seen.add("past"), -5, SECONDS);
    time.advance(Duration.ofDays(1));
    assertThat(seen).containsExactly("past");
    assertThat(time).hasToString("VirtualTime[2026-01-02T00:00:00Z, 1 pending]");
  }

  private void note(String name, long seconds) {
    time.schedule(() -> seen.add(name + " @" + second()), seconds, SECONDS);
  }

  private long second() {
    return Duration.between(Instant.parse("2026-01-01T00:00:00Z"), time.instant()).toSeconds();
  }

  private void fail() {
    throw new IllegalStateException("on purpose");
  }
}
