package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What watching does when time is not what it seems. */
class ClockJumpTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final SimulatedService service = new SimulatedService();
  private Duration off = Duration.ZERO;

  @Test
  void aClockThatJumpsForwardNeitherFloodsTheServiceNorMissesAnEnding() {
    try (JobClient<String, String> client = open()) {
      List<JobHandle<String>> handles = submit(client, 2000);
      service.time.advance(Duration.ofSeconds(5));
      service.reads.clear();
      off = HOUR;
      service.time.advance(Duration.ofSeconds(1));
      assertThat(service.reads.size()).isLessThanOrEqualTo(500 + 50);

      service.time.advance(Duration.ofSeconds(60));
      assertThat(handles).allMatch(handle -> handle.outcome().isDone());
    }
  }

  @Test
  void aClockThatJumpsBackStopsNobody() {
    try (JobClient<String, String> client = open()) {
      List<JobHandle<String>> handles = submit(client, 10);
      service.time.advance(Duration.ofSeconds(5));
      off = HOUR.negated();
      service.time.advance(Duration.ofSeconds(60));

      assertThat(handles).allMatch(handle -> handle.outcome().isDone());
    }
  }

  @Test
  void aClockThatStandsStillStopsNobody() {
    Instant noon = service.time.instant();
    try (JobClient<String, String> client =
        JobClient.open(service.declared().build(), service.options().clock(() -> noon).build())) {
      List<JobHandle<String>> handles = submit(client, 10);
      service.time.advance(Duration.ofSeconds(60));

      assertThat(handles).allMatch(handle -> handle.outcome().isDone());
    }
  }

  @Test
  void aMachineThatSleptForAnHourReadsEachJobOnceAndWithinTheBudget() {
    try (JobClient<String, String> client = open()) {
      List<JobHandle<String>> handles = submit(client, 2000);
      service.time.advance(Duration.ofSeconds(5));
      service.reads.clear();
      service.time.oversleep(HOUR);
      service.time.advance(Duration.ofSeconds(1));
      assertThat(service.reads.size()).isLessThanOrEqualTo(500 + 50);

      service.time.advance(Duration.ofSeconds(10));
      assertThat(handles).allMatch(handle -> handle.outcome().isDone());
      assertThat(service.reads).hasSize(2000);
    }
  }

  private JobClient<String, String> open() {
    return JobClient.open(
        service.declared().build(),
        service.options().clock(() -> service.time.instant().plus(off)).build());
  }

  private List<JobHandle<String>> submit(JobClient<String, String> client, int count) {
    List<JobHandle<String>> handles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      handles.add(service.submits(client, service.job("job" + i, Duration.ofSeconds(20))));
    }
    return handles;
  }
}
