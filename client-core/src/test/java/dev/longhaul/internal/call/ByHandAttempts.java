package dev.longhaul.internal.call;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.internal.future.LinkedFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Attempts that end as and when the test says. */
final class ByHandAttempts implements Attempts<String> {
  final List<CompletableFuture<String>> started = new CopyOnWriteArrayList<>();
  final List<Duration> limits = new CopyOnWriteArrayList<>();
  private final Operation operation;
  volatile CompletableFuture<?> ready = READY;
  volatile Duration timeLimit = Duration.ofSeconds(60);

  ByHandAttempts(Operation operation) {
    this.operation = operation;
  }

  static ByHandAttempts reading() {
    return new ByHandAttempts(Operation.read("render-farm", "read", "job-1"));
  }

  CompletableFuture<String> newest() {
    return started.get(started.size() - 1);
  }

  void fail(LonghaulException failure) {
    newest().completeExceptionally(failure);
  }

  /** No byte left, or some did. */
  LonghaulException broken(Reach reach) {
    return new UnreachableException("It broke.", facts().reach(reach).build(), null);
  }

  LonghaulException answered(int status) {
    return new ServiceFailedException("It failed.", facts().status(status).build(), null);
  }

  LonghaulException rateLimited(Duration retryAfter) {
    return new RateLimitedException(
        "Slower.", facts().status(429).retryAfter(retryAfter).reach(Reach.DECLINED).build(), null);
  }

  CallFacts.Builder facts() {
    return operation.facts().attempts(1);
  }

  @Override
  public Operation operation() {
    return operation;
  }

  @Override
  public String run(int number, Duration limit) throws InterruptedException {
    return LinkedFuture.await(start(number, limit));
  }

  @Override
  public CompletableFuture<String> start(int number, Duration limit) {
    CompletableFuture<String> attempt = new CompletableFuture<>();
    limits.add(limit);
    started.add(attempt);
    return attempt;
  }

  @Override
  public Duration timeLimit() {
    return timeLimit;
  }

  @Override
  public CompletableFuture<?> ready() {
    return ready;
  }
}
