package dev.longhaul.functionrunner;

import static dev.longhaul.functionrunner.CacheBench.FACTS;
import static dev.longhaul.functionrunner.CacheBench.LIST;
import static dev.longhaul.functionrunner.CacheBench.SINGLE;
import static dev.longhaul.functionrunner.CacheBench.STALE;
import static dev.longhaul.functionrunner.CacheBench.TICK;
import static dev.longhaul.functionrunner.CacheBench.failure;
import static dev.longhaul.functionrunner.CacheBench.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates are kept for a while, within bounds, and never shared. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TemplateCacheTest {

  private final CacheBench bench = new CacheBench();

  @Test
  void aTemplateIsKeptForItsTime() {
    bench.keep("1");
    bench.time.advance(SINGLE.minus(TICK));
    assertThat(bench.ask().join()).isEqualTo(template("1"));
    assertThat(bench.loads).hasSize(1);

    bench.time.advance(TICK);
    CompletableFuture<Template> asked = bench.ask();
    assertThat(asked).isNotDone();
    bench.answer("2");
    assertThat(asked.join()).isEqualTo(template("2"));
    assertThat(bench.loads).hasSize(2);
  }

  @Test
  void aListIsKeptForItsOwnTimeAndByItsQuery() {
    AtomicInteger reads = new AtomicInteger();
    TemplateQuery query = TemplateQuery.builder().category("image").build();
    TemplateQuery same = TemplateQuery.builder().category("image").build();

    assertThat(bench.list(query, reads)).containsExactly(template("1"));
    bench.time.advance(LIST.minus(TICK));
    assertThat(bench.list(same, reads)).containsExactly(template("1"));
    assertThat(bench.list(TemplateQuery.all(), reads)).containsExactly(template("2"));
    bench.time.advance(TICK);
    assertThat(bench.list(same, reads)).containsExactly(template("3"));
  }

  @Test
  void aClockThatIsSetBackDoesNotMakeATemplateYoung() {
    VirtualTime[] now = {bench.time};
    TemplateCache turning = new TemplateCache(LIST, SINGLE, STALE, () -> now[0].instant());
    turning.get("a", () -> CompletableFuture.completedFuture(template("1"))).join();
    now[0] = VirtualTime.startingAt(bench.time.instant().minus(Duration.ofDays(1)));

    assertThat(turning.get("a", () -> CompletableFuture.completedFuture(template("2"))).join())
        .isEqualTo(template("2"));
  }

  @Test
  void nobodyCanChangeWhatIsKept() {
    Template source = template("1");
    List<CompletableFuture<Template>> asked = List.of(bench.ask(), bench.ask());
    bench.loads.get(0).complete(source);
    Template first = asked.get(0).join();
    first.version("changed").getOutputSchema().addProperty("late", true);

    assertThat(asked.get(1).join()).isEqualTo(template("1"));
    Template hit = bench.ask().join();
    assertThat(hit).isEqualTo(template("1")).isNotSameAs(source);
    hit.getOutputSchema().remove("image");
    assertThat(bench.ask().join()).isEqualTo(template("1"));
  }

  @Test
  void nobodyCanChangeAListThatIsKept() {
    AtomicInteger reads = new AtomicInteger();
    List<Template> mine = bench.list(TemplateQuery.all(), reads);
    mine.get(0).version("changed");
    mine.clear();

    assertThat(bench.list(TemplateQuery.all(), reads)).containsExactly(template("1"));
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
    bench.keep("1");
    bench.time.advance(STALE);
    List<CompletableFuture<Template>> asked = List.of(bench.ask(), bench.ask());
    bench.fail(error);

    assertThat(asked).allSatisfy(it -> assertThat(it.join()).isEqualTo(template("1")));
    assertThat(asked.get(0).join()).isNotSameAs(asked.get(1).join());
  }

  @Test
  void anOldTemplateSparesTheServiceTenSeconds() {
    bench.keep("1");
    bench.time.advance(SINGLE);
    bench.ask();
    bench.fail(new ServiceFailedException("It is down.", FACTS, null));
    bench.time.advance(Duration.ofSeconds(10).minus(TICK));
    assertThat(bench.ask().join()).isEqualTo(template("1"));
    assertThat(bench.loads).hasSize(2);

    bench.time.advance(TICK);
    CompletableFuture<Template> asked = bench.ask();
    assertThat(bench.loads).hasSize(3);
    bench.answer("2");
    assertThat(asked.join()).isEqualTo(template("2"));
    bench.time.advance(SINGLE.minus(TICK));
    assertThat(bench.ask().join()).isEqualTo(template("2"));
  }

  @Test
  void anOldTemplateServesNoLongerThanItMay() {
    bench.keep("1");
    bench.time.advance(STALE.minusSeconds(3));
    bench.ask();
    ServiceFailedException down = new ServiceFailedException("It is down.", FACTS, null);
    bench.fail(down);
    bench.time.advance(Duration.ofSeconds(3).plus(TICK));
    CompletableFuture<Template> asked = bench.ask();
    bench.fail(down);

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
    bench.keep("1");
    bench.time.advance(SINGLE);
    CompletableFuture<Template> asked = bench.ask();
    bench.fail(error);

    assertThat(failure(asked)).isSameAs(error);
  }

  @Test
  void aTemplateThatIsGoneIsForgotten() {
    bench.keep("1");
    bench.time.advance(SINGLE);
    bench.ask();
    bench.fail(new NotFoundException("It is gone.", FACTS, null));
    CompletableFuture<Template> asked = bench.ask();
    ServiceFailedException down = new ServiceFailedException("It is down.", FACTS, null);
    bench.fail(down);

    assertThat(failure(asked)).isSameAs(down);
  }

  @Test
  void withoutAStaleTimeNoOldTemplateServes() {
    TemplateCache strict = new TemplateCache(LIST, SINGLE, Duration.ZERO, bench.time);
    strict.get("a", () -> CompletableFuture.completedFuture(template("1"))).join();
    bench.time.advance(SINGLE);
    UnreachableException away = new UnreachableException("It is away.", FACTS, null);

    assertThat(failure(strict.get("a", () -> CompletableFuture.failedFuture(away)))).isSameAs(away);
  }

  @Test
  void whatIsInvalidatedIsReadAgain() {
    AtomicInteger reads = new AtomicInteger();
    TemplateQuery query = TemplateQuery.builder().limit(1).build();
    bench.list(query, reads);
    bench.list(TemplateQuery.all(), reads);
    bench.cache.invalidate(query);
    assertThat(bench.list(TemplateQuery.all(), reads)).containsExactly(template("2"));
    assertThat(bench.list(query, reads)).containsExactly(template("3"));

    bench.keep("1");
    bench.cache.invalidate("a");
    assertThat(bench.ask()).isNotDone();
    assertThat(bench.list(query, reads)).containsExactly(template("4"));
    bench.answer("2");
    bench.cache.invalidateAll();
    assertThat(bench.ask()).isNotDone();
    assertThat(bench.list(query, reads)).containsExactly(template("5"));
  }

  @Test
  void theTemplateLeastRecentlyAskedForGoesFirst() {
    AtomicInteger reads = new AtomicInteger();
    for (int i = 0; i < 1_000; i++) {
      bench.read("t" + i, reads);
    }
    bench.read("t0", reads);
    assertThat(reads).hasValue(1_000);

    bench.read("one more", reads);
    bench.read("t0", reads);
    bench.read("t2", reads);
    assertThat(reads).hasValue(1_001);
    bench.read("t1", reads);
    assertThat(reads).hasValue(1_002);
  }

  @Test
  void theListLeastRecentlyAskedForGoesFirst() {
    AtomicInteger reads = new AtomicInteger();
    TemplateQuery query = TemplateQuery.builder().limit(1).build();
    for (int i = 0; i <= 100; i++) {
      bench.list(query.toBuilder().offset(i).build(), reads);
    }
    bench.list(query.toBuilder().offset(1).build(), reads);
    assertThat(reads).hasValue(101);
    bench.list(query, reads);
    assertThat(reads).hasValue(102);
  }

  @Test
  void aTimeOfZeroSwitchesTheCacheOff() {
    TemplateCache off = new TemplateCache(Duration.ZERO, Duration.ZERO, STALE, bench.time);
    Template source = template("1");

    assertThat(off.get("a", () -> CompletableFuture.completedFuture(source)).join())
        .isSameAs(source);
    UnreachableException away = new UnreachableException("It is away.", FACTS, null);
    assertThat(failure(off.get("a", () -> CompletableFuture.failedFuture(away)))).isSameAs(away);
    CompletableFuture<List<Template>> list = new CompletableFuture<>();
    assertThat(off.get(TemplateQuery.all(), () -> list)).isSameAs(list);
  }
}
