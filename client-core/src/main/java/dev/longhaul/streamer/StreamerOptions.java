package dev.longhaul.streamer;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.realtime.RealtimeOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What is peculiar to one Streamer server: how its socket is kept, its limits, its dialect, and how
 * long to wait. Immutable. Bad values are refused by the builder.
 */
public final class StreamerOptions {
  private static final StreamerOptions DEFAULTS = builder().build();

  private final Builder set;

  private StreamerOptions(Builder builder) {
    set = builder.copy();
  }

  /**
   * Which payloads of {@code generate_report} and {@code process_data} the server takes. As
   * deployed, a router checks one shape and a processor behind it another.
   */
  public enum RequestShape {
    /** Days and the data source, as the reference has them; the default. */
    DOCUMENTED,
    /** Full times, no {@code custom} report, and {@code ProcessDataRouterPayload}. */
    ROUTER
  }

  /** In which unit progress comes. Nothing in the frames tells, so it has to be declared. */
  public enum ProgressUnit {
    /** 0 to 100; the default. */
    PERCENT,
    /** 0 to 1, as one technical specification has it. */
    FRACTION
  }

  /** What is done with a message that the gateway will not let through. */
  public enum OverGatewayLimit {
    /** It is sent, and the log warns of it once; the default. */
    WARNED,
    /** It is refused before anything is sent. */
    REFUSED
  }

  /** Whether {@code INTERNAL_ERROR} passes: the reference says so, deployed code does not. */
  public enum InternalErrors {
    /** Repeatable actions are asked again after it; the default. */
    PASSES,
    /** It is final. */
    FINAL
  }

  /** To whom an error belongs that names no request, when several await their first answer. */
  public enum UnnamedErrors {
    /** To none of them: each waits on; the default. */
    TO_NOBODY,
    /** To the one that was sent first. */
    TO_THE_OLDEST
  }

