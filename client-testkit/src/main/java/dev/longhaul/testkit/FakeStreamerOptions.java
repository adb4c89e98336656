package dev.longhaul.testkit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a {@link FakeStreamer} behaves from its start on. Immutable. */
public final class FakeStreamerOptions {

  /** Which of the four families of frames the service sends. */
  public enum Family {
    /** Fields under a property named like the type; times as text. The default. */
    NESTED,
    /**
     * What deployed servers send: flat, times in Unix seconds, the result with {@code success} and
     * {@code metadata} mixed in, no estimates, router errors that name no request.
     */
    FLAT,
    /** Flat, with an id and a time on every frame but the last; errors advise on trying again. */
    TYPED,
    /**
     * Flat, with {@code id} for the request and progress from 0 to 1. The specification knows no
     * immediate answer and no error: the first is sent as a result, the second as the others of
     * this family would write it.
     */
    SPEC
  }

  /** Which payloads of {@code generate_report} and {@code process_data} are taken. */
  public enum Shapes {
    /** Those of the reference document. The default. */
    DOCUMENTED,
    /** Those of the deployed router: RFC 3339 times, no {@code custom}, data sets by id. */
    ROUTER,
    /**
     * The router asks for its own shape, and the processor behind it drops what is not the
     * documented one: no such request is ever answered by more than its acknowledgment.
     */
    AS_DEPLOYED
  }

  /** Whether errors of the router, which come before any work, name the request. */
  public enum ErrorIds {
    /** They do; the default of every family but {@link Family#FLAT}. */
    WITH,
    /** They do not; the default of {@link Family#FLAT}. */
    WITHOUT
  }

  /** Whether a handshake has to bring a token. */
  public enum Tokens {
    /** Yes: a missing or wrong one is answered 401. The default. */
    ASKED,
    /** No: tokens are not looked at. */
    NOT_ASKED
  }

  final InstantSource clock;
  final Family family;
  final Shapes shapes;
  final ErrorIds errorIds;
  final Tokens tokens;
  final boolean estimates;
  final int requestsAtOnce;
  final int messagesPerSecond;
  final int payloadLimit;
  final int messageLimit;
  final @Nullable Duration idleLimit;
  final @Nullable Duration lifeLimit;

  private FakeStreamerOptions(Builder builder) {
    this.clock = builder.clock;
    this.family = builder.family;
    this.shapes = builder.shapes;
    this.errorIds =
        builder.errorIds != null
            ? builder.errorIds
            : builder.family == Family.FLAT ? ErrorIds.WITHOUT : ErrorIds.WITH;
    this.tokens = builder.tokens;
    this.estimates = builder.estimates;
    this.requestsAtOnce = builder.requestsAtOnce;
    this.messagesPerSecond = builder.messagesPerSecond;
    this.payloadLimit = builder.payloadLimit;
    this.messageLimit = builder.messageLimit;
    this.idleLimit = builder.idleLimit;
    this.lifeLimit = builder.lifeLimit;
  }

  /**
   * Returns the options of {@link FakeStreamer#start()}: system clock, nested frames, documented
   * payloads, tokens asked, estimates sent, no limits.
   */
  public static FakeStreamerOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the family, the shapes and whether tokens are asked. */
  @Override
  public String toString() {
    return "FakeStreamerOptions[%s, %s, tokens %s]".formatted(family, shapes, tokens);
  }

  /** Collects {@link FakeStreamerOptions}. Not for use by several threads. */
  public static final class Builder {

    private static final int NONE = Integer.MAX_VALUE;

    private InstantSource clock = InstantSource.system();
    private Family family = Family.NESTED;
    private Shapes shapes = Shapes.DOCUMENTED;
    private @Nullable ErrorIds errorIds;
    private Tokens tokens = Tokens.ASKED;
    private boolean estimates = true;
    private int requestsAtOnce = NONE;
    private int messagesPerSecond = NONE;
    private int payloadLimit = NONE;
    private int messageLimit = NONE;
    private @Nullable Duration idleLimit;
    private @Nullable Duration lifeLimit;

    private Builder() {}

