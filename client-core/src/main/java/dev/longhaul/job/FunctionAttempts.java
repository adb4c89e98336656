package dev.longhaul.job;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.internal.call.Attempts;
import dev.longhaul.internal.call.CallPolicies;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Attempts that are calls of a function, of which nothing is known but the future that it gives.
 */
final class FunctionAttempts<T> implements Attempts<T> {
  private final Operation operation;
  private final Supplier<CompletableFuture<T>> function;
  private final CallPolicies policies;

  FunctionAttempts(
      Operation operation, Supplier<CompletableFuture<T>> function, CallPolicies policies) {
    this.operation = operation;
    this.function = function;
    this.policies = policies;
  }

  @Override
  public Operation operation() {
    return operation;
  }

  /** The function sets its own limit; the call's deadline holds in any case. */
  @Override
  public Duration timeLimit() {
    return policies.deadline();
  }

  @Override
  public T run(int number, Duration limit) throws InterruptedException {
    return LinkedFuture.await(start(number, limit));
  }

  @Override
  public CompletableFuture<T> start(int number, Duration limit) {
    LinkedFuture<T> limited = new LinkedFuture<>(CompletableFuture.completedFuture(0));
    // First, since a timer that turns it away must not do so when the request has left.
    Future<?> timer = policies.later(limit, () -> limited.abandon(late(limit)));
    CompletableFuture<T> answer = LinkedFuture.explain(Guarded.call(function), this::known);
    limited.waitFor(answer);
    answer.whenComplete(
        (value, error) -> {
          timer.cancel(false);
          limited.settle(value, error);
        });
    return limited;
  }

  /** What the function threw by mistake proves nothing about what it had sent by then. */
  private LonghaulException known(Throwable error) {
    return error instanceof LonghaulException known
        ? known
        : new UnexpectedAnswerException(
            "The call failed in the service's own code.",
            operation.facts().attempts(1).reach(Reach.MAY_HAVE_TAKEN_EFFECT).build(),
            error);
  }

  private UnreachableException late(Duration limit) {
    return new UnreachableException(
        "No answer came within " + limit + ".",
        operation.facts().attempts(1).reach(Reach.MAY_HAVE_TAKEN_EFFECT).build(),
        null);
  }
}
