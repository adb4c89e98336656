package dev.longhaul.job;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.policy.WatchOptions;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whether the service answers. One that does not is probed with one read at a time, which take the
 * pace of the options for their back-off; the first answer lets all reads go on. One that asks for
 * rest gets it before the first probe.
 *
 * <p><i>Concurrency:</i> guarded by the lock of the engine.
 */
final class ServiceHealth {
  /** So many failures in a row, of whatever jobs, are not a matter of one job. */
  private static final int ENOUGH = 3;

  /**
   * A service that asks for more rest is asked again after this, lest an ending be missed for days.
   */
  static final Duration LONGEST_REST = Duration.ofMinutes(5);

  private final WatchOptions options;
  private int failures;
  private boolean down;
  private boolean probing;
  private long opensAt;
  private double backOffNanos;

  ServiceHealth(WatchOptions options) {
    this.options = options;
  }

  /** Returns whether a read may begin; while the service is down, that read is the probe. */
  boolean admits(long now) {
    return !down || (!probing && now >= opensAt);
  }

  /** Tells that a read begins that was admitted; returns whether it is a probe. */
  boolean began() {
    probing = down;
    return down;
  }

  /** Returns when the next probe is due. */
  long opensAt() {
    return opensAt;
  }

  boolean isProbing() {
    return probing;
  }

  void answered() {
    failures = 0;
    down = false;
    probing = false;
  }

  /** Tells that a read was given up, so that it proves nothing. */
  void givenUp(boolean probe) {
    probing &= !probe;
  }

  /** Takes in a failed read; returns whether the service counts as down from now on. */
  boolean failed(LonghaulException error, boolean probe, long now) {
    givenUp(probe);
    if (!tellsOfTheService(error)) {
      if (error.facts().status().isPresent()) {
        answered();
      }
      return false;
    }
    failures++;
    long rest = rest(error).toNanos();
    boolean news = !down;
    if (news && failures < ENOUGH && rest == 0) {
      return false;
    }
    if (!news && !probe) {
      opensAt = Math.max(opensAt, now + rest); // it was under way when the first ones failed
      return false;
    }
    double least = options.firstPoll().toNanos();
    backOffNanos =
        news ? least : Math.min(backOffNanos * Math.max(options.pollFactor(), 1.3), slowest());
    down = true;
    opensAt = now + Math.max(rest, (long) (backOffNanos * spread(options.jitter())));
    return news;
  }

  private double slowest() {
    return options.slowestPoll().toNanos();
  }

  /** Returns how long the service wants to be left alone, within reason. */
  static Duration rest(LonghaulException error) {
    Duration asked = error.facts().retryAfter().orElse(Duration.ZERO);
    return asked.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : asked;
  }

  static double spread(double jitter) {
    return jitter == 0 ? 1 : 1 + jitter * (2 * ThreadLocalRandom.current().nextDouble() - 1);
  }

  private static boolean tellsOfTheService(LonghaulException error) {
    return error instanceof UnreachableException
        || error instanceof ServiceFailedException
        || error instanceof RateLimitedException;
  }
}
