package dev.longhaul.testkit;

import com.google.gson.Gson;
import dev.longhaul.generated.functionrunner.model.Template;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
 * <p><em>Threading:</em> any thread may call anything at any time. A job's state is computed when
 * it is read, so nothing runs between requests.
 */
public final class FakeFunctionRunner implements AutoCloseable {

  private static final Set<FakeFunctionRunner> OPEN = ConcurrentHashMap.newKeySet();

  private final LoopbackServer server;
  private final String baseUrl;
  private final FaultPlan faults = new FaultPlan();
  private final ServiceData data;

  private FakeFunctionRunner(FakeOptions options) {
    server = LoopbackServer.bind("fake-function-runner");
    baseUrl = "http://127.0.0.1:" + server.port();
    data = ServiceData.of(options);
    Exchange.Service service = new FunctionRunnerService(options, data, baseUrl);
    server.serve(new FaultyConversation(faults, data.ledger(), options.clock(), service));
    OPEN.add(this);
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

  /** Returns the server's root, for example {@code http://127.0.0.1:41234}, with no slash. */
  public String baseUrl() {
    return baseUrl;
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

  /** Returns the record of what came; the same object each time. */
  public RequestLedger ledger() {
    return data.ledger();
  }

  /**
   * Lets the next request of a kind go wrong; called again, the one after it. Faults for the kind
   * come before those for {@link Operation#ANY}, and each is used once.
   *
   * @param operation which request
   * @param fault what happens to it
   */
  public void fault(Operation operation, WireFault fault) {
    faults.add(operation, Objects.requireNonNull(fault, "fault"));
  }

  /**
   * Lets every request of a kind go wrong for which {@link #fault} says nothing, until {@link
   * #clearFaults}.
   *
   * @param operation which requests
   * @param fault what happens to them; takes the place of an earlier one
   */
  public void always(Operation operation, WireFault fault) {
    faults.always(operation, Objects.requireNonNull(fault, "fault"));
  }

  /**
   * Lets each task submission that {@link #fault} says nothing about go wrong with a chance, until
   * {@link #clearFaults}. The n-th submission from now on meets the same fault, or none, whenever
   * seed, share and faults are the same. Takes the place of an earlier call.
   *
   * @param seed any number
   * @param share chance of a fault, 0 to 1
   * @param faults one of them is taken, each as likely as the others; not empty
   */
  public void faultsFrom(long seed, double share, List<WireFault> faults) {
    this.faults.seeded(new SeededFaults(seed, share, faults));
  }

  /** Drops every fault that has not acted yet. */
  public void clearFaults() {
    faults.clear();
  }

  /**
   * Forgets every job, batch and idempotency key, as a service that lost its memory: their ids and
   * files answer 404.
   */
  public void forgetJobs() {
    data.forget();
  }

  /** Returns how many connections of clients are open, idle ones in a client's pool included. */
  public int openConnections() {
    return server.openConnections();
  }

  /**
   * Stops the service and drops every connection. Closing again does nothing.
   *
   * <p><em>Blocking:</em> until its threads have ended, at most 5 seconds for each.
   */
  @Override
  public void close() {
    OPEN.remove(this);
    server.close();
  }

  /** Returns the base URL. */
  @Override
  public String toString() {
    return "FakeFunctionRunner[" + baseUrl + "]";
  }

  /** The fakes that were started and not closed. */
  static Set<FakeFunctionRunner> open() {
    return Set.copyOf(OPEN);
  }
}
