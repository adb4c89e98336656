package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.EventRecorder;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When a job is read, and what a failed read does. */
class PollingPaceTest {
  @Test
  void thePaceSlowsDownToItsFloorAndStaysThere() {
    try (Watching watching = new Watching()) {
      watching.submitted();
      for (int i = 0; i < 6; i++) {
        watching.reads(ByHandService.waiting());
      }

      assertThat(watching.time.delays()).isEqualTo(seconds(1, 2, 4, 8, 8, 8, 8));
    }
  }

  @Test
  void theDocumentedDefaultsHold() {
    WatchOptions options = WatchOptions.defaults().toBuilder().jitter(0).build();
    PollSchedule schedule = new PollSchedule(options, null, 0);

    assertThat(next(schedule)).isEqualTo(Duration.ofMillis(500));
    assertThat(next(schedule)).isEqualTo(Duration.ofMillis(650));
    for (int i = 0; i < 20; i++) {
      next(schedule);
    }
    assertThat(next(schedule)).isEqualTo(Duration.ofSeconds(5));
    assertThat(WatchOptions.defaults().jitter()).isEqualTo(0.1);
  }

  @Test
  void jitterSpreadsEveryDelayWithinItsShareEvenAtTheFloor() {
    WatchOptions options =
        WatchOptions.builder()
            .pollPace(Duration.ofSeconds(10), 1, Duration.ofSeconds(10))
            .jitter(0.2)
            .build();
    PollSchedule schedule = new PollSchedule(options, null, 0);
    Set<Duration> seen = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      seen.add(next(schedule));
    }

