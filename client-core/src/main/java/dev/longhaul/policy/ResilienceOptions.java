package dev.longhaul.policy;

import dev.longhaul.error.LonghaulException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a client makes its calls safe: until when it tries, what it repeats and how patiently, and
 * how much it lets loose on the service at once. Immutable. Bad values are refused by the builder.
 */
public final class ResilienceOptions {
  private static final ResilienceOptions DEFAULTS = builder().build();

  private final Duration deadline;
  private final int maxRetries;
  private final Duration firstDelay;
  private final double backOffFactor;
  private final Duration longestDelay;
  private final int retryBudget;
  private final int concurrency;
  private final int queue;
  private final @Nullable CircuitBreaker circuitBreaker;
  private final @Nullable RateLimit rateLimit;
  private final @Nullable Predicate<LonghaulException> retryWhen;
  private final @Nullable ClientEventListener listener;

  private ResilienceOptions(Builder builder) {
    deadline = builder.deadline;
    maxRetries = builder.maxRetries;
    firstDelay = builder.firstDelay;
    backOffFactor = builder.backOffFactor;
    longestDelay = builder.longestDelay;
    retryBudget = builder.retryBudget;
    concurrency = builder.concurrency;
    queue = builder.queue;
    circuitBreaker = builder.circuitBreaker;
    rateLimit = builder.rateLimit;
    retryWhen = builder.retryWhen;
    listener = builder.listener;
  }

  /**
   * When to stop calling a service that keeps failing.
   *
   * @param failures how many of the last attempts have to fail for the circuit to open, from 1 to
   *     {@code calls}
   * @param calls how many of the last attempts are looked at, from 1 to 10,000
   * @param openFor how long calls are then refused on this side before one is let through to try,
   *     from 1 ms to 1 day
   */
  public record CircuitBreaker(int failures, int calls, Duration openFor) {
    /** Makes the setting; refuses a value outside its limits. */
    public CircuitBreaker {
      Limits.number("calls", calls, 1, Builder.MOST_CALLS);
      Limits.number("failures", failures, 1, calls);
      Limits.time("openFor", openFor, Limits.DAY);
    }
  }

  /**
   * How many requests may leave in a time; more of them wait for their turn, within the deadline.
   *
   * @param calls how many, from 1 to 1,000,000
   * @param period in which time, from 1 ms to 1 day
   */
  public record RateLimit(int calls, Duration period) {
    /** Makes the setting; refuses a value outside its limits. */
    public RateLimit {
      Limits.number("calls", calls, 1, 1_000_000);
      Limits.time("period", period, Limits.DAY);
    }
  }

