package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What the service keeps of one connection: how busy it is, and when it has to end. */
final class StreamerConnection {

  private static final Integer GOING_AWAY = 1001;

  /** How often an idle limit is looked at while it runs; bounds how late it is noticed. */
  private static final int LOOKS = 8;

  private final FakeSocket socket;
  private final StreamerTimer timer;
  private final Deque<Instant> lastSecond = new ArrayDeque<>();
  private @Nullable Future<?> look;
  private @Nullable Future<?> death;
  private long activeNanos = System.nanoTime();
  private int pingsSeen;
  private boolean ended;

  StreamerConnection(FakeSocket socket, StreamerTimer timer) {
    this.socket = socket;
    this.timer = timer;
  }

  /** Starts the clocks of its limits. */
  synchronized void begin(@Nullable Duration idleLimit, @Nullable Duration lifeLimit) {
    if (lifeLimit != null) {
      death = timer.later(lifeLimit, () -> end(GOING_AWAY));
    }
    if (idleLimit != null) {
      lookLater(idleLimit);
    }
  }

  long id() {
    return socket.id();
  }

  /** Sends a frame, or loses it when the connection has ended. */
  void send(JsonObject frame) {
    active();
    socket.send(frame.toString());
  }

  /** Ends the connection; without a code, by dropping it. */
  void end(@Nullable Integer code) {
    if (code == null) {
      socket.drop();
    } else {
      socket.close(code, "");
    }
  }

  /** Notes that something came or was sent. */
  synchronized void active() {
    activeNanos = System.nanoTime();
  }

  /** Counts a message, and returns whether so many came in the second before it. */
  synchronized boolean exceeds(int messagesPerSecond, Instant now) {
    Instant limit = now.minusSeconds(1);
    while (!lastSecond.isEmpty() && !lastSecond.getFirst().isAfter(limit)) {
      lastSecond.removeFirst();
    }
    lastSecond.addLast(now);
    return lastSecond.size() > messagesPerSecond;
  }

  /** The TCP connection is gone: nothing is due any more. */
  synchronized void ended() {
    ended = true;
    cancel(look);
    cancel(death);
  }

  private synchronized void lookLater(Duration idleLimit) {
    if (!ended) {
      look = timer.later(idleLimit.dividedBy(LOOKS), () -> look(idleLimit));
    }
  }

  private void look(Duration idleLimit) {
    if (socket.pings() != pingsSeen) {
      // Pings are answered below this class, so they are found here only.
      pingsSeen = socket.pings();
      active();
    }
    if (idleNanos() >= idleLimit.toNanos()) {
      end(GOING_AWAY);
    } else {
      lookLater(idleLimit);
    }
  }

  private synchronized long idleNanos() {
    return System.nanoTime() - activeNanos;
  }

  private static void cancel(@Nullable Future<?> planned) {
    if (planned != null) {
      planned.cancel(false);
    }
  }
}
