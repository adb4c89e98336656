package dev.longhaul.testkit;

import java.time.InstantSource;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** How a {@link FakeFunctionRunner} behaves from its start on. Immutable. */
public final class FakeOptions {

  /** What the service does with an {@code Idempotency-Key} that it has seen before. */
  public enum Keys {
    /** Does not look at it: every create makes a job of its own. The default. */
    IGNORED,
    /**
     * Gives the answer of the first create again and makes nothing. A key that comes with another
     * submission than the first time is answered with 409.
     */
    REPLAYED,
    /** Answers 409 with the code {@code DUPLICATE_REQUEST}, names no job and makes nothing. */
    REJECTED
  }

  /** How a list of templates is written. */
  enum ListShape {
    ARRAY,
    PAGE
  }

  private final InstantSource clock;
  private final @Nullable String token;
  private final IntFunction<String> jobIds;
  private final Keys keys;
  private final ListShape listShape;
  private final @Nullable EventsDialect events;

  private FakeOptions(Builder builder) {
    this.clock = builder.clock;
    this.token = builder.token;
    this.jobIds = builder.jobIds;
    this.keys = builder.keys;
    this.listShape = builder.listShape;
    this.events = builder.events;
  }

  /**
   * Returns the options of {@link FakeFunctionRunner#start()}: system clock, no token asked, keys
   * ignored, lists as bare arrays, no event socket.
   */
  public static FakeOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  InstantSource clock() {
    return clock;
  }

  @Nullable String token() {
    return token;
  }

  IntFunction<String> jobIds() {
    return jobIds;
  }

  Keys keys() {
    return keys;
  }

  ListShape listShape() {
    return listShape;
  }

  @Nullable EventsDialect events() {
    return events;
  }

  /** Returns a text without the token. */
  @Override
  public String toString() {
    return "FakeOptions[token " + (token == null ? "not asked" : "asked") + "]";
  }

  /** Collects {@link FakeOptions}. Not for use by several threads. */
  public static final class Builder {

    private InstantSource clock = InstantSource.system();
    private @Nullable String token;
    private IntFunction<String> jobIds = number -> "task-" + number;
    private Keys keys = Keys.IGNORED;
    private ListShape listShape = ListShape.ARRAY;
    private @Nullable EventsDialect events;

    private Builder() {}

    /**
     * Sets the clock that moves scripted jobs; default is the system's clock.
     *
     * @param clock for example a {@link VirtualTime}
     */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Asks every request for {@code Authorization: Bearer} with this token and answers 401
     * otherwise; by default nothing is asked.
     *
     * @param token the token
     */
    public Builder token(String token) {
      this.token = Objects.requireNonNull(token, "token");
      return this;
    }

    /**
     * Sets how a job's id is made from its number, counted from 1; default {@code task-1}, {@code
     * task-2} and so on. Ids must differ from each other.
     *
     * @param jobIds makes an id, for example {@code number -> "demo:" + number}
     */
    public Builder jobIds(IntFunction<String> jobIds) {
      this.jobIds = Objects.requireNonNull(jobIds, "jobIds");
      return this;
    }

    /**
     * Sets what is done with an {@code Idempotency-Key} that has made something before; default
     * {@link Keys#IGNORED}. A create that was refused or never acted on leaves its key unused.
     *
     * @param keys what is done
     */
    public Builder keys(Keys keys) {
      this.keys = Objects.requireNonNull(keys, "keys");
      return this;
    }

    /**
     * Answers a list of templates with an object of {@code templates}, {@code total}, {@code
     * categories} and {@code tags}; a bare array by default. {@code total} counts all that match,
     * before paging.
     */
    public Builder wrappedLists() {
      this.listShape = ListShape.PAGE;
      return this;
    }

    /**
     * Adds an event socket on the same port, see {@link FakeFunctionRunner#eventsUrl}; none by
     * default. Its handshake needs the token that requests need.
     *
     * @param dialect how it speaks
     */
    public Builder events(EventsDialect dialect) {
      this.events = Objects.requireNonNull(dialect, "dialect");
      return this;
    }

    /** Returns the options. */
    public FakeOptions build() {
      return new FakeOptions(this);
    }
  }
}