  /** Returns the options with every default in force. */
  public static ResilienceOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.deadline = deadline;
    builder.maxRetries = maxRetries;
    builder.firstDelay = firstDelay;
    builder.backOffFactor = backOffFactor;
    builder.longestDelay = longestDelay;
    builder.retryBudget = retryBudget;
    builder.concurrency = concurrency;
    builder.queue = queue;
    builder.circuitBreaker = circuitBreaker;
    builder.rateLimit = rateLimit;
    builder.retryWhen = retryWhen;
    builder.listener = listener;
    return builder;
  }

  /** Returns how long a call may take, every wait and attempt included. Default 2 min. */
  public Duration deadline() {
    return deadline;
  }

  /** Returns how often a failed call is repeated at most. Default 3, which is 4 attempts. */
  public int maxRetries() {
    return maxRetries;
  }

  /**
   * Returns the most that is waited before the first retry. Default 1 s. Jitter is full: each wait
   * is drawn evenly from zero to the value of its turn.
   */
  public Duration firstDelay() {
    return firstDelay;
  }

  /** Returns by how much that value grows from retry to retry. Default 2. */
  public double backOffFactor() {
    return backOffFactor;
  }

  /** Returns the value at which it stops growing; jitter applies there too. Default 30 s. */
  public Duration longestDelay() {
    return longestDelay;
  }

  /**
   * Returns how many retries the client may spend ahead, over all its calls; every call that
   * succeeds gives a fifth of one back, up to this number. Default 100.
   */
  public int retryBudget() {
    return retryBudget;
  }

  /** Returns how many calls may be at the service at once. Default 100. */
  public int concurrency() {
    return concurrency;
  }

  /** Returns how many more calls may wait; the next one is refused here. Default 1,000. */
  public int queue() {
    return queue;
  }

  /** Returns when to stop calling a service that keeps failing. Default: empty, never. */
  public Optional<CircuitBreaker> circuitBreaker() {
    return Optional.ofNullable(circuitBreaker);
  }

  /** Returns how many requests may leave in a time. Default: empty, any number. */
  public Optional<RateLimit> rateLimit() {
    return Optional.ofNullable(rateLimit);
  }

  /**
   * Returns what is retried among the failures that are safe to repeat. Default: empty, which means
   * connect failures, resets, timeouts, the answers 408, 425, 429, 500, 502, 503 and 504, and a 404
   * or 410 whose words tell of a failure of the service.
   */
  public Optional<Predicate<LonghaulException>> retryWhen() {
    return Optional.ofNullable(retryWhen);
  }

  /** Returns who hears what the client does. Default: empty, nobody. */
  public Optional<ClientEventListener> listener() {
    return Optional.ofNullable(listener);
  }

  /** Gathers options. Not thread-safe. */
  public static final class Builder {
    private static final int MOST_CALLS = 10_000;
    private static final int MOST_WAITING = 1_000_000;

    private Duration deadline = Duration.ofMinutes(2);
    private int maxRetries = 3;
    private Duration firstDelay = Duration.ofSeconds(1);
    private double backOffFactor = 2;
    private Duration longestDelay = Duration.ofSeconds(30);
    private int retryBudget = 100;
    private int concurrency = 100;
    private int queue = 1_000;
    private @Nullable CircuitBreaker circuitBreaker;
    private @Nullable RateLimit rateLimit;
    private @Nullable Predicate<LonghaulException> retryWhen;
    private @Nullable ClientEventListener listener;

    private Builder() {}

    /** Sets how long a call may take in all, from 1 ms to 24 days; returns this builder. */
    public Builder deadline(Duration deadline) {
      this.deadline = Limits.timer("deadline", deadline);
      return this;
    }

    /** Sets how often a failed call is repeated at most, from 0 to 20; returns this builder. */
    public Builder maxRetries(int retries) {
      this.maxRetries = Limits.retries("maxRetries", retries);
      return this;
    }

    /**
     * Sets how patiently calls are repeated; returns this builder. Jitter is full: each wait is
     * drawn evenly from zero to the value of its turn.
     *
     * @param first the value before the first retry, from 1 ms to 1 h
     * @param factor by how much it grows from retry to retry, from 1 to 10
     * @param longest the value at which it stops growing, from the first to 1 h
     */
    public Builder backOff(Duration first, double factor, Duration longest) {
      Limits.time("first", first, Limits.HOUR);
      Limits.factor("factor", factor);
      Limits.notBelow("longest", Limits.time("longest", longest, Limits.HOUR), first);
      this.firstDelay = first;
      this.backOffFactor = factor;
      this.longestDelay = longest;
      return this;
    }

    /**
     * Sets how many retries the client may spend ahead, from 0, which means none at all, to
     * 1,000,000; returns this builder.
     */
    public Builder retryBudget(int retries) {
      this.retryBudget = Limits.number("retryBudget", retries, 0, 1_000_000);
      return this;
    }

    /**
     * Sets how much is let loose on the service at once; returns this builder.
     *
     * @param calls how many calls may be at the service, from 1 to 10,000
     * @param waiting how many more may wait for a place, from 0 to 1,000,000
     */
    public Builder concurrency(int calls, int waiting) {
      Limits.number("calls", calls, 1, MOST_CALLS);
      Limits.number("waiting", waiting, 0, MOST_WAITING);
      this.concurrency = calls;
      this.queue = waiting;
      return this;
    }

    /** Sets a {@link CircuitBreaker}, which tells the limits; returns this builder. */
    public Builder circuitBreaker(int failures, int calls, Duration openFor) {
      this.circuitBreaker = new CircuitBreaker(failures, calls, openFor);
      return this;
    }

    /** Sets a {@link RateLimit}, which tells the limits; returns this builder. */
    public Builder rateLimit(int calls, Duration period) {
      this.rateLimit = new RateLimit(calls, period);
      return this;
    }

    /**
     * Sets what is retried among the failures that are safe to repeat; returns this builder. It
     * takes the place of the default, and never makes a create repeatable that may have had an
     * effect.
     *
     * <p><i>Threading:</i> called by many threads at once, network threads among them; it must not
     * block.
     */
    public Builder retryWhen(Predicate<LonghaulException> retried) {
      this.retryWhen = retried;
      return this;
    }

    /** Sets who hears what the client does; returns this builder. */
    public Builder listener(ClientEventListener listener) {
      this.listener = listener;
      return this;
    }

    /** Returns the options. */
    public ResilienceOptions build() {
      return new ResilienceOptions(this);
    }
  }
}
