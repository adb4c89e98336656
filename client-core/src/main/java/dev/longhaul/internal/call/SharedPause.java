package dev.longhaul.internal.call;

import dev.longhaul.internal.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The rest that a service asked of the whole client: no attempt begins before it is over. */
final class SharedPause {
  /** A mistaken header must not silence a client for longer. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  private final Ticker ticker;

  /** Nanoseconds after {@link #start} at which the pause ends; never goes back. */
  private final AtomicLong end = new AtomicLong();

  private final long start;

  SharedPause(Ticker ticker) {
    this.ticker = ticker;
    start = ticker.nanos();
  }

  /** Pauses for at least so long; returns whether that makes the pause longer. */
  boolean extend(Duration length) {
    Duration bounded = length.compareTo(LONGEST) > 0 ? LONGEST : length;
    long until = now() + bounded.toNanos();
    return end.getAndAccumulate(until, Math::max) < until && !bounded.isZero();
  }

  /** Returns how long the pause still lasts; zero when there is none. */
  Duration left() {
    long until = end.get();
    if (until == 0) {
      return Duration.ZERO; // the usual case, without a look at the clock
    }
    long left = until - now();
    return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
  }

  private long now() {
    return ticker.nanos() - start;
  }
}
