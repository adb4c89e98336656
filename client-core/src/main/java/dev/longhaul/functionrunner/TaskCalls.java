package dev.longhaul.functionrunner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.generated.functionrunner.api.FunctionRunnerApi;
import dev.longhaul.generated.functionrunner.model.TaskAccepted;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.AnswerDecoder;
import dev.longhaul.internal.http.HttpCall;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.internal.http.Operation;
import dev.longhaul.internal.json.Json;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Every call of the Function Runner, one attempt each, and the service that the engine sees. */
final class TaskCalls {
  private static final String SERVICE = FunctionRunnerClient.SERVICE;

  /** What a status must tell, whatever else in it cannot be read. */
  private static final Set<String> ESSENTIAL = Set.of("task_id", "status", "error");

  private final HttpTransport transport;
  private final FunctionRunnerApi api;

  TaskCalls(HttpTransport transport) {
    this.transport = transport;
    this.api = transport.requests(FunctionRunnerApi.class);
  }

  JobService<TaskSubmission, TaskResult> asJobService() {
    return JobService.builder(SERVICE, this::submit).read(this::read).cancel(this::cancel).build();
  }

  HttpCall<List<Template>> templates() {
    return transport.call(
        Operation.read(SERVICE, "listTemplates", null),
        api.listTemplates(null, null, null, null, null, null),
        AnswerDecoder.list("templates", Template.class)
            .requiring("id", list -> list.stream().allMatch(TaskCalls::hasId)));
  }

  HttpCall<Template> template(String id) {
    TaskRules.id("templateId", id);
    return transport.call(
        Operation.read(SERVICE, "readTemplate", null),
        api.readTemplate(id),
        AnswerDecoder.json(Template.class).requiring("id", TaskCalls::hasId));
  }

  private static boolean hasId(Template template) {
    return template.getId() != null;
  }

  HttpCall<TaskStatus> status(String id) {
    TaskRules.id("id", id);
    return transport.call(
        Operation.read(SERVICE, "readTaskStatus", id),
        api.readTaskStatus(id),
        ((AnswerDecoder<TaskStatus>) TaskCalls::statusOf)
            .requiring("status", status -> status.getStatus() != null));
  }

  /** A field that does not fit, such as a date in words, must not hide that a task has ended. */
  private static TaskStatus statusOf(String text) throws Json.MalformedJsonException {
    try {
      return Json.read(text, TypeToken.get(TaskStatus.class));
    } catch (Json.MalformedJsonException misfit) {
      JsonElement answer = Json.read(text, TypeToken.get(JsonElement.class));
      if (!answer.isJsonObject() || !answer.getAsJsonObject().has("status")) {
        throw misfit;
      }
      answer.getAsJsonObject().keySet().retainAll(ESSENTIAL);
      return Json.read(answer.toString(), TypeToken.get(TaskStatus.class));
    }
  }

  HttpCall<TaskResult> result(String id) {
    TaskRules.id("id", id);
    return transport.call(
        Operation.read(SERVICE, "readTaskResult", id),
        api.readTaskResult(id),
        AnswerDecoder.json(TaskResult.class)
            .requiring("task_id", r -> r.getTaskId() != null || r.getStatus() != null));
  }

  private CompletableFuture<JobReading<TaskResult>> submit(TaskSubmission task, UUID key) {
    TaskRules.check(task);
    HttpCall<TaskAccepted> call =
        transport.call(
            Operation.create(SERVICE, "submitTask", key),
            api.submitTask(withKey(task, key), key.toString()),
            AnswerDecoder.json(TaskAccepted.class));
    return LinkedFuture.map(call.start(), TaskReadings::accepted);
  }

  /**
   * The key goes into the metadata too, so that whoever looks at the service can tell which task is
   * ours.
   */
  private static TaskSubmission withKey(TaskSubmission task, UUID key) {
    TaskSubmission sent = copy(task);
    JsonObject metadata = sent.getMetadata() == null ? new JsonObject() : sent.getMetadata();
    if (!metadata.has("idempotency_key")) {
      metadata.addProperty("idempotency_key", key.toString());
    }
    return sent.metadata(metadata);
  }

  private static TaskSubmission copy(TaskSubmission task) {
    try {
      return Json.copy(task, TaskSubmission.class);
    } catch (RuntimeException | StackOverflowError unwritable) {
      // Without the cause, whose text may hold a value.
      throw InvalidInputException.of(
          "inputs",
          "or metadata cannot be written as JSON",
          "Leave out NaN, infinities and endless nesting.");
    }
  }

  /** A job that completed takes a second read, for its result; both are one reading. */
  private CompletableFuture<JobReading<TaskResult>> read(String id) {
    return LinkedFuture.chain(
        status(id).start(),
        status ->
            TaskReadings.isCompleted(status)
                ? LinkedFuture.map(
                    resultOfCompleted(id), result -> TaskReadings.result(id, status, result))
                : CompletableFuture.completedFuture(TaskReadings.status(id, status)));
  }

  /** The service just said that it knows the task, so a 404 only says that the result is late. */
  private CompletableFuture<TaskResult> resultOfCompleted(String id) {
    return LinkedFuture.explain(
        result(id).start(),
        error ->
            error instanceof NotFoundException missing
                ? new ServiceFailedException(
                    "The task is completed and its result is not there yet.", missing.facts(), null)
                : error);
  }

  private CompletableFuture<Boolean> cancel(String id) {
    TaskRules.id("id", id);
    return transport
        .call(
            Operation.change(SERVICE, "cancelTask", id),
            api.cancelTask(id),
            AnswerDecoder.ignored())
        .start();
  }
}
