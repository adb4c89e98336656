package dev.longhaul.projectevents;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.internal.flow.Mailbox;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.internal.http.UrlKind;
import dev.longhaul.internal.time.Callbacks;
import dev.longhaul.internal.time.Ticker;
import dev.longhaul.internal.time.Timers;
import dev.longhaul.job.Registration;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.realtime.RealtimeConnection;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server that tells over a WebSocket what happens in projects: files, Git, processes, and above
 * all the progress of Celery tasks.
 *
 * <p>The server stores nothing: what it tells while no socket is open is lost, but for the state of
 * a task that somebody watches, which is read over HTTP where the server allows it. It tells the
 * events of a project to whoever has subscribed to it, and a few to everyone. Events may come out
 * of order; one that comes twice within a minute is heard once.
 *
 * <p><i>Threading:</i> thread-safe; open one and share it. Listeners, subscribers and futures are
 * called on the callback executor of the options, each listener in order and one event at a time.
 * One that throws is logged and stays; of one that is busy, progress gives way to newer progress of
 * the same task, and beyond {@link ProjectEventsOptions#waitingLimit()} the oldest events are
 * dropped, which {@link ProjectEvent.Missed} tells.
 *
 * <p><i>Blocking:</i> only {@link #close()}, and what the {@link SessionStore} does within {@link
 * #connect()}.
 *
 * <p><i>Errors:</i> {@link InvalidInputException} for an id that cannot be one; {@link
 * ClientClosedException} once the client is closed, with which streams and futures end too.
 */
public final class ProjectEventsClient implements AutoCloseable {
  static final String SERVICE = "project-events";

  private final @Nullable String onlyProject;
  private final Callbacks callbacks;
  private final Timers timers;
  private final @Nullable TaskReader reader;
  private final EventHub hub;
  private final TaskBook tasks;
  private final Session session;
  private final RealtimeConnection connection;
  private final Subscriptions subscriptions;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ProjectEventsClient(ClientOptions options, ProjectEventsOptions events) {
    WatchOptions watch = options.watch();
    onlyProject = events.projectInPath().orElse(null);
    URI socket = options.baseUrl();
    callbacks = Callbacks.on(watch.callbackExecutor().orElse(null));
    timers = Timers.on(watch.scheduler().orElse(null));
    ClientOptions shared =
        options.toBuilder()
            .watch(
                watch.toBuilder().callbackExecutor(callbacks).scheduler(timers.scheduler()).build())
            .build();
    Mailbox.Home home = new Mailbox.Home(callbacks, timers::schedule, closed::get, watch.clock());
    reader = events.readsTasks() ? new TaskReader(overHttp(shared, events)) : null;
    hub = new EventHub(home, events, this::closedError);
    subscriptions = new Subscriptions(this::wire, this::subscriptionsChanged);
    tasks = new TaskBook(home, subscriptions::add, reader, onlyProject != null, this::closedError);
    session =
        new Session(
            events, SocketUrl.key(socket), watch.clock(), callbacks, subscriptions::projects);
    connection =
        RealtimeConnection.open(
            SERVICE,
            new EventsProtocol(events, hub, tasks, session, Ticker.of(watch.clock())),
            onlyProject == null
                ? shared
                : shared.toBuilder().baseUrl(SocketUrl.withProject(socket, onlyProject)).build(),
            events.realtime());
  }

  private Registration wire(String projectId) {
    return connection.subscribe(projectId);
  }

  private void subscriptionsChanged() {
    tasks.subscribed(subscriptions.projects());
    session.changed();
  }

  private static ClientOptions overHttp(ClientOptions options, ProjectEventsOptions events) {
    String url =
        events
            .httpBaseUrl()
            .map(URI::toString)
            .orElseGet(() -> SocketUrl.httpRoot(options.baseUrl()));
    return options.toBuilder().baseUrl(url).build();
  }

  /**
   * Returns a client with the usual options; see {@link #open(ClientOptions,
   * ProjectEventsOptions)}.
   */
  public static ProjectEventsClient open(ClientOptions options) {
    return open(options, ProjectEventsOptions.defaults());
  }

  /**
   * Returns a client. Sends nothing before {@link #connect()}.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} when the base URL is not that of a WebSocket.
   *
   * @param options where the socket is ({@code ws} or {@code wss}, usually ending in {@code /ws}),
   *     as whom to call, and on whose threads and clock
   * @param events what is peculiar to that server
   */
  public static ProjectEventsClient open(ClientOptions options, ProjectEventsOptions events) {
    UrlKind.requireSocket(options.baseUrl());
    return new ProjectEventsClient(options, events);
  }

  /**
   * Returns a client with the options that the environment sets: {@code LONGHAUL_EVENTS_BASE_URL},
   * {@code _TOKEN}, and what else {@link ClientOptions#fromEnvironment} names. Without that URL the
   * documented ones are taken in their order: {@code ws://backend:8000/ws} when the name {@code
   * backend} has an address, as it has among the server's containers; then {@code PUBLIC_WS_URL};
   * then {@code ws://localhost:8000/ws}; and of our variables only the token counts. Sends nothing.
   *
   * <p><i>Blocking:</i> while the name is looked up.
   */
  public static ProjectEventsClient fromEnvironment() {
    return open(SocketUrl.fromEnvironment(System.getenv()));
  }

  /**
   * Asks for a socket and says who we are. The first time, the stored session is read before, on
   * this thread: its id and its subscriptions hold again if it is not older than 24 hours. A
   * subscription that came back that way ends with the last one that the caller makes for the same
   * project, or with {@link #disconnect()}.
   *
   * <p>How the connection stands, and waiting for it, is {@link #connection()}'s to tell; connect
   * there and no session is read.
   */
  public void connect() {
    requireOpen();
    for (String projectId : session.load()) {
      if (PathId.isFit(projectId) && (onlyProject == null || onlyProject.equals(projectId))) {
        subscriptions.restore(projectId);
      }
    }
    connection.connect();
  }

  /**
   * Closes the socket and ends the session: the stored one is removed, and the next connection
   * begins another. Subscriptions of the caller's are kept.
   */
  public void disconnect() {
    connection.disconnect();
    subscriptions.forgetRestored();
    session.forget();
  }

  /** Returns the connection: its states, on every surface, and reconnecting by hand. */
  public RealtimeConnection connection() {
    return connection;
  }

  /**
   * Subscribes to the events of a project, on this socket and each that follows, until the
   * registration is closed. However often that is done, the server is asked once.
   *
   * @param projectId id of the project
   * @return ends this subscription
   */
  public Registration subscribe(String projectId) {
    requireOpen();
    requireProject(projectId);
    return subscriptions.add(projectId);
  }

  private void requireProject(String projectId) {
    PathId.required("projectId", projectId);
    if (onlyProject != null && !onlyProject.equals(projectId)) {
      throw InvalidInputException.of(
          "projectId",
          "is not the project in the path of this client's URL",
          "Open one client for each project.");
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw closedError();
    }
  }

  private ClientClosedException closedError() {
    return new ClientClosedException(
        "The client of project events is closed. Open another.",
        CallFacts.builder(SERVICE, "listen").reach(CallFacts.Reach.NOT_SENT).build(),
        null);
  }

  /**
   * Lets somebody hear every event that comes. Subscribes to nothing.
   *
   * @param listener who hears
   * @return ends it
   */
  public Registration listen(Consumer<? super ProjectEvent> listener) {
    requireOpen();
    return hub.listen(event -> true, listener, () -> {});
  }

  /**
   * Lets somebody hear the events of one kind. Subscribes to nothing. That events were missed is
   * heard only by who hears {@link ProjectEvent.Missed}, and counted among all kinds then.
   *
   * @param type the kind, such as {@code ProjectEvent.GitChanged.class}
   * @param listener who hears
   * @return ends it
   */
  public <E extends ProjectEvent> Registration on(Class<E> type, Consumer<? super E> listener) {
    requireOpen();
    return hub.listen(
        type::isInstance,
        event -> {
          if (type.isInstance(event)) {
            listener.accept(type.cast(event));
          }
        },
        () -> {});
  }

  /**
   * Subscribes to a project and lets somebody hear its events, without those that name no project.
   *
   * @param projectId id of the project
   * @param listener who hears
   * @return ends both
   */
  public Registration on(String projectId, Consumer<? super ProjectEvent> listener) {
    Registration topic = subscribe(projectId);
    return hub.listen(event -> isOf(projectId, event), listener, topic::close);
  }

  private static boolean isOf(String projectId, ProjectEvent event) {
    return event instanceof FramedEvent<?> framed && framed.isOf(projectId);
  }

  /** Returns a stream of every event that comes, to each subscriber from now on. */
  public Flow.Publisher<ProjectEvent> events() {
    return subscriber -> hub.add(event -> true, subscriber, () -> {});
  }

  /**
   * Returns a stream of the events of a project; it is subscribed to while somebody is subscribed
   * to the stream.
   *
   * @param projectId id of the project
   */
  public Flow.Publisher<ProjectEvent> events(String projectId) {
    requireProject(projectId);
    return subscriber -> {
      Registration topic = subscriptions.add(projectId);
      hub.add(event -> isOf(projectId, event), subscriber, topic::close);
    };
  }

  /** Returns the newest events, the oldest first; see {@link ProjectEventsOptions#kept()}. */
  public List<ProjectEvent> recent() {
    return hub.recent();
  }

  /**
   * Returns a stream of what becomes of a task: first what is known of it, then every change, and
   * its end is the end of the stream. Its project is subscribed to meanwhile. An ending is final;
   * what a frame leaves out keeps its value; percent falls only when the task begins again. After
   * subscribing, and after every new socket, the task is read over HTTP, unless the server has no
   * path for that; it has fewer words there, so that a task that was revoked meanwhile may be told
   * as a failure. What is known of the 4,096 tasks heard of last is kept, or of fewer where their
   * texts and results have more than 8 million characters.
   *
   * <p>A server's {@code complete} without a result ends nothing; see {@link
   * TaskUpdate#isUnprovenEnding()}.
   *
   * @param projectId id of the project
   * @param taskId id of the task
   */
  public Flow.Publisher<TaskUpdate> task(String projectId, String taskId) {
    requireProject(projectId);
    PathId.required("taskId", taskId);
    return subscriber -> tasks.watch(projectId, taskId, subscriber);
  }

  /**
   * Returns a future of the end of a task, whichever it is; see {@link #task}.
   *
   * <p><i>Cancellation:</i> ends that wait alone.
   */
  public CompletableFuture<TaskUpdate> taskEnded(String projectId, String taskId) {
    requireOpen();
    TaskEnding ending = new TaskEnding();
    task(projectId, taskId).subscribe(ending);
    return ending;
  }

  /**
   * Closes the client for good: socket, streams, futures and threads. The stored session stays, for
   * the next program.
   *
   * <p><i>Blocking:</i> as {@link RealtimeConnection#close()}, and while the session is stored.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    connection.close();
    session.close();
    if (reader != null) {
      reader.close();
    }
    tasks.close();
    hub.close();
    timers.close();
    callbacks.close();
  }

  /** Returns the server and how the connection stands. */
  @Override
  public String toString() {
    return "ProjectEventsClient[" + connection.status() + "]";
  }
}
