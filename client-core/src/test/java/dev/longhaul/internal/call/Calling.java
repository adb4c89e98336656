package dev.longhaul.internal.call;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.time.Callbacks;
import dev.longhaul.internal.time.Timers;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/** The policies of a client on virtual time, whose callbacks run where they are called. */
final class Calling implements AutoCloseable {
  final VirtualTime time = VirtualTime.create();
  final CallPolicies policies;

  Calling() {
    this(options -> options);
  }

  Calling(UnaryOperator<ResilienceOptions.Builder> change) {
    policies =
        new CallPolicies(
            "render-farm",
            change.apply(ResilienceOptions.builder()).build(),
            time,
            Timers.on(time),
            Callbacks.on(Runnable::run));
  }

  CompletableFuture<String> start(ByHandAttempts attempts) {
    return policies.start(attempts, CallOptions.defaults());
  }

  CompletableFuture<String> start(
      ByHandAttempts attempts, UnaryOperator<CallOptions.Builder> change) {
    return policies.start(attempts, change.apply(CallOptions.builder()).build());
  }

  /** Lets the time pass that a call rests, whatever jitter made of it. */
  void rest() {
    time.advance(Duration.ofSeconds(30));
  }

  static LonghaulException failure(CompletableFuture<?> call) {
    if (!call.isDone()) {
      throw new AssertionError("The call goes on");
    }
    try {
      throw new AssertionError("It should have failed, but gave " + call.join());
    } catch (CompletionException failed) {
      return (LonghaulException) failed.getCause();
    }
  }

  @Override
  public void close() {
    policies.close();
  }
}
