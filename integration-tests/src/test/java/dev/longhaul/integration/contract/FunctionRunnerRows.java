package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerOptions.Dialect;
import dev.longhaul.functionrunner.TemplateQuery;
import dev.longhaul.generated.functionrunner.model.BackendType;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Templates, tasks and files, in the dialect that has them below one prefix. */
final class FunctionRunnerRows {
  /** The key that submissions travel under. */
  static final UUID KEY = UUID.fromString("7d0f3a52-5a0c-4f2b-9f0e-3b1f6c0a9d11");

  private static final String TEMPLATE = "image_generation_v1";
  private static final String TASK = "image_generation_v1:7f3c2a";

  private FunctionRunnerRows() {}

  static List<ContractRow> rows() {
    return List.of(
        ContractRow.of("function-runner: listTemplates")
            .call("all", functions((c, f) -> Trees.of(c.templates(TemplateQuery.all()))))
            .call("filtered", functions((c, f) -> Trees.of(c.templates(everyFilter())))),
        ContractRow.of("function-runner: readTemplate")
            .call("by id", functions((c, f) -> Trees.of(c.template(TEMPLATE)))),
        ContractRow.of("function-runner: submitTask")
            .callWithEachExample(
                TaskSubmission.class,
                task -> functions((c, f) -> FunctionRunnerCalls.submitted(c.submit(task, KEY))))
            .sending(FunctionRunnerRows::withKey)
            .telling(FunctionRunnerRows::asHandleTells),
        ContractRow.of("function-runner: readTaskStatus")
            .call("by id", functions((c, f) -> Trees.of(c.status(TASK)))),
        ContractRow.of("function-runner: readTaskResult")
            .call("by id", functions((c, f) -> Trees.of(c.result(TASK)))),
        ContractRow.of("function-runner: cancelTask")
            .call("by id", functions((c, f) -> Handles.cancelled(c.cancel(TASK))))
            .besides("function-runner: readTaskStatus", "200/running")
            .telling(anyWords -> Handles.cancelled("Accepted", TASK, 0))
            .tellingRefusals(FunctionRunnerRows::refusedCancel),
        ContractRow.of("function-runner: downloadOutput")
            .call(
                "one file",
                functions((c, f) -> FunctionRunnerCalls.saved(c.download(resultWithFile(), f)))));
  }

  private static ClientCall functions(FunctionRunnerCalls.Use use) {
    return FunctionRunnerCalls.in(Dialect.FUNCTIONS, use);
  }

  private static TemplateQuery everyFilter() {
    SpecOperation list = Spec.operation("function-runner: listTemplates");
    return TemplateQuery.builder()
        .category(list.parameterExample("category").getAsString())
        .tags(Trees.texts(list.parameterExample("tags")))
        .backendType(Trees.model(list.parameterExample("backend_type"), BackendType.class))
        .search(list.parameterExample("search").getAsString())
        .limit(list.parameterExample("limit").getAsInt())
        .offset(list.parameterExample("offset").getAsInt())
        .build();
  }

  private static TaskResult resultWithFile() {
    CannedAnswer answer = Spec.operation("function-runner: readTaskResult").answer("200/completed");
    return Trees.model(answer.json(), TaskResult.class);
  }

  /** The key of a submission also travels in its metadata, unless the caller has put one there. */
  static JsonElement withKey(JsonElement task) {
    JsonObject body = task.getAsJsonObject();
    if (!body.has("metadata")) {
      body.add("metadata", new JsonObject());
    }
    JsonObject metadata = body.getAsJsonObject("metadata");
    if (!metadata.has("idempotency_key")) {
      metadata.addProperty("idempotency_key", KEY.toString());
    }
    return body;
  }

  /** A handle has no place for the expected start, and knows the state of what has just begun. */
  static JsonElement asHandleTells(JsonElement accepted) {
    JsonObject told = accepted.getAsJsonObject();
    told.remove("estimated_start");
    if (!told.has("status")) {
      told.addProperty("status", "submitted");
    }
    return told;
  }

  /** The task is at work whenever it is read, so a clear refusal leaves it at work. */
  private static @Nullable JsonElement refusedCancel(CannedAnswer answer) {
    int status = answer.status();
    return switch (status) {
      case 400, 409, 503 -> Handles.cancelled("StillRunning", TASK, status);
      case 404 -> Handles.cancelled("NoSuchJob", TASK, 0);
      case 408, 500, 502, 504 -> Handles.cancelled("AnswerLost", TASK, status);
      default -> null;
    };
  }
}
