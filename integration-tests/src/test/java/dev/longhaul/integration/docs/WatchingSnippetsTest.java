package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.integration.docs.OwnServiceSnippets.Scene;
import dev.longhaul.integration.docs.ScheduleRun.Known;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.WatchOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class WatchingSnippetsTest {
  private static final Logger LOG = LoggerFactory.getLogger(WatchingSnippetsTest.class);
  private static final Scene SCENE = new Scene("lighthouse.blend", "high", 240);

  private final SimulatedFarm farm = new SimulatedFarm();

  @Test
  void aWaitThatRunsOutLeavesTheJobUnderWatch() throws Exception {
    farm.lasts = Duration.ofMinutes(2);
    try (JobClient<Scene, URI> client = open()) {
      CompletableFuture<Optional<URI>> waited = waitInAnotherThread(client);
      farm.time.advance(Duration.ofMinutes(1));
      assertThat(waited.get(10, TimeUnit.SECONDS)).isEmpty();

      JobHandle<URI> again = client.attach("film-1");
      farm.time.advance(Duration.ofMinutes(2));
      assertThat(again.outcome()).isCompleted();
    }
  }

  @Test
  void aWaitThatIsLongEnoughGivesTheResult() throws Exception {
    farm.lasts = Duration.ofSeconds(20);
    try (JobClient<Scene, URI> client = open()) {
      CompletableFuture<Optional<URI>> waited = waitInAnotherThread(client);
      farm.time.advance(Duration.ofSeconds(30));

      assertThat(waited.get(10, TimeUnit.SECONDS)).contains(SimulatedFarm.FILE);
    }
  }

  @Test
  void anAttachedJobIsWatchedToItsEnd() {
    farm.start(SCENE, UUID.randomUUID());
    try (JobClient<Scene, URI> client = open()) {
      var outcome = WatchingSnippets.attach(client, "film-1");
      farm.time.advance(Duration.ofMinutes(2));

      assertThat(outcome.join().resultOrThrow()).isEqualTo(SimulatedFarm.FILE);
    }
  }

  @Test
  void aGroupHasAllResults() {
    try (JobClient<Scene, URI> client = open()) {
      List<JobHandle<URI>> jobs =
          IntStream.range(0, 3).mapToObj(i -> client.submitAsync(SCENE).join()).toList();
      CompletableFuture<List<URI>> all = WatchingSnippets.group(jobs, LOG);
      farm.time.advance(Duration.ofMinutes(2));

      assertThat(all.join()).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSparingPaceNeverReadsAJobMoreThanOnceInTwoSeconds(Known known) {
    assertThat(gaps(known, WatchingSnippets.strict()))
        .allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(Duration.ofSeconds(2)));
  }

  @ParameterizedTest
  @EnumSource
  void theEagerPaceTellsOfAnEndWithinASecondOrSo(Known known) {
    assertThat(ScheduleRun.of(known, WatchingSnippets.quick().toBuilder().jitter(0).build()).lag())
        .isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @EnumSource
  void theSteadyPaceIsTheSameWhateverIsKnown(Known known) {
    assertThat(gaps(known, WatchingSnippets.steady())).containsOnly(Duration.ofSeconds(10));
  }

  @Test
  void tenThousandScenesAreSubmittedFiftyAtATime() throws Exception {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService answers = Executors.newSingleThreadExecutor();
    try {
      JobService<Scene, URI> service =
          JobService.<Scene, URI>builder(
                  "render-farm",
                  (scene, key) -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    return CompletableFuture.supplyAsync(
                        () -> {
                          underWay.decrementAndGet();
                          return done(key.toString());
                        },
                        answers);
                  })
              .read(id -> CompletableFuture.completedFuture(done(id)))
              .build();

      assertThat(WatchingSnippets.overNight(service, Collections.nCopies(10_000, SCENE)).outcomes())
          .hasSize(10_000)
          .allSatisfy(film -> assertThat(film.resultOrThrow()).isEqualTo(SimulatedFarm.FILE));
      assertThat(most.get()).isBetween(2, 50);
    } finally {
      answers.shutdownNow();
    }
  }

  private static JobReading<URI> done(String id) {
    return JobReading.<URI>builder(id, "rendered").succeeded(SimulatedFarm.FILE);
  }

  private JobClient<Scene, URI> open() {
    return JobClient.open(OwnServiceSnippets.farm(farm, farm), farm.options());
  }

  /** Returns when the thread waits, which takes a timer beside the one of the engine. */
  private CompletableFuture<Optional<URI>> waitInAnotherThread(JobClient<Scene, URI> client) {
    CompletableFuture<Optional<URI>> waited = new CompletableFuture<>();
    Thread other =
        new Thread(
            () -> {
              try {
                waited.complete(WatchingSnippets.waitForAMinute(client, SCENE, LOG));
              } catch (InterruptedException | RuntimeException failed) {
                waited.completeExceptionally(failed);
              }
            });
    other.start();
    farm.time.awaitScheduled(2);
    return waited;
  }

  private static List<Duration> gaps(Known known, WatchOptions options) {
    return ScheduleRun.of(known, options.toBuilder().jitter(0).build()).gaps();
  }
}
