package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.internal.call.KeyedSubmissions;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.call.SubmissionDoubt;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Submits jobs to one service and watches them, with no thread for each. The clients of this
 * library are thin coats over one; open one yourself to give your own API the same care.
 *
 * <p><i>Threading:</i> thread-safe; meant to be shared and kept. {@link #close()} ends it for good.
 *
 * @param <S> what is submitted
 * @param <R> the result of a job
 */
public final class JobClient<S, R> implements AutoCloseable {
  private final JobService<S, R> service;
  private final JobRuntime runtime;
  private final KeyedSubmissions<JobHandle<R>> keyed;
  private final OpenSubmissions open;

  private JobClient(
      JobService<S, R> service,
      JobRuntime runtime,
      KeyedSubmissions<JobHandle<R>> keyed,
      OpenSubmissions open) {
    this.service = service;
    this.runtime = runtime;
    this.keyed = keyed;
    this.open = open;
  }

  private static <S, R> JobClient<S, R> fresh(JobService<S, R> service, JobRuntime runtime) {
    return new JobClient<>(
        service,
        runtime,
        new KeyedSubmissions<>(JobHandle::outcome),
        new OpenSubmissions(runtime.ticker()));
  }

  /**
   * Returns a client of a service whose functions bring their own policies: each call is passed on
   * once, as it is. Sends nothing.
   *
   * @param service what the service is called and can do
   * @param options how jobs are watched
   * @param <S> what is submitted
   * @param <R> the result of a job
   */
  public static <S, R> JobClient<S, R> open(JobService<S, R> service, WatchOptions options) {
    return fresh(service, new JobRuntime(options));
  }

  /**
   * Returns a client of a service whose functions are single attempts: it repeats them, limits
   * them, and holds each call to one deadline. A submission that may have been accepted is repeated
   * only if the service declares that it honours keys. Sends nothing.
   *
   * @param service what the service is called and can do
   * @param resilience how calls are made safe
   * @param options how jobs are watched
   * @param <S> what is submitted
   * @param <R> the result of a job
   */
  public static <S, R> JobClient<S, R> open(
      JobService<S, R> service, ResilienceOptions resilience, WatchOptions options) {
    JobRuntime runtime = new JobRuntime(options);
    runtime.use(service.name(), resilience);
    return fresh(runtime.resilient(service), runtime);
  }

  /**
   * Returns a view of this client, and of the handles that it gives, which calls the service by
   * other functions: with other headers, say. Both are one client; closing either closes both.
   *
   * @param service the same service, called differently
   */
  public JobClient<S, R> with(JobService<S, R> service) {
    return new JobClient<>(runtime.resilient(service), runtime, keyed, open);
  }

  /**
   * Submits a job once, and returns its handle when the service has accepted it.
   *
   * <p><i>Blocking:</i> until the service has answered.
   *
   * <p><i>Cancellation:</i> an interrupt aborts the request; the exception then carries a
   * suppressed {@link SubmissionUncertainException} with the key, since the service may have
   * accepted the job.
   *
   * <p><i>Errors:</i> {@link SubmissionUncertainException} when the job may or may not have been
   * accepted; any other {@link LonghaulException} means that it was not.
   *
   * @param request what to do
   * @throws InterruptedException when the waiting thread is interrupted
   */
  public JobHandle<R> submit(S request) throws InterruptedException {
    UUID key = UUID.randomUUID();
    return SubmissionDoubt.await(creation(key), () -> send(request, key));
  }

  /**
   * Submits a job under a key that the caller made, once: while the job goes on, and for the last
   * 1,000 that have ended, a second submission with the key gives the same handle and sends
   * nothing. A submission that was refused, or is uncertain, is forgotten: the same key may then be
   * submitted again, which is the caller's decision. Otherwise as {@link #submit(Object)}.
   *
   * <p><i>Errors:</i> {@code InvalidInputException} when the key belongs to another request.
   *
   * <p><i>After restart:</i> what the client knew of keys is gone; whether the service knows more
   * is for its documentation to say.
   *
   * @param request what to do
   * @param key the same for the same job, however often it is submitted
   * @throws InterruptedException when the waiting thread is interrupted
   */
  public JobHandle<R> submit(S request, UUID key) throws InterruptedException {
    return SubmissionDoubt.await(creation(key), () -> submitOnce(request, key));
  }

  private Operation creation(UUID key) {
    return Operation.create(service.name(), "submit", key, service.keys());
  }

  /**
   * Returns a future of the handle of a job submitted once; otherwise as {@link #submit}.
   *
   * <p><i>Threading:</i> completes on the client's callback executor.
   *
   * <p><i>Cancellation:</i> cancelling the future aborts the request; whether the job was accepted
   * is then not known.
   *
   * @param request what to do
   */
  public CompletableFuture<JobHandle<R>> submitAsync(S request) {
    CompletableFuture<JobHandle<R>> ours = send(request, UUID.randomUUID());
    LinkedFuture<JobHandle<R>> view = new LinkedFuture<>(ours);
    ours.whenComplete(
        (job, error) ->
            runtime
                .callbacks()
                .complete(
                    () -> {
                      view.settle(job, error);
                      // Nobody would watch a handle that its caller gave up waiting for.
                      if (error == null && view.isCompletedExceptionally()) {
                        job.detach();
                      }
                    }));
    return view;
  }

  /**
   * Returns a future of the handle of a job submitted under a key that the caller made; otherwise
   * as {@link #submit(Object, UUID)} and {@link #submitAsync(Object)}.
   *
   * <p><i>Cancellation:</i> cancelling the future aborts the request once nobody else waits for the
   * same key.
   *
   * @param request what to do
   * @param key the same for the same job, however often it is submitted
   */
  public CompletableFuture<JobHandle<R>> submitAsync(S request, UUID key) {
    return LinkedFuture.on(runtime.callbacks(), Guarded.call(() -> submitOnce(request, key)));
  }

  /**
   * Returns a future for code of this library: a caller that blocks for it must not need a thread
   * of the callbacks, which may all be blocked for the same reason.
   */
  private CompletableFuture<JobHandle<R>> submitOnce(S request, UUID key) {
    return keyed.submit(key, request.hashCode(), () -> send(request, key));
  }

  private CompletableFuture<JobHandle<R>> send(S request, UUID key) {
    return runtime.isClosed()
        ? CompletableFuture.failedFuture(closed(null, key))
        : Guarded.call(
            () ->
                new TrackedSubmission<>(service, runtime, open, creation(key), key).send(request));
  }

  /**
   * Returns a handle of a job that the service accepted in another way than through {@link
   * #submit}, as one of several for example, and begins to watch it. A job that was read as ended
   * is not watched.
   *
   * <p><i>Errors:</i> none; once the client is closed, the watch has ended when the handle is
   * given.
   *
   * @param accepted what the service said of the job
   * @param key our key of the job, or of what it is a part of
   */
  public JobHandle<R> watch(JobReading<R> accepted, UUID key) {
    WatchedJob<R> job = new WatchedJob<>(service, runtime, key);
    claim(accepted.id());
    job.begin(accepted, "");
    return job;
  }

  /**
   * Returns a handle of a job that was submitted elsewhere, and begins to watch it. Whether the
   * service knows it shows with the first read: an unknown id ends the watch with {@code
   * NotFoundException}.
   *
   * @param id the service's id of the job
   */
  public JobHandle<R> attach(String id) {
    WatchedJob<R> job = stranger(id);
    claim(id);
    job.attached(id);
    return job;
  }

  /**
   * Asks the service to stop a job, without watching it, and returns what came of it; see {@link
   * JobHandle#cancel()}.
   *
   * @param id the service's id of the job
   * @throws InterruptedException when the waiting thread is interrupted
   */
  public CancelResult<R> cancel(String id) throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(cancelRequest(id));
  }

  /**
   * Returns a future of what came of asking the service to stop a job; see {@link
   * JobHandle#cancelAsync()}.
   *
   * @param id the service's id of the job
   */
  public CompletableFuture<CancelResult<R>> cancelAsync(String id) {
    return LinkedFuture.on(runtime.callbacks(), cancelRequest(id));
  }

  private CompletableFuture<CancelResult<R>> cancelRequest(String id) {
    WatchedJob<R> job = stranger(id);
    job.named(id);
    return new CancelRequest<>(job, runtime).send();
  }

  /** A job that somebody watches is not the one that a lost submission made. */
  private void claim(String id) {
    if (service.list().isPresent()) {
      open.claim(id);
    }
  }

  private WatchedJob<R> stranger(String id) {
    if (id.isBlank()) {
      throw InvalidInputException.of(
          "id", "is blank", "Pass the id that the service gave the job.");
    }
    UUID key = UUID.randomUUID();
    if (runtime.isClosed()) {
      throw closed(id, key);
    }
    return new WatchedJob<>(service, runtime, key);
  }

  private ClientClosedException closed(@Nullable String id, UUID key) {
    CallFacts facts =
        CallFacts.builder(service.name(), "submit")
            .key(key)
            .jobId(id)
            .reach(id == null ? CallFacts.Reach.NOT_SENT : CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT)
            .build();
    return new ClientClosedException(
        id == null
            ? "The client is closed; nothing was sent."
            : "The client is closed; the job goes on at the service.",
        facts,
        null);
  }

  /**
   * Ends every watch and every wait with {@link ClientClosedException}; the jobs go on. A
   * submission that was under way ends with {@link SubmissionUncertainException}. Calling it again
   * does nothing.
   *
   * <p><i>Blocking:</i> up to 2 s, for callbacks that are under way; those that take longer are
   * interrupted.
   */
  @Override
  public void close() {
    runtime.close();
  }
}
