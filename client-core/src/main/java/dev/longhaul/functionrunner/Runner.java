package dev.longhaul.functionrunner;

import dev.longhaul.functionrunner.FunctionRunnerOptions.Dialect;
import dev.longhaul.generated.functionrunner.api.FunctionRunnerApi;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.call.EventRelay;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.policy.CallOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One Function Runner as one view of a client calls it. Views share the transport, the templates
 * that are kept, and thereby everything that is limited per client.
 */
final class Runner {
  private static final Duration TEMPLATES_STALE_FOR = Duration.ofHours(1);
  private static final Operation LIST =
      Operation.read(FunctionRunnerClient.SERVICE, "listTemplates", null);
  private static final Operation READ =
      Operation.read(FunctionRunnerClient.SERVICE, "readTemplate", null);

  private final HttpTransport transport;
  private final FunctionRunnerApi api;
  private final FunctionRunnerOptions options;
  private final TemplateCache cache;
  private final CallOptions callOptions;
  private final @Nullable TaskEvents taskEvents;
  private final Duration deadline;
  private final RunnerPaths paths;
  private final InputsBeforeSending inputs;

  Runner(
      HttpTransport transport,
      FunctionRunnerOptions options,
      TemplateCache cache,
      CallOptions callOptions,
      @Nullable TaskEvents taskEvents) {
    this.transport = transport;
    this.taskEvents = taskEvents;
    this.options = options;
    this.cache = cache;
    this.callOptions = callOptions;
    api = transport.requests(FunctionRunnerApi.class);
    deadline = callOptions.deadline().orElse(transport.policies().deadline());
    paths = paths(callOptions);
    inputs = new InputsBeforeSending(this);
  }

  /**
   * Returns the same runner, called under other options. What it offers may hang on the headers, so
   * views with different ones share no templates.
   */
  Runner with(CallOptions other) {
    boolean alike = other.headers().equals(callOptions.headers());
    TemplateCache templates = alike ? cache : newCache(transport, options);
    return new Runner(transport, options, templates, other, taskEvents);
  }

  static TemplateCache newCache(HttpTransport transport, FunctionRunnerOptions options) {
    return new TemplateCache(
        options.listAge(), options.templateAge(), TEMPLATES_STALE_FOR, transport.clock());
  }

  RunnerPaths paths() {
    return paths;
  }

  /** Returns the calls, with only so much time left of the deadline. */
  RunnerPaths paths(Duration left) {
    return left.equals(deadline) ? paths : paths(callOptions.toBuilder().deadline(left).build());
  }

  private RunnerPaths paths(CallOptions under) {
    return options.dialect() == Dialect.INTEGRATION
        ? new IntegrationPaths(transport, api, options, under)
        : new FunctionsPaths(transport, api, options, under);
  }

  InputsBeforeSending inputs() {
    return inputs;
  }

  CompletableFuture<List<Template>> templates(TemplateQuery query) {
    transport.requireOpen(LIST);
    return inTime(LIST, cache.get(query, () -> loading().templates(query).start()));
  }

  CompletableFuture<Template> template(String id) {
    transport.requireOpen(READ);
    return inTime(READ, cache.get(id, () -> loading().template(id).start()));
  }

  /** What views share is loaded with the client's patience, whoever happens to ask first. */
  private RunnerPaths loading() {
    CallOptions.Builder shared = CallOptions.builder();
    callOptions.headers().forEach(shared::header);
    return paths(shared.build());
  }

  /** Ends one caller's wait for a shared load when that caller's own deadline comes first. */
  private <T> CompletableFuture<T> inTime(Operation operation, CompletableFuture<T> load) {
    if (load.isDone() || callOptions.deadline().isEmpty()) {
      return load;
    }
    return transport.policies().within(deadline, operation, load);
  }

  TemplateCache cache() {
    return cache;
  }

  FunctionRunnerOptions options() {
    return options;
  }

  HttpTransport transport() {
    return transport;
  }

  /** Returns what the service tells by itself; the views of a client share it. */
  Optional<TaskEvents> taskEvents() {
    return Optional.ofNullable(taskEvents);
  }

  EventRelay events() {
    return transport.policies().events();
  }

  /** Returns how long a call may take in all. */
  Duration deadline() {
    return deadline;
  }
}
