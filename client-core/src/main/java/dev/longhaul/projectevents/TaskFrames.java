package dev.longhaul.projectevents;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.generated.projectevents.model.EventType;
import dev.longhaul.generated.projectevents.model.PayloadFrame;
import dev.longhaul.generated.projectevents.model.PayloadTaskProgress;
import dev.longhaul.generated.projectevents.model.RelayCompleteFrame;
import dev.longhaul.generated.projectevents.model.RelayErrorCode;
import dev.longhaul.generated.projectevents.model.RelayErrorFrame;
import dev.longhaul.generated.projectevents.model.RelayProgressFrame;
import dev.longhaul.generated.projectevents.model.RelayTaskStartedFrame;
import dev.longhaul.generated.projectevents.model.TaskCancelledFrame;
import dev.longhaul.generated.projectevents.model.TaskCompletedFrame;
import dev.longhaul.generated.projectevents.model.TaskFailedFrame;
import dev.longhaul.generated.projectevents.model.TaskProgressFrame;
import dev.longhaul.generated.projectevents.model.TaskQueuedFrame;
import dev.longhaul.generated.projectevents.model.TaskRecord;
import dev.longhaul.generated.projectevents.model.TaskStartedFrame;
import dev.longhaul.generated.projectevents.model.TaskState;
import dev.longhaul.generated.projectevents.model.TaskSuccessFrame;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import dev.longhaul.projectevents.TaskUpdate.Draft;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of the several versions of the server mean for a task. The unit of progress
 * follows from the type of the frame: {@code progress} and the wrapped frames tell a fraction, all
 * others percent.
 */
final class TaskFrames {
  private static final double PERCENT = 100;
  private static final double FRACTION = 1;
  private static final TypeAdapter<PayloadTaskProgress> WRAPPED =
      Json.adapter(PayloadTaskProgress.class);

  private TaskFrames() {}

  static ProjectEvent progress(TaskProgressFrame frame, String json) throws MalformedJsonException {
    TaskState state = frame.getState() == null ? TaskState.PROGRESS : frame.getState();
    Draft draft = new Draft(id(frame.getTaskId()), state);
    readProgress(draft, frame.getProgress());
    if (frame.getMessage() != null) {
      draft.says(frame.getMessage());
    }
    if (state.equals(TaskState.FAILURE)) {
      draft.fails(frame.getMessage()); // this version has no field of its own for it
    }
    if (state.equals(TaskState.SUCCESS)) {
      draft.at(PERCENT, PERCENT);
    }
    draft.gives(frame.getResult()).of(frame.getProjectId(), frame.getTimestamp());
    return event(frame, frame.getType(), frame.getTimestamp(), draft, json);
  }

  /** A number, or an object of one of two versions, both with a percentage. */
  private static void readProgress(Draft draft, @Nullable JsonElement progress) {
    if (progress instanceof JsonPrimitive number && number.isNumber()) {
      draft.at(number.getAsDouble(), PERCENT);
    } else if (progress instanceof JsonObject parts) {
      Double share = number(parts, "percentage");
      Double total = number(parts, "total");
      if (share != null || total == null) {
        draft.at(share, PERCENT);
      } else {
        draft.at(number(parts, "current"), total);
      }
      draft.says(
          parts.get("step_description") instanceof JsonPrimitive step ? step.getAsString() : null);
    }
  }

  private static @Nullable Double number(JsonObject parts, String name) {
    return parts.get(name) instanceof JsonPrimitive part && part.isNumber()
        ? part.getAsDouble()
        : null;
  }

  static ProjectEvent queued(TaskQueuedFrame frame, String json) throws MalformedJsonException {
    Draft draft =
        new Draft(id(frame.getTaskId()), TaskState.PENDING)
            .of(frame.getProjectId(), frame.getTimestamp());
    return event(frame, frame.getType(), frame.getTimestamp(), draft, json);
  }

  static ProjectEvent started(TaskStartedFrame frame, String json) throws MalformedJsonException {
    Draft draft =
        new Draft(id(frame.getTaskId()), TaskState.STARTED)
            .of(frame.getProjectId(), frame.getTimestamp());
    return event(frame, frame.getType(), frame.getTimestamp(), draft, json);
  }

  static ProjectEvent completed(TaskCompletedFrame frame, String json)
      throws MalformedJsonException {
    Draft draft =
        success(frame.getTaskId(), frame.getResult())
            .of(frame.getProjectId(), frame.getTimestamp());
    return event(frame, frame.getType(), frame.getTimestamp(), draft, json);
  }

  static ProjectEvent succeeded(TaskSuccessFrame frame, String json) throws MalformedJsonException {
    Draft draft =
        success(frame.getTaskId(), frame.getResult())
            .of(frame.getProjectId(), frame.getTimestamp());
    return event(frame, frame.getType(), frame.getTimestamp(), draft, json);
  }

  private static Draft success(@Nullable String taskId, @Nullable JsonElement result)
      throws MalformedJsonException {
    return new Draft(id(taskId), TaskState.SUCCESS).at(PERCENT, PERCENT).gives(result);
  }

  static ProjectEvent failed(TaskFailedFrame frame, String json) throws MalformedJsonException {
    Draft draft =
        new Draft(id(frame.getTaskId()), TaskState.FAILURE)
            .fails(text(frame.getError()))
            .of(frame.getProjectId(), frame.getTimestamp());
    return event(frame, frame.getType(), frame.getTimestamp(), draft, json);
  }

