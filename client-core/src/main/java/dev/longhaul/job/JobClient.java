package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
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

  private JobClient(JobService<S, R> service, WatchOptions options) {
    this.service = service;
    this.runtime = new JobRuntime(options);
  }

  /**
   * Returns a client of a service. Sends nothing.
   *
   * @param service what the service is called and can do
   * @param options how jobs are watched
   * @param <S> what is submitted
   * @param <R> the result of a job
   */
  public static <S, R> JobClient<S, R> open(JobService<S, R> service, WatchOptions options) {
    return new JobClient<>(service, options);
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
    LinkedFuture.requireNotInterrupted();
    UUID key = UUID.randomUUID();
    try {
      return LinkedFuture.await(submitAsync(request, key));
    } catch (InterruptedException interrupted) {
      interrupted.addSuppressed(uncertain(key, interrupted));
      throw interrupted;
    }
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
    return submitAsync(request, UUID.randomUUID());
  }

  private CompletableFuture<JobHandle<R>> submitAsync(S request, UUID key) {
    if (runtime.isClosed()) {
      return CompletableFuture.failedFuture(closed(null, key));
    }
    WatchedJob<R> job = new WatchedJob<>(service, runtime, key);
    CompletableFuture<JobReading<R>> answer =
        Guarded.call(() -> service.submit().submit(request, key));
    LinkedFuture<JobHandle<R>> handle = new LinkedFuture<>(answer);
    runtime.track(handle, uncertain(key, closedInBetween(key)));
    answer.whenComplete((reading, error) -> answered(handle, job, reading, error));
    return handle;
  }

  private void answered(
      CompletableFuture<JobHandle<R>> handle,
      WatchedJob<R> job,
      @Nullable JobReading<R> reading,
      @Nullable Throwable error) {
    if (reading == null) {
      LonghaulException reason = refusal(job.key(), error);
      runtime.callbacks().complete(() -> handle.completeExceptionally(reason));
      return;
    }
    try {
      job.accepted(reading);
    } catch (RuntimeException | Error broken) {
      // The job exists, so its handle must reach the caller; what broke shows in its watch.
      job.named(reading.id());
      job.stop(
          new OutcomeUnknownException(
              "The job was accepted and watching it failed. Attach to it by its id.",
              job.facts("watch"),
              broken));
    }
    runtime.callbacks().complete(() -> handOver(handle, job));
  }

  /** Nobody would watch a handle that its caller gave up waiting for. */
  private void handOver(CompletableFuture<JobHandle<R>> handle, WatchedJob<R> job) {
    if (!handle.complete(job)) {
      job.detach();
    }
  }

  /**
   * Only an error that proves the job was not accepted is passed on; anything else leaves it
   * uncertain.
   */
  private LonghaulException refusal(UUID key, @Nullable Throwable error) {
    Throwable reason =
        error == null ? new NullPointerException("no reading") : LinkedFuture.reason(error);
    boolean proof =
        reason instanceof LonghaulException known
            && known.facts().reach() != CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT;
    return proof ? (LonghaulException) reason : uncertain(key, reason);
  }

  private SubmissionUncertainException uncertain(UUID key, Throwable reason) {
    CallFacts.Builder facts =
        reason instanceof LonghaulException known
            ? known.facts().toBuilder()
            : CallFacts.builder(service.name(), "submit");
    return new SubmissionUncertainException(
        key, facts.reach(CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT).build(), reason);
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
    return LinkedFuture.await(cancelAsync(id));
  }

  /**
   * Returns a future of what came of asking the service to stop a job; see {@link
   * JobHandle#cancelAsync()}.
   *
   * @param id the service's id of the job
   */
  public CompletableFuture<CancelResult<R>> cancelAsync(String id) {
    WatchedJob<R> job = stranger(id);
    job.named(id);
    return job.cancelAsync();
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

  private ClientClosedException closedInBetween(UUID key) {
    CallFacts facts = CallFacts.builder(service.name(), "submit").key(key).build();
    return new ClientClosedException("The client was closed before the answer came.", facts, null);
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
