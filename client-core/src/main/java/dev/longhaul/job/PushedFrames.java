package dev.longhaul.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a push source tells, passed to the jobs it is about.
 *
 * <p><i>Concurrency:</i> {@link #source} is opened and closed under this object's monitor, which is
 * never taken under the lock of the engine; {@link #up} is guarded by the lock of the engine.
 */
final class PushedFrames<R> implements PushSink<R> {
  private static final Logger LOG = LoggerFactory.getLogger(PushSource.class);

  private final PushSource<R> source;
  private final Feed<R> feed;
  private final PollEngine engine;
  private PushSource.@Nullable Closing open;
  private volatile boolean closed;
  boolean up;

  PushedFrames(PushSource<R> source, Feed<R> feed, PollEngine engine) {
    this.source = source;
    this.feed = feed;
    this.engine = engine;
  }

  /** Asks for the frames of a job, which must come before it is read. */
  void watch(String id) {
    guarded(
        () -> {
          synchronized (this) {
            if (open == null && !closed) {
              open = source.open(this);
            }
          }
          source.watch(id);
        });
  }

  void unwatch(String id) {
    guarded(() -> source.unwatch(id));
  }

  void close() {
    PushSource.Closing closing;
    synchronized (this) {
      closed = true;
      closing = open;
      open = null;
    }
    if (closing != null) {
      guarded(closing::close);
    }
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException thrown) {
      LOG.warn("A push source threw {}; jobs are read instead.", thrown.getClass().getName());
    }
  }

  @Override
  public void frame(JobReading<R> reading) {
    if (closed) {
      return;
    }
    long turn = engine.nextTurn();
    List<Watch<R>> watches = new ArrayList<>();
    synchronized (engine) {
      feed.each(reading.id, watches::add);
    }
    for (Watch<R> watch : watches) {
      if (reading.endedUntold) {
        engine.readSoon(watch);
      } else {
        watch.job.observe(reading, turn);
      }
    }
  }

  @Override
  public void connected() {
    if (closed) {
      return;
    }
    Set<String> ids = new HashSet<>();
    synchronized (engine) {
      up = true;
      feed.all().forEach(watch -> ids.add(watch.id));
    }
    ids.forEach(id -> guarded(() -> source.watch(id)));
    readSoon(true);
  }

  @Override
  public void lost() {
    if (closed) {
      return;
    }
    synchronized (engine) {
      up = false;
    }
    readSoon(false);
  }

  private void readSoon(boolean atOnce) {
    synchronized (engine) {
      engine.soon(feed, atOnce);
    }
    engine.look();
  }
}
