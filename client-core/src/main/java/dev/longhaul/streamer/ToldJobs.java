package dev.longhaul.streamer;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.PushSink;
import dev.longhaul.job.PushSource;
import dev.longhaul.job.Registration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is told of the jobs. It drops what it hears of a job before it watches it, so the
 * newest is kept for that moment.
 *
 * <p><i>Concurrency:</i> the monitor of {@link Asks} guards the map; the sink belongs to the thread
 * that does what was decided.
 */
final class ToldJobs implements PushSource<Object> {
  private final Asks asks;
  private final Map<String, Ask> jobs = new HashMap<>();
  private volatile @Nullable PushSink<Object> sink;

  ToldJobs(Asks asks) {
    this.asks = asks;
  }

  @Override
  public Registration open(PushSink<Object> sink) {
    this.sink = sink;
    return () -> this.sink = null;
  }

  @Override
  public void watch(String id) {
    asks.decide(
        now -> {
          Ask ask = jobs.get(id);
          if (ask != null) {
            ask.watched = true;
            tell(ask, ask.newest, ask.gone);
          }
        });
  }

  @Override
  public void unwatch(String id) {
    asks.decide(
        now -> {
          Ask ask = jobs.get(id);
          if (ask != null) {
            ask.unwatched = true;
            forgetEnded(ask);
          }
        });
  }

  /** Begins to keep what is told of a job. Like the methods below, called under the monitor. */
  void add(Ask ask) {
    jobs.put(ask.id, ask);
  }

  void forget(Ask ask) {
    jobs.remove(ask.id);
  }

  void tell(Ask ask, JobReading<Object> reading) {
    ask.newest = reading;
    tell(ask, reading, null);
  }

  /** Tells that the end of a job cannot be learnt. */
  void gone(Ask ask, LonghaulException why) {
    ask.gone = why;
    tell(ask, null, why);
  }

  private void tell(
      Ask ask, @Nullable JobReading<Object> reading, @Nullable LonghaulException why) {
    if (!ask.watched || ask.unwatched) {
      forgetEnded(ask);
      return;
    }
    asks.later(
        () -> {
          PushSink<Object> hearer = sink;
          if (hearer != null && why != null) {
            hearer.gone(ask.id, why);
          } else if (hearer != null && reading != null) {
            hearer.frame(reading);
          }
        });
    forgetEnded(ask);
  }

  private void forgetEnded(Ask ask) {
    boolean ended = ask.gone != null || (ask.newest != null && ask.newest.outcome().isPresent());
    if (ended && (ask.watched || ask.unwatched)) {
      jobs.remove(ask.id);
    }
  }

  /** Returns how many are kept; for tests. */
  int size() {
    return jobs.size();
  }
}
