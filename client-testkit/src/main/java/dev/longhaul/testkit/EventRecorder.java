package dev.longhaul.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A listener that keeps what it hears until the test has taken every event.
 *
 * <p>Use it in a try-with-resources block: {@link #close} fails when an event was never looked at,
 * so that a test cannot pass over an event it did not expect.
 *
 * <pre>{@code
 * try (EventRecorder<String> events = EventRecorder.create()) {
 *   announce(events);
 *   assertEquals("started", events.next());
 *   assertEquals("done", events.next());
 * }
 * }</pre>
 *
 * <p><em>Threading:</em> any thread may record; the test thread takes.
 *
 * @param <E> the type of the events
 */
public final class EventRecorder<E> implements Consumer<E>, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<E> unconsumed = new ArrayDeque<>();
  private final List<E> all = new ArrayList<>();

  private EventRecorder() {}

  /**
   * Returns a recorder that has heard nothing yet.
   *
   * @param <E> the type of the events
   */
  public static <E> EventRecorder<E> create() {
    return new EventRecorder<>();
  }

  /** Records one event. */
  @Override
  public void accept(E event) {
    lock.lock();
    try {
      unconsumed.add(event);
      all.add(event);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the oldest event that was not taken yet.
   *
   * <p><em>Blocking:</em> waits up to 5 seconds for one. <em>Errors:</em> an {@link AssertionError}
   * that lists everything recorded so far.
   */
  public E next() {
    E event = poll();
    if (event == null) {
      throw new AssertionError("No further event came; recorded so far: " + all());
    }
    return event;
  }

  /**
   * Takes the oldest event and requires that it is of a type.
   *
   * <p><em>Blocking:</em> and <em>Errors:</em> as {@link #next()}.
   *
   * @param type what the event must be
   * @param <T> what the event must be
   */
  public <T extends E> T next(Class<T> type) {
    E event = next();
    if (!type.isInstance(event)) {
      throw new AssertionError(
          "Expected %s, but the next event is %s; recorded so far: %s"
              .formatted(type.getSimpleName(), event, all()));
    }
    return type.cast(event);
  }

  /**
   * Takes events until one is of a type, and returns that one; those before it count as looked at.
   *
   * <p><em>Blocking:</em> waits up to 5 seconds for each. <em>Errors:</em> as {@link #next()}.
   *
   * @param type what to look for
   * @param <T> what to look for
   */
  public <T extends E> T nextUntil(Class<T> type) {
    E event = next();
    while (!type.isInstance(event)) {
      event = next();
    }
    return type.cast(event);
  }

  /** Returns everything recorded so far, taken or not, oldest first. */
  public List<E> all() {
    lock.lock();
    try {
      return List.copyOf(all);
    } finally {
      lock.unlock();
    }
  }

  /** Requires that every event recorded so far has been taken. */
  public void assertEmpty() {
    lock.lock();
    try {
      if (!unconsumed.isEmpty()) {
        throw new AssertionError(
            "%d events were never looked at: %s".formatted(unconsumed.size(), unconsumed));
      }
    } finally {
      lock.unlock();
    }
  }

  /** The same as {@link #assertEmpty}. */
  @Override
  public void close() {
    assertEmpty();
  }

  private @Nullable E poll() {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (unconsumed.isEmpty() && left > 0) {
        left = arrived.awaitNanos(left);
      }
      return unconsumed.poll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }
}
