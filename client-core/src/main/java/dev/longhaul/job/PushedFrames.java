package dev.longhaul.job;

import dev.longhaul.error.LonghaulException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a push source tells, passed to the jobs it is about.
 *
 * <p><i>Concurrency:</i> {@link #up} is guarded by the monitor of the engine, under which it is
 * decided what the source is called for. The calls are made in that order, by one thread at a time
 * and under no lock; {@link #open} belongs to the thread that makes them.
 */
final class PushedFrames<R> {
  private static final Logger LOG = LoggerFactory.getLogger(PushSource.class);

  private final PushSource<R> source;
  private final Feed<R> feed;
  private final PollEngine engine;
  private final Queue<Runnable> calls = new ArrayDeque<>();
  private boolean calling;
  private boolean up;
  private @Nullable Connection open;

  PushedFrames(PushSource<R> source, Feed<R> feed, PollEngine engine) {
    this.source = source;
    this.feed = feed;
    this.engine = engine;
  }

  boolean isUp() {
    return up;
  }

  /** Decides to ask for the frames of a job, and on what comes after; called under the monitor. */
  void watch(String id, Runnable then) {
    later(this::openUnlessOpen);
    later(() -> source.watch(id));
    later(then);
  }

  /** Decides to ask for them no more; called under the monitor. */
  void unwatch(String id, boolean last) {
    later(() -> source.unwatch(id));
    if (last) {
      up = false;
      later(this::close);
    }
  }

  private synchronized void later(Runnable call) {
    calls.add(call);
  }

  private void openUnlessOpen() {
    if (open == null) {
      synchronized (engine) {
        up = false; // what the connection before told late
      }
      Connection opened = new Connection();
      opened.closing = source.open(opened);
      open = opened;
    }
  }

  private void close() {
    Connection closed = open;
    open = null;
    if (closed != null) {
      closed.live = false;
      Registration closing = closed.closing;
      if (closing != null) {
        closing.close();
      }
    }
  }

  /** Makes the calls that were decided on, unless another thread does so, and looks at the jobs. */
  void callSource() {
    for (Runnable call = next(false); call != null; call = next(true)) {
      try {
        call.run();
      } catch (RuntimeException | Error thrown) {
        LOG.warn("A push source threw {}; jobs are read instead.", thrown.getClass().getName());
      }
    }
    engine.look();
  }

  private synchronized @Nullable Runnable next(boolean mine) {
    if (calling && !mine) {
      return null;
    }
    Runnable call = calls.poll();
    calling = call != null;
    return call;
  }

  /** What the source talks to, from an open to a close. */
  private final class Connection implements PushSink<R> {
    private volatile boolean live = true;
    private @Nullable Registration closing;

    @Override
    public void frame(JobReading<R> reading) {
      if (!live) {
        return;
      }
      long turn = engine.nextTurn();
      for (Watch<R> watch : watchesOf(reading.id)) {
        watch.shown();
        if (reading.endedUntold) {
          engine.readEnd(watch);
        } else {
          told(watch, reading, turn);
        }
      }
    }

    private void told(Watch<R> watch, JobReading<R> reading, long turn) {
      boolean back = watch.job.wouldStepBack(reading);
      boolean anew = reading.attempt > watch.job.snapshot().attempt();
      // A frame may be late: a step back is told only after a read.
      if (back) {
        engine.readSoon(watch);
      } else {
        watch.job.observe(reading, turn);
      }
      synchronized (engine) {
        watch.schedule.alive(engine.now(), back || anew);
      }
    }

    private List<Watch<R>> watchesOf(String id) {
      List<Watch<R>> watches = new ArrayList<>();
      synchronized (engine) {
        feed.each(id, watches::add);
      }
      return watches;
    }

    @Override
    public void gone(String id, LonghaulException why) {
      if (live) {
        watchesOf(id).forEach(watch -> watch.job.stopForGood(why));
      }
    }

    @Override
    public void connected() {
      synchronized (engine) {
        if (!live) {
          return;
        }
        up = true;
        Set<String> ids = new HashSet<>();
        feed.all().forEach(watch -> ids.add(watch.id));
        ids.forEach(id -> later(() -> source.watch(id)));
        later(() -> soon(true));
      }
      callSource();
    }

    @Override
    public void lost() {
      synchronized (engine) {
        if (!live || !up) {
          return;
        }
        up = false;
      }
      soon(false);
      engine.look();
    }

    private void soon(boolean atOnce) {
      synchronized (engine) {
        engine.soon(feed, atOnce);
      }
    }
  }
}