    assertThat(seen)
        .hasSizeGreaterThan(100)
        .allSatisfy(d -> assertThat(d).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12)));
  }

  @Test
  void aFailedReadNeverEndsTheWatch() {
    try (Watching watching = new Watching();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      JobHandle<String> job = watching.submitted();
      job.listen(events::accept);
      watching.fails(ByHandService.broken(500));
      watching.fails(ByHandService.unreachable(Reach.NOT_SENT));
      watching.fails(ByHandService.refused(400));
      watching.fails(new IllegalStateException("in the user's own code"));
      watching.reads(ByHandService.succeeded());

      assertThat(job.outcome()).isCompleted();
      events.next(JobEvent.Joined.class);
      for (int i = 0; i < 3; i++) {
        events.next(JobEvent.ReadFailed.class);
      }
      assertThat(events.next(JobEvent.ReadFailed.class).error())
          .isInstanceOf(UnexpectedAnswerException.class);
      events.next(JobEvent.Ended.class);
    }
  }

  @Test
  void aServiceThatAsksForRestGetsIt() {
    try (Watching watching = new Watching()) {
      watching.submitted();
      watching.fails(ByHandService.busy(Duration.ofSeconds(30)));
      watching.fails(ByHandService.busy(Duration.ofSeconds(1)));

      assertThat(watching.time.delays()).isEqualTo(seconds(1, 30, 4));
    }
  }

  @Test
  void refusedCredentialsEndTheWatchWithTheirOwnError() {
    assertThat(endOfWatch(ByHandService.unauthorized())).isInstanceOf(CredentialsException.class);
  }

  @Test
  void aJobThatTheServiceForgotHasAnUnknownOutcome() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.fails(ByHandService.notFound());
      assertThat(job.outcome()).as("once may be a job that is not visible yet").isNotDone();
      watching.fails(ByHandService.notFound());

      assertThat(job.outcome().handle((o, e) -> e).join())
          .isInstanceOf(OutcomeUnknownException.class)
          .hasCauseInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void aTokenThatCouldNotBeHadIsNoRefusal() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      CallFacts facts = CallFacts.builder("s", "token").reach(Reach.NOT_SENT).build();
      watching.fails(new CredentialsException("no token right now", facts, null));
      watching.reads(ByHandService.succeeded());

      assertThat(job.outcome()).isCompleted();
    }
  }

  @Test
  void aServiceThatAsksForDaysOfRestIsAskedAfterFiveMinutes() {
    try (Watching watching = new Watching()) {
      watching.submitted();
      watching.fails(ByHandService.busy(Duration.ofDays(365)));

      assertThat(watching.time.delays()).isEqualTo(seconds(1, 300));
    }
  }

  @Test
  void aReadThatGivesNoFutureOrDiesOfAnErrorIsAFailedRead() {
    try (Watching watching = new Watching()) {
      AtomicInteger turn = new AtomicInteger();
      JobService<String, String> service =
          watching
              .service
              .builder()
              .read(
                  id ->
                      switch (turn.incrementAndGet()) {
                        case 1 -> null;
                        case 2 -> throw new NoClassDefFoundError("in the user's own code");
                        default -> CompletableFuture.completedFuture(ByHandService.succeeded());
                      })
              .build();
      try (JobClient<String, String> client = JobClient.open(service, watching.options().build())) {
        JobHandle<String> job = client.attach("x");
        watching.time.runNext();
        watching.time.runNext();

        assertThat(job.outcome()).isCompleted();
      }
    }
  }

  @Test
  void anAnswerThatANewerOneOvertookChangesNothing() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.time.runNext();
      CompletableFuture<JobReading<String>> older = watching.service.read();
      job.cancelAsync();
      watching.service.cancels.get(0).completeExceptionally(ByHandService.refused(409));
      watching.service.read().complete(ByHandService.running(60));
      older.complete(ByHandService.waiting());

      assertThat(job.snapshot().percent()).hasValue(60);
      assertThat(job.snapshot().serverRetries()).isZero();
    }
  }

  @Test
  void anIdThatTheServiceNeverKnewIsNotFound() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.client.attach("typo");
      watching.service.read().completeExceptionally(ByHandService.notFound());

      assertThat(job.outcome().handle((o, e) -> e).join()).isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void aServiceThatCannotBeReadLeavesTheOutcomeUnknown() {
    ByHandService service = new ByHandService();
    try (JobClient<String, String> client =
        JobClient.open(service.builder().build(), WatchOptions.defaults())) {
      var handle = client.submitAsync("prompt");
      service.submissions.get(0).complete(ByHandService.waiting());

      assertThat(handle.join().outcome().handle((o, e) -> e).join())
          .isInstanceOf(OutcomeUnknownException.class);
    }
  }

  @Test
  void aReadThatThrowsInsteadOfFailingIsAFailedRead() {
    try (Watching watching = new Watching();
        JobClient<String, String> client =
            JobClient.open(
                watching
                    .service
                    .builder()
                    .read(
                        id -> {
                          throw new IllegalStateException("thrown");
                        })
                    .build(),
                watching.options().build())) {
      JobHandle<String> job = client.attach("x");

      assertThat(job.outcome()).isNotDone();
      assertThat(watching.time.delays()).isEqualTo(seconds(1));
    }
  }

  @Test
  void aPaceThatCannotWorkIsRefused() {
    WatchOptions.Builder builder = WatchOptions.builder();
    Duration second = Duration.ofSeconds(1);

    assertRefused("first", () -> builder.pollPace(Duration.ofMillis(9), 1, second));
    assertRefused("first", () -> builder.pollPace(second.negated(), 1, second));
    assertRefused("factor", () -> builder.pollPace(second, 0.9, second));
    assertRefused("factor", () -> builder.pollPace(second, Double.NaN, second));
    assertRefused("slowest", () -> builder.pollPace(second, 1, Duration.ofMillis(999)));
    assertRefused("slowest", () -> builder.pollPace(second, 1, Duration.ofDays(2)));
    assertRefused("jitter", () -> builder.jitter(1.1));
    assertRefused("jitter", () -> builder.jitter(-0.1));
  }

  private static Duration next(PollSchedule schedule) {
    return Duration.ofNanos(schedule.pace(Duration.ZERO));
  }

  private static void assertRefused(String field, Runnable option) {
    assertThatThrownBy(option::run)
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  private static Throwable endOfWatch(LonghaulException error) {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.fails(error);
      assertThat(watching.time.pending()).isZero();
      return job.outcome().handle((o, e) -> e).join();
    }
  }

  private static List<Duration> seconds(long... seconds) {
    return LongStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
  }
}
