package dev.longhaul.testkit;

import dev.longhaul.testkit.ScriptParts.Failure;
import dev.longhaul.testkit.ScriptParts.Retry;
import dev.longhaul.testkit.ScriptParts.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a script at a moment. Holds no state: the same arguments always give the same moment. */
final class ScriptTimeline {

  /** Places in the queue that a job is seen to move up. */
  private static final int PLACES = 3;

  private final ScriptParts script;
  private final Instant created;
  private final Duration work;

  ScriptTimeline(ScriptParts script, Instant created) {
    this.script = script;
    this.created = created;
    this.work = script.work();
  }

  Moment at(Instant now) {
    Duration elapsed = Duration.between(created, now);
    if (elapsed.compareTo(script.pendingFor) < 0) {
      return withEta(Moment.of("pending"));
    }
    Duration inQueue = elapsed.minus(script.pendingFor);
    if (script.heldInQueue) {
      return Moment.of("queued").with("queue_position", 1);
    }
    if (inQueue.compareTo(script.queuedFor) < 0) {
      return withEta(queued(inQueue, script.queuedFor));
    }
    return started(inQueue.minus(script.queuedFor));
  }

  /** When the work begins, or null when that is not planned. */
  @Nullable Instant start() {
    return script.heldInQueue ? null : created.plus(script.pendingFor).plus(script.queuedFor);
  }

  /** When the work is done, or null when that is not planned. */
  @Nullable Instant end() {
    Instant start = start();
    if (start == null || script.stuckAt != null) {
      return null;
    }
    Retry retry = script.retry;
    return start.plus(work).plus(retry == null ? Duration.ZERO : lostTo(retry));
  }

  private Moment started(Duration sinceStart) {
    Retry retry = script.retry;
    if (retry == null || sinceStart.compareTo(part(retry.percent())) < 0) {
      return worked(sinceStart);
    }
    Duration again = sinceStart.minus(part(retry.percent()));
    if (again.compareTo(retry.queuedAgain()) < 0) {
      return withEta(queued(again, retry.queuedAgain()))
          .with("progress", 0)
          .with("message", "Started over by the service");
    }
    return worked(again.minus(retry.queuedAgain()));
  }

  private Moment worked(Duration done) {
    Double stuckAt = script.stuckAt;
    if (stuckAt != null) {
      Duration limit = part(stuckAt);
      return running(done.compareTo(limit) < 0 ? percent(done) : stuckAt);
    }
    return done.compareTo(work) < 0 ? running(percent(done)) : ended();
  }

  private Moment running(double percent) {
    Moment running =
        withEta(Moment.of("running"))
            .with("started_at", present(start()))
            .with("worker_id", FakeJob.WORKER)
            .with("progress", Math.round(percent * 10) / 10.0);
    int index = stageAt(percent);
    if (index < 0) {
      return running;
    }
    String message = "Stage %d of %d".formatted(index + 1, script.stages.size());
    return running.with("stage", script.stages.get(index).name()).with("message", message);
  }

  private Moment ended() {
    Failure failure = script.failure;
    Moment ended =
        failure == null
            ? Moment.of("completed").with("progress", 100)
            : Moment.of("failed").with("error", failure.line());
    return ended
        .with("started_at", present(start()))
        .with("completed_at", present(end()))
        .with("worker_id", FakeJob.WORKER);
  }

  private Moment queued(Duration waited, Duration whole) {
    long left = PLACES - waited.toNanos() * PLACES / whole.toNanos();
    return Moment.of("queued").with("queue_position", left);
  }

  private Moment withEta(Moment moment) {
    Instant end = end();
    return end == null ? moment : moment.with("eta", end);
  }

  private int stageAt(double percent) {
    Duration done = part(percent);
    List<Stage> stages = script.stages;
    int index = 0;
    Duration passed = Duration.ZERO;
    while (index < stages.size()) {
      passed = passed.plus(stages.get(index).length());
      if (done.compareTo(passed) < 0) {
        return index;
      }
      index++;
    }
    return stages.size() - 1;
  }

  private Duration lostTo(Retry retry) {
    return part(retry.percent()).plus(retry.queuedAgain());
  }

  private double percent(Duration done) {
    return work.isZero() ? 0 : 100.0 * done.toNanos() / work.toNanos();
  }

  private Duration part(double percent) {
    return Duration.ofNanos(Math.round(work.toNanos() * percent / 100));
  }

  private static Instant present(@Nullable Instant instant) {
    if (instant == null) {
      throw new IllegalStateException("a job that runs has a start, and one that ended an end");
    }
    return instant;
  }
}
