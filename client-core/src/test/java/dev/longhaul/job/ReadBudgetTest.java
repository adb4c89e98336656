package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.policy.WatchOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many reads begin, and whose. */
class ReadBudgetTest {
  private final SimulatedService service = new SimulatedService();

  @Test
  void noMoreReadsBeginInASecondThanTheOptionsAllow() {
    try (JobClient<String, String> client = open(50)) {
      attach(client, 1000);
      service.time.advance(Duration.ofSeconds(30));

      assertThat(mostWithin(Duration.ofSeconds(1))).isLessThanOrEqualTo(50 + 5);
      assertThat(service.reads).hasSizeBetween(30 * 50 - 50, 30 * 50 + 5);
    }
  }

  @Test
  void everyJobHasItsTurnBeforeAnyHasASecond() {
    try (JobClient<String, String> client = open(50)) {
      attach(client, 1000);
      service.time.advance(Duration.ofSeconds(20));

      assertThat(service.readIds.size()).isGreaterThanOrEqualTo(1000);
      assertThat(new HashSet<>(service.readIds.subList(0, 1000))).hasSize(1000);
    }
  }

  @Test
  void aTenthOfTheBudgetIsUnderWayAtOnceAtMost() {
    service.latency = Duration.ofSeconds(10);
    try (JobClient<String, String> client = open(50)) {
      attach(client, 100);
      service.time.advance(Duration.ofSeconds(9));
      assertThat(service.reads).hasSize(5);

      service.time.advance(Duration.ofSeconds(2));
      assertThat(service.reads).hasSize(10);
    }
  }

  @Test
  void aReadThatIsGivenUpMakesRoomForAnother() {
    service.latency = Duration.ofHours(1);
    try (JobClient<String, String> client = open(10)) {
      List<JobHandle<String>> handles = attach(client, 2);
      service.time.advance(Duration.ofSeconds(10));
      assertThat(service.readIds).containsExactly("job0");

      handles.get(0).detach();
      service.time.advance(Duration.ofSeconds(1));
      assertThat(service.readIds).containsExactly("job0", "job1");
    }
  }

  @Test
  void theDefaultIs500AndNonsenseIsRefused() {
    assertThat(WatchOptions.defaults().readsPerSecond()).isEqualTo(500);
    for (int most : new int[] {0, -1, 100_001}) {
      assertThatThrownBy(() -> WatchOptions.builder().readsPerSecond(most))
          .isInstanceOfSatisfying(
              InvalidInputException.class, e -> assertThat(e.field()).isEqualTo("readsPerSecond"));
    }
  }

  private JobClient<String, String> open(int readsPerSecond) {
    return JobClient.open(
        service.declared().build(), service.options().readsPerSecond(readsPerSecond).build());
  }

  private List<JobHandle<String>> attach(JobClient<String, String> client, int count) {
    List<JobHandle<String>> handles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      service.job("job" + i, Duration.ofHours(1));
      handles.add(client.attach("job" + i));
    }
    return handles;
  }

  private long mostWithin(Duration span) {
    long most = 0;
    for (Instant from : service.reads) {
      Instant to = from.plus(span);
      most =
          Math.max(
              most,
              service.reads.stream().filter(it -> !it.isBefore(from) && it.isBefore(to)).count());
    }
    return most;
  }
}
