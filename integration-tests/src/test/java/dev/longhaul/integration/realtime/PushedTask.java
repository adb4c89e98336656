package dev.longhaul.integration.realtime;

import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One task under watch: hears of it from a listener and from a future, which must agree. Safe for
 * use by several threads.
 */
final class PushedTask {
  private final String id;
  private final PushPlan.Fate fate;
  private final Instant submitted;
  private final Instant known = Instant.now();
  private final List<String> lies = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(2);
  private double percent;
  private int heard;
  private int futures;
  private int moves;
  private @Nullable Instant ended;

  /**
   * Makes one that hears nothing yet.
   *
   * @param submitted when its request was about to be sent
   */
  PushedTask(String id, PushPlan.Fate fate, Instant submitted) {
    this.id = id;
    this.fate = fate;
    this.submitted = submitted;
  }

  /** Follows a task to its end. */
  static PushedTask follow(JobHandle<TaskResult> handle, PushPlan.Fate fate, Instant submitted) {
    PushedTask task = new PushedTask(handle.id().orElseThrow(), fate, submitted);
    handle.listen(task::heard);
    handle.outcome().whenComplete((outcome, error) -> task.told(outcome));
    return task;
  }

  private void heard(JobEvent event) {
    event.snapshot().percent().ifPresent(this::at);
    if (event instanceof JobEvent.Ended end) {
      heard(end.outcome());
    } else if (event instanceof JobEvent.WatchStopped) {
      heard((JobOutcome<?>) null);
    }
  }

  /** Takes in how far the listener heard it is. */
  synchronized void at(double now) {
    moves++;
    if (now < percent) {
      lies.add(id + " fell back from " + percent + " to " + now + " percent");
    }
    percent = now;
  }

  /** Takes in the end that the listener heard; null when the watch was given up. */
  synchronized void heard(@Nullable JobOutcome<?> outcome) {
    heard++;
    check("heard", outcome, heard);
  }

  /** Takes in the end that the future told; null when it ended with an error. */
  synchronized void told(@Nullable JobOutcome<?> outcome) {
    futures++;
    check("was told", outcome, futures);
  }

  private void check(String way, @Nullable JobOutcome<?> outcome, int times) {
    if (times > 1) {
      lies.add(id + " " + way + " its end twice");
    }
    if (outcome != null && !outcome.id().equals(id)) {
      lies.add(id + " " + way + " the end of another task");
    }
    if (!fate.isTold(outcome)) {
      lies.add(id + " " + way + " that it ended as " + outcome + ", which is not " + fate);
    }
    ended = Instant.now();
    over.countDown();
  }

  String id() {
    return id;
  }

  /** Returns whether both have told the end. */
  boolean isOver() {
    return over.getCount() == 0;
  }

  /** Is counted down by the listener and by the future. */
  CountDownLatch whenOver() {
    return over;
  }

  /** Returns whether it may have been under watch at a moment. */
  boolean mayBeWatchedAt(Instant when) {
    return submitted.isBefore(when) && ended().isAfter(when);
  }

  /** Returns whether it was under watch at a moment, beyond doubt. */
  boolean isWatchedAt(Instant when) {
    return known.isBefore(when) && ended().isAfter(when);
  }

  Instant known() {
    return known;
  }

  /** Returns when its end was told the last time; the end of all days when it was not. */
  synchronized Instant ended() {
    return ended == null ? Instant.MAX : ended;
  }

  /** Returns how often the listener heard how far it is. */
  synchronized int moves() {
    return moves;
  }

  /** Returns all that was told wrong. */
  synchronized List<String> lies() {
    return List.copyOf(lies);
  }
}
