package dev.longhaul.integration.benchmark;

import java.util.Arrays;

/**
 * How long after the server wrote an event its listener was called, in microseconds, by the clock
 * that both processes share, while nothing else is sent.
 */
record EventLag(double p50, double p99, double most) {
  private static final double NANOS_OF_A_MICRO = 1e3;

  /** Measures a way, after as many events that do not count. */
  static EventLag of(EventWay way, int events) throws InterruptedException {
    way.hearPaced(Math.max(1, events / 4), stamp -> {});
    long[] lags = new long[events];
    int[] next = {0};
    way.hearPaced(events, stamp -> lags[next[0]++] = System.nanoTime() - stamp);
    Arrays.sort(lags);
    return new EventLag(at(lags, 0.5), at(lags, 0.99), at(lags, 1));
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))] / NANOS_OF_A_MICRO;
  }
}
