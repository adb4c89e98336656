package dev.longhaul.internal.call;

import dev.longhaul.internal.time.Callbacks;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientEventListener;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the client's listener what happens, one event at a time and in order, without ever making a
 * call wait for it.
 *
 * <p><i>Concurrency:</i> thread-safe; the monitor guards the fields, and the listener is called
 * outside of it, by one thread at a time.
 */
public final class EventRelay {
  private static final Logger LOG = LoggerFactory.getLogger(EventRelay.class);
  private static final int LONGEST_LINE = 1_024;

  private final String service;
  private final @Nullable ClientEventListener listener;
  private final Callbacks callbacks;
  private final Queue<ClientEvent> line = new ArrayDeque<>();
  private int missed;
  private boolean telling;

  /**
   * Makes a relay.
   *
   * @param service the service's name
   * @param listener who hears, or null
   * @param callbacks where the listener is called
   */
  public EventRelay(String service, @Nullable ClientEventListener listener, Callbacks callbacks) {
    this.service = service;
    this.listener = listener;
    this.callbacks = callbacks;
  }

  /** Returns whether anyone listens: without that, no event need be made. */
  public boolean isHeard() {
    return listener != null;
  }

  /** Tells the listener soon; beyond 1,024 events in line it is only told how many it missed. */
  public void tell(ClientEvent event) {
    if (listener == null) {
      return;
    }
    synchronized (this) {
      if (line.size() >= LONGEST_LINE) {
        missed++;
        return;
      }
      line.add(event);
      if (telling) {
        return;
      }
      telling = true;
    }
    try {
      callbacks.execute(() -> tellAll(listener));
    } catch (RuntimeException | Error turnedAway) {
      forget();
    }
  }

  private void tellAll(ClientEventListener hearer) {
    for (ClientEvent next = next(); next != null; next = next()) {
      try {
        hearer.on(next);
      } catch (RuntimeException | Error broken) {
        // Its text may hold anything, and the call it came from goes on.
        LOG.warn("The client event listener threw {}", broken.getClass().getName());
      }
      if (callbacks.hasGivenUp()) {
        // It was interrupted in one event, and could hold the thread for good in the next.
        forget();
      }
    }
  }

  private synchronized @Nullable ClientEvent next() {
    ClientEvent next = line.poll();
    if (next == null && missed > 0) {
      next = new ClientEvent.Missed(service, missed);
      missed = 0;
    }
    if (next == null) {
      telling = false;
    }
    return next;
  }

  /** The executor is gone, or about to be, and with it whoever would listen. */
  private synchronized void forget() {
    line.clear();
    missed = 0;
    telling = false;
  }
}
