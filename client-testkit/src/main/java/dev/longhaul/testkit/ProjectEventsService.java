package dev.longhaul.testkit;

import dev.longhaul.testkit.HttpReader.Body;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the service for project events does with a request that is no handshake. */
final class ProjectEventsService implements Exchange.Service {

  private static final int BODY_LIMIT = 1024 * 1024;

  private final FakeProjectEventsOptions options;
  private final ProjectHub hub;
  private final EnvelopeErrors errors;
  private final Map<String, FakeTask> tasks = new ConcurrentHashMap<>();

  ProjectEventsService(FakeProjectEventsOptions options) {
    this.options = options;
    this.errors = new EnvelopeErrors(options.clock());
    this.hub = new ProjectHub(options, errors);
  }

  ProjectHub hub() {
    return hub;
  }

  /** The task of an id, made when there is none; its project stays the first one named. */
  FakeTask task(String projectId, String taskId) {
    return tasks.computeIfAbsent(taskId, id -> new FakeTask(projectId, id, options, hub));
  }

  void forgetTasks() {
    tasks.clear();
  }

  @Override
  public Operation operation(String method, String rawPath) {
    return ProjectEventsOperation.of(method, rawPath);
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
    return options.clock();
  }

  @Override
  public WireAnswer answer(ReceivedRequest request, Body body) {
    WireAnswer refusal = hub.refuse(request);
    if (refusal != null) {
      return refusal;
    }
    String path = RequestUrl.of(request).path();
    if (request.operation() == ProjectEventsOperation.READ_TASK) {
      return read(String.valueOf(ProjectEventsOperation.READ_TASK.id(path)));
    }
    return ProjectEventsOperation.READ_TASK.isAt(path)
        ? errors.plain(405, "Method not allowed")
        : errors.plain(404, "Not found");
  }

  private WireAnswer read(String taskId) {
    FakeTask task = options.servesTasks() ? tasks.get(taskId) : null;
    return task == null ? errors.notFound("Task", taskId) : WireAnswer.json(200, task.answer());
  }
}
