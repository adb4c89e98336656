package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Thirty thousand calls, blocking and not, of which many are cancelled, time out, are answered with
 * errors, or all of it at once: afterwards every permit is free.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PermitsComeBackTest {
  private static final int CALLS = 30_000;
  private static final int WORKERS = 16;
  private static final int PERMITS = 8;

  @Test
  void everyPermitIsFreeAfterThirtyThousandMixedCalls() throws Exception {
    ResilienceOptions tight =
        ResilienceOptions.builder()
            .concurrency(PERMITS, 200)
            .backOff(Duration.ofMillis(1), 2, Duration.ofMillis(4))
            .retryBudget(CALLS)
            .deadline(Duration.ofMillis(150))
            .build();
    AtomicInteger ended = new AtomicInteger();
    try (Bench bench = Bench.open(o -> o.resilience(tight).attemptTimeout(Duration.ofMillis(40)))) {
      ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
      for (int worker = 0; worker < WORKERS; worker++) {
        SplittableRandom random = new SplittableRandom(worker);
        threads.execute(() -> work(bench.client, random, ended));
      }
      threads.shutdown();
      changeTheWeatherUntilOver(bench.fake, threads);

      assertThat(ended).hasValue(CALLS);
      bench.fake.clearFaults();
      assertEveryPermitIsFree(bench);
    }
  }

  private static void changeTheWeatherUntilOver(FakeFunctionRunner fake, ExecutorService threads)
      throws InterruptedException {
    List<WireFault> faults =
        List.of(
            WireFault.resetAfterRead(),
            WireFault.status(503),
            WireFault.delay(Duration.ofMillis(45)),
            WireFault.truncatedBody());
    for (int turn = 0; !threads.awaitTermination(20, TimeUnit.MILLISECONDS); turn++) {
      if (turn % 2 == 0) {
        fake.clearFaults();
      } else {
        fake.always(FunctionRunnerOperation.READ_STATUS, faults.get(turn / 2 % faults.size()));
      }
    }
  }

  /** As many calls as there are permits reach the service at once, and one more does not. */
  private static void assertEveryPermitIsFree(Bench bench) {
    int before = bench.fake.ledger().requests(FunctionRunnerOperation.READ_RESULT).size();
    bench.fake.always(FunctionRunnerOperation.READ_RESULT, WireFault.stall());
    FunctionRunnerClient patient =
        bench.client.with(
            CallOptions.builder()
                .deadline(Duration.ofSeconds(20))
                .attemptTimeout(Duration.ofSeconds(20))
                .build());
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i <= PERMITS; i++) {
      calls.add(patient.resultAsync("task-none"));
    }
    bench.fake.ledger().await(FunctionRunnerOperation.READ_RESULT, before + PERMITS);
    assertThat(calls).noneMatch(CompletableFuture::isDone);
    assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.READ_RESULT))
        .hasSize(before + PERMITS);
    calls.forEach(call -> call.cancel(true));
  }

  private static void work(
      FunctionRunnerClient client, SplittableRandom random, AtomicInteger ended) {
    for (int i = 0; i < CALLS / WORKERS; i++) {
      if (random.nextInt(4) == 0) {
        blocking(client);
      } else {
        asynchronous(client, random);
      }
      ended.incrementAndGet();
    }
  }

  private static void blocking(FunctionRunnerClient client) {
    try {
      client.status("task-none");
    } catch (LonghaulException expected) {
      // Unknown to the service, or one of the faults.
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static void asynchronous(FunctionRunnerClient client, SplittableRandom random) {
    CompletableFuture<?> call = client.statusAsync("task-none");
    if (random.nextInt(3) == 0) {
      for (int spin = ThreadLocalRandom.current().nextInt(2_000); spin > 0; spin--) {
        Thread.onSpinWait();
      }
      call.cancel(true);
    }
    try {
      call.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | CancellationException expected) {
      // As above, or cancelled.
    } catch (Exception hung) {
      throw new AssertionError("A call did not end", hung);
    }
  }
}
