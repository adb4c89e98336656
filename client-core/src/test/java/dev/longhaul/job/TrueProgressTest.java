package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.EventRecorder;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Progress is true: within its scale, and never backwards unless the service began anew. */
class TrueProgressTest {
  @Test
  void percentNeverRunsBackwards() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.reads(ByHandService.running(60));
      watching.reads(ByHandService.running(40));

      assertThat(job.snapshot().percent()).hasValue(60);
    }
  }

  @Test
  void aReadingWithoutPercentKeepsTheOneBefore() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.reads(ByHandService.running(60));
      watching.reads(
          JobReading.<String>builder(ByHandService.ID, "running").stage("last").running());

      assertThat(job.snapshot().percent()).hasValue(60);
      assertThat(job.snapshot().stage()).hasValue("last");
    }
  }

  @Test
  void aJobPutBackInLineStartsFromItsNewProgress() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.reads(ByHandService.running(60));
      watching.reads(ByHandService.waiting());
      assertThat(job.snapshot().percent()).isEmpty();
      watching.reads(ByHandService.running(5));

      assertThat(job.snapshot().percent()).hasValue(5);
      assertThat(job.snapshot().serverRetries()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {-0.1, 100.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aPercentOutsideItsScaleCountsAsNotTold(double percent) {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.reads(ByHandService.running(percent));

      assertThat(job.snapshot().percent()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 100})
  void aPercentIsTakenAsItIsAndItsUnitIsNotGuessed(double percent) {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.reads(ByHandService.running(percent));

      assertThat(job.snapshot().percent()).hasValue(percent);
    }
  }

  @Test
  void everyPartOfAReadingShowsInTheSnapshotAndAsAnEvent() {
    try (Watching watching = new Watching();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      JobHandle<String> job = watching.submitted();
      job.listen(events::accept);
      Instant eta = Instant.parse("2026-01-01T00:10:00Z");
      watching.reads(
          JobReading.<String>builder(ByHandService.ID, "queued")
              .stage("line")
              .message("soon")
              .eta(eta)
              .queuePosition(3)
              .waiting());

      events.next(JobEvent.Joined.class);
      JobSnapshot seen = events.next(JobEvent.Progressed.class).snapshot();
      assertThat(seen).isSameAs(job.snapshot());
      assertThat(seen.stage()).hasValue("line");
      assertThat(seen.message()).hasValue("soon");
      assertThat(seen.eta()).hasValue(eta);
      assertThat(seen.queuePosition()).hasValue(3);
      assertThat(seen.observedAt()).isEqualTo(Instant.parse("2026-01-01T00:00:01Z"));
    }
  }

  @Test
  void aReadingThatSaysNothingNewIsNoEvent() {
    try (Watching watching = new Watching();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      watching.submitted().listen(events::accept);
      watching.reads(ByHandService.waiting());
      watching.reads(ByHandService.waiting());

      events.next(JobEvent.Joined.class);
    }
  }

  @Test
  void anAttemptThatTheServiceCountsIsARetryAndMayStartProgressAnew() {
    try (Watching watching = new Watching();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      JobHandle<String> job = watching.submitted();
      watching.reads(attempt(1, 60).running());
      job.listen(events::accept);

      watching.reads(attempt(2, 5).running());

      events.next(JobEvent.Joined.class);
      assertThat(events.next(JobEvent.Progressed.class).snapshot().serverRetries()).isEqualTo(1);
      assertThat(job.snapshot().percent()).hasValue(5);
    }
  }

  @Test
  void aRetryThatIsSeenInLineAndCountedWhenItRunsIsToldOnce() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.reads(attempt(1, 60).running());

      watching.reads(attempt(1, 0).waiting());
      assertThat(job.snapshot().serverRetries()).isEqualTo(1);
      watching.reads(attempt(2, 10).running());

      assertThat(job.snapshot().serverRetries()).isEqualTo(1);
    }
  }

  @Test
  void retriesThatNobodySawCountToo() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.reads(attempt(0, 0).waiting());

      watching.reads(attempt(3, 10).running());

      assertThat(job.snapshot().serverRetries()).isEqualTo(2);
    }
  }

  @Test
  void aFirstAttemptIsNoRetry() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.reads(attempt(0, 0).waiting());

      watching.reads(attempt(1, 10).running());

      assertThat(job.snapshot().serverRetries()).isZero();
    }
  }

  private static JobReading.Builder<String> attempt(int number, double percent) {
    return JobReading.<String>builder(ByHandService.ID, "state").percent(percent).attempt(number);
  }
}
