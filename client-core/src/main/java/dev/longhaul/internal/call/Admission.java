package dev.longhaul.internal.call;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CircuitOpenException;
import dev.longhaul.error.QueueFullException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt from the door to its answer: past the circuit breaker, the rate limiter, the client's
 * pause and the line for a permit, and onto the wire. It waits without a thread.
 *
 * <p><i>Concurrency:</i> one step at a time; a cancellation may come during any of them. A permit
 * is given back by whoever holds it: here until the attempt has begun, by the attempt's end from
 * then on.
 */
final class Admission<T> extends LinkedFuture<T> {
  private final RunningCall<T> call;
  private final CallPolicies policies;
  private final Attempts<T> attempts;
  private volatile Permits.@Nullable Waiter place;

  Admission(RunningCall<T> call, CallPolicies policies, Attempts<T> attempts) {
    this.call = call;
    this.policies = policies;
    this.attempts = attempts;
  }

  /** Takes all that an attempt needs, if it can be had without waiting; returns whether it did. */
  static boolean atOnce(CallPolicies policies) {
    if (!policies.pause.left().isZero() || !policies.permits.tryAcquire()) {
      return false;
    }
    if ((policies.rateLimiter == null || policies.rateLimiter.tryAcquirePermit())
        && (policies.breaker == null || policies.breaker.tryAcquire())) {
      return true;
    }
    policies.permits.release();
    return false;
  }

  /** Begins, unless the call was given up; returns this attempt. */
  Admission<T> begin() {
    if (!call.isDone()) {
      guarded(this::whenReady);
    } else {
      cancel(false);
    }
    return this;
  }

  private void whenReady() {
    CompletableFuture<?> ready = attempts.ready();
    if (policies.isClosed()) {
      throw CallPolicies.closedError(call.operation());
    }
    if (ready.isDone()) {
      now(ready); // a token that cannot be had ends the attempt here
      enter();
      return;
    }
    call.awaitElsewhere();
    waitFor(ready);
    ready.whenComplete(
        (token, error) -> {
          if (error == null) {
            guarded(this::enter);
          } else {
            completeExceptionally(reason(error));
          }
        });
  }

  private void enter() {
    requireTime();
    requireClosedCircuit();
    Duration turn = turnOfTheRateLimiter();
    Duration pause = policies.pause.left();
    waitThenQueue(turn.compareTo(pause) > 0 ? turn : pause);
  }

  private void requireClosedCircuit() {
    Duration open = policies.breaker == null ? Duration.ZERO : policies.breaker.openFor();
    if (!open.isZero()) {
      throw circuitOpen(open);
    }
  }

  private CircuitOpenException circuitOpen(Duration open) {
    return new CircuitOpenException(
        "The circuit breaker is open, since the service failed too often; nothing was sent.",
        call.operation().facts().reach(Reach.NOT_SENT).retryAfter(open).build(),
        null);
  }

  private Duration turnOfTheRateLimiter() {
    if (policies.rateLimiter == null) {
      return Duration.ZERO;
    }
    Duration turn = policies.rateLimiter.tryReservePermit(call.remaining());
    if (turn.isNegative()) {
      throw call.outOfTime(Reach.NOT_SENT, null);
    }
    return turn;
  }

  private void waitThenQueue(Duration wait) {
    if (isDone()) {
      return;
    }
    if (wait.isZero()) {
      queue();
      return;
    }
    if (wait.compareTo(call.remaining()) >= 0) {
      throw new RateLimitedException(
          "The service asked this client for a pause longer than the call's deadline.",
          call.operation().facts().reach(Reach.NOT_SENT).retryAfter(wait).build(),
          null);
    }
    call.awaitElsewhere();
    waitFor(policies.later(wait, () -> guarded(this::queue)));
  }

  private void queue() {
    if (isDone()) {
      return;
    }
    if (policies.permits.tryAcquire()) {
      granted();
      return;
    }
    call.awaitElsewhere();
    Permits.Waiter waiter = policies.permits.join(() -> guarded(this::granted));
    if (waiter == null) {
      throw new QueueFullException(
          "The line of calls that wait for a permit is full; nothing was sent. Call less often,"
              + " or allow more calls at once.",
          call.operation().facts().reach(Reach.NOT_SENT).build(),
          null);
    }
    place = waiter;
    // Guards against a cancellation just before, which knew of no place to leave.
    if (isDone()) {
      waiter.leave();
    }
  }

  /** Called with a permit in hand. */
  private void granted() {
    boolean holding = true;
    try {
      // A pause may have begun while this call stood in line.
      Duration pause = policies.pause.left();
      if (isDone() || !pause.isZero()) {
        holding = false;
        policies.permits.release();
        waitThenQueue(pause);
        return;
      }
      requireTime();
      requireTrial();
      holding = false;
      launch();
    } finally {
      if (holding) {
        policies.permits.release();
      }
    }
  }

  private void requireTime() {
    if (call.remaining().isZero()) {
      throw call.outOfTime(Reach.NOT_SENT, null);
    }
  }

  /** Last of all, since whoever was let through has to make the attempt. */
  private void requireTrial() {
    if (policies.breaker != null && !policies.breaker.tryAcquire()) {
      throw circuitOpen(policies.breaker.openFor());
    }
  }

  private void launch() {
    int number = call.wireNumber();
    if (number == 0) {
      call.giveBack();
      return;
    }
    Duration limit = call.limit();
    CompletableFuture<T> answer = Guarded.call(() -> attempts.start(number, limit));
    waitFor(answer);
    answer.whenComplete(
        (value, error) -> {
          call.offTheWire(error == null ? null : reason(error));
          settle(value, error);
        });
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RejectedExecutionException over) {
      completeExceptionally(CallPolicies.closedError(call.operation()));
    } catch (RuntimeException | Error refused) {
      completeExceptionally(refused);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    Permits.Waiter waiter = place;
    if (cancelled && waiter != null) {
      waiter.leave();
    }
    return cancelled;
  }
}
