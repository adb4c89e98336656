package dev.longhaul.internal.time;

import java.time.Instant;
import java.time.InstantSource;

/** Counts the nanoseconds that pass: for measuring, never for telling the time of day. */
@FunctionalInterface
public interface Ticker {
  /** Returns a number that grows by one with every nanosecond. */
  long nanos();

  /**
   * Returns a ticker for a clock. The system's clock is replaced by one that no correction of the
   * time of day can move; any other clock is followed as it is.
   */
  static Ticker of(InstantSource clock) {
    if (clock.equals(InstantSource.system())) {
      return System::nanoTime;
    }
    return () -> {
      Instant now = clock.instant();
      return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    };
  }
}
