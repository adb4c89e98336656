package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.policy.WatchOptions;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

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

  @Test
  void areReadAroundTheirEndsWhereTheServiceTellsProgress() {
    service.tellsProgress = true;
    WatchOptions options = WatchOptions.builder().readsPerSecond(10_000).build();

    watch(service.declared().build(), options, 0);

    assertThat(service.requests()).isLessThanOrEqualTo(BARE_LOOP / 3);
    assertThat(service.lag(0.5)).isLessThanOrEqualTo(Duration.ofMillis(500));
  }

  /** Submits them within two seconds, lets all end and notes what was asked meanwhile. */
  private void watch(JobService<String, String> declared, WatchOptions pace, int spread) {
    Random random = new Random(20261121);
    WatchOptions options =
        pace.toBuilder()
            .scheduler(service.time)
            .clock(service.time)
            .callbackExecutor(Runnable::run)
            .build();
    try (JobClient<String, String> client = JobClient.open(declared, options)) {
      for (int i = 0; i < JOBS; i++) {
        if (i % 100 == 0) {
          service.time.advance(Duration.ofMillis(20));
        }
        long off = Math.round((random.nextDouble() * 2 - 1) * spread * 1000);
        service.submits(client, service.job("job" + i, Duration.ofMillis(20_000 + off)));
      }
      service.time.advance(Duration.ofSeconds(40));
    }
    assertThat(service.lags).hasSize(JOBS);
    System.out.printf(
        "%d reads + %d pages, lag p50 %s p95 %s max %s%n",
        service.reads.size(),
        service.cursors.size(),
        service.lag(0.5),
        service.lag(0.95),
        service.lag(1));
  }
}
