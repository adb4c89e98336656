package dev.longhaul.job;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.future.Guarded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A read of one job, from its beginning until the job is in line again.
 *
 * <p><i>Concurrency:</i> begun by one thread, ended by the one that brings the answer; neither
 * holds the monitor of the engine while it calls the service or the job.
 */
final class JobLook<R> implements PollEngine.Look {
  private final PollEngine engine;
  private final Watch<R> watch;
  private final JobService.Read<R> service;
  private final boolean probe;
  private long turn;

  JobLook(PollEngine engine, Watch<R> watch, JobService.Read<R> service, boolean probe) {
    this.engine = engine;
    this.watch = watch;
    this.service = service;
    this.probe = probe;
  }

  @Override
  public boolean begin() {
    synchronized (engine) {
      if (watch.gone || engine.isClosed()) {
        engine.givenUp(probe);
        return true;
      }
    }
    turn = engine.nextTurn();
    CompletableFuture<JobReading<R>> answer = Guarded.call(() -> service.read(watch.id));
    boolean late;
    synchronized (engine) {
      late = watch.gone;
      watch.read = late ? null : answer;
    }
    // Guards against an end in between, which found no read to cancel.
    if (late) {
      answer.cancel(false);
    }
    boolean over = answer.isDone();
    answer.whenComplete(
        (reading, error) -> {
          try {
            ended(reading, reading == null ? Watch.asLonghaul(error, watch.id) : null);
          } finally {
            engine.lookUnless(over);
          }
        });
    return over;
  }

  private void ended(@Nullable JobReading<R> reading, @Nullable LonghaulException failure) {
    List<Watch<R>> twins = new ArrayList<>();
    boolean outage;
    synchronized (engine) {
      watch.read = null;
      if (watch.gone) {
        engine.givenUp(probe);
        return;
      }
      outage = engine.answered(failure, probe);
      watch.feed.each(watch.id, twins::add);
    }
    twins.remove(watch);
    Duration rest = Duration.ZERO;
    try {
      if (reading != null) {
        watch.took(reading, turn);
        twins.forEach(twin -> twin.took(reading, turn));
      } else if (failure != null) {
        rest = watch.failed(failure);
      }
    } finally {
      // Whatever went wrong above, the job is read again.
      synchronized (engine) {
        engine.inLine(watch, reading, rest);
        if (reading != null) {
          twins.stream()
              .filter(twin -> twin.doing == Watch.Doing.WAITS && !twin.alone)
              .forEach(twin -> engine.inLine(twin, reading, Duration.ZERO));
        }
      }
    }
    if (outage && failure != null) {
      engine.everyJob().stream()
          .filter(job -> job != watch.job)
          .forEach(job -> job.readFailed(failure));
    }
  }
}
