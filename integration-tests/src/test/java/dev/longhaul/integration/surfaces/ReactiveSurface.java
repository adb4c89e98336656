package dev.longhaul.integration.surfaces;

import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobSnapshot;
import dev.longhaul.rx.OnDispose;
import dev.longhaul.rx.RxJobs;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Streams for everything; a job is submitted by subscribing, and let go by disposing. */
final class ReactiveSurface implements Surface {
  private final Map<JobHandle<?>, Disposable> submissions = new ConcurrentHashMap<>();

  @Override
  public JobHandle<?> submit(ServiceBench service, EventLog log) throws InterruptedException {
    CompletableFuture<JobHandle<?>> made = new CompletableFuture<>();
    Disposable stream =
        RxJobs.submitAndWatch(() -> noted(service.submitAsync(), made), OnDispose.DETACH)
            .subscribe(log::event, log::end, () -> log.end(null));
    JobHandle<?> job = Told.in(made);
    submissions.put(job, stream);
    return job;
  }

  private static CompletableFuture<JobHandle<Object>> noted(
      CompletableFuture<? extends JobHandle<?>> submission, CompletableFuture<JobHandle<?>> made) {
    submission.whenComplete(
        (job, error) -> {
          if (error == null) {
            made.complete(job);
          } else {
            made.completeExceptionally(error);
          }
        });
    return retyped(submission);
  }

  /** A future is a future of whatever handle it has; the stream looks at no result. */
  @SuppressWarnings("unchecked")
  private static CompletableFuture<JobHandle<Object>> retyped(CompletableFuture<?> submission) {
    return (CompletableFuture<JobHandle<Object>>) submission;
  }

  @Override
  public void hear(JobHandle<?> job, EventLog log) {
    Disposable unused = RxJobs.events(job).subscribe(log::event, log::end, () -> log.end(null));
  }

  @Override
  public CompletableFuture<JobOutcome<?>> outcome(JobHandle<?> job) {
    return told(RxJobs.outcome(job));
  }

  @Override
  public CompletableFuture<JobSnapshot> patience(JobHandle<?> job, Duration patience) {
    return told(
        RxJobs.outcome(job)
            .<JobSnapshot>map(
                outcome -> {
                  throw new AssertionError("It ended: " + outcome);
                })
            .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .onErrorResumeNext(
                error ->
                    error instanceof TimeoutException
                        ? Single.just(job.snapshot())
                        : Single.error(error)));
  }

  @Override
  public CompletableFuture<CancelResult<?>> cancel(JobHandle<?> job) {
    return told(Single.defer(() -> Single.fromCompletionStage(job.cancelAsync())));
  }

  /** A job that was attached to has no stream that submitted it. */
  @Override
  public void detach(JobHandle<?> job) {
    Disposable stream = submissions.remove(job);
    if (stream == null) {
      job.detach();
    } else {
      stream.dispose();
    }
  }

  private static <T> CompletableFuture<T> told(Single<? extends T> stream) {
    CompletableFuture<T> told = new CompletableFuture<>();
    Disposable unused = stream.subscribe(told::complete, told::completeExceptionally);
    return told;
  }
}
