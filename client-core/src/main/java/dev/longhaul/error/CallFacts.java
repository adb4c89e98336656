package dev.longhaul.error;

import java.time.Duration;
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
  private final String service;
  private final String operation;
  private final @Nullable UUID key;
  private final @Nullable String jobId;
  private final int status;
  private final @Nullable String serverCode;
  private final @Nullable String serverMessage;
  private final @Nullable String requestId;
  private final @Nullable Duration retryAfter;
  private final Reach reach;
  private final int attempts;

  /** How far a call came, as far as this side can prove it. */
  public enum Reach {
    /** Not one byte of the request left this machine. */
    NOT_SENT,
    /** The service answered, and its answer says that it did nothing. */
    DECLINED,
    /** Bytes left, and nothing proves that the service did not act on them. */
    MAY_HAVE_TAKEN_EFFECT
  }

  private CallFacts(Builder builder) {
    service = builder.service;
    operation = builder.operation;
    key = builder.key;
    jobId = builder.jobId;
    status = builder.status;
    serverCode = builder.serverCode;
    serverMessage = builder.serverMessage;
    requestId = builder.requestId;
    retryAfter = builder.retryAfter;
    reach = builder.reach;
    attempts = builder.attempts;
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
    Builder builder = new Builder(service, operation);
    builder.key = key;
    builder.jobId = jobId;
    builder.status = status;
    builder.serverCode = serverCode;
    builder.serverMessage = serverMessage;
    builder.requestId = requestId;
    builder.retryAfter = retryAfter;
    builder.reach = reach;
    builder.attempts = attempts;
    return builder;
  }

  /** Returns the service's name. */
  public String service() {
    return service;
  }

  /** Returns the operation's name. */
  public String operation() {
    return operation;
  }

  /** Returns our key of the job that the call was about, if it had one. */
  public Optional<UUID> key() {
    return Optional.ofNullable(key);
  }

  /** Returns the service's id of the job that the call was about, if it was known. */
  public Optional<String> jobId() {
    return Optional.ofNullable(jobId);
  }

  /** Returns the HTTP status of the answer, if there was one. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** Returns the machine-readable code in the service's error body, if it had one. */
  public Optional<String> serverCode() {
    return Optional.ofNullable(serverCode);
  }

  /**
   * Returns the service's own words, if it sent any. They may repeat what was submitted, so they
   * are in no exception text: show them to the user who made the request, keep them out of shared
   * logs.
   */
  public Optional<String> serverMessage() {
    return Optional.ofNullable(serverMessage);
  }

  /** Returns the id under which the service logged the call, if it said so. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** Returns how long the service asked us to wait, counted from its answer, if it did. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Returns how far the call came. */
  public Reach reach() {
    return reach;
  }

  /** Returns how many requests were begun; 0 when the call was refused on this side. */
  public int attempts() {
    return attempts;
  }

  /** Returns the facts in one line, without the service's own words. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(service).append(' ').append(operation);
    append(text, "HTTP", status == 0 ? null : status);
    append(text, "code", serverCode);
    append(text, "job", jobId);
    append(text, "key", key);
    append(text, "request id", requestId);
    append(text, "retry after", retryAfter);
    return text.toString();
  }

  private static void append(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(", ").append(name).append(' ').append(value);
    }
  }

  /** Gathers facts. Not thread-safe. */
  public static final class Builder {
    private final String service;
    private final String operation;
    private @Nullable UUID key;
    private @Nullable String jobId;
    private int status;
    private @Nullable String serverCode;
    private @Nullable String serverMessage;
    private @Nullable String requestId;
    private @Nullable Duration retryAfter;
    private Reach reach = Reach.MAY_HAVE_TAKEN_EFFECT;
    private int attempts;

    private Builder(String service, String operation) {
      this.service = service;
      this.operation = operation;
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

    /** Sets the HTTP status of the answer; returns this builder. */
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
      return new CallFacts(this);
    }
  }
}
