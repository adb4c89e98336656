package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of one job again and again until it is stopped.
 *
 * <p><i>Concurrency:</i> at most one timer or one read exists at a time; the fields are guarded by
 * this object's monitor, which is not held while the service or the job is called. {@link #stop}
 * may come at any moment: a read that answers later is ignored.
 */
final class PolledStatus<R> {
  /**
   * A service that asks for more rest is asked again after this, lest an ending be missed for days.
   */
  private static final Duration LONGEST_REST = Duration.ofMinutes(5);

  private final WatchedJob<R> job;
  private final JobService.Read<R> service;
  private final JobRuntime runtime;
  private final String id;
  private final PollSchedule schedule;
  private @Nullable Future<?> timer;
  private @Nullable Future<?> read;
  private int unknownInARow;
  private boolean reading;
  private boolean stopped;

  PolledStatus(WatchedJob<R> job, JobService.Read<R> service, JobRuntime runtime, String id) {
    this.job = job;
    this.service = service;
    this.runtime = runtime;
    this.id = id;
    this.schedule = new PollSchedule(runtime.options);
  }

  /** Reads for the first time after one delay of the pace. */
  void startLater() {
    scheduleNext(Duration.ZERO);
  }

  /** Reads at once, unless a read is under way; the pace goes on from there. */
  void readNow() {
    synchronized (this) {
      if (stopped || reading) {
        return;
      }
      reading = true;
      cancel(timer);
      timer = null;
    }
    long turn = job.nextTurn();
    CompletableFuture<JobReading<R>> answer = Guarded.call(() -> service.read(id));
    boolean late;
    synchronized (this) {
      read = answer;
      late = stopped;
    }
    // Guards against a stop between the two blocks above, which found no read to cancel.
    if (late) {
      answer.cancel(false);
    }
    answer.whenComplete((reading, error) -> answered(turn, reading, error));
  }

  void stop() {
    Future<?> pendingTimer;
    Future<?> pendingRead;
    synchronized (this) {
      stopped = true;
      pendingTimer = timer;
      pendingRead = read;
      timer = null;
      read = null;
    }
    cancel(pendingTimer);
    cancel(pendingRead);
  }

  private void answered(long turn, @Nullable JobReading<R> reading, @Nullable Throwable error) {
    synchronized (this) {
      read = null;
      if (stopped) {
        return;
      }
    }
    Duration rest = Duration.ZERO;
    try {
      if (reading != null) {
        unknownInARow = 0;
        job.observe(reading, turn);
      } else {
        rest = failed(asLonghaul(error));
      }
    } finally {
      // Whatever went wrong above, the job is read again.
      scheduleNext(rest);
    }
  }

  /** Returns how long the service wants to be left alone, within reason. */
  private Duration failed(LonghaulException error) {
    if (error instanceof NotFoundException && job.mayBeGone()) {
      job.gone();
      return Duration.ZERO;
    }
    if (isFinal(error)) {
      job.stopForGood(error);
      return Duration.ZERO;
    }
    job.readFailed(error);
    Duration asked = error.facts().retryAfter().orElse(Duration.ZERO);
    return asked.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : asked;
  }

  /**
   * Only the service's own word ends a watch: credentials that it refused, or a job that it does
   * not know. One that it did know may just not be visible yet, so that it has to say so twice.
   */
  private boolean isFinal(LonghaulException error) {
    if (error instanceof NotFoundException) {
      unknownInARow++;
      return !job.wasKnown() || unknownInARow > 1;
    }
    return error instanceof CredentialsException && error.facts().status().isPresent();
  }

  private LonghaulException asLonghaul(@Nullable Throwable error) {
    Throwable reason =
        error == null ? new NullPointerException("no reading") : LinkedFuture.reason(error);
    return reason instanceof LonghaulException known
        ? known
        : new UnexpectedAnswerException(
            "The read of the job failed in its own code.",
            CallFacts.builder("job", "read").jobId(id).build(),
            reason);
  }

  private void scheduleNext(Duration atLeast) {
    try {
      synchronized (this) {
        reading = false;
        if (!stopped && timer == null) {
          timer = runtime.schedule(this::readNow, schedule.next(atLeast));
        }
      }
    } catch (RejectedExecutionException over) {
      job.stop(JobRuntime.closedError(job));
    }
  }

  private static void cancel(@Nullable Future<?> future) {
    if (future != null) {
      // Never with an interrupt: a timer that fires cancels itself on its own thread.
      future.cancel(false);
    }
  }
}
