package dev.longhaul.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.testkit.LeakCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two threads do for callbacks that return soon; those that block make room for others. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallbackThreadsTest {
  private static final long SOON = 10;

  private final CallbackThreads threads = new CallbackThreads(Duration.ofSeconds(5));
  private final Set<Thread> callers = ConcurrentHashMap.newKeySet();
  private final CountDownLatch free = new CountDownLatch(1);

  @AfterEach
  void end() {
    free.countDown();
    threads.shutDown();
    threads.ended(Duration.ofSeconds(SOON));
  }

  @Test
  void tenThousandQuickCallbacksTakeTwoThreads() throws Exception {
    CountDownLatch called = new CountDownLatch(10_000);
    for (int i = 0; i < 10_000; i++) {
      threads.execute(
          () -> {
            callers.add(Thread.currentThread());
            spin(20_000);
            called.countDown();
          });
    }

    assertThat(called.await(SOON, TimeUnit.SECONDS)).isTrue();
    assertThat(callers).hasSizeBetween(1, 2);
  }

  @Test
  void sixtyThreeThatBlockDoNotStopTheNext() throws Exception {
    block(63);
    CompletableFuture<Void> next = called();

    next.get(SOON, TimeUnit.SECONDS);
    assertThat(callers).hasSize(63);
  }

  @Test
  void thereAreNeverMoreThanSixtyFour() throws Exception {
    block(64);
    CompletableFuture<Void> waits = called();

    assertThatThrownBy(() -> waits.get(150, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    free.countDown();
    waits.get(SOON, TimeUnit.SECONDS);
  }

  @Test
  void whatBlocksWithoutWaitingMakesRoomToo() throws Exception {
    CountDownLatch busy = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      threads.execute(
          () -> {
            busy.countDown();
            while (free.getCount() > 0) {
              Thread.onSpinWait();
            }
          });
    }
    assertThat(busy.await(SOON, TimeUnit.SECONDS)).isTrue();

    called().get(SOON, TimeUnit.SECONDS);
  }

  @Test
  void roomIsMadeAgainAfterThreadsThatWereAddedAreGone() throws Exception {
    CallbackThreads hasty = new CallbackThreads(Duration.ofMillis(1));
    for (int round = 0; round < 3; round++) {
      CountDownLatch blocked = new CountDownLatch(5);
      CountDownLatch over = new CountDownLatch(1);
      List<Thread> used = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        hasty.execute(
            () -> {
              synchronized (used) {
                used.add(Thread.currentThread());
              }
              blocked.countDown();
              await(over);
            });
      }
      assertThat(blocked.await(SOON, TimeUnit.SECONDS)).isTrue();
      over.countDown();
      for (Thread thread : used) {
        thread.join(TimeUnit.SECONDS.toMillis(SOON));
        assertThat(thread.isAlive()).isFalse();
      }
    }
    hasty.shutDown();
    assertThat(hasty.ended(Duration.ofSeconds(SOON))).isTrue();
  }

  @Test
  void nothingIsLostHoweverThreadsComeAndGo() throws Exception {
    CallbackThreads hasty = new CallbackThreads(Duration.ofNanos(50_000));
    CountDownLatch called = new CountDownLatch(8 * 2_000);
    List<Thread> producers = new ArrayList<>();
    for (int p = 0; p < 8; p++) {
      Thread producer =
          new Thread(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  int dice = ThreadLocalRandom.current().nextInt(100);
                  hasty.execute(
                      () -> {
                        LockSupport.parkNanos(dice == 0 ? 2_000_000 : 0);
                        called.countDown();
                      });
                  LockSupport.parkNanos(dice == 1 ? 1_000_000 : 0);
                }
              });
      producers.add(producer);
      producer.start();
    }
    for (Thread producer : producers) {
      producer.join();
    }

    assertThat(called.await(SOON, TimeUnit.SECONDS)).isTrue();
    hasty.shutDown();
    assertThat(hasty.ended(Duration.ofSeconds(SOON))).isTrue();
  }

  @Test
  void oneThatThrowsIsReportedAndTheNextIsCalled() throws Exception {
    block(1);
    CompletableFuture<Throwable> reported = new CompletableFuture<>();
    threads.execute(
        () -> {
          Thread.currentThread()
              .setUncaughtExceptionHandler((thread, error) -> reported.complete(error));
          throw new IllegalStateException("a callback's own trouble");
        });

    assertThat(reported.get(SOON, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    called().get(SOON, TimeUnit.SECONDS);
  }

  @Test
  void anInterruptOfOneDoesNotReachTheNext() throws Exception {
    block(1);
    CompletableFuture<Thread> interrupted = new CompletableFuture<>();
    CompletableFuture<Thread> next = new CompletableFuture<>();
    threads.execute(
        () -> {
          Thread.currentThread().interrupt();
          interrupted.complete(Thread.currentThread());
        });
    threads.execute(
        () -> {
          boolean undisturbed = !Thread.currentThread().isInterrupted();
          next.complete(undisturbed ? Thread.currentThread() : null);
        });

    assertThat(next.get(SOON, TimeUnit.SECONDS))
        .isSameAs(interrupted.get(SOON, TimeUnit.SECONDS))
        .isNotNull();
  }

  @Test
  void afterTheEndNothingIsTakenAndWhatIsInLineIsCalledPastWhatBlocks() throws Exception {
    block(2);
    CompletableFuture<Void> inLine = called();
    threads.shutDown();

    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    inLine.get(SOON, TimeUnit.SECONDS);
    assertThat(threads.ended(Duration.ofMillis(1))).isFalse();
    free.countDown();
    assertThat(threads.ended(Duration.ofSeconds(SOON))).isTrue();
  }

  @Test
  void givingUpInterruptsWhatBlocksAndReturnsWhatIsInLine() throws Exception {
    block(64);
    CompletableFuture<Void> inLine = called();
    threads.shutDown();

    List<Runnable> left = threads.giveUp();
    assertThat(threads.hasGivenUp()).isTrue();
    assertThat(threads.ended(Duration.ofSeconds(SOON))).isTrue();
    assertThat(left).hasSize(1);
    assertThat(inLine).isNotDone();
  }

  @Test
  void oneThatGivesUpIsNotInterruptedItself() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    threads.execute(
        () -> {
          boolean inside = threads.isInside();
          threads.giveUp();
          interrupted.complete(!inside || Thread.currentThread().isInterrupted());
        });

    assertThat(interrupted.get(SOON, TimeUnit.SECONDS)).isFalse();
    assertThat(threads.isInside()).isFalse();
  }

  @Test
  void clientsShareNoThreads() throws Exception {
    try (Callbacks one = Callbacks.on(null);
        Callbacks other = Callbacks.on(null)) {
      assertThat(caller(one)).isNotSameAs(caller(other));
    }
  }

  private static Thread caller(Callbacks callbacks) throws Exception {
    CompletableFuture<Thread> caller = new CompletableFuture<>();
    callbacks.execute(() -> caller.complete(Thread.currentThread()));
    return caller.get(SOON, TimeUnit.SECONDS);
  }

  private CompletableFuture<Void> called() {
    CompletableFuture<Void> called = new CompletableFuture<>();
    threads.execute(() -> called.complete(null));
    return called;
  }

  /** Returns when so many callbacks block. */
  private void block(int many) throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(many);
    for (int i = 0; i < many; i++) {
      threads.execute(
          () -> {
            callers.add(Thread.currentThread());
            blocked.countDown();
            await(free);
          });
    }
    assertThat(blocked.await(SOON, TimeUnit.SECONDS)).isTrue();
  }

  private static void spin(long nanos) {
    for (long end = System.nanoTime() + nanos; System.nanoTime() < end; ) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
