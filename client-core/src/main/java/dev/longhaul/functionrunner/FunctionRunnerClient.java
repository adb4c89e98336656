package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.realtime.RealtimeConnection;
import dev.longhaul.transfer.DownloadedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The Function Runner: looks up templates, submits tasks and batches, watches and cancels them, and
 * fetches what they made.
 *
 * <p><i>Threading:</i> thread-safe; open one and share it. Futures complete on the callback
 * executor, if the options name one; else those of a job on threads of the client, and the others
 * on the network thread that read the answer.
 *
 * <p><i>Blocking:</i> every method without {@code Async} waits for the service's answer, at most
 * until the deadline of the options (2 min). What failed is repeated as {@link
 * dev.longhaul.policy.ResilienceOptions} say, and a submission only if it cannot run twice.
 *
 * <p><i>Cancellation:</i> an interrupt ends a submission, a cancellation and a download at once,
 * and a read at the next step of the network. Cancelling a future ends its request at once.
 *
 * <p><i>Errors:</i> subclasses of {@code LonghaulException}, one for each remedy. An id may hold
 * any character; one that would change the path of the request is refused.
 */
public final class FunctionRunnerClient implements AutoCloseable {
  static final String SERVICE = "function-runner";

  private final HttpTransport transport;
  private final Runner runner;
  private final JobClient<TaskSubmission, TaskResult> jobs;
  private final BatchCalls batches;

  private FunctionRunnerClient(
      HttpTransport transport,
      Runner runner,
      JobClient<TaskSubmission, TaskResult> jobs,
      BatchCalls batches) {
    this.transport = transport;
    this.runner = runner;
    this.jobs = jobs;
    this.batches = batches;
  }

  /**
   * Returns a client of a Function Runner with the usual paths. Sends nothing.
   *
   * @param options where the server's root is, as whom to call it, and the limits
   */
  public static FunctionRunnerClient open(ClientOptions options) {
    return open(options, FunctionRunnerOptions.defaults());
  }

  /**
   * Returns a client. Sends nothing.
   *
   * @param options where the server's root is, as whom to call it, and the limits
   * @param runnerOptions what is peculiar to that Function Runner
   */
  public static FunctionRunnerClient open(
      ClientOptions options, FunctionRunnerOptions runnerOptions) {
    HttpTransport transport = new HttpTransport(SERVICE, options);
    TemplateCache cache = Runner.newCache(transport, runnerOptions);
    WatchOptions watch = transport.watch().build();
    TaskEvents events =
        runnerOptions
            .events()
            .map(url -> options.toBuilder().baseUrl(url).watch(watch).build())
            .map(socket -> new TaskEvents(socket, runnerOptions, transport.policies().events()))
            .orElse(null);
    Runner runner = new Runner(transport, runnerOptions, cache, CallOptions.defaults(), events);
    JobClient<TaskSubmission, TaskResult> jobs =
        JobClient.open(new TaskCalls(runner).asJobService(), watch);
    return new FunctionRunnerClient(transport, runner, jobs, BatchCalls.of(runner, jobs));
  }

  /**
   * Returns a client with the options that the environment sets: {@code
   * LONGHAUL_FUNCTIONS_BASE_URL}, {@code _TOKEN}, {@code _TIMEOUT}, {@code _MAX_RETRIES} and {@code
   * _RETRY_DELAY}; see {@link ClientOptions#fromEnvironment}. Sends nothing.
   */
  public static FunctionRunnerClient fromEnvironment() {
    return open(ClientOptions.fromEnvironment("FUNCTIONS").build());
  }

  /**
   * Returns a view of this client whose calls, and those of the handles that it gives, run under
   * other options. Both are one client: they share every limit, and closing either closes both.
   *
   * @param options what the calls do differently
   */
  public FunctionRunnerClient with(CallOptions options) {
    Runner other = runner.with(options);
    JobClient<TaskSubmission, TaskResult> otherJobs =
        jobs.with(new TaskCalls(other).asJobService());
    return new FunctionRunnerClient(transport, other, otherJobs, batches.with(other, otherJobs));
  }