    /**
     * Sets the clock that dates frames, judges tokens and counts messages a second; default is the
     * system's clock. Delays in scripts and the ends of connections go by real time.
     *
     * @param clock for example a {@link VirtualTime}
     */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets how frames are written; default {@link Family#NESTED}.
     *
     * @param family which frames
     */
    public Builder family(Family family) {
      this.family = Objects.requireNonNull(family, "family");
      return this;
    }

    /**
     * Sets which payloads are taken; default {@link Shapes#DOCUMENTED}.
     *
     * @param shapes which payloads
     */
    public Builder shapes(Shapes shapes) {
      this.shapes = Objects.requireNonNull(shapes, "shapes");
      return this;
    }

    /**
     * Sets whether errors of the router name the request; by default it follows the family.
     *
     * @param errorIds whether they do
     */
    public Builder errorIds(ErrorIds errorIds) {
      this.errorIds = Objects.requireNonNull(errorIds, "errorIds");
      return this;
    }

    /**
     * Sets whether a handshake has to bring a token; default {@link Tokens#ASKED}.
     *
     * @param tokens whether it has to
     */
    public Builder tokens(Tokens tokens) {
      this.tokens = Objects.requireNonNull(tokens, "tokens");
      return this;
    }

    /** Sends no estimated duration; by default the nested family does, the only one that can. */
    public Builder withoutEstimates() {
      this.estimates = false;
      return this;
    }

    /**
     * Refuses a request with {@code RATE_LIMITED} while so many of its connection are unfinished;
     * by default any number is taken.
     *
     * @param most at least 1; the document says 10
     */
    public Builder requestsAtOnce(int most) {
      this.requestsAtOnce = positive(most);
      return this;
    }

    /**
     * Refuses a message with {@code RATE_LIMITED} when its connection sent so many in the second
     * before; by default any number is taken. Refused messages count too.
     *
     * @param most at least 1; the document says 100
     */
    public Builder messagesPerSecond(int most) {
      this.messagesPerSecond = positive(most);
      return this;
    }

    /**
     * Refuses a payload that is longer, written without spaces, with {@code INTERNAL_ERROR}, which
     * is what deployed servers say; by default any length is taken.
     *
     * @param bytes at least 1; the document says 1 MiB
     */
    public Builder payloadLimit(int bytes) {
      this.payloadLimit = positive(bytes);
      return this;
    }

    /** Sets the limits of the document: 10 requests at once, 100 messages a second, 1 MiB. */
    public Builder documentedLimits() {
      return requestsAtOnce(10).messagesPerSecond(100).payloadLimit(1024 * 1024);
    }

    /**
     * Closes a connection with 1009 when it sends a longer message; by default any length is taken.
     *
     * @param bytes at least 1; the gateway's own is 128 KiB
     */
    public Builder messageLimit(int bytes) {
      this.messageLimit = positive(bytes);
      return this;
    }

    /**
     * Closes a connection with 1001 when nothing has come from it and nothing was sent to it by the
     * service for so long; by default never.
     *
     * @param length real time, at least 1 ms; the gateway's own is 10 minutes
     */
    public Builder idleLimit(Duration length) {
      this.idleLimit = positive(length);
      return this;
    }

    /**
     * Closes a connection with 1001 when it is so old; by default never.
     *
     * @param length real time, at least 1 ms; the gateway's own is 2 hours
     */
    public Builder lifeLimit(Duration length) {
      this.lifeLimit = positive(length);
      return this;
    }

    /** Sets the limits of the gateway: messages of 128 KiB, 10 minutes idle, 2 hours of life. */
    public Builder gatewayLimits() {
      return messageLimit(128 * 1024)
          .idleLimit(Duration.ofMinutes(10))
          .lifeLimit(Duration.ofHours(2));
    }

    /** Returns the options; later changes of this builder do not touch them. */
    public FakeStreamerOptions build() {
      return new FakeStreamerOptions(this);
    }

    private static int positive(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("a limit is at least 1, but is " + most);
      }
      return most;
    }

    private static Duration positive(Duration length) {
      if (length.toMillis() < 1) {
        throw new IllegalArgumentException("a limit is at least 1 ms, but is " + length);
      }
      return length;
    }
  }
}
