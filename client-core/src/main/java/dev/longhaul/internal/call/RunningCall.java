package dev.longhaul.internal.call;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.DeadlineExceededException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientEvent;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One call: its first attempt, the others if there have to be any, and the one deadline over all of
 * it. A call that succeeds at once sets no timer, takes no place on any list and never meets
 * Failsafe, which repeats what failed.
 *
 * <p><i>Concurrency:</i> one attempt at a time; whatever ends it runs the next step, so the fields
 * are written by one thread after the other. A deadline, a close or a cancellation may come at any
 * moment from elsewhere: they complete this future, and a step that finds it done gives back what
 * it holds.
 */
final class RunningCall<T> extends LinkedFuture<T> {
  private final CallPolicies policies;
  private final Attempts<T> attempts;
  private final RetryRule rule;
  private final Audience audience;
  private final Duration deadline;
  private final long began;
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicReference<Place> place = new AtomicReference<>(Place.WAITING);
  private volatile boolean inDoubt;
  private volatile boolean waited;
  private volatile boolean cutShort;
  private volatile @Nullable LonghaulException last;
  private int turn;
  private int decidedTurn;
  private int retries;
  private @Nullable Duration asked;
  private @Nullable Duration rest;

  /** Where a call is. Whoever moves it from {@code WAITING} alone decides what comes next. */
  private enum Place {
    WAITING,
    ON_THE_WIRE,
    OVER
  }

  /** What the future of a call leads to. */
  enum Audience {
    /** Code of this library, which may run on any thread and never blocks. */
    OURS,
    /** Code of the caller, which the timer's only thread must not run. */
    CALLERS
  }

  RunningCall(CallPolicies policies, Attempts<T> attempts, CallOptions call, Audience audience) {
    this.policies = policies;
    this.attempts = attempts;
    this.audience = audience;
    rule = new RetryRule(policies.options, call);
    deadline = call.deadline().orElse(policies.options.deadline());
    began = policies.ticker.nanos();
  }

  Operation operation() {
    return attempts.operation();
  }

  /**
   * Makes the first attempt on this thread if it may begin at once; what follows waits elsewhere.
   */
  T run() throws InterruptedException {
    CompletableFuture<?> ready = attempts.ready();
    boolean hasToWait = policies.isClosed() || !ready.isDone() || ready.isCompletedExceptionally();
    if (hasToWait || !Admission.atOnce(policies)) {
      return await(start());
    }
    turn++;
    place.set(Place.ON_THE_WIRE);
    LonghaulException failure;
    Throwable ended = null;
    try {
      T value = attempts.run(made.incrementAndGet(), limit());
      policies.budget.succeeded();
      return value;
    } catch (LonghaulException failed) {
      ended = failed;
      failure = failed;
    } catch (InterruptedException | RuntimeException | Error other) {
      ended = other;
      throw other;
    } finally {
      offTheWire(ended);
    }
    if (decide(failure) == null) {
      throw whole(failure);
    }
    recover(failure);
    return await(this);
  }

  CompletableFuture<T> start() {
    Admission<T> first = attempt();
    waitFor(first);
    first.begin();
    first.whenComplete((value, error) -> guarded(() -> firstEnded(value, error)));
    return this;
  }

  private Admission<T> attempt() {
    turn++;
    return new Admission<>(this, policies, attempts);
  }

  /** Guards against code of the caller's, such as a predicate, whose errors a future swallows. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error thrown) {
      fail(thrown);
    }
  }

  private void firstEnded(T value, @Nullable Throwable error) {
    if (error == null) {
      policies.budget.succeeded();
      settle(value, null);
    } else if (!(reason(error) instanceof LonghaulException failure)) {
      fail(reason(error));
    } else if (decide(failure) == null) {
      fail(whole(failure));
    } else {
      recover(failure);
    }
  }

  /** Lets Failsafe repeat the call; the attempt that failed counts as its first. */
  private void recover(LonghaulException first) {
    awaitElsewhere();
    RetryPolicy<T> policy =
        RetryPolicy.<T>builder()
            .handleIf((value, error) -> error != null && decide(reason(error)) != null)
            .withMaxRetries(-1)
            .withDelayFn(context -> rest)
            .build();
    CompletableFuture<T> others =
        Failsafe.with(policy)
            .with(new InlineScheduler(policies.timer()))
            .getStageAsync(
                context ->
                    context.isFirstAttempt()
                        ? CompletableFuture.failedFuture(first)
                        : attempt().begin());
    waitFor(others);
    others.whenComplete((value, error) -> guarded(() -> recovered(value, error)));
  }

  private void recovered(T value, @Nullable Throwable error) {
    if (error == null) {
      policies.budget.succeeded();
      settle(value, null);
      return;
    }
    Throwable reason = reason(error);
    fail(reason instanceof LonghaulException failure ? whole(failure) : reason);
  }

  /**
   * Returns the rest before the next attempt, or null when there is to be none. Asked again about
   * the same attempt, it says the same.
   */
  private @Nullable Duration decide(Throwable error) {
    if (decidedTurn == turn) {
      return rest;
    }
    decidedTurn = turn;
    rest = null;
    if (error instanceof LonghaulException failure) {
      last = failure;
      inDoubt |= failure.facts().reach() == Reach.MAY_HAVE_TAKEN_EFFECT;
      rest = restAfter(failure);
    }
    return rest;
  }