  /**
   * Returns the templates that the service offers. The answer may be up to 5 min old, or up to 1 h
   * while the service cannot be asked.
   *
   * @param query which of them
   * @throws InterruptedException when the thread is interrupted
   */
  public List<Template> templates(TemplateQuery query) throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(runner.templates(query));
  }

  /**
   * Returns a future of the templates that the service offers; see {@link #templates}.
   *
   * @param query which of them
   */
  public CompletableFuture<List<Template>> templatesAsync(TemplateQuery query) {
    return Guarded.call(() -> hopped(runner.templates(query)));
  }

  /**
   * Returns one template; {@code NotFoundException} when there is none of that id. The answer may
   * be up to 10 min old, or up to 1 h while the service cannot be asked.
   *
   * @param id the template's id
   * @throws InterruptedException when the thread is interrupted
   */
  public Template template(String id) throws InterruptedException {
    PathId.required("templateId", id);
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(runner.template(id));
  }

  /**
   * Returns a future of one template; see {@link #template}.
   *
   * @param id the template's id
   */
  public CompletableFuture<Template> templateAsync(String id) {
    PathId.required("templateId", id);
    return Guarded.call(() -> hopped(runner.template(id)));
  }

  /**
   * Returns the connection over which the service tells of its tasks, if {@link
   * FunctionRunnerOptions#events()} names one: to look at its state. It is open while tasks are
   * watched.
   */
  public Optional<RealtimeConnection> events() {
    return runner.taskEvents().map(TaskEvents::connection);
  }

  /** Forgets the templates that were kept, so that the next look asks the service. */
  public void forgetTemplates() {
    runner.cache().invalidateAll();
  }

  /**
   * Submits a task, and returns its handle when the service has accepted it; see {@link
   * JobClient#submit(Object)}. The handle watches the task from then on.
   *
   * <p>The inputs are held against the rules of the template first. The job's key goes along as the
   * {@code Idempotency-Key} header and as {@code idempotency_key} in the metadata.
   *
   * @param task what to do: a template id and its inputs at least; priority 0 to 100
   * @throws InterruptedException when the thread is interrupted; the task may have been accepted
   */
  public JobHandle<TaskResult> submit(TaskSubmission task) throws InterruptedException {
    return jobs.submit(TaskCalls.checked(task));
  }

  /**
   * Submits a task under a key that the caller keeps; see {@link JobClient#submit(Object, UUID)}.
   *
   * @param task what to do
   * @param key the same for the same task, however often it is submitted
   * @throws InterruptedException when the thread is interrupted; the task may have been accepted
   */
  public JobHandle<TaskResult> submit(TaskSubmission task, UUID key) throws InterruptedException {
    return jobs.submit(TaskCalls.checked(task), key);
  }

  /**
   * Returns a future of the handle of a submitted task; see {@link JobClient#submitAsync(Object)}.
   *
   * @param task what to do
   */
  public CompletableFuture<JobHandle<TaskResult>> submitAsync(TaskSubmission task) {
    return Guarded.call(() -> jobs.submitAsync(TaskCalls.checked(task)));
  }

  /**
   * Returns a future of the handle of a task submitted under a key that the caller keeps; see
   * {@link JobClient#submitAsync(Object, UUID)}.
   *
   * @param task what to do
   * @param key the same for the same task, however often it is submitted
   */
  public CompletableFuture<JobHandle<TaskResult>> submitAsync(TaskSubmission task, UUID key) {
    return Guarded.call(() -> jobs.submitAsync(TaskCalls.checked(task), key));
  }

  /**
   * Returns a handle of a task that was submitted elsewhere, and begins to watch it; see {@link
   * JobClient#attach}.
   *
   * @param id the task's id
   */
  public JobHandle<TaskResult> attach(String id) {
    return jobs.attach(PathId.required("id", id));
  }

  /**
   * Submits several tasks as one, and returns the batch's handle when the service has accepted it.
   * Every task is watched from then on. Nothing of the submission is changed.
   *
   * <p>Checked before anything is sent: 1 to 1,000 tasks, a limit of this client; each task like a
   * single one, its inputs against its template included; names that are not blank and differ;
   * dependencies that name other tasks of the batch and form no circle.
   *
   * <p>The key goes along as the {@code Idempotency-Key} header and, with every task, as {@code
   * idempotency_key} in its metadata.
   *
   * <p><i>Errors:</i> {@code SubmissionUncertainException} when the batch may or may not have been
   * accepted; its facts tell the batch's id if the service had named it: then attach to that. Any
   * other error means that it was not accepted. {@link InvalidInputException} for {@link
   * FunctionRunnerOptions.Dialect#INTEGRATION}, which has no batches.
   *
   * @param batch the tasks; without {@code parallel} they run side by side, without {@code
   *     stop_on_error} a failure stops none but those that depend on it
   * @throws InterruptedException when the thread is interrupted; the batch may have been accepted
   */
  public BatchHandle submitBatch(BatchSubmission batch) throws InterruptedException {
    return batches.submit(batch);
  }

  /**
   * Submits a batch under a key that the caller keeps, once: while the batch goes on, and for the
   * last 1,000 that have ended, a second submission with the key gives the same handle and sends
   * nothing. Otherwise as {@link #submitBatch(BatchSubmission)}; see {@link
   * JobClient#submit(Object, UUID)}.
   *
   * @param batch the tasks
   * @param key the same for the same batch, however often it is submitted
   * @throws InterruptedException when the thread is interrupted; the batch may have been accepted
   */
  public BatchHandle submitBatch(BatchSubmission batch, UUID key) throws InterruptedException {
    return batches.submit(batch, key);
  }

  /**
   * Returns a future of the handle of a submitted batch; see {@link #submitBatch(BatchSubmission)}.
   *
   * @param batch the tasks
   */
  public CompletableFuture<BatchHandle> submitBatchAsync(BatchSubmission batch) {
    return batches.submitAsync(batch);
  }

  /**
   * Returns a future of the handle of a batch submitted under a key that the caller keeps; see
   * {@link #submitBatch(BatchSubmission, UUID)}.
   *
   * @param batch the tasks
   * @param key the same for the same batch, however often it is submitted
   */
  public CompletableFuture<BatchHandle> submitBatchAsync(BatchSubmission batch, UUID key) {
    return batches.submitAsync(batch, key);
  }

  /**
   * Returns a handle of a batch that was submitted elsewhere, and begins to watch its tasks; {@code
   * NotFoundException} when there is none of that id.
   *
   * @param id the batch's id
   * @throws InterruptedException when the thread is interrupted
   */
  public BatchHandle attachBatch(String id) throws InterruptedException {
    return LinkedFuture.await(attachBatchAsync(id));
  }

  /**
   * Returns a future of a handle of a batch that was submitted elsewhere; see {@link #attachBatch}.
   *
   * @param id the batch's id
   */
  public CompletableFuture<BatchHandle> attachBatchAsync(String id) {
    return batches.attachAsync(PathId.required("id", id));
  }

  /**
   * Returns what the service says about a task now.
   *
   * @param id the task's id
   * @throws InterruptedException when the thread is interrupted
   */
  public TaskStatus status(String id) throws InterruptedException {
    return runner.paths().status(PathId.required("id", id)).run();
  }

  /**
   * Returns a future of what the service says about a task now.
   *
   * @param id the task's id
   */
  public CompletableFuture<TaskStatus> statusAsync(String id) {
    return transport.given(runner.paths().status(PathId.required("id", id)).startForCaller());
  }

  /**
   * Returns the result of a task that has ended; the service refuses while it has not. One that
   * speaks {@link FunctionRunnerOptions.Dialect#INTEGRATION} gives what there is by then: look at
   * the status of the result.
   *
   * @param id the task's id
   * @throws InterruptedException when the thread is interrupted
   */
  public TaskResult result(String id) throws InterruptedException {
    return runner.paths().result(PathId.required("id", id)).run();
  }

  /**
   * Returns a future of the result of a task that has ended.
   *
   * @param id the task's id
   */
  public CompletableFuture<TaskResult> resultAsync(String id) {
    return transport.given(runner.paths().result(PathId.required("id", id)).startForCaller());
  }

  /**
   * Asks the service to stop a task, and returns what came of it; see {@link JobHandle#cancel()}.
   *
   * @param id the task's id
   * @throws InterruptedException when the thread is interrupted; the request may have been sent
   */
  public CancelResult<TaskResult> cancel(String id) throws InterruptedException {
    return jobs.cancel(PathId.required("id", id));
  }

  /**
   * Returns a future of what came of asking the service to stop a task.
   *
   * @param id the task's id
   */
  public CompletableFuture<CancelResult<TaskResult>> cancelAsync(String id) {
    return jobs.cancelAsync(PathId.required("id", id));
  }

  /**
   * Saves the outputs that are files to a folder, and returns them in the order of the result. Each
   * is streamed to a file beside its target and moved into place when whole; names come from the
   * service, made safe, and never lead out of the folder; a file that exists is never written over,
   * the new one gets a number instead. The credentials go to the configured server only.
   *
   * <p><i>Errors:</i> {@code DownloadFailedException} for trouble on this side. Files that were
   * whole by then stay.
   *
   * @param result the result of a task
   * @param folder made if it does not exist
   * @throws InterruptedException when the thread is interrupted; the file under way is removed
   */
  public List<DownloadedFile> download(TaskResult result, Path folder) throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(new OutputFiles(transport, result, folder).save());
  }

  /**
   * Returns a future of the files saved to a folder; otherwise as {@link #download}.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} at once when the folder is a file.
   *
   * @param result the result of a task
   * @param folder made if it does not exist
   */
  public CompletableFuture<List<DownloadedFile>> downloadAsync(TaskResult result, Path folder) {
    return transport.given(new OutputFiles(transport, result, folder).save());
  }

  /** A load is shared: what one caller hangs on it must not keep the others waiting. */
  private <T> CompletableFuture<T> hopped(CompletableFuture<T> shared) {
    return shared.isDone()
        ? transport.given(shared)
        : LinkedFuture.on(transport.callbacks(), shared);
  }

  /**
   * Ends every watch, wait and request with {@code ClientClosedException}; the tasks go on.
   * Threads, connections and timers of the client are gone afterwards; an HTTP client, scheduler or
   * executor from the options is left as it was. Calling it again does nothing.
   *
   * <p><i>Blocking:</i> up to 4 s, for callbacks that are under way; those that take longer are
   * interrupted.
   */
  @Override
  public void close() {
    jobs.close();
    runner.taskEvents().ifPresent(TaskEvents::close);
    transport.close();
  }
}
