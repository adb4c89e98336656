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
  private final WatchedJob<R> job;
  private final JobService.Read<R> service;
  private final JobRuntime runtime;
  private final String id;
  private final PollSchedule schedule;
  private @Nullable Future<?> timer;
  private @Nullable Future<?> read;
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
    answer.whenComplete(this::answered);
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

  private void answered(@Nullable JobReading<R> reading, @Nullable Throwable error) {
    synchronized (this) {
      this.reading = false;
      read = null;
      if (stopped) {
        return;
      }
    }
    if (reading != null) {
      job.observe(reading);
      scheduleNext(Duration.ZERO);
    } else {
      failed(asLonghaul(error));
    }
  }

  private void failed(LonghaulException error) {
    if (error instanceof NotFoundException || error instanceof CredentialsException) {
      job.stopForGood(error);
    } else {
      job.readFailed(error);
      scheduleNext(error.facts().retryAfter().orElse(Duration.ZERO));
    }
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
        if (!stopped && timer == null && !reading) {
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
