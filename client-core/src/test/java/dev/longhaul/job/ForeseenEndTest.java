package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.job.SimulatedService.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** When a job is read whose end can be foreseen. The defaults hold, without jitter. */
class ForeseenEndTest {
  private static final long MINUTE = 60_000;

  private final SimulatedService service = new SimulatedService();

  @Test
  void withoutAnyHintThePaceHolds() {
    assertThat(reads(MINUTE, job -> {}))
        .startsWith(500L, 1150L, 1995L, 3094L)
        .allSatisfy(read -> assertThat(read).isLessThanOrEqualTo(MINUTE + 5000));
    assertThat(service.lags.get(0)).isLessThanOrEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void progressTellsWhenTheEndIsNear() {
    service.tellsProgress = true;

    List<Long> reads = reads(MINUTE, job -> {});

    assertThat(reads).hasSizeLessThan(18);
    assertThat(gaps(reads).subList(2, 10)).containsOnly(5000L);
    assertThat(service.lags.get(0)).as("a percent is 600 ms").isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void theServicesEstimateIsApproachedInSteps() {
    List<Long> reads = reads(20_000, job -> job.eta = job.end());

    assertThat(reads).hasSizeLessThan(10);
    assertThat(service.lags.get(0)).isLessThanOrEqualTo(Duration.ofMillis(500));
  }

  @Test
  void anEstimateThatTurnsOutTooShortIsAskedForAtGrowingIntervals() {
    List<Long> reads = reads(MINUTE, job -> job.eta = job.began.plusSeconds(5));

    List<Long> late = gaps(reads.stream().filter(read -> read > 6000).toList());
    assertThat(late.get(0)).isLessThanOrEqualTo(1000);
    assertThat(late.get(late.size() - 1)).isEqualTo(5000);
    assertThat(late).isSorted();
  }

  @Test
  void anEstimateThatLiesYearsAheadIsReadAtTheSlowestPace() {
    List<Long> reads = reads(MINUTE, job -> job.eta = Instant.MAX);

    assertThat(gaps(reads)).containsOnly(5000L);
  }

  @Test
  void anEstimateThatIsPutOffAgainAndAgainIsBelievedLessAndLess() {
    try (JobClient<String, String> client = open()) {
      Job job = service.job("job", Duration.ofMinutes(10));
      job.etaAlwaysIn = Duration.ofMillis(100);
      service.submits(client, job);
      service.time.advance(Duration.ofMinutes(10));

      assertThat(service.reads).hasSizeBetween(120, 140);
    }
  }

  @Test
  void anEstimateThatWasNeverSetIsNone() {
    List<Long> reads = reads(MINUTE, job -> job.eta = Instant.parse("0001-01-01T00:00:00Z"));

    assertThat(reads).startsWith(500L, 1150L, 1995L, 3094L);
  }

  @Test
  void earlierJobsOfTheKindTeachWhenToLook() {
    try (JobClient<String, String> client = open()) {
      for (int i = 0; i < 30; i++) {
        service.submits(client, service.job("job" + i, Duration.ofSeconds(20)));
        service.time.advance(Duration.ofSeconds(30));
      }

      assertThat(lagOf(0)).as("unknowing").isGreaterThan(Duration.ofSeconds(1));
      assertThat(lagOf(29)).as("from experience").isLessThanOrEqualTo(Duration.ofMillis(500));
    }
  }

  @Test
  void jobsOfAnotherKindTeachNothing() {
    try (JobClient<String, String> client = open()) {
      for (int i = 0; i < 30; i++) {
        service.submits(client, service.job("quick" + i, Duration.ofSeconds(2)));
        service.time.advance(Duration.ofSeconds(5));
      }
      service.reads.clear();
      Instant began = service.time.instant();
      service.submits(client, service.job("thorough1", Duration.ofSeconds(20)));
      service.time.advance(Duration.ofSeconds(3));

      assertThat(service.reads.stream().map(read -> Duration.between(began, read).toMillis()))
          .containsExactly(500L, 1150L, 1995L);
    }
  }

  @Test
  void theServicesWishForTheNextReadComesFirst() {
    service.tellsProgress = true;

    assertThat(gaps(reads(MINUTE, job -> job.pollAfter = Duration.ofSeconds(7))))
        .containsOnly(7000L);
  }

  @Test
  void theWishOfTheAcceptanceHoldsForTheFirstRead() {
    try (JobClient<String, String> client = open()) {
      JobReading<String> accepted =
          JobReading.<String>builder("job", "queued").pollAfter(Duration.ofSeconds(30)).waiting();
      service.job("job", Duration.ofHours(1));
      client.watch(accepted, UUID.randomUUID());
      service.time.advance(Duration.ofSeconds(29));
      assertThat(service.reads).isEmpty();

      service.time.advance(Duration.ofSeconds(1));
      assertThat(service.reads).hasSize(1);
    }
  }

  @Test
  void aWishForNoRestAtAllIsHeldToTheFloor() {
    assertThat(gaps(reads(MINUTE, job -> job.pollAfter = Duration.ofMillis(1)))).containsOnly(500L);
  }

  @Test
  void aWishForDaysOfRestIsCutToFiveMinutes() {
    List<Long> reads = reads(10 * MINUTE, job -> job.pollAfter = Duration.ofDays(3));

    assertThat(gaps(reads)).containsOnly(5 * MINUTE);
  }

  @Test
  void progressThatStandsStillAtTheEndIsNotHammered() {
    try (JobClient<String, String> client = open()) {
      service.tellsProgress = true;
      Job job = service.job("job", Duration.ofSeconds(10));
      job.state = "uploading";
      service.submits(client, job);
      service.time.advance(Duration.ofSeconds(9));
      job.lasts = Duration.ofSeconds(600);
      service.time.advance(Duration.ofSeconds(500));

      assertThat(service.reads).hasSizeLessThan(150);
    }
  }

  @Test
  void progressThatBeginsAnewIsForeseenAnew() {
    PollSchedule schedule = new PollSchedule(service.options().build(), new LearnedDurations(), 0);
    JobSnapshot.Draft draft = new JobSnapshot.Draft(UUID.randomUUID(), Instant.EPOCH);
    draft.percent = 90;
    schedule.after(draft.freeze(), null, seconds(9), Instant.EPOCH);
    draft.serverRetries = 1;
    draft.percent = 10;
    schedule.after(draft.freeze(), null, seconds(10), Instant.EPOCH);
    draft.percent = 20;

    assertThat(schedule.after(draft.freeze(), null, seconds(11), Instant.EPOCH))
        .as("at 10 % a second there is time")
        .isEqualTo(seconds(5));
  }

  @Test
  void aJobIsNeverReadMoreOftenThanTheFloorNorLessThanTheCeiling() {
    service.tellsProgress = true;

    assertThat(gaps(reads(MINUTE, job -> {}))).allMatch(gap -> gap >= 500 && gap <= 5000);
  }

  private JobClient<String, String> open() {
    return JobClient.open(service.declared().build(), service.options().build());
  }

  /** Returns when a job was read that lasts so long, in milliseconds since it began. */
  private List<Long> reads(long millis, Consumer<Job> hints) {
    try (JobClient<String, String> client = open()) {
      Job job = service.job("job", Duration.ofMillis(millis));
      hints.accept(job);
      service.submits(client, job);
      service.time.advance(Duration.ofMillis(millis).plusMinutes(6));
      assertThat(service.lags).hasSize(1);
      return service.reads.stream()
          .map(read -> Math.round(Duration.between(job.began, read).toNanos() / 1e6))
          .toList();
    }
  }

  private Duration lagOf(int job) {
    return service.lags.get(job);
  }

  private static List<Long> gaps(List<Long> reads) {
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < reads.size(); i++) {
      gaps.add(reads.get(i) - reads.get(i - 1));
    }
    return gaps;
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
