package dev.longhaul.testkit;

import dev.longhaul.testkit.FakeVestisOptions.Rate;
import dev.longhaul.testkit.FakeVestisOptions.RetryHint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** What an account may still do: creates in a minute, and credits. Safe for several threads. */
final class ImageAllowance {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final FakeVestisOptions options;
  private final VestisErrors errors;
  private final Deque<Instant> recent = new ArrayDeque<>();
  private int credits = Integer.MAX_VALUE;
  private int costPerJob;

  ImageAllowance(FakeVestisOptions options, VestisErrors errors) {
    this.options = options;
    this.errors = errors;
  }

  synchronized void credits(int available, int cost) {
    credits = available;
    costPerJob = cost;
  }

  synchronized int creditsLeft() {
    return credits;
  }

  /** Lets a create pass, or refuses it when there were too many within the last minute. */
  synchronized void admit() {
    Rate rate = options.creates();
    if (rate == null) {
      return;
    }
    Instant now = options.clock().instant();
    Instant oldest = recent.peek();
    while (oldest != null && !now.isBefore(oldest.plus(WINDOW))) {
      recent.remove();
      oldest = recent.peek();
    }
    if (oldest != null && recent.size() >= rate.perMinute()) {
      WireAnswer refusal = errors.plain(429, "rate limit exceeded");
      long wait = Duration.between(now, oldest.plus(WINDOW)).plusMillis(999).toSeconds();
      throw new RefusalException(
          rate.hint() == RetryHint.SECONDS
              ? refusal.with("Retry-After", Long.toString(wait))
              : refusal);
    }
    recent.add(now);
  }

  /** Refuses one more job beside those that run, when that would be too many. */
  void demandRoom(ImageJobStore jobs) {
    if (options.runningJobs() < Integer.MAX_VALUE && jobs.running() >= options.runningJobs()) {
      throw new RefusalException(errors.plain(429, "too many jobs are running"));
    }
  }

  /** Takes what a job costs, or refuses. */
  synchronized void charge() {
    if (credits < costPerJob) {
      throw new RefusalException(errors.credits(credits, costPerJob));
    }
    if (costPerJob > 0) {
      credits -= costPerJob;
    }
  }
}
