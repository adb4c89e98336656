package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;

/**
 * A service for project events for tests: real WebSockets on 127.0.0.1 that tell what happens in
 * projects and to Celery tasks, and whose wire can be made to fail.
 *
 * <pre>{@code
 * try (FakeProjectEvents fake = FakeProjectEvents.start();
 *     SocketClient dashboard = SocketClient.open(fake.socketUrl() + "/project-7")) {
 *   fake.task("project-7", "task-42").progress(40, "Frame 80 of 200");
 *   assertEquals("PROGRESS", dashboard.nextOf("task.progress").get("state").getAsString());
 *   fake.sockets().open().forEach(FakeSocket::drop);
 *   assertEquals("failed", dashboard.end());
 * }
 * }</pre>
 *
 * <p>Here {@code SocketClient} is the code under test.
 *
 * <p>At {@code /ws} a client subscribes and unsubscribes with frames. At {@code /ws/{project_id}}
 * the path is the subscription, and a second client of a project takes the place of the first,
 * which is closed with 1000.
 *
 * <p>It has the habits of the real service: nothing is stored, so that who was away has missed what
 * was published; subscriptions live as long as their connection; a frame without a type, or a
 * subscription without a project, ends the socket (here with 1011); frames of other types are
 * ignored. The HTTP side gives the state of a task, {@code GET /api/v1/tasks/{id}}.
 *
 * <p><em>Threading:</em> any thread may call anything at any time. Who publishes waits while a
 * subscriber takes nothing in.
 */
public final class FakeProjectEvents extends FakeService<ProjectEventsOperation> {

  private static final String NAME = "fake-project-events";
  private static final int RESTARTS = 1012;

  private final ProjectEventsService service;
  private final ProjectHub hub;
  private final FakeSockets sockets;

  private FakeProjectEvents(FakeProjectEventsOptions options) {
    super(NAME, "", ProjectEventsOperation.ANY);
    service = new ProjectEventsService(options);
    hub = service.hub();
    sockets = new FakeSockets(NAME, ProjectEventsOperation.CONNECT::isAt, hub);
    if (!options.heartbeat().isZero()) {
      sockets.whileOpen(options.heartbeat(), this::heartbeat);
    }
    serve(service, sockets);
  }

  /** Returns a running fake with {@link FakeProjectEventsOptions#defaults}. */
  public static FakeProjectEvents start() {
    return start(FakeProjectEventsOptions.defaults());
  }

  /**
   * Returns a running fake.
   *
   * @param options how it behaves
   */
  public static FakeProjectEvents start(FakeProjectEventsOptions options) {
    return new FakeProjectEvents(Objects.requireNonNull(options, "options"));
  }

  /** Returns the URL of the socket, for example {@code ws://127.0.0.1:41234/ws}. */
  public String socketUrl() {
    return root().replace("http:", "ws:") + "/ws";
  }

  /** Returns the sockets and what goes wrong with them; the same object each time. */
  public FakeSockets sockets() {
    return sockets;
  }

  /** Returns how many sockets are open. */
  public int openSockets() {
    return sockets.open().size();
  }

  /** Returns how many sockets were ever opened; refused handshakes do not count. */
  public int socketsOpened() {
    return sockets.opened();
  }

  /**
   * Returns how many open sockets would get the events of a project.
   *
   * @param projectId id of the project
   */
  public int subscriptions(String projectId) {
    return hub.subscriptions(projectId);
  }

  /** Returns the texts of all clients so far, in the order they came. */
  public List<String> received() {
    return hub.received();
  }

  /**
   * Sends an event to the subscribers of a project, as it is.
   *
   * @param projectId id of the project
   * @param event with type and timestamp, if it is to look like one of the service
   */
  public void publish(String projectId, JsonObject event) {
    publish(projectId, event.toString());
  }

  /**
   * Sends any text to the subscribers of a project.
   *
   * @param projectId id of the project
   * @param text sent as it is, JSON or not
   */
  public void publish(String projectId, String text) {
    hub.publish(Objects.requireNonNull(projectId, "projectId"), text);
  }

  /**
   * Sends an event to every socket, as it is.
   *
   * @param event with type and timestamp, if it is to look like one of the service
   */
  public void publishToAll(JsonObject event) {
    hub.publish(null, event.toString());
  }

  /** Sends a {@code system.heartbeat} to every socket. */
  public void heartbeat() {
    hub.announce(hub.timed("system.heartbeat").toString());
  }

  /**
   * Restarts in order: tells every socket with {@code container.reconnect}, closes it with 1012 and
   * forgets the subscriptions. New sockets are taken at once, and tasks are still known.
   */
  public void restart() {
    JsonObject notice = hub.timed("container.reconnect");
    notice.addProperty("message", "The server restarts");
    hub.announce(notice.toString());
    hub.forgetSubscriptions();
    sockets.open().forEach(socket -> socket.close(RESTARTS, "restart"));
  }

  /** Restarts as {@link #restart} does and also forgets every task. */
  public void restartWithAmnesia() {
    forgetJobs();
    restart();
  }

  /** Drops every connection of a socket without a word, as a process that was killed. */
  public void crash() {
    hub.forgetSubscriptions();
    sockets.open().forEach(FakeSocket::drop);
  }

  /**
   * Returns the hand on a task; called again with the same task, the same object.
   *
   * @param projectId whose subscribers are told; of an id that is known it is ignored
   * @param taskId id of the task, any text
   */
  public FakeTask task(String projectId, String taskId) {
    return service.task(
        Objects.requireNonNull(projectId, "projectId"), Objects.requireNonNull(taskId, "taskId"));
  }

  /** Forgets every task: their ids answer 404. The ledger forgets nothing. */
  @Override
  public void forgetJobs() {
    service.forgetTasks();
  }
}
