package dev.longhaul.realtime;

import dev.longhaul.error.InvalidInputException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link RealtimeConnection} keeps its socket: when it tries again, when it takes a socket
 * for dead, and how much may wait or arrive. Immutable. Where the server is, and as whom to call
 * it, stands in {@code ClientOptions}.
 */
public final class RealtimeOptions {
  private static final Duration DAY = Duration.ofDays(1);

  /** The longest rest that a server is granted. */
  static final Duration LONGEST_REST = Duration.ofMinutes(5);

  private static final RealtimeOptions DEFAULTS = new Builder().build();

  private final Duration firstDelay;
  private final double backOffFactor;
  private final Duration longestDelay;
  private final Duration restartDelay;
  private final int maxAttempts;
  private final int handshakesPerMinute;
  private final Duration handshakeTimeout;
  private final Duration pingInterval;
  private final Duration heartbeat;
  private final @Nullable Duration silenceLimit;
  private final @Nullable Duration lifeLimit;
  private final Duration renewalMargin;
  private final int queueLimit;
  private final Duration queueExpiry;
  private final int frameLimit;
  private final @Nullable String tokenParameter;

  private RealtimeOptions(Builder builder) {
    firstDelay = builder.firstDelay;
    backOffFactor = builder.backOffFactor;
    longestDelay = builder.longestDelay;
    restartDelay = builder.restartDelay;
    maxAttempts = builder.maxAttempts;
    handshakesPerMinute = builder.handshakesPerMinute;
    handshakeTimeout = builder.handshakeTimeout;
    pingInterval = builder.pingInterval;
    heartbeat = builder.heartbeat;
    silenceLimit = builder.silenceLimit;
    lifeLimit = builder.lifeLimit;
    renewalMargin = builder.renewalMargin;
    queueLimit = builder.queueLimit;
    queueExpiry = builder.queueExpiry;
    frameLimit = builder.frameLimit;
    tokenParameter = builder.tokenParameter;
  }

