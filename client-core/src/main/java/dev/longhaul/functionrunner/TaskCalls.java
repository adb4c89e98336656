package dev.longhaul.functionrunner;

import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.internal.json.Json;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.ClientEvent;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The Function Runner as the job engine sees it: what it does with a task, each as one call. */
final class TaskCalls {
  private static final String SERVICE = FunctionRunnerClient.SERVICE;

  private final Runner runner;

  TaskCalls(Runner runner) {
    this.runner = runner;
  }

  JobService<TaskSubmission, TaskResult> asJobService() {
    JobService.Builder<TaskSubmission, TaskResult> service =
        JobService.builder(SERVICE, this::submit)
            .read(this::read)
            .cancel(this::cancel)
            .kind(task -> task.getTemplateId() + " " + task.getQuality());
    runner.taskEvents().ifPresent(service::push);
    return service.build();
  }

  /**
   * Returns a copy of a task that can be sent, whatever its owner does with the original.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} when it cannot.
   */
  static TaskSubmission checked(TaskSubmission task) {
    TaskRules.check(task);
    return copy(task, TaskSubmission.class);
  }

  private CompletableFuture<JobReading<TaskResult>> submit(TaskSubmission task, UUID key) {
    TaskSubmission sent = withKey(checked(task), key);
    return LinkedFuture.chain(
        runner.inputs().check(sent.getTemplateId(), sent.getInputs()),
        left ->
            LinkedFuture.map(
                runner.paths(left).submit(sent, key).dated().start(), TaskReadings::accepted));
  }

  /**
   * The key goes into the metadata too, so that whoever looks at the service can tell which task is
   * ours.
   */
  static TaskSubmission withKey(TaskSubmission task, UUID key) {
    return task.metadata(withKey(task.getMetadata(), key));
  }

  static JsonObject withKey(@Nullable JsonObject metadata, UUID key) {
    JsonObject marked = metadata == null ? new JsonObject() : metadata;
    if (!marked.has("idempotency_key")) {
      marked.addProperty("idempotency_key", key.toString());
    }
    return marked;
  }

  /** Returns a copy of what is to be sent, if it can be. */
  static <T> T copy(T submission, Class<T> type) {
    try {
      return Json.copy(submission, type);
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
        runner.paths().status(id).dated().start(),
        answer -> {
          TaskStatus status = answer.value();
          tell(id, String.valueOf(status.getStatus()));
          return TaskReadings.isCompleted(status)
              ? LinkedFuture.map(
                  resultOfCompleted(id), result -> TaskReadings.result(id, status, result))
              : CompletableFuture.completedFuture(TaskReadings.status(id, answer));
        });
  }

  private void tell(String id, String state) {
    if (runner.events().isHeard()) {
      runner.events().tell(new ClientEvent.Polled(SERVICE, id, state));
    }
  }

  /** The service just said that it knows the task, so a 404 only says that the result is late. */
  private CompletableFuture<TaskResult> resultOfCompleted(String id) {
    return LinkedFuture.explain(
        runner.paths().result(id).start(),
        error -> error instanceof NotFoundException missing ? late(missing) : error);
  }

  private static LonghaulException late(NotFoundException missing) {
    return new ServiceFailedException(
        "The task is completed and its result is not there yet.", missing.facts(), null);
  }

  private CompletableFuture<Boolean> cancel(String id) {
    return runner.paths().cancel(PathId.required("id", id)).start();
  }
}
