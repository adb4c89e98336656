package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.testkit.EventRecorder;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Once an outcome is seen it is final. */
class OneEndingTest {
  @Test
  void nothingThatComesAfterTheEndingChangesIt() {
    try (Watching watching = new Watching();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      JobHandle<String> job = watching.submitted();
      job.listen(events::accept);
      watching.time.runNext();
      CompletableFuture<CancelResult<String>> cancel = job.cancelAsync();
      watching.service.read().complete(ByHandService.succeeded());
      // The cancel is refused only now, and the read that explains it lags behind the ending.
      watching.service.cancels.get(0).completeExceptionally(ByHandService.refused(409));
      watching.service.read().complete(ByHandService.running(10));

      assertThat(job.snapshot().phase()).isEqualTo(JobPhase.SUCCEEDED);
      assertThat(job.outcome().join().resultOrThrow()).isEqualTo("picture");
      assertThat(cancel.join()).isInstanceOf(CancelResult.AlreadyFinished.class);
      events.next(JobEvent.Joined.class);
      events.next(JobEvent.Ended.class);
    }
  }

  @Test
  void detachAndCloseAfterTheEndingChangeNothing() {
    Watching watching = new Watching();
    JobHandle<String> job = watching.submitted();
    watching.reads(ByHandService.failed());
    job.detach();
    watching.close();

    assertThat(job.outcome().join()).isInstanceOf(JobOutcome.Failed.class);
  }

  @Test
  void noReadFollowsTheEnding() {
    try (Watching watching = new Watching()) {
      watching.submitted();
      watching.reads(ByHandService.cancelled());

      assertThat(watching.time.pending()).isZero();
    }
  }

  @Test
  void eachEndingFoldsToItsOwnBranch() {
    JobOutcome<String> succeeded = new JobOutcome.Succeeded<>("1", "picture");
    JobOutcome<String> failed = new JobOutcome.Failed<>("2", JobFailure.of("E1", null));
    JobOutcome<String> cancelled = new JobOutcome.Cancelled<>("3");

    assertThat(kind(succeeded) + kind(failed) + kind(cancelled)).isEqualTo("SFC");
    assertThat(succeeded.resultOrThrow()).isEqualTo("picture");
    assertThatThrownBy(failed::resultOrThrow)
        .isInstanceOfSatisfying(
            JobFailedException.class, e -> assertThat(e.failure().code()).isEqualTo("E1"))
        .hasMessageContaining("E1");
    assertThatThrownBy(cancelled::resultOrThrow).isInstanceOf(JobCancelledException.class);
  }

  private static String kind(JobOutcome<String> outcome) {
    return outcome.fold(s -> "S", f -> "F", c -> "C");
  }
}
