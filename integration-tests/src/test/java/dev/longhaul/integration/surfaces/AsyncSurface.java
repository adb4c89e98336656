package dev.longhaul.integration.surfaces;

import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobSnapshot;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Futures for calls, and a stream of the JDK for events. */
final class AsyncSurface implements Surface {
  @Override
  public JobHandle<?> submit(ServiceBench service, EventLog log) throws InterruptedException {
    JobHandle<?> job = Told.in(service.submitAsync());
    hear(job, log);
    return job;
  }

  @Override
  public void hear(JobHandle<?> job, EventLog log) {
    job.events().subscribe(new Hearing(log));
  }

  @Override
  public CompletableFuture<JobOutcome<?>> outcome(JobHandle<?> job) {
    return job.outcome().thenApply(outcome -> outcome);
  }

  @Override
  public CompletableFuture<JobSnapshot> patience(JobHandle<?> job, Duration patience) {
    return job.outcome()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (outcome, error) -> {
              if (error instanceof TimeoutException) {
                return job.snapshot();
              }
              throw new AssertionError("It ended: " + outcome, error);
            });
  }

  @Override
  public CompletableFuture<CancelResult<?>> cancel(JobHandle<?> job) {
    return job.cancelAsync().thenApply(result -> result);
  }

  @Override
  public void detach(JobHandle<?> job) {
    job.detach();
  }

  /** Asks for one event at a time. */
  private static final class Hearing implements Flow.Subscriber<JobEvent> {
    private final EventLog log;
    private Flow.Subscription subscription;

    Hearing(EventLog log) {
      this.log = log;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      subscription.request(1);
    }

    @Override
    public void onNext(JobEvent event) {
      log.event(event);
      subscription.request(1);
    }

    @Override
    public void onError(Throwable error) {
      log.end(error);
    }

    @Override
    public void onComplete() {
      log.end(null);
    }
  }
}
