package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.policy.ResilienceOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which jobs are read by the page of a list, which alone, and what a page may be wrong about. */
class CoalescedReadsTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final SimulatedService service = new SimulatedService();

  @Test
  void oneJobIsReadAlone() {
    try (JobClient<String, String> client = open(service.listing())) {
      service.submits(client, service.job("only", LONG));
      service.time.advance(Duration.ofSeconds(20));

      assertThat(service.cursors).isEmpty();
      assertThat(service.reads).isNotEmpty();
    }
  }

  @Test
  void jobsOnOnePageAreReadTogether() {
    try (JobClient<String, String> client = open(service.listing())) {
      submit(client, SimulatedService.PAGE);
      service.time.advance(Duration.ofSeconds(20));

      assertThat(service.reads).isEmpty();
      assertThat(service.cursors).hasSizeBetween(8, 12).containsOnly("null");
    }
  }

  @Test
  void theirPageIsFollowedDownTheListAndNoOtherIsRead() {
    try (JobClient<String, String> client = open(service.listing())) {
      submit(client, 10);
      for (int i = 0; i < 5 * SimulatedService.PAGE; i++) {
        service.job("somebody else's " + i, LONG);
        service.time.advance(Duration.ofMillis(100));
      }
      assertThat(service.reads).isEmpty();
      service.time.advance(Duration.ofSeconds(10));
      service.cursors.clear();
      service.time.advance(Duration.ofSeconds(50));

      assertThat(service.cursors).containsOnly("6");
      assertThat(service.reads).isEmpty();
    }
  }

  @Test
  void jobsThatFellFarDownTheListAreReadAlone() {
    try (JobClient<String, String> client = open(service.listing())) {
      List<JobHandle<String>> handles = submit(client, 10);
      service.time.advance(Duration.ofSeconds(1));
      for (int i = 0; i < 50 * SimulatedService.PAGE; i++) {
        service.job("somebody else's " + i, LONG);
      }
      service.jobs.values().forEach(job -> job.lasts = Duration.ofSeconds(60));
      service.time.advance(Duration.ofSeconds(70));

      assertThat(service.readIds).contains("job0", "job9");
      assertThat(handles).allMatch(handle -> handle.outcome().isDone());
    }
  }

  @Test
  void aJobThatIsNotListedIsReadAloneAndNeverMissed() {
    try (JobClient<String, String> client = open(service.listing())) {
      List<JobHandle<String>> handles = submit(client, 10);
      service.jobs.get("job3").unlisted = true;
      service.jobs.get("job3").lasts = Duration.ofSeconds(30);
      service.time.advance(Duration.ofSeconds(40));

      assertThat(service.readIds).containsOnly("job3");
      assertThat(handles.get(3).outcome()).isCompleted();
    }
  }

  /** Seeds with which jobs stood on neither of two neighbouring pages. */
  @ParameterizedTest
  @ValueSource(longs = {0, 11, 30, 47})
  void noEndingIsMissedInAGrowingListWithGaps(long seed) {
    Random random = new Random(seed);
    service.latency = Duration.ofMillis(20);
    List<JobHandle<String>> handles = new ArrayList<>();
    try (JobClient<String, String> client = open(service.listing())) {
      for (int i = 0; i < 600; i++) {
        SimulatedService.Job job =
            service.job("job" + i, Duration.ofSeconds(20 + random.nextInt(20)));
        job.unlisted = random.nextInt(10) == 0;
        handles.add(service.submits(client, job));
        service.time.advance(Duration.ofMillis(20));
      }
      service.time.advance(Duration.ofMinutes(1));

      assertThat(handles).allMatch(handle -> handle.outcome().isDone());
    }
  }

  @Test
  void jobsThatOthersSubmittedAreReadByThePageToo() {
    for (int i = 0; i < 50; i++) {
      service.job("job" + i, Duration.ofSeconds(30));
    }
    try (JobClient<String, String> client = open(service.listing())) {
      List<JobHandle<String>> handles = service.jobs.keySet().stream().map(client::attach).toList();
      service.time.advance(Duration.ofSeconds(60));

      assertThat(handles).allMatch(handle -> handle.outcome().isDone());
      assertThat(service.reads).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void aListWhoseCursorsAreIdsIsReadByThePageToo() {
    service.cursorsAreIds = true;
    try (JobClient<String, String> client = open(service.listing())) {
      for (int i = 0; i < 20; i++) {
        submit(client, 50);
        service.time.advance(Duration.ofSeconds(1));
      }
      service.cursors.clear();
      service.time.advance(Duration.ofSeconds(50));

      assertThat(service.reads).isEmpty();
      assertThat(service.cursors).as("10 pages each 5 s").hasSizeBetween(90, 220);
    }
  }

  @Test
  void aPageThatBeganAfterAJobThatIsGoneIsLookedForFromTheFront() {
    service.cursorsAreIds = true;
    try (JobClient<String, String> client = open(service.listing())) {
      List<JobHandle<String>> handles = submit(client, 300);
      service.time.advance(Duration.ofSeconds(10));
      String cursor =
          service.cursors.stream().filter(it -> !it.equals("null")).findAny().orElseThrow();
      handles.stream()
          .filter(handle -> handle.id().orElseThrow().equals(cursor))
          .forEach(JobHandle::detach);
      service.delete(service.jobs.get(cursor));
      service.time.advance(Duration.ofSeconds(10));
      service.cursors.clear();
      service.time.advance(Duration.ofSeconds(50));

      assertThat(service.reads).hasSizeLessThan(10);
      assertThat(service.cursors).doesNotContain(cursor).hasSizeBetween(27, 80);
    }
  }

  @Test
  void anUnknownIdIsNotFoundAlthoughTheListCannotSaySo() {
    try (JobClient<String, String> client = open(service.listing())) {
      submit(client, 10);
      JobHandle<String> typo = client.attach("typo");
      service.time.advance(Duration.ofSeconds(10));

      assertThat(typo.outcome()).isCompletedExceptionally();
    }
  }

  @Test
  void aListThatFailsCostsNoEndingAndIsTriedAgainLater() {
    try (JobClient<String, String> client = open(service.listing())) {
      List<JobHandle<String>> handles = submit(client, 10);
      service.listBroken = () -> ByHandService.broken(500);
      service.jobs.get("job3").lasts = Duration.ofSeconds(30);
      service.time.advance(Duration.ofSeconds(40));

      assertThat(handles.get(3).outcome()).isCompleted();
      assertThat(service.cursors).hasSize(2);

      service.listBroken = null;
      service.time.advance(Duration.ofMinutes(1));
      service.reads.clear();
      service.time.advance(Duration.ofMinutes(1));
      assertThat(service.reads).isEmpty();
    }
  }

  @Test
  void aListThatIsRefusedIsLeftAloneForTenMinutes() {
    try (JobClient<String, String> client = open(service.listing())) {
      service.listBroken = () -> ByHandService.unauthorized();
      List<JobHandle<String>> handles = submit(client, 10);
      service.time.advance(Duration.ofMinutes(9));

      assertThat(service.cursors).hasSize(1);
      assertThat(handles).noneMatch(handle -> handle.outcome().isDone());
      service.time.advance(Duration.ofMinutes(2));
      assertThat(service.cursors).hasSize(2);
    }
  }

  @Test
  void aStepBackThatAListShowsIsToldOnlyWhenAReadConfirmsIt() {
    try (JobClient<String, String> client = open(service.listing())) {
      List<JobHandle<String>> handles = submit(client, 2);
      service.time.advance(Duration.ofSeconds(1));
      service.jobs.get("job0").state = "queued";
      service.time.advance(Duration.ofSeconds(10));

      assertThat(service.readIds).contains("job0").doesNotContain("job1");
      assertThat(handles.get(0).snapshot().serverRetries()).isEqualTo(1);
    }
  }

  @Test
  void twoHandlesOfOneJobHearOfOneRead() {
    try (JobClient<String, String> client = open(service.listing())) {
      JobHandle<String> first = service.submits(client, service.job("job", LONG));
      JobHandle<String> second = client.attach("job");
      service.time.advance(Duration.ofSeconds(20));
      assertThat(service.reads).as("one read at once, then as of one job").hasSizeLessThan(13);

      service.jobs.get("job").lasts = Duration.ofSeconds(25);
      service.time.advance(Duration.ofSeconds(10));
      assertThat(first.outcome()).isCompleted();
      assertThat(second.outcome()).isCompleted();
    }
  }

  @Test
  void viewsWithTheSameListShareItsPages() {
    JobService<String, String> one = service.listing().build();
    JobService<String, String> other = service.declared().list(one.list().orElseThrow()).build();
    try (JobClient<String, String> client = JobClient.open(one, service.options().build())) {
      submit(client, 1);
      service.submits(client.with(other), service.job("another", LONG));
      service.time.advance(Duration.ofSeconds(20));

      assertThat(service.reads).isEmpty();
      assertThat(service.cursors).hasSizeBetween(8, 12);
    }
  }

  @Test
  void viewsOfAClientThatMakesItsCallsSafeShareTheirPagesToo() {
    JobService<String, String> one = service.listing().build();
    JobService<String, String> other = service.declared().list(one.list().orElseThrow()).build();
    try (JobClient<String, String> client =
        JobClient.open(one, ResilienceOptions.defaults(), service.options().build())) {
      submit(client, 1);
      service.submits(client.with(other), service.job("another", LONG));
      service.time.advance(Duration.ofSeconds(20));

      assertThat(service.reads).isEmpty();
    }
  }

  @Test
  void aJobThatAListShowedInBetweenIsNotUnknownTwiceInARow() {
    try (JobClient<String, String> client = open(service.listing())) {
      List<JobHandle<String>> handles = submit(client, 2);
      for (int i = 0; i < 3; i++) {
        service.unknownJob = "job0";
        ((WatchedJob<String>) handles.get(0)).readSoon();
        service.unknownJob = null;
        service.time.advance(Duration.ofSeconds(10));
      }

      assertThat(service.readIds).containsOnly("job0");
      assertThat(handles.get(0).outcome()).isNotDone();
    }
  }

  @Test
  void jobsThatWereReadByThePageLeaveNothingBehind() {
    try (JobClient<String, String> client = open(service.listing())) {
      submit(client, 250).forEach(JobHandle::detach);

      assertThat(service.time.pending()).isZero();
    }
  }

  private JobClient<String, String> open(JobService.Builder<String, String> declared) {
    return JobClient.open(declared.build(), service.options().build());
  }

  private List<JobHandle<String>> submit(JobClient<String, String> client, int count) {
    List<JobHandle<String>> handles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      handles.add(service.submits(client, service.job("job" + service.jobs.size(), LONG)));
    }
    return handles;
  }
}
