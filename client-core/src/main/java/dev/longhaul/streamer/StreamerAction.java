package dev.longhaul.streamer;

import com.google.gson.JsonElement;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.streamer.model.BulkOperationResult;
import dev.longhaul.generated.streamer.model.GenerateReportResult;
import dev.longhaul.generated.streamer.model.HealthResult;
import dev.longhaul.generated.streamer.model.ProcessDataResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that a Streamer server can be asked to do, and what it gives back. Immutable. Servers
 * register actions of their own: describe one here.
 *
 * @param <T> the result
 */
public final class StreamerAction<T> {
  // First, since the actions below are checked by it.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  /** Makes a report; said to take 2 min. */
  public static final StreamerAction<GenerateReportResult> GENERATE_REPORT =
      of("generate_report", GenerateReportResult.class).estimate(Duration.ofMinutes(2));

  /** Runs data through a model; said to take 5 min. */
  public static final StreamerAction<ProcessDataResult> PROCESS_DATA =
      of("process_data", ProcessDataResult.class).estimate(Duration.ofMinutes(5));

  /** Tells how the server does. Changes nothing, so it is repeatable. */
  public static final StreamerAction<HealthResult> HEALTH =
      of("health", HealthResult.class).repeatable();

  /** Changes many items; said to take 10 min. In deployed servers, not in the reference. */
  public static final StreamerAction<BulkOperationResult> BULK_OPERATION =
      of("bulk_operation", BulkOperationResult.class).estimate(Duration.ofMinutes(10));

  private final String name;
  private final Class<T> result;
  private final @Nullable Duration estimate;
  private final boolean repeatable;

  private StreamerAction(
      String name, Class<T> result, @Nullable Duration estimate, boolean repeatable) {
    this.name = name;
    this.result = result;
    this.estimate = estimate;
    this.repeatable = repeatable;
  }

  /**
   * Returns an action whose result is read as a type, with no estimate, and not repeatable.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} for a name that is not 1 to 128 letters,
   * digits, dots, dashes and underscores.
   *
   * @param name what the server calls it
   * @param result a class that Gson can fill
   * @param <T> the result
   */
  public static <T> StreamerAction<T> of(String name, Class<T> result) {
    if (!NAME.matcher(name).matches()) {
      throw InvalidInputException.of(
          "action",
          "is not 1 to 128 letters, digits, dots, dashes and underscores",
          "Pass the name under which the server knows it.");
    }
    return new StreamerAction<>(name, result, null, false);
  }

  /**
   * Returns an action whose result is given as JSON. Those that this class names keep their
   * estimate, and whether they are repeatable.
   *
   * @param name what the server calls it
   */
  public static StreamerAction<JsonElement> of(String name) {
    StreamerAction<JsonElement> action = of(name, JsonElement.class);
    StreamerAction<?> known = Known.BY_NAME.get(name);
    return known == null
        ? action
        : new StreamerAction<>(name, JsonElement.class, known.estimate, known.repeatable);
  }

  /**
   * Returns this action with the time that it takes as a rule, from 1 ms to one day: from it follow
   * how long the client waits for a sign of life, and progress before the server reports any. What
   * the server itself estimates takes its place.
   */
  public StreamerAction<T> estimate(Duration estimate) {
    return new StreamerAction<>(
        name, result, StreamerOptions.time("estimate", estimate), repeatable);
  }

  /**
   * Returns this action as one that may run twice without harm. It is then asked again, with a new
   * id under the same key, when the connection breaks or the server reports an error that passes.
   */
  public StreamerAction<T> repeatable() {
    return new StreamerAction<>(name, result, estimate, true);
  }

  /** Returns what the server calls it. */
  public String name() {
    return name;
  }

  /** Returns what its result is read as. */
  public Class<T> result() {
    return result;
  }

  /** Returns how long it takes as a rule, if that is known. */
  public Optional<Duration> estimate() {
    return Optional.ofNullable(estimate);
  }

  /** Returns whether it may run twice without harm. */
  public boolean isRepeatable() {
    return repeatable;
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return "StreamerAction[" + name + "]";
  }

  private static final class Known {
    static final Map<String, StreamerAction<?>> BY_NAME =
        Map.of(
            "generate_report", GENERATE_REPORT,
            "process_data", PROCESS_DATA,
            "health", HEALTH,
            "bulk_operation", BULK_OPERATION,
            "echo", of("echo", JsonElement.class).repeatable());
  }
}