  private @Nullable Duration restAfter(LonghaulException failure) {
    if (isDone()) {
      return null;
    }
    Duration wanted = asked == null ? rule.rest(failure, retries + 1) : asked;
    if (failure instanceof CredentialsException && !remaining().isZero() && attempts.renewed()) {
      return told(failure, Duration.ofNanos(1));
    }
    boolean repeat =
        rule.allows(operation(), failure)
            && retries < rule.most(operation())
            && wanted.compareTo(remaining()) < 0
            && policies.budget.spend();
    if (!repeat) {
      return null;
    }
    retries++;
    // Never nothing: the next attempt then always begins on the timer, with no lock held.
    return told(failure, wanted.isZero() ? Duration.ofNanos(1) : wanted);
  }

  private Duration told(LonghaulException failure, Duration delay) {
    if (policies.events().isHeard()) {
      policies
          .events()
          .tell(
              new ClientEvent.Retrying(
                  operation().service(), operation().name(), made.get() + 1, delay, failure));
    }
    return delay;
  }

  /** Returns the failure of an attempt as that of the whole call. */
  private LonghaulException whole(LonghaulException failure) {
    LonghaulException known =
        made.get() == failure.facts().attempts()
            ? failure
            : failure.with(failure.facts().toBuilder().attempts(made.get()).build());
    if (inDoubt && known.facts().reach() != Reach.MAY_HAVE_TAKEN_EFFECT) {
      return SubmissionDoubt.fromEarlier(operation(), known);
    }
    return isLate(known)
        ? outOfTime(known.facts().reach(), known)
        : SubmissionDoubt.aboutKey(operation(), known);
  }

  /** An attempt that got less than its usual time, and used it up, was ended by the deadline. */
  private boolean isLate(LonghaulException failure) {
    boolean usedUp = cutShort && failure.getCause() instanceof InterruptedIOException;
    return failure instanceof UnreachableException && (usedUp || remaining().isZero());
  }

  DeadlineExceededException outOfTime(Reach reach, @Nullable LonghaulException cause) {
    return new DeadlineExceededException(
        "The call had not ended within its deadline of "
            + deadline
            + ". Try again later, or allow more time.",
        operation().facts().attempts(made.get()).reach(reach).build(),
        cause);
  }

  /** Returns how much time is left; zero when there is none. */
  Duration remaining() {
    long left = deadline.toNanos() - (policies.ticker.nanos() - began);
    return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
  }

  /** Returns how long the next attempt may take. */
  Duration limit() {
    Duration left = remaining();
    Duration limit = attempts.timeLimit();
    cutShort = left.compareTo(limit) < 0;
    return cutShort ? left : limit;
  }

  /**
   * Goes on the wire, unless the call is over; returns the number of the attempt, or 0. Guards
   * against a deadline or a close at this very moment, which would call nothing sent what is.
   */
  int wireNumber() {
    return place.compareAndSet(Place.WAITING, Place.ON_THE_WIRE) ? made.incrementAndGet() : 0;
  }

  /** Gives back what an attempt would have held that never began. */
  void giveBack() {
    policies.permits.release();
    if (policies.breaker != null) {
      policies.breaker.record(new CancellationException());
    }
  }

  /** Gives back what an attempt held. */
  void offTheWire(@Nullable Throwable error) {
    place.set(Place.WAITING);
    try {
      heed(error);
    } finally {
      policies.permits.release();
    }
  }

  /** Learns from an answer before the permit goes to the next in line, who has to heed it too. */
  private void heed(@Nullable Throwable error) {
    asked = null;
    if (error instanceof RateLimitedException limited && limited.facts().status().isPresent()) {
      asked = rule.rest(limited, retries + 1);
      policies.pauseFor(asked);
    }
    if (policies.breaker != null) {
      policies.breaker.record(error);
    }
  }

  /** Sets the deadline's timer, once, and joins the list of those that a close has to tell. */
  void awaitElsewhere() {
    if (waited) {
      return;
    }
    waited = true;
    Future<?> timer = policies.later(remaining(), this::expire);
    whenComplete(
        (value, error) -> {
          timer.cancel(false);
          policies.leave(this);
        });
    policies.join(this);
  }

  private void expire() {
    end(outOfTime(Reach.NOT_SENT, last));
  }

  /**
   * Ends the call from outside while it waits. An attempt on the wire has a limit of its own, and
   * knows better what it has sent.
   */
  void end(LonghaulException error) {
    if (place.compareAndSet(Place.WAITING, Place.OVER)) {
      LonghaulException whole = whole(error);
      hop(() -> abandon(whole));
    }
  }

  private void fail(Throwable error) {
    Throwable known =
        error instanceof RejectedExecutionException
            ? whole(CallPolicies.closedError(operation()))
            : error;
    hop(() -> completeExceptionally(known));
  }

  private void hop(Runnable completion) {
    if (waited && audience == Audience.CALLERS) {
      policies.complete(completion);
    } else {
      completion.run();
    }
  }
}
