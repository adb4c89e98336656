package dev.longhaul.error;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a call that did not go as wished: who was asked what, how far it came, and
 * what came back. Immutable. Its text form leaves out the server's own words, since servers like to
 * echo what they were sent.
 */
public final class CallFacts {
  /** A copy of its own that nobody else sees, and that nobody writes to any more. */
  private final Builder known;

  /** What the service itself says about another attempt ({@code x-should-retry}). */
  public enum RetryHint {
    /** Another attempt may succeed. */
    RETRY,
    /** Another attempt is of no use. */
    GIVE_UP
  }

  /** How far a call came, as far as this side can prove it. */
  public enum Reach {
    /** Not one byte of the request left this machine. */
    NOT_SENT,
    /** The service answered, and its answer says that it did nothing. */
    DECLINED,
    /** Bytes left, and nothing proves that the service did not act on them. */
    MAY_HAVE_TAKEN_EFFECT
  }

  private CallFacts(Builder known) {
    this.known = known;
  }

  /**
   * Returns a builder of facts that prove nothing: the call may have taken effect.
   *
   * @param service the service's name, such as {@code function-runner}
   * @param operation what was asked of it, such as {@code submitTask}
   */
  public static Builder builder(String service, String operation) {
    return new Builder(service, operation);
  }

  /** Returns a builder that starts from these facts. */
  public Builder toBuilder() {
    return known.copy();
  }

  /** Returns the service's name. */
  public String service() {
    return known.service;
  }

  /** Returns the operation's name. */
  public String operation() {
    return known.operation;
  }

  /** Returns our key of the job that the call was about, if it had one. */
  public Optional<UUID> key() {
    return Optional.ofNullable(known.key);
  }

  /** Returns the service's id of the job that the call was about, if it was known. */
  public Optional<String> jobId() {
    return Optional.ofNullable(known.jobId);
  }

  /** Returns the HTTP status of the answer, if there was one. */
  public OptionalInt status() {
    return known.status == 0 ? OptionalInt.empty() : OptionalInt.of(known.status);
  }

  /** Returns the machine-readable code in the service's error body, if it had one. */
  public Optional<String> serverCode() {
    return Optional.ofNullable(known.serverCode);
  }

  /**
   * Returns the service's own words, if it sent any. They may repeat what was submitted, so they
   * are in no exception text: show them to the user who made the request, keep them out of shared
   * logs.
   */
  public Optional<String> serverMessage() {
    return Optional.ofNullable(known.serverMessage);
  }

  /**
   * Returns what the service found wrong with single fields: the field's name as the service calls
   * it, such as {@code inputs.steps}, and the service's own words about it. At most 20, in the
   * service's order; unmodifiable, and empty when it named none. Like {@link #serverMessage()} they
   * may repeat what was submitted, so they are in no text form.
   */
  public Map<String, String> fieldErrors() {
    return known.fieldErrors;
  }

  /** Returns the id under which the service logged the call, if it said so. */
  public Optional<String> requestId() {
    return Optional.ofNullable(known.requestId);
  }

  /** Returns how long the service asked us to wait, counted from its answer, if it did. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(known.retryAfter);
  }

  /**
   * Returns whether the service thinks that another attempt makes sense, if it said so with the
   * header {@code x-should-retry}.
   */
  public Optional<RetryHint> retryHint() {
    return Optional.ofNullable(known.retryHint);
  }

  /** Returns how far the call came. */
  public Reach reach() {
    return known.reach;
  }

  /** Returns how many requests were begun; 0 when the call was refused on this side. */
  public int attempts() {
    return known.attempts;
  }

  /** Returns the facts in one line, without the service's own words. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(known.service).append(' ').append(known.operation);
    append(text, "HTTP", known.status == 0 ? null : known.status);
    append(text, "code", known.serverCode);
    append(text, "job", known.jobId);
    append(text, "key", known.key);
    append(text, "request id", known.requestId);
    append(text, "retry after", known.retryAfter);
    return text.toString();
  }

  private static void append(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(", ").append(name).append(' ').append(value);
    }
  }

  /** Gathers facts. Not thread-safe. */
  public static final class Builder {
    private static final int MOST_FIELDS = 20;

    private final String service;
    private final String operation;
    private @Nullable UUID key;
    private @Nullable String jobId;
    private int status;
    private @Nullable String serverCode;
    private @Nullable String serverMessage;
    private Map<String, String> fieldErrors = Map.of();
    private @Nullable String requestId;
    private @Nullable Duration retryAfter;
    private @Nullable RetryHint retryHint;
    private Reach reach = Reach.MAY_HAVE_TAKEN_EFFECT;
    private int attempts;

    private Builder(String service, String operation) {
      this.service = service;
      this.operation = operation;
    }

    private Builder copy() {
      Builder copy = new Builder(service, operation);
      copy.key = key;
      copy.jobId = jobId;
      copy.status = status;
      copy.serverCode = serverCode;
      copy.serverMessage = serverMessage;
      copy.fieldErrors = fieldErrors;
      copy.requestId = requestId;
      copy.retryAfter = retryAfter;
      copy.retryHint = retryHint;
      copy.reach = reach;
      copy.attempts = attempts;
      return copy;
    }

    /** Sets our key of the job; returns this builder. */
    public Builder key(@Nullable UUID key) {
      this.key = key;
      return this;
    }

    /** Sets the service's id of the job; returns this builder. */
    public Builder jobId(@Nullable String jobId) {
      this.jobId = jobId;
      return this;
    }

    /** Sets the HTTP status of the answer, 0 for none; returns this builder. */
    public Builder status(int status) {
      this.status = status;
      return this;
    }

    /** Sets the code in the service's error body; returns this builder. */
    public Builder serverCode(@Nullable String code) {
      this.serverCode = code;
      return this;
    }

    /** Sets the service's own words; returns this builder. */
    public Builder serverMessage(@Nullable String message) {
      this.serverMessage = message;
      return this;
    }

    /**
     * Sets what the service found wrong with single fields, of which the first 20 are kept; returns
     * this builder.
     */
    public Builder fieldErrors(Map<String, String> errors) {
      Map<String, String> kept = new LinkedHashMap<>();
      errors.entrySet().stream()
          .limit(MOST_FIELDS)
          .forEach(error -> kept.put(error.getKey(), error.getValue()));
      fieldErrors = Collections.unmodifiableMap(kept);
      return this;
    }

    /** Sets the id under which the service logged the call; returns this builder. */
    public Builder requestId(@Nullable String requestId) {
      this.requestId = requestId;
      return this;
    }

    /** Sets how long the service asked us to wait; returns this builder. */
    public Builder retryAfter(@Nullable Duration retryAfter) {
      this.retryAfter = retryAfter;
      return this;
    }

    /** Sets whether the service thinks that another attempt makes sense; returns this builder. */
    public Builder retryHint(@Nullable RetryHint hint) {
      this.retryHint = hint;
      return this;
    }

    /** Sets how far the call came; returns this builder. */
    public Builder reach(Reach reach) {
      this.reach = reach;
      return this;
    }

    /** Sets how many requests were begun; returns this builder. */
    public Builder attempts(int attempts) {
      this.attempts = attempts;
      return this;
    }

    /** Returns the facts gathered so far. */
    public CallFacts build() {
      return new CallFacts(copy());
    }
  }
}