  /** Returns the options with every default in force. */
  public static StreamerOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    return set.copy();
  }

  /**
   * Returns how the socket is kept. Default: it is renewed 10 min before the 2 h that the gateway
   * grants it, and the token travels in the parameter {@code Authorization} of the query. The queue
   * of the connection is not used: requests wait in that of the client.
   */
  public RealtimeOptions realtime() {
    return set.realtime;
  }

  /** Returns how many requests may be at work at once. Default 10, the documented limit. */
  public int concurrency() {
    return set.concurrency;
  }

  /** Returns how many more may wait for their turn, first come, first served. Default 1,000. */
  public int queue() {
    return set.queue;
  }

  /** Returns how many messages may be sent within a second. Default 100, the documented limit. */
  public int messagesPerSecond() {
    return set.messagesPerSecond;
  }

  /** Returns how many bytes of JSON a payload may have. Default 1 MiB, the documented limit. */
  public int payloadLimit() {
    return set.payloadLimit;
  }

  /** Returns how many bytes of JSON the gateway lets through. Default 128 KiB. */
  public int gatewayLimit() {
    return set.gatewayLimit;
  }

  /** Returns what is done with a message beyond the limit of the gateway. Default: warned. */
  public OverGatewayLimit overGatewayLimit() {
    return set.overGatewayLimit;
  }

  /** Returns which payloads the server takes. Default: those of the reference. */
  public RequestShape requestShape() {
    return set.requestShape;
  }

  /** Returns in which unit progress comes. Default: percent. */
  public ProgressUnit progressUnit() {
    return set.progressUnit;
  }

  /** Returns whether {@code INTERNAL_ERROR} passes. Default: it does. */
  public InternalErrors internalError() {
    return set.internalError;
  }

  /** Returns to whom an error belongs that names no request. Default: to nobody. */
  public UnnamedErrors unnamedErrors() {
    return set.unnamedErrors;
  }

  /**
   * Returns how long a {@code PROCESSING_FAILED} is held back: the server sends it before it tries
   * again by itself, after 2, 4 and 6 s. Default 10 s; zero believes it at once.
   */
  public Duration failedGrace() {
    return set.failedGrace;
  }

  /** Returns the actions that may run twice without harm, beside those that say so themselves. */
  public Set<String> repeatable() {
    return set.repeatable;
  }

  /**
   * Returns how long the first answer to a request may take. Default 30 s: the gateway waits 29 s.
   */
  public Duration answerTimeout() {
    return set.answerTimeout;
  }

  /** Returns by how much the estimate of an action is multiplied for its timeout. Default 3. */
  public double estimateFactor() {
    return set.estimateFactor;
  }

  /** Returns what is added to that. Default 30 s. */
  public Duration estimateSlack() {
    return set.estimateSlack;
  }

  /**
   * Returns how long a request without an estimate may be silent once it was taken. Default 15 min:
   * the server's own limit is 14 min.
   */
  public Duration timeout() {
    return set.timeout;
  }

  static Duration time(String field, Duration time) {
    if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofDays(1)) > 0) {
      throw InvalidInputException.of(
          field, "is " + time + ", outside 1 ms to one day", "Use a time in between.");
    }
    return time;
  }

  /** Gathers options. Not thread-safe. */
  public static final class Builder {
    private RealtimeOptions realtime =
        RealtimeOptions.builder()
            .lifeLimit(Duration.ofHours(2), Duration.ofMinutes(10))
            .tokenParameter("Authorization")
            .build();
    private int concurrency = 10;
    private int queue = 1_000;
    private int messagesPerSecond = 100;
    private int payloadLimit = 1 << 20;
    private int gatewayLimit = 1 << 17;
    private OverGatewayLimit overGatewayLimit = OverGatewayLimit.WARNED;
    private RequestShape requestShape = RequestShape.DOCUMENTED;
    private ProgressUnit progressUnit = ProgressUnit.PERCENT;
    private InternalErrors internalError = InternalErrors.PASSES;
    private UnnamedErrors unnamedErrors = UnnamedErrors.TO_NOBODY;
    private Duration failedGrace = Duration.ofSeconds(10);
    private Set<String> repeatable = Set.of();
    private Duration answerTimeout = Duration.ofSeconds(30);
    private double estimateFactor = 3;
    private Duration estimateSlack = Duration.ofSeconds(30);
    private Duration timeout = Duration.ofMinutes(15);

    private Builder() {}

    private Builder copy() {
      Builder copy = new Builder();
      copy.realtime = realtime;
      copy.concurrency = concurrency;
      copy.queue = queue;
      copy.messagesPerSecond = messagesPerSecond;
      copy.payloadLimit = payloadLimit;
      copy.gatewayLimit = gatewayLimit;
      copy.overGatewayLimit = overGatewayLimit;
      copy.requestShape = requestShape;
      copy.progressUnit = progressUnit;
      copy.internalError = internalError;
      copy.unnamedErrors = unnamedErrors;
      copy.failedGrace = failedGrace;
      copy.repeatable = repeatable;
      copy.answerTimeout = answerTimeout;
      copy.estimateFactor = estimateFactor;
      copy.estimateSlack = estimateSlack;
      copy.timeout = timeout;
      return copy;
    }

    /**
     * Sets how the socket is kept; returns this builder. Start from {@link
     * StreamerOptions#realtime()}: options of your own send the token in a header, and know no
     * limit of a socket's life, unless you set them.
     */
    public Builder realtime(RealtimeOptions realtime) {
      this.realtime = realtime;
      return this;
    }

    /**
     * Sets how much may be at work and wait; returns this builder.
     *
     * @param requests how many may be at work at once, at least 1
     * @param waiting how many more may wait, from 0
     */
    public Builder concurrency(int requests, int waiting) {
      this.concurrency = least("concurrency", requests, 1);
      this.queue = least("queue", waiting, 0);
      return this;
    }

    /** Sets how many messages may be sent within a second, at least 1; returns this builder. */
    public Builder messagesPerSecond(int messages) {
      this.messagesPerSecond = least("messagesPerSecond", messages, 1);
      return this;
    }

    /** Sets how many bytes of JSON a payload may have, at least 1; returns this builder. */
    public Builder payloadLimit(int bytes) {
      this.payloadLimit = least("payloadLimit", bytes, 1);
      return this;
    }

    /**
     * Sets the limit of the gateway for a message; returns this builder.
     *
     * @param bytes of JSON, at least 1
     * @param over what is done with a longer one
     */
    public Builder gatewayLimit(int bytes, OverGatewayLimit over) {
      this.gatewayLimit = least("gatewayLimit", bytes, 1);
      this.overGatewayLimit = over;
      return this;
    }

    /** Sets which payloads the server takes; returns this builder. */
    public Builder requestShape(RequestShape shape) {
      this.requestShape = shape;
      return this;
    }

    /** Sets in which unit progress comes; returns this builder. */
    public Builder progressUnit(ProgressUnit unit) {
      this.progressUnit = unit;
      return this;
    }

    /** Sets whether {@code INTERNAL_ERROR} passes; returns this builder. */
    public Builder internalError(InternalErrors error) {
      this.internalError = error;
      return this;
    }

    /** Sets to whom an error belongs that names no request; returns this builder. */
    public Builder unnamedErrors(UnnamedErrors belong) {
      this.unnamedErrors = belong;
      return this;
    }

    /** Sets how long a failure is held back, up to one day, or zero; returns this builder. */
    public Builder failedGrace(Duration grace) {
      this.failedGrace = grace.isZero() ? grace : time("failedGrace", grace);
      return this;
    }

    /** Sets the actions that may run twice without harm; returns this builder. */
    public Builder repeatable(String... actions) {
      this.repeatable = Set.copyOf(List.of(actions));
      return this;
    }

    /** Sets how long the first answer may take, from 1 ms to one day; returns this builder. */
    public Builder answerTimeout(Duration timeout) {
      this.answerTimeout = time("answerTimeout", timeout);
      return this;
    }

    /**
     * Sets how the timeout of an action follows from its estimate; returns this builder.
     *
     * @param factor from 1 to 100
     * @param slack what is added, from 1 ms to one day
     */
    public Builder estimates(double factor, Duration slack) {
      if (!(factor >= 1 && factor <= 100)) {
        throw InvalidInputException.of(
            "factor", "is " + factor + ", outside 1 to 100", "Use 3 where nothing is known.");
      }
      this.estimateFactor = factor;
      this.estimateSlack = time("slack", slack);
      return this;
    }

    /**
     * Sets how long a request without an estimate may be silent, from 1 ms to one day; returns this
     * builder.
     */
    public Builder timeout(Duration timeout) {
      this.timeout = time("timeout", timeout);
      return this;
    }

    /** Returns the options. */
    public StreamerOptions build() {
      return new StreamerOptions(this);
    }

    private static int least(String field, int number, int least) {
      if (number < least) {
        throw InvalidInputException.of(
            field, "is " + number + ", below " + least, "Use at least " + least + ".");
      }
      return number;
    }
  }
}
