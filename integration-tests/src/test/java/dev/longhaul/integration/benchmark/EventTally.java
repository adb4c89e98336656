package dev.longhaul.integration.benchmark;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Counts the events that a listener hears, and asks the server for more when a batch was heard, so
 * that a few batches are always under way and none need be dropped. Its listener is called by one
 * thread at a time.
 */
final class EventTally {
  /** Batches under way. */
  private static final int WINDOW = 2;

  private static final int PATIENCE_SECONDS = 60;

  private final Consumer<String> send;
  private volatile CountDownLatch over = new CountDownLatch(0);
  private volatile long goal;
  private volatile long asked;
  private volatile long heard;
  private volatile long thread;

  /**
   * Makes one.
   *
   * @param send sends a text to the server
   */
  EventTally(Consumer<String> send) {
    this.send = send;
  }

  /** Takes in that an event was heard; called by one thread at a time. */
  void heard() {
    long count = heard + 1;
    heard = count;
    if (count % EventFrames.BATCH == 0) {
      if (asked < goal) {
        ask();
      }
      if (count == goal) {
        over.countDown();
      }
    }
  }

  private void ask() {
    asked += EventFrames.BATCH;
    send.accept(FrameServer.CREDIT);
  }

  /** Has this many events sent, in whole batches, and waits until all were heard. */
  void run(int events) throws InterruptedException {
    over = new CountDownLatch(1);
    // Nothing is under way here, so that no listener counts meanwhile.
    long first = heard;
    goal = first + events / EventFrames.BATCH * EventFrames.BATCH;
    long window = Math.min(goal, first + WINDOW * EventFrames.BATCH);
    asked = window;
    for (long credit = first; credit < window; credit += EventFrames.BATCH) {
      send.accept(FrameServer.CREDIT);
    }
    if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("of " + goal + " events only " + heard + " were heard");
    }
  }

  /** Takes in on which thread texts come from the socket. */
  void on(Thread socket) {
    thread = socket.getId();
  }

  /** Returns the thread of the socket, where it is the one that calls the listener. */
  long thread() {
    return thread;
  }
}
