package dev.longhaul.functionrunner;

import dev.longhaul.generated.functionrunner.model.BatchAccepted;
import dev.longhaul.generated.functionrunner.model.BatchStatus;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.generated.functionrunner.model.TaskAccepted;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.http.HttpCall;
import java.util.List;
import java.util.UUID;

/**
 * The calls of a Function Runner, in one of its dialects. Each is sent when it is run or started;
 * one that the dialect lacks is refused with {@code InvalidInputException} when it is made.
 */
interface RunnerPaths {
  HttpCall<List<Template>> templates(TemplateQuery query);

  HttpCall<Template> template(String id);

  /** The task is sent as it is, with the key beside it. */
  HttpCall<TaskAccepted> submit(TaskSubmission task, UUID key);

  HttpCall<TaskStatus> status(String id);

  HttpCall<TaskResult> result(String id);

  HttpCall<Boolean> cancel(String id);

  /** Refuses batches where the dialect has none. */
  default void requireBatches() {}

  /** The batch is sent as it is, with the key beside it. */
  HttpCall<BatchAccepted> submitBatch(BatchSubmission batch, UUID key);

  HttpCall<BatchStatus> batch(String id);

  HttpCall<Boolean> cancelBatch(String id);
}
