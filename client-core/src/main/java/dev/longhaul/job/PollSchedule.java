package dev.longhaul.job;

import dev.longhaul.policy.WatchOptions;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When one job is read next. What is known of its end decides: the service's estimate, the slope of
 * its progress, or how long jobs of the kind took, whichever is the least uncertain; where nothing
 * tells, the pace of the options. All times are nanoseconds of the engine.
 *
 * <p><i>Concurrency:</i> guarded by the lock of the engine.
 */
final class PollSchedule {
  /** How far off an estimate may be, as a share of what is left, before a second confirms it. */
  private static final double UNCONFIRMED = 0.25;

  private static final double HUNDRED = 100;

  /** By how much the shortest delay grows with each end that was foreseen and did not come. */
  private static final double PATIENCE = 1.3;

  /** An estimate may lie years ahead; this is far enough. */
  private static final Duration FAR = Duration.ofDays(1);

  private final WatchOptions options;
  private final @Nullable LearnedDurations learned;
  private final long began;
  private long aliveAt;
  private float paceMillis;
  private int retries;
  private float anchorPercent;
  private long anchorAt;
  private @Nullable Instant eta;
  private boolean foreseen;
  private boolean endTold;
  private byte postponed;
  private long endAt;
  private double uncertain;

  /**
   * Makes the schedule of one job.
   *
   * @param learned how long jobs of the kind took; null when its age is not known
   * @param now when the watch begins
   */
  PollSchedule(WatchOptions options, @Nullable LearnedDurations learned, long now) {
    this.options = options;
    this.learned = learned;
    began = now;
    aliveAt = now;
    anchorAt = now;
    anchorPercent = learned == null ? Float.NaN : 0;
    paceMillis = options.firstPoll().toMillis();
  }

  /** Returns whether the job began when its watch did. */
  boolean knowsAge() {
    return learned != null;
  }

  /** Returns when the watch began. */
  long began() {
    return began;
  }

  /** Begins with the quick pace again: what was told by itself until now has to be asked for. */
  void quicken() {
    paceMillis = options.firstPoll().toMillis();
  }

  /** Returns the next delay of the pace, but no less than the service asked for. */
  long pace(Duration atLeast) {
    double millis = paceMillis;
    paceMillis =
        (float) Math.min(millis * options.pollFactor(), (double) options.slowestPoll().toMillis());
    long delay = Math.round(millis * ServiceHealth.spread(options.jitter())) * 1_000_000;
    return Math.max(delay, atLeast.toNanos());
  }

  /** Returns the delay before the first look at a job that was just accepted. */
  long first(@Nullable Duration pollAfter) {
    return pollAfter == null ? pace(Duration.ZERO) : wish(pollAfter);
  }

  /** Returns the delay after a look that showed the job going on. */
  long after(JobSnapshot seen, @Nullable Duration pollAfter, long now, Instant clock) {
    aliveAt = now;
    foresee(seen, now, clock);
    if (pollAfter != null) {
      return wish(pollAfter);
    }
    return foreseen && !endTold ? towardsTheEnd(now) : pace(Duration.ZERO);
  }

  /** The service's wish, within reason. */
  private long wish(Duration pollAfter) {
    Duration longest = ServiceHealth.LONGEST_REST;
    long nanos = pollAfter.compareTo(longest) > 0 ? longest.toNanos() : pollAfter.toNanos();
    return Math.max(nanos, options.fastestPoll().toNanos());
  }

  /**
   * Takes in that the job goes on.
   *
   * @param anew whether its work began anew; else it may be a late word of what has ended
   */
  void alive(long now, boolean anew) {
    aliveAt = now;
    endTold &= !anew;
  }

  /** Takes in that the service told of the end by itself, which reads may show only later. */
  void endTold(long now) {
    aliveAt = now;
    endTold = true;
    quicken();
  }

