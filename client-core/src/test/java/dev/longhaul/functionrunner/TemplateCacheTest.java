package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import dev.longhaul.error.CallFacts;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates are read once for all who ask at one time, kept for a while, and never shared. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TemplateCacheTest {
  private static final Duration LIST = Duration.ofMinutes(5);
  private static final Duration SINGLE = Duration.ofMinutes(10);
  private static final Duration STALE = Duration.ofHours(1);
  private static final Duration TICK = Duration.ofNanos(1);
  private static final CallFacts FACTS = CallFacts.builder("function-runner", "read").build();

  private final VirtualTime time = VirtualTime.create();
  private final TemplateCache cache = new TemplateCache(LIST, SINGLE, STALE, time);

  /** The loads of one key, which the test ends by hand. */
  private final List<CompletableFuture<Template>> loads = new ArrayList<>();

  private CompletableFuture<Template> ask() {
    return ask("a");
  }

  private CompletableFuture<Template> ask(String id) {
    return cache.get(
        id,
        () -> {
          CompletableFuture<Template> load = new CompletableFuture<>();
          loads.add(load);
          return load;
        });
  }

  private void answer(String version) {
    loads.get(loads.size() - 1).complete(template(version));
  }

  private void fail(Throwable error) {
    loads.get(loads.size() - 1).completeExceptionally(error);
  }

  private void keep(String version) {
    ask();
    answer(version);
    assertThat(ask().join()).isEqualTo(template(version));
  }

  private static Template template(String version) {
    JsonObject output = new JsonObject();
    output.addProperty("image", "file");
    return new Template().id("a").version(version).tags(List.of("x")).outputSchema(output);
  }

  private static Throwable failure(CompletableFuture<?> future) {
    assertThat(future).isDone();
    return LinkedFuture.reason(catchThrowable(future::join));
  }

  @Test
  void aTemplateIsKeptForItsTime() {
    keep("1");
    time.advance(SINGLE.minus(TICK));
    assertThat(ask().join()).isEqualTo(template("1"));
    assertThat(loads).hasSize(1);

    time.advance(TICK);
    CompletableFuture<Template> asked = ask();
    assertThat(asked).isNotDone();
    answer("2");
    assertThat(asked.join()).isEqualTo(template("2"));
    assertThat(loads).hasSize(2);
  }

  @Test
  void aListIsKeptForItsOwnTimeAndByItsQuery() {
    AtomicInteger reads = new AtomicInteger();
    TemplateQuery query = TemplateQuery.builder().category("image").build();
    TemplateQuery same = TemplateQuery.builder().category("image").build();

    assertThat(list(query, reads)).containsExactly(template("1"));
    time.advance(LIST.minus(TICK));
    assertThat(list(same, reads)).containsExactly(template("1"));
    assertThat(list(TemplateQuery.all(), reads)).containsExactly(template("2"));
    time.advance(TICK);
    assertThat(list(same, reads)).containsExactly(template("3"));
  }

  private List<Template> list(TemplateQuery query, AtomicInteger reads) {
    return cache
        .get(
            query,
            () ->
                CompletableFuture.completedFuture(
                    List.of(template(Integer.toString(reads.incrementAndGet())))))
        .join();
  }

  @Test
  void aClockThatIsSetBackDoesNotMakeATemplateYoung() {
    VirtualTime[] now = {time};
    TemplateCache turning = new TemplateCache(LIST, SINGLE, STALE, () -> now[0].instant());
    turning.get("a", () -> CompletableFuture.completedFuture(template("1"))).join();
    now[0] = VirtualTime.startingAt(time.instant().minus(Duration.ofDays(1)));

    assertThat(turning.get("a", () -> CompletableFuture.completedFuture(template("2"))).join())
        .isEqualTo(template("2"));
  }

  @Test
  void nobodyCanChangeWhatIsKept() {
    Template source = template("1");
    List<CompletableFuture<Template>> asked = List.of(ask(), ask());
    loads.get(0).complete(source);
    Template first = asked.get(0).join();
    first.version("changed").getOutputSchema().addProperty("late", true);

    assertThat(asked.get(1).join()).isEqualTo(template("1"));
    Template hit = ask().join();
    assertThat(hit).isEqualTo(template("1")).isNotSameAs(source);
    hit.getOutputSchema().remove("image");
    assertThat(ask().join()).isEqualTo(template("1"));
  }

  @Test
  void nobodyCanChangeAListThatIsKept() {
    AtomicInteger reads = new AtomicInteger();
    List<Template> mine = list(TemplateQuery.all(), reads);
    mine.get(0).version("changed");
    mine.clear();

    assertThat(list(TemplateQuery.all(), reads)).containsExactly(template("1"));
  }

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
                    return cache.get(
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
          cache.get("busy", () -> CompletableFuture.supplyAsync(() -> template("1"), loading));
      if (turn % 3 == 0) {
        asked.cancel(true);
      } else {
        assertThat(asked.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(template("1"));
      }
      if (turn % 2 == 0) {
        cache.invalidate("busy");
      }
    }
  }

  @Test
  void cancellingOneLeavesTheLoadToTheOthers() {
    CompletableFuture<Template> first = ask();
    CompletableFuture<Template> second = ask();
    assertThat(first.cancel(true)).isTrue();
    assertThat(loads.get(0)).isNotDone();

    answer("1");
    assertThat(second.join()).isEqualTo(template("1"));
    assertThat(first).isCancelled();
    assertThat(loads).hasSize(1);
  }

  @Test
  void cancellingTheLastCancelsTheLoadAndTheNextBeginsAnother() {
    CompletableFuture<Template> first = ask();
    CompletableFuture<Template> second = ask();
    first.cancel(true);
    second.orTimeout(0, TimeUnit.NANOSECONDS);
    assertThat(catchThrowable(second::join)).isNotNull();

    assertThat(loads.get(0)).satisfies(load -> assertThat(cancelled(load)).isTrue());
    CompletableFuture<Template> third = ask();
    assertThat(loads).hasSize(2);
    answer("2");
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
    List<CompletableFuture<Template>> asked = List.of(ask(), ask());
    ServiceFailedException down = new ServiceFailedException("It is down.", FACTS, null);
    fail(new CompletionException(down));

    assertThat(asked).allSatisfy(it -> assertThat(failure(it)).isSameAs(down));
    assertThat(ask()).isNotDone();
    assertThat(loads).hasSize(2);
  }

  @Test
  void aLoadThatThrowsOrGivesNothingFailsAndIsNotKept() {
    IllegalStateException thrown = new IllegalStateException("no");
    CompletableFuture<Template> asked =
        cache.get(
            "a",
            () -> {
              throw thrown;
            });
    assertThat(failure(asked)).isSameAs(thrown);

    CompletableFuture<Template> next = ask();
    loads.get(0).complete(null);
    assertThat(failure(next)).isInstanceOf(IllegalStateException.class);
    assertThat(ask()).isNotDone();
  }

  static Stream<LonghaulException> passing() {
    return Stream.of(
        new ServiceFailedException("It is down.", FACTS, null),
        new UnreachableException("It is away.", FACTS, null),
        new RateLimitedException("It is busy.", FACTS, null));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void whileTheServiceIsAwayAnOldTemplateServes(LonghaulException error) {
    keep("1");
    time.advance(STALE);
    List<CompletableFuture<Template>> asked = List.of(ask(), ask());
    fail(error);

    assertThat(asked).allSatisfy(it -> assertThat(it.join()).isEqualTo(template("1")));
    assertThat(asked.get(0).join()).isNotSameAs(asked.get(1).join());
  }

  @Test
  void anOldTemplateSparesTheServiceTenSeconds() {
    keep("1");
    time.advance(SINGLE);
    ask();
    fail(new ServiceFailedException("It is down.", FACTS, null));
    time.advance(Duration.ofSeconds(10).minus(TICK));
    assertThat(ask().join()).isEqualTo(template("1"));
    assertThat(loads).hasSize(2);

    time.advance(TICK);
    CompletableFuture<Template> asked = ask();
    assertThat(loads).hasSize(3);
    answer("2");
    assertThat(asked.join()).isEqualTo(template("2"));
    time.advance(SINGLE.minus(TICK));
    assertThat(ask().join()).isEqualTo(template("2"));
  }

  @Test
  void anOldTemplateServesNoLongerThanItMay() {
    keep("1");
    time.advance(STALE.minusSeconds(3));
    ask();
    ServiceFailedException down = new ServiceFailedException("It is down.", FACTS, null);
    fail(down);
    time.advance(Duration.ofSeconds(3).plus(TICK));
    CompletableFuture<Template> asked = ask();
    fail(down);

    assertThat(failure(asked)).isSameAs(down);
  }

  static Stream<Throwable> lasting() {
    return Stream.of(
        new NotFoundException("It is gone.", FACTS, null),
        new CredentialsException("They are wrong.", FACTS, null),
        InvalidInputException.of("id", "is wrong", "Correct it."),
        new ClientClosedException("It is closed.", FACTS, null),
        new IllegalStateException("A mistake of ours."));
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void anErrorThatIsAboutTheQuestionIsNotCoveredUp(Throwable error) {
    keep("1");
    time.advance(SINGLE);
    CompletableFuture<Template> asked = ask();
    fail(error);

    assertThat(failure(asked)).isSameAs(error);
  }

  @Test
  void aTemplateThatIsGoneIsForgotten() {
    keep("1");
    time.advance(SINGLE);
    ask();
    fail(new NotFoundException("It is gone.", FACTS, null));
    CompletableFuture<Template> asked = ask();
    ServiceFailedException down = new ServiceFailedException("It is down.", FACTS, null);
    fail(down);

    assertThat(failure(asked)).isSameAs(down);
  }

  @Test
  void withoutAStaleTimeNoOldTemplateServes() {
    TemplateCache strict = new TemplateCache(LIST, SINGLE, Duration.ZERO, time);
    strict.get("a", () -> CompletableFuture.completedFuture(template("1"))).join();
    time.advance(SINGLE);
    UnreachableException away = new UnreachableException("It is away.", FACTS, null);

    assertThat(failure(strict.get("a", () -> CompletableFuture.failedFuture(away)))).isSameAs(away);
  }

  @Test
  void whatIsInvalidatedIsReadAgain() {
    AtomicInteger reads = new AtomicInteger();
    TemplateQuery query = TemplateQuery.builder().limit(1).build();
    list(query, reads);
    list(TemplateQuery.all(), reads);
    cache.invalidate(query);
    assertThat(list(TemplateQuery.all(), reads)).containsExactly(template("2"));
    assertThat(list(query, reads)).containsExactly(template("3"));

    keep("1");
    cache.invalidate("a");
    assertThat(ask()).isNotDone();
    assertThat(list(query, reads)).containsExactly(template("4"));
    answer("2");
    cache.invalidateAll();
    assertThat(ask()).isNotDone();
    assertThat(list(query, reads)).containsExactly(template("5"));
  }

  @Test
  void aLoadThatWasUnderWayWhenInvalidatedIsNotKept() {
    for (Runnable invalidation :
        List.<Runnable>of(() -> cache.invalidate("a"), cache::invalidateAll)) {
      loads.clear();
      CompletableFuture<Template> before = ask();
      invalidation.run();
      CompletableFuture<Template> after = ask();
      assertThat(loads).hasSize(2);

      loads.get(1).complete(template("new"));
      loads.get(0).complete(template("old"));
      assertThat(before.join()).isEqualTo(template("old"));
      assertThat(after.join()).isEqualTo(template("new"));
      assertThat(ask().join()).isEqualTo(template("new"));
      cache.invalidateAll();
    }
  }

  @Test
  void aLoadThatIsNoLongerKeptIsStillCancelledWithItsLast() {
    CompletableFuture<Template> before = ask();
    cache.invalidate("a");
    CompletableFuture<Template> after = ask();
    before.cancel(true);

    assertThat(loads.get(0)).isCancelled();
    answer("new");
    assertThat(after.join()).isEqualTo(template("new"));
    assertThat(ask().join()).isEqualTo(template("new"));
  }

  @Test
  void theTemplateLeastRecentlyAskedForGoesFirst() {
    AtomicInteger reads = new AtomicInteger();
    for (int i = 0; i < 1_000; i++) {
      read("t" + i, reads);
    }
    read("t0", reads);
    assertThat(reads).hasValue(1_000);

    read("one more", reads);
    read("t0", reads);
    read("t2", reads);
    assertThat(reads).hasValue(1_001);
    read("t1", reads);
    assertThat(reads).hasValue(1_002);
  }

  private void read(String id, AtomicInteger reads) {
    cache
        .get(
            id,
            () -> {
              reads.incrementAndGet();
              return CompletableFuture.completedFuture(template("1"));
            })
        .join();
  }

  @Test
  void theListLeastRecentlyAskedForGoesFirst() {
    AtomicInteger reads = new AtomicInteger();
    TemplateQuery query = TemplateQuery.builder().limit(1).build();
    for (int i = 0; i <= 100; i++) {
      list(query.toBuilder().offset(i).build(), reads);
    }
    list(query.toBuilder().offset(1).build(), reads);
    assertThat(reads).hasValue(101);
    list(query, reads);
    assertThat(reads).hasValue(102);
  }

  @Test
  void aTimeOfZeroSwitchesTheCacheOff() {
    TemplateCache off = new TemplateCache(Duration.ZERO, Duration.ZERO, STALE, time);
    Template source = template("1");

    assertThat(off.get("a", () -> CompletableFuture.completedFuture(source)).join())
        .isSameAs(source);
    UnreachableException away = new UnreachableException("It is away.", FACTS, null);
    assertThat(failure(off.get("a", () -> CompletableFuture.failedFuture(away)))).isSameAs(away);
    CompletableFuture<List<Template>> list = new CompletableFuture<>();
    assertThat(off.get(TemplateQuery.all(), () -> list)).isSameAs(list);
  }

  @Test
  void waitersAreCalledOutsideOfTheLock() throws Exception {
    CompletableFuture<Template> asked = ask();
    CompletableFuture<Boolean> reached =
        asked.thenApply(
            value -> {
              CompletableFuture<Void> other = CompletableFuture.runAsync(cache::invalidateAll);
              other.orTimeout(10, TimeUnit.SECONDS).join();
              return true;
            });
    answer("1");

    assertThat(reached.get(10, TimeUnit.SECONDS)).isTrue();
  }
}
