package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.api.FunctionRunnerApi;
import dev.longhaul.generated.functionrunner.model.BatchAccepted;
import dev.longhaul.generated.functionrunner.model.BatchStatus;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.generated.functionrunner.model.IntegrationTaskSubmission;
import dev.longhaul.generated.functionrunner.model.TaskAccepted;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.http.AnswerDecoder;
import dev.longhaul.internal.http.HttpCall;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.policy.CallOptions;
import java.util.List;
import java.util.UUID;

/**
 * The dialect with tasks and templates on paths of their own. Its services answer 500 for a task
 * that they do not know and for a cancellation that they refuse, so a 500 proves neither: a watch
 * goes on, and a cancellation is followed by a read.
 */
final class IntegrationPaths implements RunnerPaths {
  private static final String SERVICE = FunctionRunnerClient.SERVICE;
  private static final String READ_STATUS = "readIntegrationTaskStatus";

  private final HttpTransport transport;
  private final FunctionRunnerApi api;
  private final FunctionRunnerOptions options;
  private final CallOptions callOptions;

  IntegrationPaths(
      HttpTransport transport,
      FunctionRunnerApi api,
      FunctionRunnerOptions options,
      CallOptions callOptions) {
    this.transport = transport;
    this.api = api;
    this.options = options;
    this.callOptions = callOptions;
  }

  @Override
  public HttpCall<List<Template>> templates(TemplateQuery query) {
    refuse("backendType", query.backendType().isPresent());
    refuse("search", query.search().isPresent());
    refuse("limit", query.limit().isPresent());
    refuse("offset", query.offset() > 0);
    return call(
        Operation.read(SERVICE, "listBackendTemplates", null),
        api.listBackendTemplates(
            query.category().orElse(null), query.tags().isEmpty() ? null : query.tags(), null),
        TaskAnswers.TEMPLATES);
  }

  /** Sent without it, the answer would hold what was not asked for. */
  private static void refuse(String filter, boolean set) {
    if (set) {
      throw InvalidInputException.of(
          filter,
          "is no filter of the INTEGRATION dialect, which has category and tags",
          "Leave it out, and choose from the whole list.");
    }
  }

  @Override
  public HttpCall<Template> template(String id) {
    return call(
        Operation.read(SERVICE, "readBackendTemplate", null),
        api.readBackendTemplate(id, null),
        IntegrationAnswers.TEMPLATE);
  }

  @Override
  public HttpCall<TaskAccepted> submit(TaskSubmission task, UUID key) {
    IntegrationTaskSubmission sent =
        new IntegrationTaskSubmission()
            .templateId(task.getTemplateId())
            .inputs(task.getInputs())
            .quality(task.getQuality())
            .priority(task.getPriority())
            .metadata(task.getMetadata());
    return call(
        Operation.create(SERVICE, "submitIntegrationTask", key, options.keys()),
        api.submitIntegrationTask(sent, key.toString()),
        IntegrationAnswers.ACCEPTED);
  }

  @Override
  public HttpCall<TaskStatus> status(String id) {
    return call(
        Operation.read(SERVICE, READ_STATUS, id),
        api.readIntegrationTaskStatus(id),
        TaskAnswers.STATUS);
  }

  /** The state holds the result too. */
  @Override
  public HttpCall<TaskResult> result(String id) {
    return call(
        Operation.read(SERVICE, READ_STATUS, id),
        api.readIntegrationTaskStatus(id),
        IntegrationAnswers.RESULT);
  }

  @Override
  public HttpCall<Boolean> cancel(String id) {
    return call(
        Operation.change(SERVICE, "cancelIntegrationTask", id),
        api.cancelIntegrationTask(id),
        AnswerDecoder.ignored());
  }

  @Override
  public void requireBatches() {
    throw noBatches();
  }

  @Override
  public HttpCall<BatchAccepted> submitBatch(BatchSubmission batch, UUID key) {
    throw noBatches();
  }

  @Override
  public HttpCall<BatchStatus> batch(String id) {
    throw noBatches();
  }

  @Override
  public HttpCall<Boolean> cancelBatch(String id) {
    throw noBatches();
  }

  private static InvalidInputException noBatches() {
    return InvalidInputException.of(
        "dialect", "is INTEGRATION, which has no batches", "Submit the tasks one by one.");
  }

  private <T> HttpCall<T> call(
      Operation operation, retrofit2.Call<?> request, AnswerDecoder<T> decoder) {
    return transport.call(operation, request.request(), decoder, callOptions);
  }
}
