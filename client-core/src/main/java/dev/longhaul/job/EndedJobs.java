package dev.longhaul.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber's place in the stream of jobs that have ended.
 *
 * <p><i>Concurrency:</i> the monitor guards the fields, and is never held while the subscriber is
 * called. At most one delivery runs at a time ({@link #delivering}); the subscription itself counts
 * as the first.
 */
final class EndedJobs<R> implements Flow.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(JobGroup.class);

  private final Flow.Subscriber<? super JobHandle<R>> subscriber;
  private final ArrayDeque<JobHandle<R>> ended = new ArrayDeque<>();
  private final List<CompletableFuture<?>> waits = new ArrayList<>();
  private int left;
  private long demand;
  private boolean delivering = true;
  private boolean gone;
  private @Nullable Throwable misuse;

  EndedJobs(Flow.Subscriber<? super JobHandle<R>> subscriber) {
    this.subscriber = subscriber;
  }

  void begin(List<JobHandle<R>> jobs) {
    left = jobs.size();
    try {
      subscriber.onSubscribe(this);
    } catch (RuntimeException | Error thrown) {
      dropped(thrown);
      return;
    }
    List<JobHandle<R>> going = new ArrayList<>();
    for (JobHandle<R> job : jobs) {
      if (!job.snapshot().phase().isTerminal()) {
        going.add(job);
      } else {
        put(job);
      }
    }
    drain();
    going.forEach(this::await);
  }

  private void await(JobHandle<R> job) {
    if (isGone()) {
      return;
    }
    CompletableFuture<?> ending = job.outcome();
    synchronized (this) {
      waits.add(ending);
    }
    ending.whenComplete(
        (outcome, error) -> {
          put(job);
          if (startsDelivery()) {
            drain();
          }
        });
    // Guards against a cancellation in between, which did not see this wait.
    if (isGone()) {
      ending.cancel(false);
    }
  }

  private synchronized boolean isGone() {
    return gone;
  }

  private synchronized void put(JobHandle<R> job) {
    if (!gone) {
      ended.add(job);
    }
  }

  @Override
  public void request(long n) {
    JobHandle<R> first;
    synchronized (this) {
      if (n <= 0) {
        misuse =
            new IllegalArgumentException(
                "request(" + n + "): a positive number is needed (rule 3.9)");
      } else {
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
      }
      if (!startsDelivery()) {
        return;
      }
      first = ended.peek();
    }
    if (first == null) {
      drain();
    } else {
      // The way to the callbacks: the ending of a job is told there, however often it is asked for.
      first.outcome().whenComplete((outcome, error) -> drain());
    }
  }

  @Override
  public void cancel() {
    List<CompletableFuture<?>> obsolete;
    synchronized (this) {
      gone = true;
      ended.clear();
      obsolete = List.copyOf(waits);
      waits.clear();
    }
    obsolete.forEach(wait -> wait.cancel(false));
  }

  private synchronized boolean startsDelivery() {
    if (delivering || !ready()) {
      return false;
    }
    delivering = true;
    return true;
  }

  private boolean ready() {
    return !gone && (misuse != null || left == 0 || (demand > 0 && !ended.isEmpty()));
  }

  /** Delivers all that can be. Called by the one who set {@link #delivering}. */
  private void drain() {
    try {
      while (step()) {
        // each step is one signal
      }
    } catch (RuntimeException | Error thrown) {
      dropped(thrown);
    }
  }

  /** A subscriber must not throw (rule 2.13); one that does gets nothing more. */
  private void dropped(Throwable thrown) {
    LOG.warn("A subscriber threw {}; its subscription was cancelled.", thrown.getClass().getName());
    cancel();
  }

  /** Delivers one signal; returns whether there may be another. */
  private boolean step() {
    JobHandle<R> job = null;
    Throwable wrong;
    synchronized (this) {
      if (!ready()) {
        delivering = false;
        return false;
      }
      wrong = misuse;
      if (wrong == null && left > 0) {
        job = ended.remove();
        left--;
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
      }
    }
    if (job != null) {
      subscriber.onNext(job);
      return true;
    }
    cancel();
    if (wrong == null) {
      subscriber.onComplete();
    } else {
      subscriber.onError(wrong);
    }
    return false;
  }
}
