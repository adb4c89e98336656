package dev.longhaul.testkit;

import java.time.InstantSource;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** How a {@link FakeFunctionRunner} behaves from its start on. Immutable. */
public final class FakeOptions {

  private final InstantSource clock;
  private final @Nullable String token;
  private final IntFunction<String> jobIds;

  private FakeOptions(Builder builder) {
    this.clock = builder.clock;
    this.token = builder.token;
    this.jobIds = builder.jobIds;
  }

  /** Returns the options of {@link FakeFunctionRunner#start()}: system clock, no token asked. */
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

    /** Returns the options. */
    public FakeOptions build() {
      return new FakeOptions(this);
    }
  }
}
