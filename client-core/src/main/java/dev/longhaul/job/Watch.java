package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.internal.future.LinkedFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One job that the engine looks at: when next, and how.
 *
 * <p><i>Concurrency:</i> the fields are guarded by the monitor of the engine, under which the job
 * is never called; {@link #unknownInARow} by this object's own.
 */
final class Watch<R> {
  /** Where the next look comes from. */
  enum Doing {
    /** Waits in line until it is due. */
    WAITS,
    /** Is being read by itself. */
    READS,
    /** Waits for a page of the list that is being read. */
    LISTED
  }

  final WatchedJob<R> job;
  final String id;
  final Feed<R> feed;
  final PollSchedule schedule;
  @Nullable Watch<R> twin;
  long due;
  int place = DueQueue.NOWHERE;
  Doing doing = Doing.WAITS;
  @Nullable ListedPage<R> page;
  @Nullable CompletableFuture<JobReading<R>> read;
  boolean alone;
  boolean again;
  boolean gone;
  int misses;
  int hops;
  float position;
  long seenAt;
  int unlisted;
  private int unknownInARow;

  Watch(WatchedJob<R> job, String id, Feed<R> feed, PollSchedule schedule) {
    this.job = job;
    this.id = id;
    this.feed = feed;
    this.schedule = schedule;
    seenAt = schedule.began();
  }

  /** Takes in that the service showed the job, in whatever state; called without the lock. */
  synchronized void shown() {
    unknownInARow = 0;
  }

  /** Passes on what a read of this job said; called without the lock, by one read at a time. */
  void took(JobReading<R> reading, long turn) {
    shown();
    if (!reading.endedUntold) {
      job.observe(reading, turn);
    }
  }

  /**
   * Passes on that a read of this job failed; called without the lock, by one read at a time.
   * Returns how long the service wants to be left alone.
   */
  Duration failed(LonghaulException error) {
    if (error instanceof NotFoundException && job.mayBeGone()) {
      job.gone();
      return Duration.ZERO;
    }
    if (isFinal(error)) {
      job.stopForGood(error);
      return Duration.ZERO;
    }
    job.readFailed(error);
    return ServiceHealth.rest(error);
  }

  /**
   * Only the service's own word ends a watch: credentials that it refused, or a job that it does
   * not know. One that it did know may just not be visible yet, so that it has to say so twice.
   */
  private boolean isFinal(LonghaulException error) {
    if (error instanceof NotFoundException) {
      if (job.isBeingCancelled()) {
        return false; // the answer to that will tell
      }
      boolean known = job.wasKnown();
      synchronized (this) {
        unknownInARow++;
        return !known || unknownInARow > 1;
      }
    }
    return error instanceof CredentialsException && error.facts().status().isPresent();
  }

  /** Returns an error as one of ours; what else a service throws is its own mistake. */
  static LonghaulException asLonghaul(@Nullable Throwable error, @Nullable String id) {
    Throwable reason =
        error == null ? new NullPointerException("no reading") : LinkedFuture.reason(error);
    return reason instanceof LonghaulException known
        ? known
        : new UnexpectedAnswerException(
            "The read of the job failed in its own code.",
            CallFacts.builder("job", "read").jobId(id).build(),
            reason);
  }
}
