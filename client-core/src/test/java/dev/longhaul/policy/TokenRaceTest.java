package dev.longhaul.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two threads that meet in one instant neither fetch twice nor wait for good. */
@Timeout(60)
class TokenRaceTest {
  private static final int ROUNDS = 1_000;

  private final ExecutorService threads = Executors.newFixedThreadPool(1);

  @AfterEach
  void endTheThread() throws Exception {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void callsThatMeetInTheSameInstantStillCauseOneFetch() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      AtomicInteger count = new AtomicInteger();
      Credentials each =
          Credentials.refreshing(
              () -> CompletableFuture.completedFuture("t" + count.incrementAndGet()));
      race(() -> header(each), () -> header(each));
      assertThat(count).as("fetches of round %d", round).hasValue(1);
    }
  }

  @Test
  void whoeverJoinsInTheInstantInWhichAFetchEndsHearsOfItToo() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      CompletableFuture<String> fetch = new CompletableFuture<>();
      Credentials each = Credentials.refreshing(() -> fetch);
      CompletionStage<Optional<String>> first = each.authorization();
      race(
          () -> fetch.complete("t"),
          () -> {
            CompletionStage<Optional<String>> joined = each.authorization();
            while (!first.toCompletableFuture().isDone()) {
              joined = each.authorization();
            }
            return joined.toCompletableFuture().get(10, TimeUnit.SECONDS);
          });
    }
  }

  /** Runs both as nearly at once as two threads can. */
  private void race(Callable<?> one, Callable<?> other) throws Exception {
    AtomicInteger ready = new AtomicInteger();
    Future<?> ending = threads.submit(() -> inStep(ready, one));
    inStep(ready, other);
    ending.get(10, TimeUnit.SECONDS);
  }

  private static Object inStep(AtomicInteger ready, Callable<?> call) throws Exception {
    ready.incrementAndGet();
    for (int spins = 1; ready.get() < 2; spins++) {
      if (spins % 1_000 == 0) {
        Thread.yield(); // on a busy machine the other one may need this core
      } else {
        Thread.onSpinWait();
      }
    }
    return call.call();
  }

  private static String header(Credentials credentials) throws Exception {
    return credentials.authorization().toCompletableFuture().get(10, TimeUnit.SECONDS).orElse("");
  }
}
