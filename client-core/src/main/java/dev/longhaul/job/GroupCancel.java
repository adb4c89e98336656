package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks for every job of a group to be stopped. Only so many requests are on the way at once: those
 * of ten thousand jobs would overflow the line of their client.
 *
 * <p><i>Concurrency:</i> the monitor guards every field that changes; nothing is asked, and no
 * future completed, under it.
 */
final class GroupCancel<R> {
  static final int AT_ONCE = 64;

  private final List<JobHandle<R>> jobs;
  private final Function<JobHandle<R>, CompletableFuture<CancelResult<R>>> ask;
  private final List<CompletableFuture<CancelResult<R>>> places;
  private final CompletableFuture<List<CancelResult<R>>> all;
  private int next;
  private int onTheWay;
  private boolean asking;
  private boolean answered;
  private @Nullable Throwable trouble;

  private GroupCancel(
      List<JobHandle<R>> jobs, Function<JobHandle<R>, CompletableFuture<CancelResult<R>>> ask) {
    this.jobs = jobs;
    this.ask = ask;
    places = Stream.generate(CompletableFuture<CancelResult<R>>::new).limit(jobs.size()).toList();
    all = LinkedFuture.all(places);
  }

  /** Returns a group's cancellation for a caller who goes on, told among the callbacks. */
  static <R> GroupCancel<R> of(List<JobHandle<R>> jobs) {
    return new GroupCancel<>(jobs, JobHandle::cancelAsync);
  }

  /**
   * Returns a group's cancellation for a caller who blocks, and may do so on the only thread that
   * there is for callbacks.
   */
  static <R> GroupCancel<R> ofBlocked(List<JobHandle<R>> jobs) {
    return new GroupCancel<>(
        jobs, job -> job instanceof WatchedJob<R> ours ? ours.askToStop() : job.cancelAsync());
  }

  CompletableFuture<List<CancelResult<R>>> send() {
    CompletableFuture<List<CancelResult<R>>> told = LinkedFuture.chain(all, this::told);
    askThoseInLine();
    return told;
  }

  private synchronized CompletableFuture<List<CancelResult<R>>> told(
      List<CancelResult<R>> results) {
    return trouble == null || answered
        ? CompletableFuture.completedFuture(results)
        : CompletableFuture.failedFuture(trouble);
  }

  /**
   * One thread asks for all, in a loop: an answer may be there at once, and ten thousand of them
   * must not stand on one stack.
   */
  private void askThoseInLine() {
    synchronized (this) {
      if (asking) {
        return;
      }
      asking = true;
    }
    for (int place = nextPlace(); place >= 0; place = nextPlace()) {
      ask(jobs.get(place), places.get(place));
    }
  }

  private synchronized int nextPlace() {
    if (onTheWay == AT_ONCE || next == jobs.size()) {
      asking = false;
      return -1;
    }
    onTheWay++;
    return next++;
  }

  private void ask(JobHandle<R> job, CompletableFuture<CancelResult<R>> place) {
    // Guards against a caller that gave up, which ends the places one after the other.
    if (all.isDone()) {
      over(false, null);
      return;
    }
    boolean ended = job.snapshot().phase().isTerminal();
    CompletableFuture<CancelResult<R>> answer = Guarded.call(() -> ask.apply(job));
    place.whenComplete((result, error) -> answer.cancel(false));
    answer.whenComplete(
        (result, error) -> {
          // First, since what it tells must be known when the last place is taken.
          over(error == null && !ended, error);
          place.complete(error == null ? result : inItsPlace(job, LinkedFuture.reason(error)));
          askThoseInLine();
        });
  }

  private synchronized void over(boolean answer, @Nullable Throwable error) {
    onTheWay--;
    answered |= answer;
    if (trouble == null && error != null) {
      trouble = LinkedFuture.reason(error);
    }
  }

  private static <R> CancelResult<R> inItsPlace(JobHandle<R> job, Throwable error) {
    String id = job.id().orElse("");
    LonghaulException reason =
        error instanceof LonghaulException known
            ? known
            : new UnexpectedAnswerException(
                "The cancellation failed in its own code.",
                CallFacts.builder("job", "cancel")
                    .key(job.key())
                    .jobId(id)
                    .reach(Reach.MAY_HAVE_TAKEN_EFFECT)
                    .build(),
                error);
    return reason.facts().reach() == Reach.MAY_HAVE_TAKEN_EFFECT
        ? new CancelResult.AnswerLost<>(id, reason)
        : new CancelResult.StillRunning<>(job.snapshot(), reason);
  }
}
