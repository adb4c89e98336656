package dev.longhaul.internal.flow;

import dev.longhaul.internal.time.Callbacks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
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
 *
 * @param <T> the events
 */
public final class Mailbox<T> implements Flow.Subscription {
  /** A subscriber that is busy with one event for longer is reported, once. */
  public static final Duration SLOW = Duration.ofSeconds(10);

  private static final Duration AGAIN = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  /**
   * What may be done with events while the subscriber is busy, and which of them is the last.
   *
   * @param <T> the events
   */
  public interface Rules<T> {
    /**
     * Returns what an event tells the newest of, so that it takes the place of an older one of the
     * same subject; null for an event that is kept.
     */
    @Nullable Object subject(T event);

    /** Returns whether nothing comes after an event. */
    boolean isLast(T event);

    /** Returns the error with which the stream ends in the place of an event, if it does. */
    @Nullable Throwable error(T event);

    /** Returns whether an event may take the place of one that another kept event followed. */
    default boolean overtakes() {
      return false;
    }

    /** Returns how many events are kept; the oldest go first. */
    default int limit() {
      return Integer.MAX_VALUE;
    }

    /** Returns the event that tells how many went; null where nothing tells. */
    default @Nullable T missed(int count) {
      return null;
    }
  }

  /**
   * Where subscribers are called.
   *
   * @param callbacks on which threads
   * @param timer runs something later
   * @param closed whether the client is
   * @param clock tells how long a subscriber is busy
   */
  public record Home(
      Callbacks callbacks,
      BiConsumer<Runnable, Duration> timer,
      BooleanSupplier closed,
      InstantSource clock) {}

  private final Flow.Subscriber<? super T> subscriber;
  private final Rules<T> rules;
  private final Home home;
  private final Consumer<Mailbox<T>> onGone;

  /**
   * In order. What is kept has a key of its own; what may give way has its subject and turn, and
   * what takes its place moves to the end.
   */
  private final Map<Object, T> waiting = new LinkedHashMap<>(16, 0.75f, true);

  /** The last in line; null while there is none. */
  private @Nullable T newest;

  /** Counts what was kept, where that shields what came before it. */
  private int turn;

  private int missed;
  private long demand;
  private boolean greeted;
  private boolean delivering;
  private boolean gone;
  private boolean reportedSlow;
  private long busySinceMillis;
  private @Nullable Throwable misuse;

  /**
   * Makes a mailbox.
   *
   * @param onGone hears when the subscriber wants, or gets, nothing more
   */
  public Mailbox(
      Flow.Subscriber<? super T> subscriber,
      Rules<T> rules,
      Home home,
      Consumer<Mailbox<T>> onGone) {
    this.subscriber = subscriber;
    this.rules = rules;
    this.home = home;
    this.busySinceMillis = home.clock.millis();
    this.onGone = onGone;
  }

  /** What stands for an event in line that may give way. */
  private record Turn(Object subject, int turn) {}

  /** Queues an event without delivering it, so that it can be called under the caller's lock. */
  public void offer(T event) {
    offerAll(List.of(event));
  }

  /** Queues events, in order, without delivering them. */
  public synchronized void offerAll(List<? extends T> events) {
    if (!gone && !events.isEmpty()) {
      reportIfSlow();
      events.forEach(this::queue);
    }
  }

  private void queue(T event) {
    waiting.put(key(event), event);
    newest = event;
    if (waiting.size() > rules.limit()) {
      removeFirst();
      missed++;
    }
  }

  private Object key(T event) {
    Object subject = rules.subject(event);
    if (subject != null) {
      return new Turn(subject, turn);
    }
    if (!rules.overtakes()) {
      turn++;
    }
    return new Object();
  }

  private T removeFirst() {
    Iterator<T> line = waiting.values().iterator();
    T first = line.next();
    line.remove();
    if (waiting.isEmpty()) {
      newest = null;
    }
    return first;
  }

  private void reportIfSlow() {
    if (delivering && !reportedSlow && home.clock.millis() - busySinceMillis > SLOW.toMillis()) {
      reportedSlow = true;
      LOG.warn(
          "A subscriber has been busy with one event for over {}; its progress is conflated.",
          SLOW);
    }
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
      newest = null;
    }
    onGone.accept(this);
  }

  /** Starts a delivery unless one is under way or there is nothing to deliver. */
  public void deliver() {
    synchronized (this) {
      if (delivering || !ready()) {
        return;
      }
      delivering = true;
    }
    try {
      home.callbacks.execute(this::drain);
    } catch (RuntimeException | Error turnedAway) {
      turnedAway();
    }
  }

  /**
   * An executor that is full is asked again a little later, never replaced by the thread that asks:
   * that may be the one timer of the client. After a close only a subscriber comes here.
   */
  private void turnedAway() {
    if (home.closed.getAsBoolean()) {
      drain();
      return;
    }
    synchronized (this) {
      delivering = false;
    }
    home.timer.accept(this::deliver, AGAIN);
  }

  private boolean ready() {
    return !gone
        && (!greeted
            || misuse != null
            || stopped()
            || (demand > 0 && (missed > 0 || !waiting.isEmpty())));
  }

  /**
   * An error needs no demand: a subscriber that asks for nothing more still hears it, before what
   * it never asked for.
   */
  private boolean stopped() {
    T last = newest;
    return demand == 0 && last != null && rules.error(last) != null;
  }

  private void drain() {
    boolean more = true;
    while (more) {
      try {
        // A close that lost its patience interrupts a listener once; it must not be called again.
        more = step() && !home.callbacks.hasGivenUp();
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
    @Nullable T event = null;
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
      busySinceMillis = home.clock.millis();
      if (!hello && wrong == null) {
        event = demand == 0 ? newest : first();
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

  private T first() {
    @Nullable T told = missed == 0 ? null : rules.missed(missed);
    missed = 0;
    return told == null ? removeFirst() : told;
  }

  private void pass(T event) {
    Throwable error = rules.error(event);
    if (error != null) {
      end(error);
      return;
    }
    subscriber.onNext(event);
    if (rules.isLast(event)) {
      end(null);
    }
  }

  private void end(@Nullable Throwable error) {
    boolean first;
    synchronized (this) {
      first = !gone;
      gone = true;
      waiting.clear();
      newest = null;
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
