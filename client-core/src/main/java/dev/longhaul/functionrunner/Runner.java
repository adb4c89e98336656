package dev.longhaul.functionrunner;

import dev.longhaul.generated.functionrunner.api.FunctionRunnerApi;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.call.EventRelay;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.policy.CallOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One Function Runner as one view of a client calls it. Views share the transport, the templates
 * that are kept, and thereby everything that is limited per client.
 */
final class Runner {
  private final HttpTransport transport;
  private final FunctionRunnerApi api;
  private final FunctionRunnerOptions options;
  private final TemplateCache cache;
  private final CallOptions callOptions;
  private final Duration deadline;
  private final RunnerPaths paths;
  private final InputsBeforeSending inputs;

  Runner(
      HttpTransport transport,
      FunctionRunnerOptions options,
      TemplateCache cache,
      CallOptions callOptions) {
    this.transport = transport;
    this.options = options;
    this.cache = cache;
    this.callOptions = callOptions;
    api = transport.requests(FunctionRunnerApi.class);
    deadline = callOptions.deadline().orElse(transport.policies().deadline());
    paths = paths(callOptions);
    inputs = new InputsBeforeSending(this);
  }

  /** Returns the same runner, called under other options. */
  Runner with(CallOptions other) {
    return new Runner(transport, options, cache, other);
  }

  RunnerPaths paths() {
    return paths;
  }

  /** Returns the calls, with only so much time left of the deadline. */
  RunnerPaths paths(Duration left) {
    return left.equals(deadline) ? paths : paths(callOptions.toBuilder().deadline(left).build());
  }

  private RunnerPaths paths(CallOptions under) {
    return new FunctionsPaths(transport, api, options, under);
  }

  InputsBeforeSending inputs() {
    return inputs;
  }

  CompletableFuture<List<Template>> templates(TemplateQuery query) {
    return cache.get(query, () -> paths.templates(query).start());
  }

  CompletableFuture<Template> template(String id) {
    return cache.get(id, () -> paths.template(id).start());
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

  EventRelay events() {
    return transport.policies().events();
  }

  /** Returns how long a call may take in all. */
  Duration deadline() {
    return deadline;
  }
}
