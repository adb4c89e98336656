package dev.longhaul.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be delivered to one subscriber, in order.
 *
 * <p><i>Concurrency:</i> any thread may offer, request and cancel; the fields are guarded by this
 * object's monitor, which is never held while the subscriber is called. At most one delivery runs
 * at a time ({@link #delivering}).
 */
final class EventMailbox implements Flow.Subscription {
  /** A subscriber that is busy with one event for longer is reported, once. */
  static final Duration SLOW = Duration.ofSeconds(10);

  private static final Duration AGAIN = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(JobHandle.class);

  private final Flow.Subscriber<? super JobEvent> subscriber;
  private final JobRuntime runtime;
  private final Consumer<EventMailbox> onGone;
  private final ArrayDeque<JobEvent> waiting = new ArrayDeque<>();
  private long demand;
  private boolean greeted;
  private boolean delivering;
  private boolean gone;
  private boolean reportedSlow;
  private Instant busySince;
  private @Nullable Throwable misuse;

  EventMailbox(
      Flow.Subscriber<? super JobEvent> subscriber,
      JobRuntime runtime,
      Consumer<EventMailbox> onGone) {
    this.subscriber = subscriber;
    this.runtime = runtime;
    this.busySince = runtime.now();
    this.onGone = onGone;
  }

  /** Queues an event without delivering it, so that it can be called under the lock of the job. */
  synchronized void offer(JobEvent event) {
    if (gone) {
      return;
    }
    reportIfSlow();
    if (conflated(event)) {
      forgetOlder(event);
    }
    waiting.addLast(event);
  }

  /** Removes what an event makes stale: the same kind, back to the newest event that is kept. */
  private void forgetOlder(JobEvent event) {
    Iterator<JobEvent> backwards = waiting.descendingIterator();
    while (backwards.hasNext()) {
      JobEvent older = backwards.next();
      if (!conflated(older)) {
        return;
      }
      if (older.getClass() == event.getClass()) {
        backwards.remove();
        return;
      }
    }
  }

  private void reportIfSlow() {
    if (delivering && !reportedSlow && busySince.plus(SLOW).isBefore(runtime.now())) {
      reportedSlow = true;
      LOG.warn(
          "A subscriber has been busy with one event for over {}; its progress is conflated.",
          SLOW);
    }
  }

  private static boolean conflated(JobEvent event) {
    return event instanceof JobEvent.Progressed || event instanceof JobEvent.ReadFailed;
  }

  @Override
  public void request(long n) {
    synchronized (this) {
      if (n <= 0) {
        misuse =
            new IllegalArgumentException(
                "request(" + n + "): a positive number is needed (rule 3.9)");
      } else {
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
      }
    }
    deliver();
  }

  @Override
  public void cancel() {
    synchronized (this) {
      gone = true;
      waiting.clear();
    }
    onGone.accept(this);
  }

  /** Starts a delivery unless one is under way or there is nothing to deliver. */
  void deliver() {
    synchronized (this) {
      if (delivering || !ready()) {
        return;
      }
      delivering = true;
    }
    try {
      runtime.callbacks().execute(this::drain);
    } catch (RuntimeException | Error turnedAway) {
      turnedAway();
    }
  }

  /**
   * An executor that is full is asked again a little later, never replaced by the thread that asks:
   * that may be the one timer of the client. After a close only a subscriber comes here.
   */
  private void turnedAway() {
    if (runtime.isClosed()) {
      drain();
      return;
    }
    synchronized (this) {
      delivering = false;
    }
    runtime.schedule(this::deliver, AGAIN);
  }

  private boolean ready() {
    return !gone && (!greeted || misuse != null || stopped() || (demand > 0 && !waiting.isEmpty()));
  }

  /**
   * An error needs no demand: a subscriber that asks for nothing more still hears it, before what
   * it never asked for.
   */
  private boolean stopped() {
    return demand == 0 && waiting.peekLast() instanceof JobEvent.WatchStopped;
  }

  private void drain() {
    boolean more = true;
    while (more) {
      try {
        // A close that lost its patience interrupts a listener once; it must not be called again.
        more = step() && !runtime.callbacks().hasGivenUp();
      } catch (RuntimeException | Error thrown) {
        // A subscriber must not throw (rule 2.13); one that does gets nothing more, and nobody else
        // notices.
        LOG.warn(
            "A subscriber threw {}; its subscription was cancelled.", thrown.getClass().getName());
        cancel();
        more = false;
      }
    }
  }

  /** Delivers one signal; returns whether there may be another. */
  private boolean step() {
    JobEvent event = null;
    Throwable wrong;
    boolean hello;
    synchronized (this) {
      if (!ready()) {
        delivering = false;
        return false;
      }
      hello = !greeted;
      greeted = true;
      wrong = misuse;
      busySince = runtime.now();
      if (!hello && wrong == null) {
        event = demand == 0 ? waiting.removeLast() : waiting.removeFirst();
        demand = demand == Long.MAX_VALUE || demand == 0 ? demand : demand - 1;
      }
    }
    if (hello) {
      subscriber.onSubscribe(this);
    } else if (event == null) {
      end(wrong);
    } else {
      pass(event);
    }
    return true;
  }

  private void pass(JobEvent event) {
    if (event instanceof JobEvent.WatchStopped stopped) {
      end(stopped.error());
      return;
    }
    subscriber.onNext(event);
    if (event instanceof JobEvent.Ended) {
      end(null);
    }
  }

  private void end(@Nullable Throwable error) {
    boolean first;
    synchronized (this) {
      first = !gone;
      gone = true;
      waiting.clear();
    }
    onGone.accept(this);
    if (!first) {
      return;
    }
    if (error == null) {
      subscriber.onComplete();
    } else {
      subscriber.onError(error);
    }
  }
}
