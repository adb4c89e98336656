package dev.longhaul.integration.surfaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one subscriber heard of a job, on whatever surface. */
final class EventLog {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Consumer<JobEvent> manner;
  private final List<JobEvent> heard = new ArrayList<>();
  private final List<Object> ends = new ArrayList<>();
  private int late;

  /**
   * Makes a log.
   *
   * @param manner what the subscriber does with each event once it was noted
   */
  EventLog(Consumer<JobEvent> manner) {
    this.manner = manner;
  }

  EventLog() {
    this(event -> {});
  }

  void event(JobEvent event) {
    synchronized (this) {
      late += ends.isEmpty() ? 0 : 1;
      heard.add(event);
      notifyAll();
    }
    manner.accept(event);
  }

  /** Takes in that there will be no more. */
  synchronized void end(@Nullable Throwable error) {
    ends.add(error == null ? "complete" : error);
    notifyAll();
  }

  synchronized List<JobEvent> all() {
    return List.copyOf(heard);
  }

  /** Returns what was known when it was first heard that a snapshot is like this. */
  JobSnapshot hears(String what, Predicate<JobSnapshot> like) throws InterruptedException {
    until(what, () -> heard.stream().map(JobEvent::snapshot).anyMatch(like));
    return all().stream().map(JobEvent::snapshot).filter(like).findFirst().orElseThrow();
  }

  JobSnapshot hears(JobPhase phase) throws InterruptedException {
    return hears("that it is " + phase, snapshot -> snapshot.phase() == phase);
  }

  /** Returns how it ended: an error, or {@code complete}. */
  Object end() throws InterruptedException {
    until("the end", () -> !ends.isEmpty());
    synchronized (this) {
      return ends.get(0);
    }
  }

  private synchronized void until(String what, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("Waited in vain for " + what + "; heard " + heard);
      }
      wait(left);
    }
  }

  /** Checks what holds for every subscriber, whatever happened. */
  synchronized void isInOrder() {
    assertThat(late).as("events after the end, of %s", heard).isZero();
    assertThat(ends).as("ends").hasSizeLessThanOrEqualTo(1);
    for (int i = 0; i < heard.size(); i++) {
      boolean joins = heard.get(i) instanceof JobEvent.Joined;
      assertThat(joins).as("joined first, and once, in %s", heard).isEqualTo(i == 0);
      if (i > 0) {
        follows(heard.get(i - 1), heard.get(i));
      }
    }
    assertThat(heard.stream().filter(JobEvent.Ended.class::isInstance).count())
        .as("endings in %s", heard)
        .isEqualTo(ends.contains("complete") ? 1 : 0);
  }

  private static void follows(JobEvent earlier, JobEvent event) {
    JobSnapshot before = earlier.snapshot();
    JobSnapshot now = event.snapshot();
    boolean joinedLate = earlier instanceof JobEvent.Joined && event instanceof JobEvent.Ended;
    assertThat(before.phase().isTerminal() && !joinedLate).as("more after %s", before).isFalse();
    assertThat(now.serverRetries()).isGreaterThanOrEqualTo(before.serverRetries());
    if (now.serverRetries() == before.serverRetries()) {
      assertThat(now.percent().orElse(100))
          .as("percent of %s after %s", now, before)
          .isGreaterThanOrEqualTo(before.percent().orElse(0));
    }
  }

  private interface Condition {
    boolean holds();
  }
}
