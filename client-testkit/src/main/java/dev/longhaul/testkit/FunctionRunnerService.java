package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.HttpReader.Body;
import dev.longhaul.testkit.Route.Dialect;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What the Function Runner does with a request that has reached it in one piece. */
final class FunctionRunnerService implements Exchange.Service {

  /** 10 MB, the size of a task that the service takes. */
  private static final int BODY_LIMIT = 10 * 1024 * 1024;

  private final InstantSource clock;
  private final @Nullable String token;
  private final @Nullable EventsDialect events;
  private final EnvelopeErrors errors;
  private final TemplateRoutes templates;
  private final TaskRoutes tasks;
  private final BatchRoutes batches;
  private final IntegrationRoutes integration;

  FunctionRunnerService(FakeOptions options, ServiceData data, String baseUrl) {
    JobJson json = new JobJson(baseUrl);
    this.clock = options.clock();
    this.token = options.token();
    this.events = options.events();
    this.errors = new EnvelopeErrors(clock);
    this.templates = new TemplateRoutes(options, data.templates(), errors);
    this.tasks = new TaskRoutes(data, json, errors);
    this.batches = new BatchRoutes(data, json, errors);
    this.integration = new IntegrationRoutes(data, json, errors);
  }

  @Override
  public Operation operation(String method, String rawPath) {
    return events != null && method.equals("GET") && events.isAt(rawPath)
        ? FunctionRunnerOperation.CONNECT_EVENTS
        : FunctionRunnerOperation.of(method, rawPath);
  }

  @Override
  public int bodyLimit() {
    return BODY_LIMIT;
  }

  @Override
  public ErrorAnswers errors() {
    return errors;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public WireAnswer answer(ReceivedRequest request, Body body) {
    if (token != null && !("Bearer " + token).equals(request.header("Authorization"))) {
      return errors.plain(401, "Not authenticated").with("WWW-Authenticate", "Bearer");
    }
    if (body.length() > BODY_LIMIT) {
      JsonObject details = new JsonObject();
      details.addProperty("limit_bytes", BODY_LIMIT);
      return errors.of(413, "HTTP_413", "The body is too large", details);
    }
    try {
      Route route = Route.of(request);
      return route.dialect() == Dialect.BACKEND
          ? backend(route, request)
          : functions(route, request);
    } catch (RefusalException e) {
      return e.answer();
    } catch (IllegalArgumentException e) {
      return errors.plain(400, "The request cannot be read");
    }
  }

  private WireAnswer functions(Route route, ReceivedRequest request) {
    return switch (route.operation()) {
      case LIST_TEMPLATES -> templates.list(route.query());
      case READ_TEMPLATE -> templates.read(route.id());
      case SUBMIT_TASK -> tasks.submit(request);
      case READ_STATUS -> tasks.status(route.id());
      case READ_RESULT -> tasks.result(route.id());
      case CANCEL_TASK -> tasks.cancel(route.id());
      case SUBMIT_BATCH -> batches.submit(request);
      case READ_BATCH -> batches.read(route.id());
      case CANCEL_BATCH -> batches.cancel(route.id());
      case DOWNLOAD -> tasks.file(route.id());
      case CONNECT_EVENTS, UNKNOWN, ANY -> unknown(route);
    };
  }

  private WireAnswer backend(Route route, ReceivedRequest request) {
    return switch (route.operation()) {
      case LIST_TEMPLATES -> templates.listBackend(route.query());
      case READ_TEMPLATE -> templates.readBackend(route.id(), route.query());
      case SUBMIT_TASK -> integration.submit(request);
      case READ_STATUS -> integration.status(route.id());
      case CANCEL_TASK -> integration.cancel(route.id());
      default -> unknown(route);
    };
  }

  private WireAnswer unknown(Route route) {
    return FunctionRunnerOperation.isServed(route.path())
        ? errors.plain(405, "Method not allowed")
        : errors.plain(404, "Not found");
  }
}
