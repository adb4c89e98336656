package dev.longhaul.integration.surfaces;

import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobSnapshot;
import dev.longhaul.job.WaitTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** A thread for each call, which waits for it; events come to a listener. */
final class BlockingSurface implements Surface {
  private static final Duration LONG = Duration.ofHours(3);

  @Override
  public JobHandle<?> submit(ServiceBench service, EventLog log) throws InterruptedException {
    JobHandle<?> job = service.submit();
    hear(job, log);
    return job;
  }

  @Override
  public void hear(JobHandle<?> job, EventLog log) {
    job.listen(
        event -> {
          // The log is a stream's: one that stopped has an end and no event for it.
          if (event instanceof JobEvent.WatchStopped stopped) {
            log.end(stopped.error());
            return;
          }
          try {
            log.event(event);
          } finally {
            if (event instanceof JobEvent.Ended) {
              log.end(null);
            }
          }
        });
  }

  @Override
  public CompletableFuture<JobOutcome<?>> outcome(JobHandle<?> job) {
    return inThread(() -> job.await(LONG));
  }

  @Override
  public CompletableFuture<JobSnapshot> patience(JobHandle<?> job, Duration patience) {
    return inThread(
        () -> {
          try {
            throw new AssertionError("It ended: " + job.await(patience));
          } catch (WaitTimeoutException over) {
            return over.snapshot();
          }
        });
  }

  @Override
  public CompletableFuture<CancelResult<?>> cancel(JobHandle<?> job) {
    return inThread(job::cancel);
  }

  @Override
  public void detach(JobHandle<?> job) {
    job.detach();
  }

  private static <T> CompletableFuture<T> inThread(Callable<? extends T> call) {
    CompletableFuture<T> told = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                told.complete(call.call());
              } catch (Throwable thrown) {
                told.completeExceptionally(thrown);
              }
            },
            "a caller that waits");
    caller.setDaemon(true);
    caller.start();
    return told;
  }
}
