package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.testkit.EventRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What watching does while a service does not answer. */
class ServiceDownTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SimulatedService service = new SimulatedService();

  @Test
  void aServiceThatIsDownIsProbedByOneReadAtATime() {
    try (JobClient<String, String> client = open()) {
      submit(client, 1000);
      service.broken = () -> ByHandService.unreachable(Reach.NOT_SENT);
      service.time.advance(MINUTE);
      service.reads.clear();
      service.time.advance(MINUTE);

      assertThat(service.reads).as("probes at the slowest pace").hasSize(12);
    }
  }

  @Test
  void watchingResumesByItselfWithoutAFlood() {
    try (JobClient<String, String> client = open()) {
      List<JobHandle<String>> handles = submit(client, 1000);
      service.broken = () -> ByHandService.broken(502);
      service.time.advance(Duration.ofHours(1));
      assertThat(handles).noneMatch(handle -> handle.outcome().isDone());

      service.broken = null;
      service.reads.clear();
      service.time.advance(Duration.ofSeconds(10));

      assertThat(handles).allMatch(handle -> handle.outcome().isDone());
      assertThat(service.reads).hasSize(1000);
    }
  }

  @Test
  void aJobThatIsNotReadHearsOnceThatTheServiceIsDown() {
    try (JobClient<String, String> client = open();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      List<JobHandle<String>> handles = submit(client, 500);
      service.time.advance(Duration.ofSeconds(10));
      service.broken = () -> ByHandService.broken(502);
      handles.get(499).listen(events::accept);
      service.time.advance(MINUTE);

      events.next(JobEvent.Joined.class);
      assertThat(events.next(JobEvent.ReadFailed.class).error())
          .isInstanceOf(ServiceFailedException.class);
    }
  }

  @Test
  void oneJobThatCannotBeReadDoesNotHoldUpTheOthers() {
    try (JobClient<String, String> client = open()) {
      List<JobHandle<String>> handles = submit(client, 10);
      service.badJob = "job3";
      service.time.advance(MINUTE);

      assertThat(handles).filteredOn(handle -> !handle.outcome().isDone()).hasSize(1);
    }
  }

  @Test
  void oneWhoAsksForRestIsLeftAloneByAllJobs() {
    try (JobClient<String, String> client = open()) {
      submit(client, 100);
      service.broken = () -> limited(Duration.ofSeconds(40));
      service.time.advance(Duration.ofSeconds(30));
      assertThat(service.reads).as("those that were under way").hasSizeLessThanOrEqualTo(50);

      service.broken = null;
      service.time.advance(Duration.ofSeconds(12));
      assertThat(service.reads.size()).isGreaterThanOrEqualTo(150);
    }
  }

  @Test
  void aProbeWhoseJobIsDetachedIsFollowedByAnother() {
    try (JobClient<String, String> client = open()) {
      List<JobHandle<String>> handles = submit(client, 5);
      service.broken = () -> ByHandService.broken(502);
      service.time.advance(MINUTE);
      service.broken = null;
      service.latency = MINUTE;
      service.time.advance(Duration.ofSeconds(6));
      String probed = service.readIds.get(service.readIds.size() - 1);
      service.latency = Duration.ZERO;
      handles.stream()
          .filter(handle -> handle.id().orElseThrow().equals(probed))
          .forEach(JobHandle::detach);
      service.time.advance(Duration.ofSeconds(30));

      assertThat(handles).allMatch(handle -> handle.outcome().isDone());
    }
  }

  @Test
  void aServiceThatListsAndIsDownIsProbedToo() {
    try (JobClient<String, String> client =
        JobClient.open(service.listing().build(), service.options().build())) {
      List<JobHandle<String>> handles = submit(client, 1000);
      service.broken = () -> ByHandService.unreachable(Reach.NOT_SENT);
      service.time.advance(Duration.ofMinutes(10));
      service.reads.clear();
      service.cursors.clear();
      service.time.advance(MINUTE);
      assertThat(service.requests()).isLessThanOrEqualTo(12);

      service.broken = null;
      service.time.advance(MINUTE);
      assertThat(handles).allMatch(handle -> handle.outcome().isDone());
    }
  }

  private JobClient<String, String> open() {
    return JobClient.open(service.declared().build(), service.options().build());
  }

  private List<JobHandle<String>> submit(JobClient<String, String> client, int count) {
    List<JobHandle<String>> handles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      handles.add(service.submits(client, service.job("job" + i, Duration.ofSeconds(30))));
    }
    return handles;
  }

  private static LonghaulException limited(Duration retryAfter) {
    LonghaulException busy = ByHandService.busy(retryAfter);
    return new RateLimitedException("slow down", busy.facts(), null);
  }
}
