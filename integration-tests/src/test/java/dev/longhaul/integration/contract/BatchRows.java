package dev.longhaul.integration.contract;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerOptions.Dialect;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Batches of the Function Runner. */
final class BatchRows {
  private static final String READ_BATCH = "function-runner: readBatch";
  private static final String READ_TASK = "function-runner: readTaskStatus";
  private static final String READ_RESULT = "function-runner: readTaskResult";
  private static final String CANCEL_TASK = "function-runner: cancelTask";
  private static final String BATCH = "batch-123";
  private static final String DONE = "image_generation_v1:a1";
  private static final String AT_WORK = "video_generation_v1:a2";

  private BatchRows() {}

  static List<ContractRow> rows() {
    return List.of(
        ContractRow.of("function-runner: submitBatch")
            .callWithEachExample(
                BatchSubmission.class,
                batch ->
                    batches(
                        (c, f) ->
                            FunctionRunnerCalls.submitted(
                                c.submitBatch(batch, FunctionRunnerRows.KEY))))
            .fitting(BatchRows::haveAsManyTasks)
            .besides(READ_BATCH, "200/running")
            .sending(BatchRows::withKeys)
            .telling(BatchRows::asHandleTells),
        ContractRow.of(READ_BATCH)
            .call(
                "attaching",
                batches(
                    (c, f) -> FunctionRunnerCalls.attached(FunctionRunnerCalls.attach(c, BATCH))))
            .besides(READ_TASK, "200/queued")
            .telling(BatchRows::asAttachedHandleTells),
        ContractRow.of("function-runner: cancelBatch")
            .call(
                "attached",
                batches(
                    (c, f) ->
                        FunctionRunnerCalls.cancelled(
                            FunctionRunnerCalls.attach(c, BATCH).cancel())))
            .besides(READ_BATCH, "200/running")
            .besides(READ_TASK, "200/queued")
            .besides(READ_RESULT, "200/completed")
            .besides(CANCEL_TASK, "200/told")
            .telling(anyWords -> accepted())
            .tellingRefusals(BatchRows::refusedCancel));
  }

  private static ClientCall batches(FunctionRunnerCalls.Use use) {
    return FunctionRunnerCalls.in(Dialect.FUNCTIONS, use);
  }

  /** An answer that names other tasks than were sent is no answer to that request. */
  private static boolean haveAsManyTasks(ContractRow.Call call, CannedAnswer answer) {
    JsonElement sent = Objects.requireNonNull(call.body()).getAsJsonObject().get("tasks");
    return !answer.isSuccess() || tasks(answer.json()).size() == sent.getAsJsonArray().size();
  }

  /** Where the answer does not name the tasks, the batch is read for them. */
  private static JsonArray tasks(JsonElement accepted) {
    JsonObject named =
        accepted.getAsJsonObject().has("tasks")
            ? accepted.getAsJsonObject()
            : Spec.operation(READ_BATCH).answer("200/running").json().getAsJsonObject();
    return named.getAsJsonArray("tasks");
  }

  private static JsonElement withKeys(JsonElement batch) {
    batch.getAsJsonObject().getAsJsonArray("tasks").forEach(FunctionRunnerRows::withKey);
    return batch;
  }

  private static JsonElement asHandleTells(JsonElement accepted) {
    return onlyTelling(accepted, List.of("task_id", "status", "queue_position"));
  }

  /** A task that is not at work is read by itself, and tells of itself later. */
  private static JsonElement asAttachedHandleTells(JsonElement status) {
    JsonElement told = onlyTelling(status, List.of("task_id", "status", "stage", "progress"));
    for (JsonElement task : told.getAsJsonObject().getAsJsonArray("tasks")) {
      if (!task.getAsJsonObject().get("status").getAsString().equals("running")) {
        task.getAsJsonObject().keySet().retainAll(List.of("task_id"));
      }
    }
    return told;
  }

  private static JsonElement onlyTelling(JsonElement answer, List<String> ofEachTask) {
    JsonObject told = answer.getAsJsonObject();
    told.add("tasks", tasks(answer));
    told.keySet().retainAll(List.of("batch_id", "tasks"));
    told.getAsJsonArray("tasks")
        .forEach(task -> task.getAsJsonObject().keySet().retainAll(ofEachTask));
    return told;
  }

  /**
   * One task has completed whenever the batch is read, and the other is at work. A batch that is
   * not known has its tasks cancelled one by one.
   */
  private static @Nullable JsonElement refusedCancel(CannedAnswer answer) {
    int status = answer.status();
    return switch (status) {
      case 400, 409, 503 -> finishedAnd("StillRunning", status);
      case 404 -> accepted();
      case 408, 500, 502, 504 -> finishedAnd("AnswerLost", status);
      default -> null;
    };
  }

  private static JsonElement accepted() {
    return both(Handles.cancelled("Accepted", DONE, 0), Handles.cancelled("Accepted", AT_WORK, 0));
  }

  private static JsonElement finishedAnd(String kind, int status) {
    return both(
        Handles.cancelled("AlreadyFinished", DONE, 0), Handles.cancelled(kind, AT_WORK, status));
  }

  private static JsonElement both(JsonElement first, JsonElement second) {
    JsonArray told = new JsonArray();
    told.add(first);
    told.add(second);
    return told;
  }
}
