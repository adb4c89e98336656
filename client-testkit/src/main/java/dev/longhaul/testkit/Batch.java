package dev.longhaul.testkit;

import dev.longhaul.testkit.JobLife.CancelAnswer;
import dev.longhaul.testkit.JobLife.Ending;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Several jobs that wait for each other. No thread drives it: whenever one of its jobs is looked at
 * or touched, all of them are first brought up to that moment, in the order in which they run.
 *
 * <p>Safe for use by several threads. Its lock is taken before that of any job.
 */
final class Batch {

  /** What the jobs look like at one moment, in the order sent. */
  record View(Instant now, List<Moment> jobs) {}

  private final String id;
  private final BatchPlan plan;
  private final List<FakeJob> jobs;
  private final InstantSource clock;
  private @Nullable Instant failedAt;
  private boolean cancelAccepted;

  private Batch(String id, BatchPlan plan, List<FakeJob> jobs, InstantSource clock) {
    this.id = id;
    this.plan = plan;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** Takes over jobs that wait, one for each task of the plan. */
  static Batch of(String id, BatchPlan plan, List<FakeJob> jobs, InstantSource clock) {
    Batch batch = new Batch(id, plan, jobs, clock);
    jobs.forEach(job -> job.life().follow(batch::settle));
    batch.settle(clock.instant());
    return batch;
  }

  String id() {
    return id;
  }

  List<FakeJob> jobs() {
    return jobs;
  }

  Instant created() {
    return jobs.get(0).life().created();
  }

  synchronized View view() {
    Instant now = clock.instant();
    settle(now);
    return new View(now, jobs.stream().map(job -> job.life().at(now)).toList());
  }

  /** Cancels what has not ended; a repeat of a cancel that worked is no error. */
  synchronized CancelAnswer cancel() {
    Instant now = clock.instant();
    settle(now);
    List<FakeJob> active = jobs.stream().filter(job -> job.life().ending(now) == null).toList();
    if (active.isEmpty()) {
      return cancelAccepted ? CancelAnswer.ACCEPTED : CancelAnswer.ENDED;
    }
    boolean accepted = false;
    for (FakeJob job : active) {
      accepted |= job.cancelWithBatch(now) == CancelAnswer.ACCEPTED;
    }
    cancelAccepted |= accepted;
    return accepted ? CancelAnswer.ACCEPTED : CancelAnswer.REFUSED;
  }

  private synchronized void settle(Instant now) {
    FakeJob before = null;
    for (int task : plan.order()) {
      FakeJob job = jobs.get(task);
      if (job.life().waits()) {
        advance(job.life(), plan.sequential() ? before : null, needed(task), now);
      }
      before = job;
    }
    if (plan.stopOnError() && failedAt == null) {
      stopAfterFailure(now);
    }
  }

  private List<JobLife> needed(int task) {
    return plan.dependencies().get(task).stream().map(it -> jobs.get(it).life()).toList();
  }

  private static void advance(
      JobLife life, @Nullable FakeJob before, List<JobLife> needed, Instant now) {
    List<Ending> endings =
        new ArrayList<>(
            needed.stream().map(it -> it.ending(now)).filter(Objects::nonNull).toList());
    endings.stream().filter(it -> !it.isGood()).forEach(it -> life.stop(it.at()));
    if (!life.waits() || endings.size() < needed.size()) {
      return;
    }
    if (before != null) {
      Ending last = before.life().ending(now);
      if (last == null) {
        return;
      }
      endings.add(last);
    }
    Instant start = life.created();
    for (Ending ending : endings) {
      start = ending.at().isAfter(start) ? ending.at() : start;
    }
    life.release(start);
  }

  /** What ran when the first failure came is cancelled by its own rule; the rest never starts. */
  private void stopAfterFailure(Instant now) {
    failedAt =
        jobs.stream()
            .map(job -> job.life().ending(now))
            .filter(Objects::nonNull)
            .filter(Ending::isFailure)
            .map(Ending::at)
            .min(Instant::compareTo)
            .orElse(null);
    if (failedAt == null) {
      return;
    }
    for (FakeJob job : jobs) {
      if (job.life().isStartedBefore(failedAt)) {
        job.life().cancel(failedAt);
      } else {
        job.life().stop(failedAt);
      }
    }
  }
}
