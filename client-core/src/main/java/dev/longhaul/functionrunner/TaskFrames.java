package dev.longhaul.functionrunner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import dev.longhaul.job.JobReading;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of all dialects that tell of one task mean: one table, by the type of a frame. An
 * ending is never believed to a frame alone: the task is read then, which also brings the result.
 */
enum TaskFrames {
  /** The task moved on; the fields are those of a status. */
  MOVED {
    @Override
    JobReading<TaskResult> reading(String id, JsonObject data) {
      return progress(id, "running", data, "progress").running();
    }
  },
  /** The task has ended in some way. */
  ENDED {
    @Override
    JobReading<TaskResult> reading(String id, JsonObject data) {
      return JobReading.<TaskResult>builder(id, "ended").ended();
    }
  },
  /** A snapshot, whose status tells what it means. */
  SNAPSHOT {
    @Override
    JobReading<TaskResult> reading(String id, JsonObject data) {
      String status = text(data, "status");
      String state = status == null ? "running" : status;
      JobReading.Builder<TaskResult> reading = progress(id, state, data, "overall_progress");
      return switch (state.toLowerCase(Locale.ROOT)) {
        case "pending", "queued", "submitted" -> reading.waiting();
        case "running", "preparing", "executing", "finalizing" -> reading.running();
        case "completed", "failed", "timeout", "cancelled", "canceled" -> reading.ended();
        default -> reading.unrecognized();
      };
    }
  };

  private static final String CHANNEL = "task.";

  private static final Map<String, TaskFrames> BY_TYPE =
      Map.ofEntries(
          Map.entry("task.progress", MOVED),
          Map.entry("task.completed", ENDED),
          Map.entry("task.failed", ENDED),
          Map.entry("task.cancelled", ENDED),
          Map.entry("generation.progress", MOVED),
          Map.entry("generation.completed", ENDED),
          Map.entry("generation.failed", ENDED),
          Map.entry("generation.cancelled", ENDED),
          Map.entry("progress.current", SNAPSHOT),
          Map.entry("progress.update", SNAPSHOT),
          Map.entry("progress.response", SNAPSHOT));

  /** Answers that tell nothing of a watched task, and what else may be said on a shared socket. */
  private static final Set<String> TELL_NOTHING =
      Set.of(
          "progress.not_found",
          "subscribed",
          "batch_progress.response",
          "error",
          "pong",
          "system.heartbeat");

  abstract JobReading<TaskResult> reading(String id, JsonObject data);

  /** Returns the type of a frame, which no frame of any dialect lacks. */
  static String type(JsonObject frame) throws MalformedJsonException {
    String type = word(frame, "type");
    if (type == null) {
      throw new MalformedJsonException("its type is missing");
    }
    return type;
  }

  static boolean isKnown(String type) {
    return BY_TYPE.containsKey(type) || TELL_NOTHING.contains(type);
  }

  /**
   * Returns what a frame tells of a task; empty when it tells of none.
   *
   * @throws MalformedJsonException when it tells of a task and does not say of which
   */
  static Optional<JobReading<TaskResult>> read(JsonObject frame) throws MalformedJsonException {
    TaskFrames kind = BY_TYPE.get(type(frame));
    String channel = word(frame, "channel");
    if (kind == null || (channel != null && !channel.startsWith(CHANNEL))) {
      return Optional.empty();
    }
    String id = channel == null ? id(frame) : channel.substring(CHANNEL.length());
    if (id == null || !PathId.isFit(id)) {
      throw new MalformedJsonException("the id of its task is missing");
    }
    return Optional.of(kind.reading(id, data(frame)));
  }

  /** Without a channel the id stands in the frame itself, or in the data under either name. */
  private static @Nullable String id(JsonObject frame) {
    String own = text(frame, "task_id");
    String inData = text(data(frame), "task_id");
    String camel = text(data(frame), "taskId");
    return own != null ? own : inData != null ? inData : camel;
  }

  private static JsonObject data(JsonObject frame) {
    return frame.get("data") instanceof JsonObject data ? data : new JsonObject();
  }

  private static JobReading.Builder<TaskResult> progress(
      String id, String state, JsonObject data, String percent) {
    return JobReading.<TaskResult>builder(id, state)
        .percent(number(data, percent))
        .stage(stage(data))
        .message(text(data, "message"))
        .eta(time(data, "eta"));
  }

  /** A snapshot names its stages by their index. */
  private static @Nullable String stage(JsonObject data) {
    if (data.get("stages") instanceof JsonObject stages
        && stages.get(String.valueOf(data.get("current_stage"))) instanceof JsonObject current) {
      return text(current, "name");
    }
    return text(data, "stage");
  }

  private static @Nullable String word(JsonObject from, String name) {
    return from.get(name) instanceof JsonPrimitive value && value.isString()
        ? value.getAsString()
        : null;
  }

  private static @Nullable String text(JsonObject from, String name) {
    JsonElement value = from.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : null;
  }

  private static @Nullable Double number(JsonObject from, String name) {
    try {
      String text = text(from, name);
      return text == null ? null : Double.valueOf(text);
    } catch (NumberFormatException notOne) {
      return null;
    }
  }

  private static @Nullable Instant time(JsonObject from, String name) {
    try {
      String text = text(from, name);
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notOne) {
      return null;
    }
  }
}
