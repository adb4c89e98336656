package dev.longhaul.integration.benchmark;

import java.util.function.LongConsumer;

/** A way to hear the events of a server over one WebSocket. */
interface EventWay extends AutoCloseable {
  /** Has this many events sent, and waits until a listener has heard them all. */
  void hear(int events) throws InterruptedException;

  /**
   * Has this many events sent that tell when they were, 5 ms apart, and waits for them.
   *
   * @param stamps is told the time of each on the listener's thread
   */
  void hearPaced(int events, LongConsumer stamps) throws InterruptedException;

  /** Returns the thread on which the socket is read. */
  long socketThread();

  @Override
  void close();
}
