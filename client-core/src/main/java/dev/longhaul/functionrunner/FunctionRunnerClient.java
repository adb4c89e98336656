package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.HttpCall;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.internal.time.Callbacks;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.transfer.DownloadedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The Function Runner: looks up templates, submits tasks, watches and cancels them, and fetches
 * what they made.
 *
 * <p><i>Threading:</i> thread-safe; open one and share it. Futures complete on the callback
 * executor.
 *
 * <p><i>Blocking:</i> every method without {@code Async} waits for the service's answer, at most
 * for the attempt time limit of the options (60 s; 30 s to submit). Each call is one attempt.
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
  private final TaskCalls calls;
  private final JobClient<TaskSubmission, TaskResult> jobs;
  private final Callbacks callbacks;

  private FunctionRunnerClient(ClientOptions options) {
    transport = new HttpTransport(options);
    callbacks = transport.callbacks();
    calls = new TaskCalls(transport);
    jobs =
        JobClient.open(
            calls.asJobService(), options.watch().toBuilder().callbackExecutor(callbacks).build());
  }

  /**
   * Returns a client. Sends nothing.
   *
   * @param options where the server's root is, as whom to call it, and the limits
   */
  public static FunctionRunnerClient open(ClientOptions options) {
    return new FunctionRunnerClient(options);
  }

  /**
   * Returns the templates that the service offers.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public List<Template> templates() throws InterruptedException {
    return calls.templates().run();
  }

  /** Returns a future of the templates that the service offers. */
  public CompletableFuture<List<Template>> templatesAsync() {
    return started(calls.templates());
  }

  /**
   * Returns one template; {@code NotFoundException} when there is none of that id.
   *
   * @param id the template's id
   * @throws InterruptedException when the thread is interrupted
   */
  public Template template(String id) throws InterruptedException {
    return calls.template(id).run();
  }

  /**
   * Returns a future of one template.
   *
   * @param id the template's id
   */
  public CompletableFuture<Template> templateAsync(String id) {
    return started(calls.template(id));
  }

  /**
   * Submits a task once, and returns its handle when the service has accepted it; see {@link
   * JobClient#submit}. The handle watches the task from then on.
   *
   * <p>The job's key goes along as the {@code Idempotency-Key} header and as {@code
   * idempotency_key} in the metadata.
   *
   * @param task what to do: a template id and its inputs at least; priority 0 to 100
   * @throws InterruptedException when the thread is interrupted; the task may have been accepted
   */
  public JobHandle<TaskResult> submit(TaskSubmission task) throws InterruptedException {
    return jobs.submit(task);
  }

  /**
   * Returns a future of the handle of a task submitted once; see {@link JobClient#submitAsync}.
   *
   * @param task what to do
   */
  public CompletableFuture<JobHandle<TaskResult>> submitAsync(TaskSubmission task) {
    return jobs.submitAsync(task);
  }

  /**
   * Returns a handle of a task that was submitted elsewhere, and begins to watch it; see {@link
   * JobClient#attach}.
   *
   * @param id the task's id
   */
  public JobHandle<TaskResult> attach(String id) {
    return jobs.attach(TaskRules.id("id", id));
  }

  /**
   * Returns what the service says about a task now.
   *
   * @param id the task's id
   * @throws InterruptedException when the thread is interrupted
   */
  public TaskStatus status(String id) throws InterruptedException {
    return calls.status(id).run();
  }

  /**
   * Returns a future of what the service says about a task now.
   *
   * @param id the task's id
   */
  public CompletableFuture<TaskStatus> statusAsync(String id) {
    return started(calls.status(id));
  }

  /**
   * Returns the result of a task that has ended; the service refuses while it has not.
   *
   * @param id the task's id
   * @throws InterruptedException when the thread is interrupted
   */
  public TaskResult result(String id) throws InterruptedException {
    return calls.result(id).run();
  }

  /**
   * Returns a future of the result of a task that has ended.
   *
   * @param id the task's id
   */
  public CompletableFuture<TaskResult> resultAsync(String id) {
    return started(calls.result(id));
  }

  /**
   * Asks the service to stop a task, and returns what came of it; see {@link JobHandle#cancel()}.
   *
   * @param id the task's id
   * @throws InterruptedException when the thread is interrupted; the request may have been sent
   */
  public CancelResult<TaskResult> cancel(String id) throws InterruptedException {
    return jobs.cancel(TaskRules.id("id", id));
  }

  /**
   * Returns a future of what came of asking the service to stop a task.
   *
   * @param id the task's id
   */
  public CompletableFuture<CancelResult<TaskResult>> cancelAsync(String id) {
    return jobs.cancelAsync(TaskRules.id("id", id));
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
    return LinkedFuture.await(downloadAsync(result, folder));
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
    return LinkedFuture.on(callbacks, new OutputFiles(transport, result, folder).save());
  }

  private <T> CompletableFuture<T> started(HttpCall<T> call) {
    return LinkedFuture.on(callbacks, call.start());
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
    transport.close();
  }
}