  /** Returns the options with every default in force. */
  public static RealtimeOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.firstDelay = firstDelay;
    builder.backOffFactor = backOffFactor;
    builder.longestDelay = longestDelay;
    builder.restartDelay = restartDelay;
    builder.maxAttempts = maxAttempts;
    builder.handshakesPerMinute = handshakesPerMinute;
    builder.handshakeTimeout = handshakeTimeout;
    builder.pingInterval = pingInterval;
    builder.heartbeat = heartbeat;
    builder.silenceLimit = silenceLimit;
    builder.lifeLimit = lifeLimit;
    builder.renewalMargin = renewalMargin;
    builder.queueLimit = queueLimit;
    builder.queueExpiry = queueExpiry;
    builder.frameLimit = frameLimit;
    builder.tokenParameter = tokenParameter;
    return builder;
  }

  /**
   * Returns the bound of the delay before the second try; the delay itself lies anywhere between
   * zero and the bound (full jitter). A server that answers a handshake with {@code Retry-After} is
   * left alone for at least that time, up to 5 min. Default 1 s.
   */
  public Duration firstDelay() {
    return firstDelay;
  }

  /** Returns by how much each bound is longer than the one before. Default 2. */
  public double backOffFactor() {
    return backOffFactor;
  }

  /** Returns the longest bound. Default 30 s. */
  public Duration longestDelay() {
    return longestDelay;
  }

  /** Returns the delay before the first try where a restart is suspected. Default 2 s. */
  public Duration restartDelay() {
    return restartDelay;
  }

  /**
   * Returns how many tries in a row may fail before the connection gives up; 0 for no limit.
   * Default 0.
   */
  public int maxAttempts() {
    return maxAttempts;
  }

  /**
   * Returns how many handshakes may begin within a minute; one more waits. Default 100, the limit
   * that the Streamer documents for one address.
   */
  public int handshakesPerMinute() {
    return handshakesPerMinute;
  }

  /** Returns how long it may take to get the credentials, connect and shake hands. Default 20 s. */
  public Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  /**
   * Returns how often a protocol ping is sent; a socket whose pong is missing when the next is due
   * is dead, and so is one that takes nothing for that long while there is something to send. Zero
   * for none. Default 30 s.
   */
  public Duration pingInterval() {
    return pingInterval;
  }

  /** Returns how often the protocol's own sign of life is sent, if it has one. Default 30 s. */
  public Duration heartbeat() {
    return heartbeat;
  }

  /**
   * Returns after what time without a frame a restart of the server is suspected; empty where the
   * service may well be silent. Default: empty.
   */
  public Optional<Duration> silenceLimit() {
    return Optional.ofNullable(silenceLimit);
  }

  /**
   * Returns how long the service lets a socket live; empty where it sets no limit. Default: empty.
   */
  public Optional<Duration> lifeLimit() {
    return Optional.ofNullable(lifeLimit);
  }

  /**
   * Returns how long before the end of its life a socket is replaced: at the first moment with
   * nothing in flight, until which new frames wait. Default 10 min, at most half of the life.
   */
  public Duration renewalMargin() {
    Duration life = lifeLimit;
    return life == null || life.dividedBy(2).compareTo(renewalMargin) > 0
        ? renewalMargin
        : life.dividedBy(2);
  }

  /** Returns how many frames may wait for a socket. Default 100. */
  public int queueLimit() {
    return queueLimit;
  }

  /** Returns how long a frame may wait for a socket. Default 1 min. */
  public Duration queueExpiry() {
    return queueExpiry;
  }

  /**
   * Returns how many bytes may arrive before a message is whole, fragments and pings in between
   * included; with more the socket is closed. Not counted is what comes through a socket factory of
   * the caller's HTTP client, or through a SOCKS proxy. Default 16 MiB.
   */
  public int frameLimit() {
    return frameLimit;
  }

  /**
   * Returns the parameter of the URL's query that carries the token; empty when it travels in the
   * {@code Authorization} header. Default: empty.
   */
  public Optional<String> tokenParameter() {
    return Optional.ofNullable(tokenParameter);
  }

  /** Gathers options. Not thread-safe. */
  public static final class Builder {
    private Duration firstDelay = Duration.ofSeconds(1);
    private double backOffFactor = 2;
    private Duration longestDelay = Duration.ofSeconds(30);
    private Duration restartDelay = Duration.ofSeconds(2);
    private int maxAttempts;
    private int handshakesPerMinute = 100;
    private Duration handshakeTimeout = Duration.ofSeconds(20);
    private Duration pingInterval = Duration.ofSeconds(30);
    private Duration heartbeat = Duration.ofSeconds(30);
    private @Nullable Duration silenceLimit;
    private @Nullable Duration lifeLimit;
    private Duration renewalMargin = Duration.ofMinutes(10);
    private int queueLimit = 100;
    private Duration queueExpiry = Duration.ofMinutes(1);
    private int frameLimit = 16 << 20;
    private @Nullable String tokenParameter;

    private Builder() {}

    /**
     * Sets how delays between tries grow; returns this builder.
     *
     * @param first the first bound, from 1 ms to one day
     * @param factor by how much each bound is longer than the one before, from 1 to 10
     * @param longest the longest bound, from the first to one day
     */
    public Builder backOff(Duration first, double factor, Duration longest) {
      if (!(factor >= 1 && factor <= 10)) {
        throw InvalidInputException.of(
            "factor", "is " + factor + ", outside 1 to 10", "Use 2 to double each delay.");
      }
      this.firstDelay = time("first", first);
      this.longestDelay = time("longest", longest);
      if (longest.compareTo(first) < 0) {
        throw InvalidInputException.of(
            "longest", "is shorter than the first delay", "Swap them, or use one for both.");
      }
      this.backOffFactor = factor;
      return this;
    }

    /**
     * Sets the delay before the first try where a restart is suspected, from 1 ms to one day;
     * returns this builder.
     */
    public Builder restartDelay(Duration delay) {
      this.restartDelay = time("restartDelay", delay);
      return this;
    }

    /**
     * Sets how many tries in a row may fail before the connection gives up, from 0, for no limit;
     * returns this builder.
     */
    public Builder maxAttempts(int attempts) {
      this.maxAttempts = number("maxAttempts", attempts, 0);
      return this;
    }

    /** Sets how many handshakes may begin within a minute, at least 1; returns this builder. */
    public Builder handshakesPerMinute(int handshakes) {
      this.handshakesPerMinute = number("handshakesPerMinute", handshakes, 1);
      return this;
    }

    /** Sets how long a handshake may take, from 1 ms to one day; returns this builder. */
    public Builder handshakeTimeout(Duration timeout) {
      this.handshakeTimeout = time("handshakeTimeout", timeout);
      return this;
    }

    /**
     * Sets how often a protocol ping is sent, up to one day; zero for never. Returns this builder.
     */
    public Builder pingInterval(Duration interval) {
      this.pingInterval = interval.isZero() ? interval : time("pingInterval", interval);
      return this;
    }

    /**
     * Sets how often the protocol's own sign of life is sent, from 1 ms to one day; returns this
     * builder.
     */
    public Builder heartbeat(Duration interval) {
      this.heartbeat = time("heartbeat", interval);
      return this;
    }

    /**
     * Sets after what time without a frame a restart is suspected, from 1 ms to one day; returns
     * this builder.
     */
    public Builder silenceLimit(Duration limit) {
      this.silenceLimit = time("silenceLimit", limit);
      return this;
    }

    /**
     * Sets how long the service lets a socket live, and how long before the end it is replaced;
     * returns this builder.
     *
     * @param life from 1 ms to one day
     * @param margin from 1 ms to one day; more than half of the life counts as half of it
     */
    public Builder lifeLimit(Duration life, Duration margin) {
      this.lifeLimit = time("life", life);
      this.renewalMargin = time("margin", margin);
      return this;
    }

    /**
     * Sets what may wait for a socket; returns this builder.
     *
     * @param frames how many frames, from 0
     * @param expiry how long each, from 1 ms to one day
     */
    public Builder queue(int frames, Duration expiry) {
      this.queueLimit = number("frames", frames, 0);
      this.queueExpiry = time("expiry", expiry);
      return this;
    }

    /** Sets how many bytes a message may have, from 1 KiB to 1 GiB; returns this builder. */
    public Builder frameLimit(int bytes) {
      if (bytes < 1 << 10 || bytes > 1 << 30) {
        throw InvalidInputException.of(
            "frameLimit", "is " + bytes + " bytes, outside 1 KiB to 1 GiB", "Use 16 MiB.");
      }
      this.frameLimit = bytes;
      return this;
    }

    /**
     * Sends the token in a parameter of the URL's query, beside whatever else stands there, in the
     * place of the header; returns this builder.
     *
     * @param name the parameter
     */
    public Builder tokenParameter(String name) {
      if (name.isBlank()) {
        throw InvalidInputException.of(
            "tokenParameter", "is blank", "Name it, or leave it out to send a header.");
      }
      this.tokenParameter = name;
      return this;
    }

    /** Returns the options. */
    public RealtimeOptions build() {
      return new RealtimeOptions(this);
    }

    private static int number(String field, int number, int least) {
      if (number < least) {
        throw InvalidInputException.of(
            field, "is " + number + ", below the limit of " + least, "Use at least " + least + ".");
      }
      return number;
    }

    private static Duration time(String field, Duration time) {
      if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(DAY) > 0) {
        throw InvalidInputException.of(
            field, "is " + time + ", outside 1 ms to one day", "Use a time in between.");
      }
      return time;
    }
  }
}
