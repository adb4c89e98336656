package dev.longhaul.functionrunner;

import static dev.longhaul.functionrunner.CacheBench.FACTS;
import static dev.longhaul.functionrunner.CacheBench.failure;
import static dev.longhaul.functionrunner.CacheBench.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.generated.functionrunner.model.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A template is read once for all who ask for it at one time. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TemplateLoadTest {

  private final CacheBench bench = new CacheBench();

  @Test
  void manyThreadsAtOnceCauseOneLoad() throws Exception {
    int threads = 32;
    AtomicInteger begun = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 1; round <= 50; round++) {
        CompletableFuture<Template> load = new CompletableFuture<>();
        CyclicBarrier together = new CyclicBarrier(threads);
        String id = "round " + round;
        List<Future<CompletableFuture<Template>>> asking = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          asking.add(
              pool.submit(
                  () -> {
                    together.await(10, TimeUnit.SECONDS);
                    return bench.cache.get(
                        id,
                        () -> {
                          begun.incrementAndGet();
                          return load;
                        });
                  }));
        }
        List<CompletableFuture<Template>> asked = new ArrayList<>();
        for (Future<CompletableFuture<Template>> future : asking) {
          asked.add(future.get(10, TimeUnit.SECONDS));
        }
        assertThat(asked).noneMatch(CompletableFuture::isDone);
        load.complete(template("1"));
        assertThat(asked).allSatisfy(it -> assertThat(it.join()).isEqualTo(template("1")));
        assertThat(begun).hasValue(round);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void whoeverAsksGetsAnEndingWhileOthersCancelAndInvalidate() throws Exception {
    int threads = 8;
    ExecutorService asking = Executors.newFixedThreadPool(threads);
    ExecutorService loading = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int first = 0; first < threads; first++) {
        int turn = first;
        running.add(asking.submit(() -> askInTurns(turn, loading)));
      }
      for (Future<?> each : running) {
        each.get(20, TimeUnit.SECONDS);
      }
    } finally {
      asking.shutdownNow();
      loading.shutdownNow();
    }
  }

  private void askInTurns(int first, ExecutorService loading) {
    for (int turn = first; turn < first + 2_000; turn++) {
      CompletableFuture<Template> asked =
          bench.cache.get(
              "busy", () -> CompletableFuture.supplyAsync(() -> template("1"), loading));
      if (turn % 3 == 0) {
        asked.cancel(true);
      } else {
        assertThat(asked.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(template("1"));
      }
      if (turn % 2 == 0) {
        bench.cache.invalidate("busy");
      }
    }
  }

  @Test
  void cancellingOneLeavesTheLoadToTheOthers() {
    CompletableFuture<Template> first = bench.ask();
    CompletableFuture<Template> second = bench.ask();
    assertThat(first.cancel(true)).isTrue();
    assertThat(bench.loads.get(0)).isNotDone();

    bench.answer("1");
    assertThat(second.join()).isEqualTo(template("1"));
    assertThat(first).isCancelled();
    assertThat(bench.loads).hasSize(1);
  }

  @Test
  void cancellingTheLastCancelsTheLoadAndTheNextBeginsAnother() {
    CompletableFuture<Template> first = bench.ask();
    CompletableFuture<Template> second = bench.ask();
    first.cancel(true);
    second.orTimeout(0, TimeUnit.NANOSECONDS);
    assertThat(catchThrowable(second::join)).isNotNull();

    assertThat(bench.loads.get(0)).satisfies(load -> assertThat(cancelled(load)).isTrue());
    CompletableFuture<Template> third = bench.ask();
    assertThat(bench.loads).hasSize(2);
    bench.answer("2");
    assertThat(third.join()).isEqualTo(template("2"));
  }

  private static boolean cancelled(CompletableFuture<?> load) throws Exception {
    try {
      load.get(10, TimeUnit.SECONDS);
      return false;
    } catch (CancellationException cancelled) {
      return true;
    }
  }

  @Test
  void aLoadThatFailsFailsForAllAndIsNotKept() {
    List<CompletableFuture<Template>> asked = List.of(bench.ask(), bench.ask());
    ServiceFailedException down = new ServiceFailedException("It is down.", FACTS, null);
    bench.fail(new CompletionException(down));

    assertThat(asked).allSatisfy(it -> assertThat(failure(it)).isSameAs(down));
    assertThat(bench.ask()).isNotDone();
    assertThat(bench.loads).hasSize(2);
  }

  @Test
  void aLoadThatThrowsOrGivesNothingFailsAndIsNotKept() {
    IllegalStateException thrown = new IllegalStateException("no");
    CompletableFuture<Template> asked =
        bench.cache.get(
            "a",
            () -> {
              throw thrown;
            });
    assertThat(failure(asked)).isSameAs(thrown);

    CompletableFuture<Template> next = bench.ask();
    bench.loads.get(0).complete(null);
    assertThat(failure(next)).isInstanceOf(IllegalStateException.class);
    assertThat(bench.ask()).isNotDone();
  }

  @Test
  void aLoadThatWasUnderWayWhenInvalidatedIsNotKept() {
    for (Runnable invalidation :
        List.<Runnable>of(() -> bench.cache.invalidate("a"), bench.cache::invalidateAll)) {
      bench.loads.clear();
      CompletableFuture<Template> before = bench.ask();
      invalidation.run();
      CompletableFuture<Template> after = bench.ask();
      assertThat(bench.loads).hasSize(2);

      bench.loads.get(1).complete(template("new"));
      bench.loads.get(0).complete(template("old"));
      assertThat(before.join()).isEqualTo(template("old"));
      assertThat(after.join()).isEqualTo(template("new"));
      assertThat(bench.ask().join()).isEqualTo(template("new"));
      bench.cache.invalidateAll();
    }
  }

  @Test
  void aLoadThatIsNoLongerKeptIsStillCancelledWithItsLast() {
    CompletableFuture<Template> before = bench.ask();
    bench.cache.invalidate("a");
    CompletableFuture<Template> after = bench.ask();
    before.cancel(true);

    assertThat(bench.loads.get(0)).isCancelled();
    bench.answer("new");
    assertThat(after.join()).isEqualTo(template("new"));
    assertThat(bench.ask().join()).isEqualTo(template("new"));
  }

  @Test
  void waitersAreCalledOutsideOfTheLock() throws Exception {
    CompletableFuture<Template> asked = bench.ask();
    CompletableFuture<Boolean> reached =
        asked.thenApply(
            value -> {
              CompletableFuture<Void> other =
                  CompletableFuture.runAsync(bench.cache::invalidateAll);
              other.orTimeout(10, TimeUnit.SECONDS).join();
              return true;
            });
    bench.answer("1");

    assertThat(reached.get(10, TimeUnit.SECONDS)).isTrue();
  }
}
