package dev.longhaul.job;

import dev.longhaul.policy.WatchOptions;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The delays between reads of one job. Not thread-safe: used by one read at a time. */
final class PollSchedule {
  private final WatchOptions options;
  private double nextMillis;

  PollSchedule(WatchOptions options) {
    this.options = options;
    this.nextMillis = (double) options.firstPoll().toMillis();
  }

  /** Returns the delay before the next read, never shorter than the service asked for. */
  Duration next(Duration atLeast) {
    double pace = nextMillis;
    nextMillis = Math.min(pace * options.pollFactor(), (double) options.slowestPoll().toMillis());
    Duration delay = Duration.ofMillis(Math.round(pace * spread()));
    return delay.compareTo(atLeast) < 0 ? atLeast : delay;
  }

  private double spread() {
    return options.jitter() == 0
        ? 1
        : 1 + options.jitter() * (2 * ThreadLocalRandom.current().nextDouble() - 1);
  }
}
