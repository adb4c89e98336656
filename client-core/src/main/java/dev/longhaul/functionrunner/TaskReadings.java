package dev.longhaul.functionrunner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.error.CallFacts;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.generated.functionrunner.model.TaskAccepted;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskState;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.internal.http.Dated;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobReading;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what the Function Runner says into readings. Its progress counts from 0 to 100. */
final class TaskReadings {
  private TaskReadings() {}

  static JobReading<TaskResult> accepted(Dated<TaskAccepted> answer) {
    return accepted("submitTask", answer.value(), answer.pollAfter());
  }

  static JobReading<TaskResult> accepted(String operation, TaskAccepted answer) {
    return accepted(operation, answer, null);
  }

  private static JobReading<TaskResult> accepted(
      String operation, TaskAccepted answer, @Nullable Duration pollAfter) {
    String id = id(operation, answer.getTaskId());
    // The sample server of the contract answers the id alone.
    TaskState state = answer.getStatus() == null ? TaskState.SUBMITTED : answer.getStatus();
    JobReading.Builder<TaskResult> reading =
        JobReading.<TaskResult>builder(id, state.value())
            .queuePosition(answer.getQueuePosition())
            .eta(instant(answer.getEstimatedCompletion()))
            .pollAfter(pollAfter);
    // An ending that comes with the acceptance lacks the result; the first read brings both.
    return isRunning(state.value()) ? reading.running() : reading.waiting();
  }

  static String id(String operation, @Nullable String told) {
    String id = required(operation, "task_id", told);
    String problem = PathId.problem(id);
    if (problem != null) {
      throw unexpected(operation, "The task_id of the answer " + problem + ".");
    }
    return id;
  }

  static boolean isCompleted(TaskStatus status) {
    return state("readTaskStatus", status.getStatus()).equalsIgnoreCase("completed");
  }

  static JobReading<TaskResult> status(String id, TaskStatus status) {
    return status(id, new Dated<>(status, null, null));
  }

  static JobReading<TaskResult> status(String id, Dated<TaskStatus> answer) {
    TaskStatus status = answer.value();
    String state = state("readTaskStatus", status.getStatus());
    JobReading.Builder<TaskResult> reading =
        progress(id, state, status).pollAfter(answer.pollAfter());
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "pending", "queued", "submitted" -> reading.waiting();
      case "running", "preparing", "executing", "finalizing" -> reading.running();
      case "failed", "timeout" -> reading.failed(failure(state, status.getError()));
      case "cancelled", "canceled" -> reading.cancelled();
      default -> reading.unrecognized();
    };
  }

  /** The result has the last word, should it disagree with the status that led to it. */
  static JobReading<TaskResult> result(String id, TaskStatus status, TaskResult result) {
    String state = result.getStatus() == null ? "completed" : result.getStatus().value();
    JobReading.Builder<TaskResult> reading = progress(id, state, status);
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "failed", "timeout" -> reading.failed(failure(state, result.getError()));
      case "cancelled", "canceled" -> reading.cancelled();
      default -> reading.succeeded(result);
    };
  }

  private static JobReading.Builder<TaskResult> progress(
      String id, String state, TaskStatus status) {
    return JobReading.<TaskResult>builder(id, state)
        .percent(status.getProgress())
        .stage(status.getStage())
        .message(status.getMessage())
        .eta(instant(status.getEta()))
        .queuePosition(status.getQueuePosition());
  }

  /**
   * The reason is text, or an object with a code and a message; whatever it is, it must not hide
   * the ending.
   */
  static JobFailure failure(String state, @Nullable JsonElement error) {
    if (error == null || error.isJsonNull()) {
      return JobFailure.of(state, null);
    }
    if (!error.isJsonObject()) {
      return JobFailure.of(state, error.isJsonPrimitive() ? error.getAsString() : error.toString());
    }
    JsonObject told = error.getAsJsonObject();
    String code = text(told, "code");
    String message = text(told, "message");
    return JobFailure.of(code == null ? state : code, message == null ? told.toString() : message)
        .withType(text(told, "type"));
  }

  private static @Nullable String text(JsonObject from, String name) {
    JsonElement value = from.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : null;
  }

  private static boolean isRunning(String state) {
    return state.equalsIgnoreCase("running");
  }

  private static String state(String operation, @Nullable TaskState state) {
    return required(operation, "status", state == null ? null : state.value());
  }

  private static String required(String operation, String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw unexpected(operation, "The answer has no " + field + ".");
    }
    return value;
  }

  static UnexpectedAnswerException unexpected(String operation, String what) {
    return new UnexpectedAnswerException(
        what + " Check that the base URL is the service's own.",
        CallFacts.builder(FunctionRunnerClient.SERVICE, operation)
            .reach(CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT)
            .attempts(1)
            .build(),
        null);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
