package dev.longhaul.testkit;

import com.google.gson.Gson;
import dev.longhaul.generated.functionrunner.model.Template;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Function Runner for tests: a service with templates, jobs and files, over real HTTP on
 * 127.0.0.1, whose jobs follow scripts and whose wire can be made to fail.
 *
 * <pre>{@code
 * try (FakeFunctionRunner fake = FakeFunctionRunner.start()) {
 *   fake.nextJob(JobScript.failing());
 *   new Thumbnails(fake.baseUrl(), VirtualTime.create()).submit("cat.png");
 *   assertEquals("thumbnail", fake.jobs().get(0).submission().get("template_id").getAsString());
 *   assertEquals(1, fake.ledger().creates());
 * }
 * }</pre>
 *
 * <p>It starts with three templates: {@code text-to-image}, {@code thumbnail} and {@code report}.
 * Submissions are checked against the template's rules (422 otherwise), a body over 10 MB is
 * answered with 413, a missing or wrong token with 401, and every error comes in the service's
 * envelope. The result of a job that has not ended is answered with 409. An {@code Idempotency-Key}
 * is kept and otherwise ignored, so that every create makes a job of its own, unless {@link
 * FakeOptions.Builder#keys} says otherwise.
 *
 * <p>The tasks of a batch are jobs like any other, in the order sent. They wait for what they
 * depend on, and in a batch that is not parallel also for the one before; where one can no longer
 * start, it is cancelled. A batch that stops on error cancels the jobs that run, each by the rule
 * of its script, and starts no other.
 *
 * <p>The same jobs and templates are served in the second dialect of the contract, below {@code
 * /api/v1/templates/} and {@code /api/v1/integration/tasks}, with its field names and with its
 * habit of answering 500 where a task is unknown or cannot be cancelled.
 *
 * <p>With {@link FakeOptions.Builder#events} it also has a socket on which it tells what becomes of
 * the jobs: within about 5 ms of real time, and only what happens while somebody listens.
 *
 * <p><em>Threading:</em> any thread may call anything at any time. A job's state is computed when
 * it is read, so nothing runs between requests; while event sockets are open, one thread looks at
 * the jobs every 5 ms.
 */
public final class FakeFunctionRunner extends FakeService<FunctionRunnerOperation> {

  private static final String NAME = "fake-function-runner";
  private static final Duration LOOKS_EVERY = Duration.ofMillis(5);

  private final ServiceData data;
  private final @Nullable Push push;

  /** The event socket, where there is one. */
  private record Push(EventsDialect dialect, JobEvents events, FakeSockets sockets) {}

  private FakeFunctionRunner(FakeOptions options) {
    super(NAME, "", FunctionRunnerOperation.ANY);
    data = ServiceData.of(options, ledger());
    push = push(options);
    FunctionRunnerService service = new FunctionRunnerService(options, data, baseUrl());
    if (push == null) {
      serve(service);
    } else {
      serve(service, push.sockets());
    }
  }

  /** Returns a running fake with {@link FakeOptions#defaults}. */
  public static FakeFunctionRunner start() {
    return start(FakeOptions.defaults());
  }

  /**
   * Returns a running fake.
   *
   * @param options how it behaves
   */
  public static FakeFunctionRunner start(FakeOptions options) {
    return new FakeFunctionRunner(options);
  }

  /**
   * Adds a template, or replaces the one of the same id.
   *
   * @param template needs an id; what it has no value for is not sent
   */
  public void addTemplate(Template template) {
    if (template.getId() == null || template.getId().isEmpty()) {
      throw new IllegalArgumentException("a template needs an id");
    }
    data.templates().add(new Gson().toJsonTree(template).getAsJsonObject());
  }

  /**
   * Sets the script of the next job that has none yet; called again, that of the one after it.
   *
   * @param script what the job does
   */
  public void nextJob(JobScript script) {
    data.jobs().next(Objects.requireNonNull(script, "script"));
  }

  /**
   * Sets the script of every job that {@link #nextJob} does not set; {@link JobScript#quick} at
   * first.
   *
   * @param script what the jobs do
   */
  public void everyJob(JobScript script) {
    data.jobs().rest(Objects.requireNonNull(script, "script"));
  }

  /**
   * Returns a job. <em>Errors:</em> an {@link AssertionError} that lists the jobs there are when
   * none has the id.
   *
   * @param id the service's id
   */
  public FakeJob job(String id) {
    FakeJob job = data.jobs().find(id);
    if (job == null) {
      throw new AssertionError("No job has the id " + id + "; there are " + data.jobs().all());
    }
    return job;
  }

  /** Returns the jobs that were created and not forgotten, oldest first. */
  public List<FakeJob> jobs() {
    return data.jobs().all();
  }

  /**
   * Forgets every job, batch and idempotency key, as a service that lost its memory: their ids and
   * files answer 404.
   */
  @Override
  public void forgetJobs() {
    data.forget();
  }

  /**
   * Returns the URL of the event socket with a usual user or client in it, for example {@code
   * ws://127.0.0.1:41234/ws/user-1}. <em>Errors:</em> {@link IllegalStateException} when the
   * options name no dialect.
   */
  public String eventsUrl() {
    return root().replace("http:", "ws:") + push().dialect().usual();
  }

  /**
   * Returns the event sockets and what goes wrong with them; the same object each time.
   * <em>Errors:</em> {@link IllegalStateException} when the options name no dialect.
   */
  public FakeSockets eventSockets() {
    return push().sockets();
  }

  /**
   * Tells the event sockets the present state of a job once more, or before its time.
   *
   * @param job one of this fake
   */
  public void pushEvent(FakeJob job) {
    push().events().push(job);
  }

  /** Tells the event sockets nothing of itself until {@link #resumeEvents}, as if it were lost. */
  public void holdEvents() {
    push().events().hold();
  }

  /** Goes on telling; what happened since {@link #holdEvents} is told to nobody. */
  public void resumeEvents() {
    push().events().resume();
  }

  private Push push() {
    if (push == null) {
      throw new IllegalStateException("no event socket: name one by FakeOptions.Builder.events");
    }
    return push;
  }

  private @Nullable Push push(FakeOptions options) {
    EventsDialect dialect = options.events();
    if (dialect == null) {
      return null;
    }
    JobFrames frames = new JobFrames(dialect, new JobJson(baseUrl()), options.clock());
    JobEvents events = new JobEvents(dialect, options, data.jobs(), frames);
    FakeSockets sockets = new FakeSockets(NAME, dialect::isAt, events);
    sockets.whileOpen(LOOKS_EVERY, events::look);
    return new Push(dialect, events, sockets);
  }
}
