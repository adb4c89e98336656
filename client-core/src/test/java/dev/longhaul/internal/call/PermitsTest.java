package dev.longhaul.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The bulkhead hands every permit out once, in order, and gets every one back. */
class PermitsTest {
  @Test
  void thoseInLineAreServedInOrder() {
    Permits permits = new Permits(1, 10);
    assertThat(permits.tryAcquire()).isTrue();
    List<Integer> served = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int number = i;
      permits.join(() -> served.add(number));
    }

    permits.release();
    permits.release();

    assertThat(served).containsExactly(0, 1);
    assertThat(permits.inUse()).isEqualTo(1);
    assertThat(permits.waiting()).isEqualTo(1);
  }

  @Test
  void aFullLineTakesNobodyIn() {
    Permits permits = new Permits(1, 1);
    permits.tryAcquire();

    assertThat(permits.join(() -> {})).isNotNull();
    assertThat(permits.join(() -> {})).isNull();
  }

  @Test
  void whoLeavesTheLineIsPassedOver() {
    Permits permits = new Permits(1, 10);
    permits.tryAcquire();
    List<String> served = new ArrayList<>();
    Permits.Waiter first = permits.join(() -> served.add("first"));
    permits.join(() -> served.add("second"));

    first.leave();
    permits.release();

    assertThat(served).containsExactly("second");
  }

  @Test
  void aChainOfGrantsThatEndAtOnceDoesNotGrowTheStack() {
    Permits permits = new Permits(1, 100_000);
    permits.tryAcquire();
    AtomicInteger served = new AtomicInteger();
    for (int i = 0; i < 100_000; i++) {
      permits.join(
          () -> {
            served.incrementAndGet();
            permits.release();
          });
    }

    permits.release();

    assertThat(served).hasValue(100_000);
    assertThat(permits.inUse()).isZero();
  }

  @Test
  void noPermitIsLostWhenGrantsAndLeavingCross() throws Exception {
    Permits permits = new Permits(4, 1_000);
    AtomicInteger most = new AtomicInteger();
    AtomicInteger holding = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int worker = 0; worker < 8; worker++) {
      SplittableRandom random = new SplittableRandom(worker);
      threads.execute(
          () -> {
            for (int i = 0; i < 5_000; i++) {
              pass(permits, holding, most, random.nextInt(3) == 0);
            }
          });
    }
    threads.shutdown();

    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(most.get()).isBetween(1, 4);
    assertThat(permits.inUse()).isZero();
    assertThat(permits.waiting()).isZero();
  }

  private static void pass(
      Permits permits, AtomicInteger holding, AtomicInteger most, boolean leaves) {
    Runnable work =
        () -> {
          most.accumulateAndGet(holding.incrementAndGet(), Math::max);
          Thread.yield();
          holding.decrementAndGet();
          permits.release();
        };
    if (permits.tryAcquire()) {
      work.run();
      return;
    }
    Permits.Waiter waiter = permits.join(work);
    if (leaves && waiter != null) {
      waiter.leave();
    }
  }
}
