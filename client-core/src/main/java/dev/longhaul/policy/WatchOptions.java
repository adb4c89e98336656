package dev.longhaul.policy;

import dev.longhaul.error.InvalidInputException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * How jobs are watched: at what pace they are read, and on whose threads and clock. Immutable.
 *
 * <p>Where nothing is known of when a job will end, the pace starts at {@link #firstPoll()} and
 * slows by {@link #pollFactor()} from read to read down to {@link #slowestPoll()}; each delay is
 * spread by {@link #jitter()} so that many watchers do not ask in step. Where the service's
 * estimate, the progress or earlier jobs of the kind tell, a job is read every {@link
 * #slowestPoll()} until its end is near, then down to every {@link #fastestPoll()}.
 */
public final class WatchOptions {
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);
  private static final WatchOptions DEFAULTS = new Builder().build();

  private final Duration firstPoll;
  private final double pollFactor;
  private final Duration slowestPoll;
  private final boolean paceSet;
  private final @Nullable Duration fastestPoll;
  private final Duration safetyPoll;
  private final int readsPerSecond;
  private final double jitter;
  private final InstantSource clock;
  private final @Nullable ScheduledExecutorService scheduler;
  private final @Nullable Executor callbackExecutor;

  private WatchOptions(Builder builder) {
    firstPoll = builder.firstPoll;
    pollFactor = builder.pollFactor;
    slowestPoll = builder.slowestPoll;
    paceSet = builder.paceSet;
    fastestPoll = builder.fastestPoll;
    safetyPoll = builder.safetyPoll;
    readsPerSecond = builder.readsPerSecond;
    jitter = builder.jitter;
    clock = builder.clock;
    scheduler = builder.scheduler;
    callbackExecutor = builder.callbackExecutor;
  }

  /** Returns the options with every default in force. */
  public static WatchOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.firstPoll = firstPoll;
    builder.pollFactor = pollFactor;
    builder.slowestPoll = slowestPoll;
    builder.paceSet = paceSet;
    builder.fastestPoll = fastestPoll;
    builder.safetyPoll = safetyPoll;
    builder.readsPerSecond = readsPerSecond;
    builder.jitter = jitter;
    builder.clock = clock;
    builder.scheduler = scheduler;
    builder.callbackExecutor = callbackExecutor;
    return builder;
  }

  /** Returns the delay before the first read after a submission. Default 500 ms. */
  public Duration firstPoll() {
    return firstPoll;
  }

  /** Returns by how much each delay is longer than the one before. Default 1.3. */
  public double pollFactor() {
    return pollFactor;
  }

  /** Returns the longest delay between reads. Default 5 s. */
  public Duration slowestPoll() {
    return slowestPoll;
  }

  /**
   * Returns the shortest delay between two reads of a job whose end is near; never longer than
   * {@link #firstPoll()}. Default a fifth of that, but at least 500 ms.
   */
  public Duration fastestPoll() {
    Duration fastest = fastestPoll;
    if (fastest == null) {
      Duration fifth = firstPoll.dividedBy(5);
      fastest = fifth.compareTo(HALF_A_SECOND) > 0 ? fifth : HALF_A_SECOND;
    }
    return fastest.compareTo(firstPoll) < 0 ? fastest : firstPoll;
  }

  /**
   * Returns the delay between reads of a job whose events are pushed, in case one is lost; never
   * shorter than {@link #slowestPoll()}, and not for a job whose end was pushed and no read shows
   * yet. Default 1 min.
   */
  public Duration safetyPoll() {
    return safetyPoll.compareTo(slowestPoll) > 0 ? safetyPoll : slowestPoll;
  }

  /**
   * Returns how many reads of jobs and of pages of lists watching begins in a second; a tenth of
   * it, but at least 1, may be under way at once, and as many may begin at once after a rest.
   * Cancellations and the search for a lost submission do not count. Default 500.
   */
  public int readsPerSecond() {
    return readsPerSecond;
  }

  /** Returns by which share a delay may be shorter or longer, from 0 to 1. Default 0.1. */
  public double jitter() {
    return jitter;
  }

  /** Returns where the time of day comes from. Default: the system. */
  public InstantSource clock() {
    return clock;
  }

  /**
   * Returns the scheduler that timers run on; empty when the client makes one of its own, the
   * default.
   */
  public Optional<ScheduledExecutorService> scheduler() {
    return Optional.ofNullable(scheduler);
  }

  /**
   * Returns the executor that listeners and futures run on; empty when the client makes its own,
   * the default.
   */
  public Optional<Executor> callbackExecutor() {
    return Optional.ofNullable(callbackExecutor);
  }

  /** Gathers options. Not thread-safe. */
  public static final class Builder {
    private Duration firstPoll = Duration.ofMillis(500);
    private double pollFactor = 1.3;
    private Duration slowestPoll = Duration.ofSeconds(5);
    private boolean paceSet;
    private @Nullable Duration fastestPoll;
    private Duration safetyPoll = Duration.ofMinutes(1);
    private int readsPerSecond = 500;
    private double jitter = 0.1;
    private InstantSource clock = InstantSource.system();
    private @Nullable ScheduledExecutorService scheduler;
    private @Nullable Executor callbackExecutor;

    private Builder() {}

    /**
     * Sets the pace; returns this builder.
     *
     * @param first the delay before the first read, at least 10 ms
     * @param factor by how much each delay is longer than the one before, from 1 to 10
     * @param slowest the longest delay, from the first to one day
     */
    public Builder pollPace(Duration first, double factor, Duration slowest) {
      if (first.compareTo(Duration.ofMillis(10)) < 0) {
        throw InvalidInputException.of(
            "first",
            "is " + first + ", below the limit of 10 ms",
            "Leave the service some rest between reads.");
      }
      Limits.factor("factor", factor);
      if (slowest.compareTo(Limits.DAY) > 0) {
        throw InvalidInputException.of(
            "slowest",
            "is " + slowest + ", above the limit of one day",
            "Read the job more often.");
      }
      Limits.notBelow("slowest", slowest, first);
      this.firstPoll = first;
      this.pollFactor = factor;
      this.slowestPoll = slowest;
      this.paceSet = true;
      return this;
    }

    /**
     * Sets the pace unless {@link #pollPace} has set one; returns this builder. The clients do so
     * with the pace that their service documents.
     *
     * @param first the delay before the first read, at least 10 ms
     * @param factor by how much each delay is longer than the one before, from 1 to 10
     * @param slowest the longest delay, from the first to one day
     */
    public Builder usualPace(Duration first, double factor, Duration slowest) {
      if (!paceSet) {
        pollPace(first, factor, slowest);
        paceSet = false;
      }
      return this;
    }

    /**
     * Sets the shortest delay between two reads of a job whose end is near, from 10 ms to one day;
     * returns this builder. To read at the same pace whatever is known, set one delay as the first,
     * the slowest and the fastest.
     */
    public Builder fastestPoll(Duration fastest) {
      this.fastestPoll = delay("fastest", fastest);
      return this;
    }

    /**
     * Sets the delay between reads of a job whose events are pushed, from 10 ms to one day; returns
     * this builder.
     */
    public Builder safetyPoll(Duration safety) {
      this.safetyPoll = delay("safety", safety);
      return this;
    }

    private static Duration delay(String field, Duration delay) {
      if (delay.compareTo(Duration.ofMillis(10)) < 0 || delay.compareTo(Limits.DAY) > 0) {
        throw InvalidInputException.of(
            field, "is " + delay + ", outside 10 ms to one day", "Use a delay in between.");
      }
      return delay;
    }

    /**
     * Sets how many reads begin in a second, of all jobs together, from 1 to 100,000; returns this
     * builder. Jobs wait for their turn in the order in which they are due. The limit of concurrent
     * calls in {@code ResilienceOptions} holds besides.
     */
    public Builder readsPerSecond(int most) {
      this.readsPerSecond = Limits.number("readsPerSecond", most, 1, 100_000);
      return this;
    }

    /**
     * Sets the share, from 0 to 1, by which a delay may be shorter or longer; returns this builder.
     */
    public Builder jitter(double share) {
      if (!(share >= 0 && share <= 1)) {
        throw InvalidInputException.of(
            "jitter", "is " + share + ", outside 0 to 1", "Use 0 for none.");
      }
      this.jitter = share;
      return this;
    }

    /** Sets where the time of day comes from; returns this builder. */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Sets the scheduler that timers run on, which the client never shuts down; returns this
     * builder.
     */
    public Builder scheduler(ScheduledExecutorService scheduler) {
      this.scheduler = scheduler;
      return this;
    }

    /**
     * Sets the executor that listeners and futures run on, which the client never shuts down;
     * returns this builder. The client's own has two threads while listeners do not block; where
     * they do, it adds one after 20 to 50 ms, up to 64, before others have to wait.
     */
    public Builder callbackExecutor(Executor executor) {
      this.callbackExecutor = executor;
      return this;
    }

    /** Returns the options. */
    public WatchOptions build() {
      return new WatchOptions(this);
    }
  }
}
