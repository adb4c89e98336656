package dev.longhaul.realtime;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The frames that wait for a socket, in the order of sending.
 *
 * <p><i>Concurrency:</i> as {@link LinkMachine}.
 */
final class SendQueue {
  private final int limit;
  private final LinkEffects out;
  private final ArrayDeque<Outgoing> frames = new ArrayDeque<>();

  SendQueue(int limit, LinkEffects out) {
    this.limit = limit;
    this.out = out;
  }

  int size() {
    return frames.size();
  }

  /** Returns when the first will have waited for too long, or {@link LinkMachine#NEVER}. */
  long nextExpiry() {
    return frames.isEmpty() ? LinkMachine.NEVER : frames.getFirst().expiresAt();
  }

  void add(Outgoing frame) {
    frames.addLast(frame);
    refuseAboveLimit();
  }

  /** Takes one back that was not sent after all, before those that were to come after it. */
  void putBack(Outgoing frame) {
    ArrayDeque<Outgoing> before = new ArrayDeque<>();
    while (!frames.isEmpty() && frames.getFirst().number() < frame.number()) {
      before.addFirst(frames.removeFirst());
    }
    frames.addFirst(frame);
    before.forEach(frames::addFirst);
    refuseAboveLimit();
  }

  private void refuseAboveLimit() {
    if (frames.size() > limit) {
      out.settle(frames.removeLast(), SendState.REFUSED);
    }
  }

  /** Ends those that have waited for too long. */
  void expire(long now) {
    while (nextExpiry() <= now) {
      out.settle(frames.removeFirst(), SendState.EXPIRED);
    }
  }

  void drainTo(Consumer<Outgoing> sender) {
    while (!frames.isEmpty()) {
      sender.accept(frames.removeFirst());
    }
  }
}
