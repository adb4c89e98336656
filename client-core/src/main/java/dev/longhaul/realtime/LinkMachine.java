package dev.longhaul.realtime;

import dev.longhaul.realtime.RealtimeProtocol.FrameKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Decides what a connection does next. It knows no socket, thread or clock: what happens is told to
 * it, and what is to be done it tells its {@link LinkEffects}, in order. Sockets have numbers; what
 * comes from any but the newest has no effect.
 *
 * <p>Times are nanoseconds since the connection was made.
 *
 * <p><i>Concurrency:</i> not thread-safe; the connection's monitor guards it.
 */
final class LinkMachine {
  static final long NEVER = Long.MAX_VALUE;

  /** How long the server has to answer when we close a socket in good order. */
  static final Duration FAREWELL = Duration.ofSeconds(1);

  private static final int GOOD_BYE = 1000;

  private final RealtimeOptions options;
  private final LinkEffects out;
  private final LinkEnds ends;
  private final Tries tries;
  private final SendQueue queue;
  private final Map<String, Integer> topics = new LinkedHashMap<>();

  private ConnectionState state = ConnectionState.DISCONNECTED;
  private ConnectionReason reason = ConnectionReason.NOT_ASKED;
  private int toldFailures;
  private long toldRetry = NEVER;
  private boolean closed;

  /** The number of the newest socket. */
  private int link;

  /** Whether that socket is being opened or open; one that we close is not. */
  private boolean live;

  private boolean open;
  private boolean renewing;

  /** The socket that we close, 0 for none: no other is opened before it is gone. */
  private int leaving;

  private long retryAt = NEVER;
  private long openBy = NEVER;
  private long goneBy = NEVER;
  private long silentAt = NEVER;
  private long beatAt = NEVER;
  private long renewAt = NEVER;
  private long diesAt = NEVER;

  LinkMachine(RealtimeOptions options, LinkEffects out, LinkEnds ends, DoubleSupplier random) {
    this.options = options;
    this.out = out;
    this.ends = ends;
    tries = new Tries(options, random);
    queue = new SendQueue(options.queueLimit(), out);
  }

  ConnectionState state() {
    return state;
  }

  /** Returns the number of the newest socket, whatever became of it. */
  int link() {
    return link;
  }

  /** Returns whether that socket is open. */
  boolean isOpen() {
    return open;
  }

  /** Returns when {@link #tick} is to be called next, or {@link #NEVER}. */
  long nextTick() {
    long next = Math.min(Math.min(retryAt(), openBy), Math.min(goneBy, silentAt));
    next = Math.min(next, Math.min(beatAt, Math.min(renewAt, diesAt)));
    return Math.min(next, queue.nextExpiry());
  }

  /** A try waits for the socket before it. */
  private long retryAt() {
    return leaving == 0 ? retryAt : NEVER;
  }

  void connect(long now) {
    if (closed || live || retryAt != NEVER) {
      return;
    }
    tries.forgive();
    retryAt = tries.admitted(now, now);
    become(ConnectionState.CONNECTING, LinkEnd.none(ConnectionReason.ASKED), now);
    tryNow(now);
  }

  /** Gives the socket up that there is, and opens another without delay. */
  void reconnect(long now) {
    if (closed) {
      return;
    }
    boolean first =
        state == ConnectionState.DISCONNECTED
            || state == ConnectionState.ERROR
            || state == ConnectionState.CONNECTING;
    tries.forgive();
    boolean wasOpen = leave(now);
    retryAt = tries.admitted(now, now);
    become(
        first ? ConnectionState.CONNECTING : ConnectionState.RECONNECTING,
        LinkEnd.none(ConnectionReason.ASKED),
        now);
    goOn(wasOpen, now);
  }

  void disconnect(long now) {
    if (!closed) {
      stop(now, ConnectionReason.TOLD_TO);
    }
  }

  /** Ends everything for good. */
  void close(long now) {
    if (closed) {
      return;
    }
    stop(now, ConnectionReason.CLOSED);
    closed = true;
    refuseQueue();
    topics.clear();
  }

  private void stop(long now, ConnectionReason why) {
    retryAt = NEVER;
    boolean wasOpen = leave(now);
    become(ConnectionState.DISCONNECTED, LinkEnd.none(why), now);
    goOn(wasOpen, now);
  }

  private void refuseQueue() {
    queue.drainTo(frame -> out.settle(frame, SendState.REFUSED));
  }

  /** Gives the socket up in good order, if there is one; returns whether it was open. */
  private boolean leave(long now) {
    boolean wasOpen = open;
    if (live) {
      if (wasOpen) {
        leaving = link;
        goneBy = now + FAREWELL.toNanos();
        out.close(link, GOOD_BYE);
      } else {
        out.drop(link);
      }
    }
    forgetLink();
    return wasOpen;
  }

  private void forgetLink() {
    live = false;
    open = false;
    renewing = false;
    openBy = NEVER;
    silentAt = NEVER;
    beatAt = NEVER;
    renewAt = NEVER;
    diesAt = NEVER;
  }

  /** Takes a state on; one that is no other than before is not told again. */
  private void become(ConnectionState next, LinkEnd why, long now) {
    long retry = retryAt != NEVER && retryAt <= now ? now : retryAt;
    boolean same = state == next && reason == why.reason() && toldFailures == tries.failures();
    if (same && (toldRetry == retry || retry <= now)) {
      return;
    }
    state = next;
    reason = why.reason();
    toldFailures = tries.failures();
    toldRetry = retry;
    out.tell(next, why, toldFailures, retry);
  }

