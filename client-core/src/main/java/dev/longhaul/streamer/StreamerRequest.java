package dev.longhaul.streamer;

import com.google.gson.JsonElement;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.internal.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request to a Streamer server. Immutable: it holds a copy of the payload, made when it was
 * set. Its text form holds neither payload nor notes.
 *
 * @param <T> the result
 */
public final class StreamerRequest<T> {
  private final StreamerAction<T> action;
  private final @Nullable JsonElement payload;
  private final @Nullable Class<?> model;
  private final Map<String, String> metadata;
  private final @Nullable UUID key;
  private final @Nullable Duration timeout;

  private StreamerRequest(Builder<T> builder) {
    action = builder.action;
    payload = builder.payload;
    model = builder.model;
    metadata = new LinkedHashMap<>(builder.metadata);
    key = builder.key;
    timeout = builder.timeout;
  }

  /**
   * Returns a builder of a request.
   *
   * @param action what to do
   * @param <T> the result
   */
  public static <T> Builder<T> builder(StreamerAction<T> action) {
    return new Builder<>(action);
  }

  /**
   * Returns a builder of a request whose result is given as JSON.
   *
   * @param action what to do, as the server calls it
   */
  public static Builder<JsonElement> builder(String action) {
    return new Builder<>(StreamerAction.of(action));
  }

  /** Returns what to do. */
  public StreamerAction<T> action() {
    return action;
  }

  /** Returns our key of the job, if the caller brought one. */
  public Optional<UUID> key() {
    return Optional.ofNullable(key);
  }

  /** Returns how long the server may be silent once it has taken the request, if set. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  @Nullable JsonElement payload() {
    return payload;
  }

  /** Returns the generated class that the payload came as, if it is one. */
  @Nullable Class<?> model() {
    return model;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StreamerRequest<?> that
        && action.name().equals(that.action.name())
        && Objects.equals(payload, that.payload)
        && metadata.equals(that.metadata);
  }

  @Override
  public int hashCode() {
    return Objects.hash(action.name(), payload == null ? "" : payload.toString(), metadata);
  }

  @Override
  public String toString() {
    return "StreamerRequest[" + action.name() + "]";
  }

  /**
   * Gathers a request. Not thread-safe.
   *
   * @param <T> the result
   */
  public static final class Builder<T> {
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private StreamerAction<T> action;
    private @Nullable JsonElement payload;
    private @Nullable Class<?> model;
    private @Nullable UUID key;
    private @Nullable Duration timeout;

    private Builder(StreamerAction<T> action) {
      this.action = action;
    }

    /**
     * Sets what the action needs; returns this builder. Generated models, such as {@code
     * BulkOperationPayload}, are checked before they are sent; any other value is the caller's.
     *
     * <p><i>Errors:</i> {@link InvalidInputException} when it cannot be written as JSON.
     *
     * @param payload a generated model, a {@code JsonElement}, a map, or whatever Gson can write
     */
    public Builder<T> payload(Object payload) {
      try {
        this.payload = Json.tree(payload);
      } catch (RuntimeException unwritable) {
        // Its text may name values.
        throw InvalidInputException.of(
            "payload", "cannot be written as JSON", "Pass a generated model or a JsonElement.");
      }
      this.model = payload.getClass();
      return this;
    }

    /**
     * Adds a note that travels with the request, such as a trace id; returns this builder. The
     * server keeps text alone. Our key travels as {@code idempotency_key} unless that is set here.
     * All notes together may have about 64 KiB, which is looked at before anything is sent.
     */
    public Builder<T> metadata(String name, String value) {
      if (name.isBlank()) {
        throw InvalidInputException.of("metadata", "has a blank name", "Name every note.");
      }
      metadata.put(name, Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Sets our key of the job; returns this builder. Two requests with one key are one job and are
     * sent once, by this client: the service itself knows no keys.
     */
    public Builder<T> key(UUID key) {
      this.key = Objects.requireNonNull(key, "key");
      return this;
    }

    /**
     * Sets how long the server may be silent once it has taken the request, from 1 ms; returns this
     * builder. Default: what the options make of the estimate.
     */
    public Builder<T> timeout(Duration timeout) {
      this.timeout = StreamerOptions.time("timeout", timeout);
      return this;
    }

    /** Declares that this request may run twice without harm; returns this builder. */
    public Builder<T> repeatable() {
      this.action = action.repeatable();
      return this;
    }

    /** Returns the request. */
    public StreamerRequest<T> build() {
      return new StreamerRequest<>(this);
    }
  }
}
