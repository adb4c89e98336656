package dev.longhaul.policy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one call, or all calls through a view of a client, does differently from the client's
 * options. What is left empty stays as the client has it. Immutable. Bad values are refused by the
 * builder.
 */
public final class CallOptions {
  private static final CallOptions DEFAULTS = builder().build();

  private final @Nullable Duration deadline;
  private final @Nullable Duration attemptTimeout;
  private final @Nullable Integer maxRetries;
  private final Map<String, String> headers;
  private final @Nullable Predicate<LonghaulException> retryWhen;

  private CallOptions(Builder builder) {
    deadline = builder.deadline;
    attemptTimeout = builder.attemptTimeout;
    maxRetries = builder.maxRetries;
    headers = builder.headers.copy();
    retryWhen = builder.retryWhen;
  }

  /** Returns the options that change nothing. */
  public static CallOptions defaults() {
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
    builder.attemptTimeout = attemptTimeout;
    builder.maxRetries = maxRetries;
    builder.headers.putAll(headers);
    builder.retryWhen = retryWhen;
    return builder;
  }

  /**
   * Returns how long a call may take in all, if that differs from {@link
   * ResilienceOptions#deadline()}. Default: empty.
   */
  public Optional<Duration> deadline() {
    return Optional.ofNullable(deadline);
  }

  /**
   * Returns how long one attempt may take, if that differs from {@link
   * ClientOptions#attemptTimeout()} and {@link ClientOptions#createTimeout()}. Default: empty.
   */
  public Optional<Duration> attemptTimeout() {
    return Optional.ofNullable(attemptTimeout);
  }

  /**
   * Returns how often a failed call is repeated at most, if that differs from {@link
   * ResilienceOptions#maxRetries()}. Default: empty.
   */
  public OptionalInt maxRetries() {
    return maxRetries == null ? OptionalInt.empty() : OptionalInt.of(maxRetries);
  }

  /**
   * Returns the headers that are sent beside the client's, and in the place of those of the same
   * name. Names are looked up without regard to case. Default: none.
   */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * Returns what is retried among the failures that are safe to repeat, if that differs from {@link
   * ResilienceOptions#retryWhen()}. Default: empty.
   */
  public Optional<Predicate<LonghaulException>> retryWhen() {
    return Optional.ofNullable(retryWhen);
  }

  /** Returns what differs, in one line; of headers the names alone. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("CallOptions[headers ").append(headers.keySet());
    append(text, "deadline", deadline);
    append(text, "attemptTimeout", attemptTimeout);
    append(text, "maxRetries", maxRetries);
    append(text, "retryWhen", retryWhen == null ? null : "set");
    return text.append(']').toString();
  }

  private static void append(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(", ").append(name).append(' ').append(value);
    }
  }

  /** Gathers options. Not thread-safe. */
  public static final class Builder {
    private final ExtraHeaders headers = new ExtraHeaders();
    private @Nullable Duration deadline;
    private @Nullable Duration attemptTimeout;
    private @Nullable Integer maxRetries;
    private @Nullable Predicate<LonghaulException> retryWhen;

    private Builder() {}

    /** Sets how long a call may take in all, from 1 ms to 24 days; returns this builder. */
    public Builder deadline(Duration deadline) {
      this.deadline = Limits.timer("deadline", deadline);
      return this;
    }

    /** Sets how long one attempt may take, from 1 ms to 24 days; returns this builder. */
    public Builder attemptTimeout(Duration timeout) {
      this.attemptTimeout = Limits.timer("attemptTimeout", timeout);
      return this;
    }

    /** Sets how often a failed call is repeated at most, from 0 to 20; returns this builder. */
    public Builder maxRetries(int retries) {
      this.maxRetries = Limits.retries("maxRetries", retries);
      return this;
    }

    /**
     * Adds a header, in the place of one of the same name; returns this builder. It goes to the
     * service's own origin only, and its value is in no text form or exception.
     *
     * <p><i>Errors:</i> {@link InvalidInputException} for a name that HTTP does not allow, a value
     * that is not printable ASCII, and the headers that the client sets itself: Authorization,
     * Host, Content-Length, Content-Type, Transfer-Encoding, Accept-Encoding, Idempotency-Key.
     */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /**
     * Sets what is retried among the failures that are safe to repeat; returns this builder. It
     * never makes a create repeatable that may have had an effect.
     *
     * <p><i>Threading:</i> called by many threads at once, network threads among them; it must not
     * block.
     */
    public Builder retryWhen(Predicate<LonghaulException> retried) {
      this.retryWhen = retried;
      return this;
    }

    /** Returns the options. */
    public CallOptions build() {
      return new CallOptions(this);
    }
  }
}