  /** Tells of a lost socket, and opens another if one is wanted and may be opened now. */
  private void goOn(boolean wasOpen, long now) {
    if (wasOpen) {
      out.lost(link);
    }
    tryNow(now);
  }

  private void tryNow(long now) {
    if (leaving != 0 || retryAt > now) {
      return;
    }
    retryAt = NEVER;
    tries.began(now);
    link++;
    live = true;
    openBy = now + options.handshakeTimeout().toNanos();
    out.open(link);
  }

  void opened(int of, long now) {
    if (!live || of != link || open) {
      return;
    }
    open = true;
    openBy = NEVER;
    alive(now);
    beatAt = now + options.heartbeat().toNanos();
    if (options.lifeLimit().isPresent()) {
      long life = options.lifeLimit().get().toNanos();
      diesAt = now + life;
      renewAt = diesAt - options.renewalMargin().toNanos();
    }
    become(ConnectionState.CONNECTED, LinkEnd.none(ConnectionReason.OPENED), now);
    out.greet(link, List.copyOf(topics.keySet()));
    queue.expire(now);
    queue.drainTo(frame -> out.write(link, frame));
    out.connected(link);
  }

  private void alive(long now) {
    silentAt = options.silenceLimit().map(limit -> now + limit.toNanos()).orElse(NEVER);
  }

  void frame(int of, long now, FrameKind kind) {
    if (!open || of != link) {
      return;
    }
    alive(now);
    if (kind == FrameKind.VALID) {
      tries.forgive();
    } else if (kind == FrameKind.RESTARTING) {
      leaveAnd(now, ends.restarting(), this::leave);
    }
  }

  /** Hears that a socket ended, or could not be opened. */
  void ended(int of, long now, LinkEnd end) {
    if (of == leaving) {
      gone(of, now);
    } else if (live && of == link) {
      leaveAnd(now, end, at -> forgotten());
    }
  }

  /** Hears that the server wants to close a socket; that it is gone is told later. */
  void closing(int of, long now, LinkEnd end) {
    if (live && of == link) {
      leaving = link;
      goneBy = now + FAREWELL.toNanos();
      leaveAnd(now, end, at -> forgotten());
    }
  }

  private boolean forgotten() {
    boolean wasOpen = open;
    forgetLink();
    return wasOpen;
  }

  /** Hears that a socket that we closed is gone. */
  void gone(int of, long now) {
    if (of == leaving) {
      leaving = 0;
      goneBy = NEVER;
      tryNow(now);
    }
  }

  private interface Leaving {
    boolean leave(long now);
  }

  /** Gives the socket up in a way, and goes on as its end demands. */
  private void leaveAnd(long now, LinkEnd end, Leaving way) {
    boolean wasOpen = way.leave(now);
    retryAt = tries.after(end, now);
    if (retryAt != NEVER) {
      boolean restart = tries.awaitsRestart();
      become(restart ? ConnectionState.SUSPENDED : ConnectionState.RECONNECTING, end, now);
    } else {
      become(ConnectionState.ERROR, end, now);
      refuseQueue();
    }
    goOn(wasOpen, now);
  }

  /** Does what is due. */
  void tick(long now) {
    queue.expire(now);
    if (goneBy <= now) {
      int late = leaving;
      out.drop(late);
      gone(late, now);
    }
    if (openBy <= now) {
      out.drop(link);
      ended(link, now, ends.handshakeTooSlow(options.handshakeTimeout()));
    }
    if (silentAt <= now) {
      out.drop(link);
      ended(link, now, ends.silent(options.silenceLimit().orElse(Duration.ZERO)));
    }
    if (diesAt <= now) {
      renew(now);
    }
    if (renewAt <= now) {
      renewAt = NEVER;
      renewing = true;
      settled();
    }
    if (beatAt <= now) {
      beatAt = now + options.heartbeat().toNanos();
      out.beat(link);
    }
    tryNow(now);
  }

  /** Hears that a request was answered, for which a renewal may have waited. */
  void settled() {
    if (renewing) {
      out.lookInFlight(link);
    }
  }

  /** Hears that nothing is in flight on a socket. */
  void idle(int of, long now) {
    if (renewing && of == link) {
      renew(now);
    }
  }

  private void renew(long now) {
    boolean wasOpen = leave(now);
    retryAt = tries.admitted(now, now);
    become(ConnectionState.RECONNECTING, LinkEnd.none(ConnectionReason.RENEWAL), now);
    goOn(wasOpen, now);
  }

  /** Sends a frame, or keeps it for later, or refuses it. */
  void send(Outgoing frame, long now) {
    queue.expire(now);
    if (closed || state == ConnectionState.ERROR) {
      out.settle(frame, SendState.REFUSED);
    } else if (open && !renewing && queue.size() == 0) {
      out.write(link, frame);
    } else {
      queue.add(frame);
    }
  }

  /** Hears that the socket did not take a frame, because it is about to end. */
  void unsent(Outgoing frame, long now) {
    if (closed || state == ConnectionState.ERROR) {
      out.settle(frame, SendState.REFUSED);
    } else {
      queue.putBack(frame);
      queue.expire(now);
    }
  }

  int queued() {
    return queue.size();
  }

  void subscribe(String topic) {
    int before = topics.merge(topic, 1, Integer::sum) - 1;
    if (before == 0 && open) {
      out.topic(link, topic, true);
    }
  }

  void unsubscribe(String topic) {
    Integer count = topics.get(topic);
    if (count == null) {
      return;
    }
    if (count > 1) {
      topics.put(topic, count - 1);
      return;
    }
    topics.remove(topic);
    if (open) {
      out.topic(link, topic, false);
    }
  }
}
