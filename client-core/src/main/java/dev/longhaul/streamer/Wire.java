package dev.longhaul.streamer;

import dev.longhaul.internal.call.Remembered;
import dev.longhaul.realtime.SendReceipt;
import dev.longhaul.realtime.SendState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests that were handed to the connection, and whether another may be.
 *
 * <p><i>Concurrency:</i> the monitor of {@link Asks} guards it.
 */
final class Wire {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** A second of the server's, since what leaves a second apart may arrive closer together. */
  private static final long RATE_WINDOW = SECOND * 11 / 10;

  private final StreamerOptions options;

  /** By the id of their message, in the order of sending. */
  private final Map<String, Ask> asks = new LinkedHashMap<>();

  private final Remembered settled = new Remembered();
  private final ArrayDeque<Long> sentTimes = new ArrayDeque<>();
  private boolean up;
  private long fullUntil;

  /** From when on nothing more is handed to the socket, since it is about to be renewed. */
  private long restsAt = Ask.NEVER;

  Wire(StreamerOptions options) {
    this.options = options;
  }

  /** Hears that there is a socket. */
  void up(long now) {
    up = true;
    Duration life = options.realtime().lifeLimit().orElse(null);
    long margin = options.realtime().renewalMargin().toNanos();
    // A little before the connection does, which began to count a little earlier.
    long early = Math.min(SECOND, margin / 10);
    restsAt = life == null ? Ask.NEVER : now + life.toNanos() - margin - early;
  }

  /** Hears that there is none any more. */
  void down() {
    up = false;
    restsAt = Ask.NEVER;
  }

  /** Hears that the socket takes nothing more for a while. */
  void restUntil(long at) {
    fullUntil = at;
  }

  /** Whether there is a place for one more, if only it may be sent now. */
  boolean hasPlace() {
    return asks.size() < options.concurrency();
  }

  boolean isOpen(long now) {
    return up && now < restsAt && hasPlace();
  }

  /** Whether the socket is about to be renewed, which waits for what is at work on it. */
  boolean awaitsRenewal(long now) {
    return now >= restsAt;
  }

  /** Returns when one more message is within the rate, and the socket may take it. */
  long admitsAt(long now) {
    Long oldest = sentTimes.size() < options.messagesPerSecond() ? null : sentTimes.peekFirst();
    long free = Math.max(now, fullUntil);
    return oldest == null ? free : Math.max(free, oldest + RATE_WINDOW);
  }

  void put(Ask ask, long now) {
    if (sentTimes.size() >= options.messagesPerSecond()) {
      sentTimes.removeFirst();
    }
    sentTimes.addLast(now);
    asks.put(ask.wireId, ask);
  }

  /** Takes off a message that was never sent; returns whether it was there. */
  boolean takeBack(String id, Ask ask) {
    return asks.remove(id, ask);
  }

  /** Takes off a message of which nothing more is wanted; returns whether it was there. */
  boolean settle(Ask ask) {
    boolean there = asks.remove(ask.wireId, ask);
    if (there) {
      settled.add(ask.wireId);
      ask.receipt = null;
    }
    return there;
  }

  /** Whether it is known that nothing more is wanted of a message. */
  boolean isSettled(String id) {
    return settled.containsKey(id);
  }

  @Nullable Ask get(String id) {
    return asks.get(id);
  }

  List<Ask> all() {
    return new ArrayList<>(asks.values());
  }

  /** Returns those that await their first answer, in the order of sending. */
  List<Ask> unanswered() {
    return asks.values().stream().filter(ask -> ask.isUnanswered() && ask.maybeSent()).toList();
  }

  /** Returns how many are at work on this socket. */
  int inFlight(long now) {
    int count = 0;
    for (Ask ask : asks.values()) {
      SendReceipt receipt = ask.receipt;
      // One that waits for the next socket must not hold this one up.
      boolean here = receipt == null || now < restsAt || receipt.state() == SendState.SENT;
      count += here ? 1 : 0;
    }
    return count;
  }
}
