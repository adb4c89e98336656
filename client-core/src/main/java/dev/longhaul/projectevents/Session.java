package dev.longhaul.projectevents;

import dev.longhaul.generated.projectevents.model.ClientMessageType;
import dev.longhaul.generated.projectevents.model.SessionInitFrame;
import dev.longhaul.generated.projectevents.model.SessionRecord;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.time.Callbacks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who we are to the server, from one socket to the next and, with a store, from one program to the
 * next.
 *
 * <p><i>Concurrency:</i> the monitor guards the fields. The store is called outside of it, by one
 * thread at a time ({@link #writing}).
 */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectEventsClient.class);
  private static final Duration VALID = Duration.ofHours(24);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** A record is written anew so often, or a long connection would let it expire. */
  private static final Duration REFRESH = Duration.ofHours(1);

  private static final int LONGEST_ID = 200;

  private final @Nullable SessionStore store;
  private final String key;
  private final InstantSource clock;
  private final Callbacks callbacks;
  private final Supplier<List<String>> subscriptions;
  private String id = newId();
  private boolean returns;
  private boolean loaded;
  private boolean forgotten;
  private boolean dirty;
  private boolean writing;
  private boolean closed;
  private Instant written = Instant.MIN;

  Session(
      ProjectEventsOptions options,
      String key,
      InstantSource clock,
      Callbacks callbacks,
      Supplier<List<String>> subscriptions) {
    this.store = options.sessionStore().orElse(null);
    this.key = options.sessionKey().orElse(key);
    this.clock = clock;
    this.callbacks = callbacks;
    this.subscriptions = subscriptions;
  }

  private static String newId() {
    return "ws-" + UUID.randomUUID();
  }

  /** Reads the store, the first time; returns the projects that were subscribed to. May block. */
  List<String> load() {
    synchronized (this) {
      if (store == null || loaded) {
        forgotten = false;
        return List.of();
      }
      loaded = true;
    }
    try {
      return store.load(key).map(this::restore).orElse(List.of());
    } catch (IOException | RuntimeException failed) {
      LOG.warn("The stored session could not be read: {}.", failed.getClass().getName());
      return List.of();
    }
  }

  private List<String> restore(SessionRecord session) {
    String stored = session.getSessionId();
    Long time = session.getTimestamp();
    if (stored == null || stored.isBlank() || stored.length() > LONGEST_ID || time == null) {
      LOG.warn("The stored session is ignored: it has no id or no time.");
      return List.of();
    }
    Duration age = Duration.between(Instant.ofEpochMilli(time), clock.instant());
    if (age.compareTo(VALID) >= 0 || age.compareTo(CLOCK_SKEW.negated()) < 0) {
      LOG.debug("The stored session is ignored: it is {} old.", age);
      return List.of();
    }
    synchronized (this) {
      id = stored;
      returns = true;
    }
    return session.getSubscriptions() == null ? List.of() : session.getSubscriptions();
  }

  /** Returns the frame that opens every conversation. */
  synchronized String greeting() {
    return Json.write(
        new SessionInitFrame()
            .type(ClientMessageType.SESSION_INIT)
            .sessionId(id)
            .reconnect(returns));
  }

  /** The server has heard of this session. */
  void connected() {
    synchronized (this) {
      returns = true;
    }
    changed();
  }

  /** Refreshes what is stored, if that was long ago. */
  void beat() {
    boolean old;
    synchronized (this) {
      old = written.plus(REFRESH).isBefore(clock.instant());
    }
    if (old) {
      changed();
    }
  }

  /** Ends the session: the next connection begins another. */
  void forget() {
    synchronized (this) {
      id = newId();
      returns = false;
      loaded = true;
      forgotten = true;
    }
    changed();
  }

  /** Stores what there is to be stored, soon. */
  void changed() {
    if (begins()) {
      try {
        callbacks.execute(this::write);
      } catch (RuntimeException | Error turnedAway) {
        synchronized (this) {
          writing = false;
        }
      }
    }
  }

  /** Returns whether the caller has to see to it that it is written. */
  private synchronized boolean begins() {
    if (store == null || !loaded || closed) {
      return false;
    }
    dirty = true;
    boolean begins = !writing;
    writing = true;
    return begins;
  }

  /** What is to be done with the store. */
  private interface Deed {
    void on(SessionStore store) throws IOException;
  }

  private void write() {
    for (Deed deed = next(); store != null && deed != null; deed = next()) {
      try {
        deed.on(store);
      } catch (IOException | RuntimeException failed) {
        LOG.warn("The session could not be stored: {}.", failed.getClass().getName());
      }
    }
  }

  /** Returns what to do next, or null when there is nothing. */
  private @Nullable Deed next() {
    List<String> projects = subscriptions.get();
    synchronized (this) {
      writing = dirty;
      if (!dirty) {
        return null;
      }
      dirty = false;
      written = clock.instant();
      if (forgotten) {
        return to -> to.remove(key);
      }
      SessionRecord session =
          new SessionRecord()
              .sessionId(id)
              .subscriptions(projects)
              .timestamp(written.toEpochMilli());
      return to -> to.save(key, session);
    }
  }

  /** Stores the session for the last time. May block. */
  void close() {
    boolean mine = begins();
    synchronized (this) {
      closed = true;
    }
    if (mine) {
      write();
    }
  }
}
