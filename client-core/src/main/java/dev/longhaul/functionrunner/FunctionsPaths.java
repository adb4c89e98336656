package dev.longhaul.functionrunner;

import dev.longhaul.generated.functionrunner.api.FunctionRunnerApi;
import dev.longhaul.generated.functionrunner.model.BatchAccepted;
import dev.longhaul.generated.functionrunner.model.BatchStatus;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.generated.functionrunner.model.TaskAccepted;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.http.AnswerDecoder;
import dev.longhaul.internal.http.HttpCall;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.policy.CallOptions;
import java.util.List;
import java.util.UUID;
import okhttp3.HttpUrl;
import okhttp3.Request;

/** The dialect with everything below one prefix. */
final class FunctionsPaths implements RunnerPaths {
  private static final String SERVICE = FunctionRunnerClient.SERVICE;

  private static final AnswerDecoder<BatchAccepted> BATCH_ACCEPTED =
      AnswerDecoder.json(BatchAccepted.class)
          .requiring("batch_id", answer -> PathId.isFit(answer.getBatchId()));

  private final HttpTransport transport;
  private final FunctionRunnerApi api;
  private final FunctionRunnerOptions options;
  private final CallOptions callOptions;

  FunctionsPaths(
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
    return call(
        Operation.read(SERVICE, "listTemplates", null),
        api.listTemplates(
            query.category().orElse(null),
            query.tags().isEmpty() ? null : query.tags(),
            query.backendType().orElse(null),
            query.search().orElse(null),
            query.limit().isPresent() ? query.limit().getAsInt() : null,
            query.offset() == 0 ? null : query.offset()),
        TaskAnswers.TEMPLATES);
  }

  @Override
  public HttpCall<Template> template(String id) {
    return call(
        Operation.read(SERVICE, "readTemplate", null), api.readTemplate(id), TaskAnswers.TEMPLATE);
  }

  @Override
  public HttpCall<TaskAccepted> submit(TaskSubmission task, UUID key) {
    return call(
        Operation.create(SERVICE, "submitTask", key, options.keys()),
        api.submitTask(task, key.toString()),
        AnswerDecoder.json(TaskAccepted.class));
  }

  @Override
  public HttpCall<TaskStatus> status(String id) {
    return call(
        Operation.read(SERVICE, "readTaskStatus", id), api.readTaskStatus(id), TaskAnswers.STATUS);
  }

  @Override
  public HttpCall<TaskResult> result(String id) {
    return call(
        Operation.read(SERVICE, "readTaskResult", id), api.readTaskResult(id), TaskAnswers.RESULT);
  }

  @Override
  public HttpCall<Boolean> cancel(String id) {
    return call(
        Operation.change(SERVICE, "cancelTask", id), api.cancelTask(id), AnswerDecoder.ignored());
  }

  @Override
  public HttpCall<BatchAccepted> submitBatch(BatchSubmission batch, UUID key) {
    return call(
        Operation.create(SERVICE, "submitBatch", key, options.keys()),
        api.submitBatch(batch, key.toString()),
        BATCH_ACCEPTED);
  }

  @Override
  public HttpCall<BatchStatus> batch(String id) {
    return call(
        Operation.read(SERVICE, "readBatch", id),
        api.readBatch(id),
        AnswerDecoder.json(BatchStatus.class));
  }

  @Override
  public HttpCall<Boolean> cancelBatch(String id) {
    return call(
        Operation.change(SERVICE, "cancelBatch", id), api.cancelBatch(id), AnswerDecoder.ignored());
  }

  private <T> HttpCall<T> call(
      Operation operation, retrofit2.Call<?> request, AnswerDecoder<T> decoder) {
    return transport.call(operation, moved(request.request()), decoder, callOptions);
  }

  /** Puts a request below the prefix of this service, which the contract cannot know. */
  private Request moved(Request request) {
    if (options.pathPrefix().equals(FunctionRunnerOptions.PREFIX)) {
      return request;
    }
    HttpUrl url = request.url();
    String path = url.encodedPath();
    // The last one: the base URL may hold it too, and the slashes of an id are escaped.
    int at = path.lastIndexOf(FunctionRunnerOptions.PREFIX + "/");
    String below = path.substring(at + FunctionRunnerOptions.PREFIX.length());
    HttpUrl there =
        url.newBuilder().encodedPath(path.substring(0, at) + options.pathPrefix() + below).build();
    return request.newBuilder().url(there).build();
  }
}
