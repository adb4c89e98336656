package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.policy.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What watching ten thousand jobs costs the service, on virtual time, so to the request. */
class TenThousandWatchesTest {
  private static final int JOBS = 10_000;

  /** Each job read once a second for 20 s. */
  private static final int BARE_LOOP = 20 * JOBS;

  private final SimulatedService service = new SimulatedService();

  @Test
  void areReadByThePageWhereTheServiceLists() {
    service.tellsProgress = true;
    service.latency = Duration.ofMillis(50);

    watch(service.listing().build(), WatchOptions.defaults(), 0);

    assertThat(service.requests()).isLessThanOrEqualTo(BARE_LOOP / 50);
    assertThat(service.lag(0.5)).isLessThanOrEqualTo(Duration.ofMillis(500));
    assertThat(service.lag(0.95)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void areReadByThePageWhenTheyEndFarApart() {
    service.tellsProgress = true;
    service.latency = Duration.ofMillis(50);

    watch(service.listing().build(), WatchOptions.defaults(), 5);

    assertThat(service.requests()).isLessThanOrEqualTo(BARE_LOOP / 50);
    assertThat(service.lag(0.5)).isLessThanOrEqualTo(Duration.ofMillis(500));
    assertThat(service.lag(0.95)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  /** At one of these delays, each look comes when the list has moved on by just a page. */
  @ParameterizedTest
  @ValueSource(ints = {0, 20, 50, 120})
  void areFoundInAListThatGrowsByAPageWithEveryLook(int latency) {
    service.tellsProgress = true;
    service.latency = Duration.ofMillis(latency);
    try (JobClient<String, String> client =
        JobClient.open(service.listing().build(), onVirtualTime(WatchOptions.defaults()))) {
      for (int i = 0; i < JOBS; i++) {
        SimulatedService.Job job = service.job("job" + i, Duration.ofSeconds(20));
        service.noteEnd(client.watch(job.reading(), UUID.randomUUID()), job);
        service.time.advance(Duration.ofNanos(500_000));
      }
      service.time.advance(Duration.ofSeconds(30));
    }

    assertThat(service.lags).hasSize(JOBS);
    assertThat(service.requests()).isLessThanOrEqualTo(BARE_LOOP / 50);
    assertThat(service.lag(0.95)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  /** Nobody knows how old they are, and the list stops growing when all are there. */
  @Test
  void areFoundWhereTheyWereWhenTheListStopsGrowing() {
    service.tellsProgress = true;
    try (JobClient<String, String> client =
        JobClient.open(service.listing().build(), onVirtualTime(WatchOptions.defaults()))) {
      for (int i = 0; i < JOBS; i++) {
        SimulatedService.Job job = service.job("job" + i, Duration.ofSeconds(20));
        service.noteEnd(client.attach(job.id), job);
        service.time.advance(Duration.ofNanos(500_000));
      }
      service.time.advance(Duration.ofSeconds(30));
    }

    assertThat(service.lags).hasSize(JOBS);
    assertThat(service.reads).hasSizeLessThan(JOBS / 10);
    assertThat(service.lag(0.95)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void areFoundOnTheirPagesAgainAfterARestartInWhateverOrder() {
    service.latency = Duration.ofMillis(50);
    for (int i = 0; i < JOBS; i++) {
      service.job("job" + i, Duration.ofSeconds(60));
    }
    List<String> newestFirst = new ArrayList<>(service.jobs.keySet());
    Collections.reverse(newestFirst);
    List<JobHandle<String>> handles = new ArrayList<>();
    try (JobClient<String, String> client =
        JobClient.open(service.listing().build(), onVirtualTime(WatchOptions.defaults()))) {
      newestFirst.forEach(id -> handles.add(client.attach(id)));
      service.time.advance(Duration.ofSeconds(70));

      assertThat(handles).allMatch(handle -> handle.outcome().isDone());
      assertThat(service.reads).hasSizeLessThan(JOBS / 100);
      assertThat(service.cursors).hasSizeLessThan(3000);
    }
  }

  @Test
  void areFollowedDownAListThatGrowsAsFastAsTheyEnd() {
    service.tellsProgress = true;
    service.latency = Duration.ofMillis(50);
    int running = 2000;
    try (JobClient<String, String> client =
        JobClient.open(service.listing().build(), onVirtualTime(WatchOptions.defaults()))) {
      for (int i = 0; i < 3 * running; i++) {
        service.submits(client, service.job("job" + i, Duration.ofSeconds(20)));
        service.time.advance(Duration.ofMillis(10));
        if (i == running) {
          service.reads.clear();
          service.cursors.clear();
          service.lags.clear();
        }
      }

      int bareLoop = 40 * running;
      assertThat(service.requests()).isLessThanOrEqualTo(bareLoop / 50);
      assertThat(service.lag(0.5)).isLessThanOrEqualTo(Duration.ofMillis(500));
      assertThat(service.lag(0.95)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void areReadAroundTheirEndsWhereTheServiceTellsProgress() {
    service.tellsProgress = true;
    WatchOptions options = WatchOptions.builder().readsPerSecond(10_000).build();

    watch(service.declared().build(), options, 0);

    assertThat(service.requests()).isLessThanOrEqualTo(BARE_LOOP / 3);
    assertThat(service.lag(0.5)).isLessThanOrEqualTo(Duration.ofMillis(500));
  }

  @Test
  void areReadAroundTheEndsThatEarlierOnesHadWhereTheServiceTellsNothingElse() {
    JobService<String, String> declared = service.declared().build();
    WatchOptions options = WatchOptions.builder().readsPerSecond(10_000).build();
    watch(declared, options, 0);
    int unknowing = service.requests();
    Duration late = service.lag(0.5);
    service.lags.clear();

    try (JobClient<String, String> client = JobClient.open(declared, onVirtualTime(options))) {
      submitAndFinish(client, 100, 0);
      service.reads.clear();
      service.lags.clear();
      submitAndFinish(client, JOBS, 0);
    }

    assertThat(service.requests()).isLessThan(unknowing);
    assertThat(service.lag(0.5)).isLessThan(late.dividedBy(2));
  }

  private void watch(JobService<String, String> declared, WatchOptions pace, int spread) {
    try (JobClient<String, String> client = JobClient.open(declared, onVirtualTime(pace))) {
      submitAndFinish(client, JOBS, spread);
    }
  }

  private WatchOptions onVirtualTime(WatchOptions pace) {
    return pace.toBuilder()
        .scheduler(service.time)
        .clock(service.time)
        .callbackExecutor(Runnable::run)
        .build();
  }

  /** Submits five thousand a second, each of 20 s give or take the spread, and lets all end. */
  private void submitAndFinish(JobClient<String, String> client, int count, int spread) {
    Random random = new Random(20261121);
    for (int i = 0; i < count; i++) {
      if (i % 100 == 0) {
        service.time.advance(Duration.ofMillis(20));
      }
      long off = Math.round((random.nextDouble() * 2 - 1) * spread * 1000);
      service.submits(client, service.job("job" + service.jobs.size(), millis(20_000 + off)));
    }
    service.time.advance(Duration.ofSeconds(20 + spread + 10));
    assertThat(service.lags).hasSize(count);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