  /** Returns whether the service told of the end, and not since that work began anew. */
  boolean isEndTold() {
    return endTold;
  }

  /** Remembers how long the job took. */
  void ended(long now) {
    if (learned != null) {
      learned.add(aliveAt - began, now - began);
    }
  }

  private void foresee(JobSnapshot seen, long now, Instant clock) {
    if (seen.serverRetries() != retries) {
      retries = seen.serverRetries();
      foreseen = false;
      anchorPercent = Float.NaN;
    }
    long before = endAt;
    boolean hadBefore = foreseen;
    foreseen = false;
    uncertain = Double.MAX_VALUE;
    byEstimate(seen.eta().orElse(null), now, clock, hadBefore, before);
    byProgress(seen.percent().orElse(Double.NaN), now, hadBefore, before);
    byDuration(now);
    boolean overdue = hadBefore && before <= now;
    if (!foreseen && overdue) {
      consider(before, 0);
    }
    boolean putOff = overdue && endAt > before;
    postponed = putOff ? (byte) Math.min(postponed + 1, Byte.MAX_VALUE) : 0;
  }

  private void consider(long end, double error) {
    if (error < uncertain) {
      foreseen = true;
      endAt = end;
      uncertain = error;
    }
  }

  private void byEstimate(
      @Nullable Instant told, long now, Instant clock, boolean hadBefore, long before) {
    if (told == null) {
      return;
    }
    boolean confirmed = hadBefore && !told.equals(eta);
    eta = told;
    Duration until = Duration.between(clock, told);
    if (until.isNegative() || until.isZero()) {
      return; // it says nothing of what is left
    }
    long left = until.compareTo(FAR) > 0 ? FAR.toNanos() : until.toNanos();
    consider(now + left, confirmed ? Math.abs(now + left - before) : UNCONFIRMED * left);
  }

  private void byProgress(double percent, long now, boolean hadBefore, long before) {
    if (Double.isNaN(percent) || percent <= 0 || Float.isNaN(anchorPercent)) {
      anchorPercent = Double.isNaN(percent) ? 0 : (float) percent;
      anchorAt = now;
      return;
    }
    float done = (float) percent - anchorPercent;
    if (done <= 0 || now <= anchorAt) {
      return;
    }
    if (percent >= HUNDRED) {
      consider(hadBefore && before < now ? before : now, 0);
      return;
    }
    double onePercent = (now - anchorAt) / done;
    long end = now + (long) ((HUNDRED - percent) * onePercent);
    double drift = hadBefore ? Math.abs(end - before) : UNCONFIRMED * (end - now);
    consider(end, onePercent + drift);
  }

  private void byDuration(long now) {
    if (learned != null && retries == 0 && learned.tell() && now - began <= learned.high()) {
      double half = (learned.high() - learned.low()) / 2.0;
      consider(began + learned.low() + (long) half, half);
    }
  }

  /**
   * Leaves the job alone until its end may be near, then looks at a quarter of the time in doubt;
   * an end that is known well is met just after it. One that is overdue, or put off again and
   * again, is asked for at growing intervals.
   */
  private long towardsTheEnd(long now) {
    double left = endAt - now;
    double ceiling = options.slowestPoll().toNanos();
    double fastest = options.fastestPoll().toNanos();
    double floor = Math.min(fastest * Math.pow(PATIENCE, postponed), ceiling);
    double delay;
    if (left <= 0) {
      delay = -left / 4;
    } else if (uncertain <= floor) {
      delay = left + uncertain / 2;
    } else {
      delay = Math.max(left - uncertain, uncertain / 2);
    }
    double bounded = Math.max(floor, Math.min(delay, ceiling));
    // Whoever aims at an end is spread by the shortest delay alone, lest it be missed by far.
    double spread = ServiceHealth.spread(options.jitter()) - 1;
    return Math.round(bounded + spread * (bounded >= ceiling ? ceiling : fastest));
  }
}
