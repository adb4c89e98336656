package dev.longhaul.internal.call;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bulkhead: so many attempts at once, and a bounded line for those that wait, first come first
 * served. Nobody blocks.
 *
 * <p><i>Concurrency:</i> the monitor guards every field, and no foreign code is called under it. A
 * waiter is granted a permit or leaves the line, never both: whoever takes it out of the line
 * decides.
 */
final class Permits {
  private static final Logger LOG = LoggerFactory.getLogger(Permits.class);

  private final int most;
  private final int longestLine;
  private final Set<Waiter> line = new LinkedHashSet<>();
  private final Queue<Waiter> granted = new ArrayDeque<>();
  private int free;
  private boolean granting;

  Permits(int most, int longestLine) {
    this.most = most;
    this.longestLine = longestLine;
    free = most;
  }

  /** One place in the line. */
  final class Waiter {
    private final Runnable onGrant;

    private Waiter(Runnable onGrant) {
      this.onGrant = onGrant;
    }

    /** Leaves the line; does nothing for one that has its permit. */
    void leave() {
      synchronized (Permits.this) {
        line.remove(this);
      }
    }
  }

  /** Takes a permit if one is free; returns whether it did. */
  synchronized boolean tryAcquire() {
    if (free == 0) {
      return false;
    }
    free--;
    return true;
  }

  /**
   * Waits in line.
   *
   * @param onGrant called with a permit in hand, on the thread that gave one back
   * @return the place in line, or null when the line is full
   */
  @Nullable Waiter join(Runnable onGrant) {
    Waiter waiter = new Waiter(onGrant);
    synchronized (this) {
      if (line.size() >= longestLine && free == 0) {
        return null;
      }
      line.add(waiter);
    }
    // A permit may have come back since the caller found none.
    grant();
    return waiter;
  }

  /** Gives a permit back. */
  void release() {
    synchronized (this) {
      free++;
    }
    grant();
  }

  /**
   * Hands free permits to those in front. One thread does it for all, in a loop: a grant may bring
   * the next permit back at once, and a chain of a thousand must not stand on one stack.
   */
  private void grant() {
    synchronized (this) {
      while (free > 0 && !line.isEmpty()) {
        Waiter first = line.iterator().next();
        line.remove(first);
        free--;
        granted.add(first);
      }
      if (granting) {
        return;
      }
      granting = true;
    }
    for (Waiter next = nextGranted(); next != null; next = nextGranted()) {
      try {
        next.onGrant.run();
      } catch (RuntimeException | Error broken) {
        // Whoever was granted a permit sees to its own errors; the others must have theirs.
        LOG.warn("A call that was granted a permit threw {}", broken.getClass().getName());
      }
    }
  }

  private synchronized @Nullable Waiter nextGranted() {
    Waiter next = granted.poll();
    if (next == null) {
      granting = false;
    }
    return next;
  }

  synchronized int inUse() {
    return most - free;
  }

  synchronized int waiting() {
    return line.size();
  }
}