  static ProjectEvent cancelled(TaskCancelledFrame frame, String json)
      throws MalformedJsonException {
    Draft draft =
        new Draft(id(frame.getTaskId()), TaskState.REVOKED)
            .of(frame.getProjectId(), frame.getTimestamp());
    return event(frame, frame.getType(), frame.getTimestamp(), draft, json);
  }

  static ProjectEvent relayStarted(RelayTaskStartedFrame frame, String json)
      throws MalformedJsonException {
    Draft draft =
        new Draft(id(frame.getTaskId()), TaskState.STARTED)
            .of(frame.getProjectId(), frame.getTimestamp());
    return event(frame, frame.getType(), frame.getTimestamp(), draft, json);
  }

  static ProjectEvent relayProgress(RelayProgressFrame frame, String json)
      throws MalformedJsonException {
    Draft draft =
        new Draft(id(frame.getTaskId()), TaskState.PROGRESS)
            .at(frame.getProgress(), FRACTION)
            .says(frame.getMessage())
            .of(frame.getProjectId(), frame.getTimestamp());
    return event(frame, frame.getType(), frame.getTimestamp(), draft, json);
  }

  /**
   * The server takes a report of 1 and more for the end, while its workers count to 100: it calls
   * nearly every task complete with its first report, and then without a result. Only a result
   * proves the ending.
   */
  static ProjectEvent relayComplete(RelayCompleteFrame frame, String json)
      throws MalformedJsonException {
    JsonElement result = frame.getResult();
    Draft draft =
        isNothing(result)
            ? new Draft(id(frame.getTaskId()), TaskState.PROGRESS).unproven()
            : success(frame.getTaskId(), result);
    draft.of(frame.getProjectId(), frame.getTimestamp());
    return event(frame, frame.getType(), frame.getTimestamp(), draft, json);
  }

  private static boolean isNothing(@Nullable JsonElement result) {
    return result == null
        || result.isJsonNull()
        || (result instanceof JsonObject members && members.isEmpty());
  }

  /** The socket's own trouble says nothing of a task, whatever task it names. */
  static ProjectEvent relayError(RelayErrorFrame frame, String json) {
    String taskId = frame.getTaskId();
    if (taskId == null
        || taskId.isBlank()
        || RelayErrorCode.WEBSOCKET_ERROR.equals(frame.getErrorCode())) {
      return new ProjectEvent.ServerTrouble(frame, json);
    }
    Draft draft =
        new Draft(taskId, TaskState.FAILURE)
            .fails(frame.getMessage())
            .of(frame.getProjectId(), frame.getTimestamp());
    return event(frame, frame.getType(), frame.getTimestamp(), draft, json);
  }

  static ProjectEvent wrapped(PayloadFrame frame, String json) throws MalformedJsonException {
    String type = frame.getType() == null ? "" : frame.getType().value();
    if (!type.startsWith("task_") || !(frame.getPayload() instanceof JsonObject payload)) {
      return new ProjectEvent.Wrapped(frame, json);
    }
    boolean odd = false;
    PayloadTaskProgress task;
    try {
      task = Json.read(payload, TypeToken.get(PayloadTaskProgress.class));
    } catch (MalformedJsonException misfit) {
      task = Json.readWhatFits(payload, WRAPPED);
      odd = true;
    }
    TaskState state =
        switch (type) {
          case "task_complete" -> TaskState.SUCCESS;
          case "task_error" -> TaskState.FAILURE;
          default -> TaskState.PROGRESS;
        };
    Draft draft =
        new Draft(id(task.getTaskId()), state)
            .at(
                state.equals(TaskState.SUCCESS) ? Double.valueOf(FRACTION) : task.getProgress(),
                FRACTION)
            .says(task.getMessage())
            .gives(task.getResult())
            .fails(text(task.getError()))
            .of(task.getProjectId(), frame.getTimestamp());
    return new ProjectEvent.TaskChanged(frame, type, frame.getTimestamp(), draft.done(), json)
        .odd(odd);
  }

  /** Returns what an answer over HTTP tells; its words for states are not those of the frames. */
  static TaskUpdate read(String taskId, TaskRecord answer) {
    String word = answer.getStatus().value();
    TaskState state =
        switch (word) {
          case "pending" -> TaskState.PENDING;
          case "running" -> TaskState.PROGRESS;
          case "completed" -> TaskState.SUCCESS;
          case "failed" -> TaskState.FAILURE;
          default -> TaskState.of(word);
        };
    return new Draft(taskId, state)
        .at(
            state.equals(TaskState.SUCCESS) ? Double.valueOf(PERCENT) : answer.getProgress(),
            PERCENT)
        .gives(answer.getResult())
        .fails(text(answer.getError()))
        .done();
  }

  private static ProjectEvent event(
      Object frame,
      @Nullable EventType type,
      @Nullable OffsetDateTime time,
      Draft draft,
      String json) {
    return new ProjectEvent.TaskChanged(frame, FramedEvent.text(type), time, draft.done(), json);
  }

  /** Returns a text itself, and of anything else its JSON. */
  private static @Nullable String text(@Nullable JsonElement any) {
    if (any == null || any.isJsonNull()) {
      return null;
    }
    return any instanceof JsonPrimitive plain ? plain.getAsString() : any.toString();
  }

  private static String id(@Nullable String taskId) throws MalformedJsonException {
    if (taskId == null || taskId.isBlank()) {
      throw new MalformedJsonException("its task_id is missing");
    }
    return taskId;
  }
}
