package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.job.JobService.Cancelling;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services whose cancel may destroy a job that has ended, and after which the job may be gone. */
class CancellationThatRemovesTest {
  private final VirtualTime time = VirtualTime.create();
  private final ByHandService service = new ByHandService();
  private JobClient<String, String> client = open(Cancelling.WHILE_WAITING);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aWaitingJobIsReadAndThenCancelled() {
    JobHandle<String> job = submitted();
    CompletableFuture<CancelResult<String>> cancel = job.cancelAsync();
    assertThat(service.cancels).isEmpty();

    service.read().complete(ByHandService.waiting());
    service.cancels.get(0).complete(null);

    assertThat(cancel.getNow(null)).isInstanceOf(CancelResult.Accepted.class);
  }

  @Test
  void aRunningJobIsNotAskedToStopWhereOnlyWaitingOnesCan() {
    CompletableFuture<CancelResult<String>> cancel = submitted().cancelAsync();

    service.read().complete(ByHandService.running(10));

    assertThat(cancel.getNow(null))
        .isInstanceOfSatisfying(
            CancelResult.StillRunning.class,
            still -> {
              assertThat(still.snapshot().phase()).isEqualTo(JobPhase.RUNNING);
              assertThat(still.reason()).hasMessageContaining("was not asked");
            });
    assertThat(service.cancels).isEmpty();
  }

  @Test
  void aJobInAnUnknownStateIsNotAskedToStopEither() {
    CompletableFuture<CancelResult<String>> cancel = submitted().cancelAsync();

    service.read().complete(JobReading.<String>builder(ByHandService.ID, "odd").unrecognized());

    assertThat(cancel.getNow(null)).isInstanceOf(CancelResult.StillRunning.class);
    assertThat(service.cancels).isEmpty();
  }

  @Test
  void aRunningJobIsAskedToStopWhereAnyUnfinishedOneCan() {
    client = open(Cancelling.UNLESS_ENDED);
    CompletableFuture<CancelResult<String>> cancel = submitted().cancelAsync();

    service.read().complete(ByHandService.running(10));
    service.cancels.get(0).complete(null);

    assertThat(cancel.getNow(null)).isInstanceOf(CancelResult.Accepted.class);
  }

  @Test
  void aFinishedJobIsNeverDestroyed() {
    client = open(Cancelling.UNLESS_ENDED);
    JobHandle<String> job = submitted();
    CompletableFuture<CancelResult<String>> cancel = job.cancelAsync();

    service.read().complete(ByHandService.succeeded());

    assertThat(cancel.getNow(null)).isInstanceOf(CancelResult.AlreadyFinished.class);
    assertThat(service.cancels).isEmpty();
    assertThat(job.outcome().getNow(null).resultOrThrow()).isEqualTo("picture");
  }

  @Test
  void aJobThatIsGoneAfterItsCancelWasCancelled() {
    JobHandle<String> job = cancelled();

    service.read().completeExceptionally(ByHandService.notFound());

    assertThat(job.outcome().getNow(null)).isInstanceOf(JobOutcome.Cancelled.class);
    assertThat(job.snapshot().phase()).isEqualTo(JobPhase.CANCELLED);
  }

  @Test
  void whyAJobIsGoneShowsWhenTheCancelIsAnswered() {
    JobHandle<String> job = submitted();
    job.cancelAsync();
    service.read().complete(ByHandService.waiting());

    for (int early = 0; early < 2; early++) {
      time.runNext();
      service.read().completeExceptionally(ByHandService.notFound());
    }
    assertThat(job.outcome()).isNotDone();
    service.cancels.get(0).complete(null);
    service.read().completeExceptionally(ByHandService.notFound());

    assertThat(job.outcome().getNow(null)).isInstanceOf(JobOutcome.Cancelled.class);
  }

  @Test
  void aJobThatIsGoneAfterTheAnswerWasLostWasCancelled() {
    JobHandle<String> job = submitted();
    CompletableFuture<CancelResult<String>> cancel = job.cancelAsync();
    service.read().complete(ByHandService.waiting());
    service.cancels.get(0).completeExceptionally(lost());

    time.advance(Duration.ofSeconds(1));
    service.reads.forEach(read -> read.completeExceptionally(ByHandService.notFound()));

    assertThat(cancel).isCompletedWithValueMatching(CancelResult.Accepted.class::isInstance);
    assertThat(job.outcome().getNow(null)).isInstanceOf(JobOutcome.Cancelled.class);
    assertThat(service.cancels).hasSize(1);
  }

  @Test
  void aJobThatFinishedBeforeTheCancelIsRepeatedIsNotDestroyed() {
    client = open(Cancelling.UNLESS_ENDED);
    JobHandle<String> job = submitted();
    CompletableFuture<CancelResult<String>> cancel = job.cancelAsync();
    service.read().complete(ByHandService.running(99));
    service.cancels.get(0).completeExceptionally(ByHandService.busy(Duration.ofSeconds(3)));

    time.advance(Duration.ofSeconds(3));
    service.reads.forEach(read -> read.complete(ByHandService.succeeded()));

    assertThat(cancel).isCompletedWithValueMatching(CancelResult.AlreadyFinished.class::isInstance);
    assertThat(service.cancels).hasSize(1);
    assertThat(job.outcome().getNow(null)).isInstanceOf(JobOutcome.Succeeded.class);
  }

  @Test
  void aCancelThatFailsInPassingIsReadAndSentThreeTimesInAll() {
    CompletableFuture<CancelResult<String>> cancel = submitted().cancelAsync();
    for (int round = 1; round <= 3; round++) {
      service.reads.forEach(read -> read.complete(ByHandService.waiting()));
      assertThat(service.cancels).hasSize(round);
      service.cancels.get(round - 1).completeExceptionally(lost());
      time.advance(Duration.ofSeconds(1));
    }

    assertThat(cancel).isCompletedWithValueMatching(CancelResult.AnswerLost.class::isInstance);
    assertThat(service.cancels).hasSize(3);
  }

  @Test
  void aJobThatTheCancelDidNotFindIsNotTakenForCancelled() {
    JobHandle<String> job = submitted();
    CompletableFuture<CancelResult<String>> cancel = job.cancelAsync();
    service.read().complete(ByHandService.waiting());
    service.cancels.get(0).completeExceptionally(ByHandService.notFound());
    assertThat(cancel).isCompletedWithValueMatching(CancelResult.NoSuchJob.class::isInstance);

    service.reads.forEach(read -> read.completeExceptionally(ByHandService.notFound()));
    time.advance(Duration.ofSeconds(2));
    service.reads.forEach(read -> read.completeExceptionally(ByHandService.notFound()));

    assertThat(job.outcome())
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void aSecondCancelThatIsRefusedTakesNothingBackOfTheFirst() {
    JobHandle<String> job = cancelled();
    CompletableFuture<CancelResult<String>> again = job.cancelAsync();
    service.reads.forEach(read -> read.complete(ByHandService.waiting()));
    service.cancels.get(1).completeExceptionally(ByHandService.refused(409));
    service.reads.forEach(read -> read.completeExceptionally(ByHandService.notFound()));

    time.advance(Duration.ofSeconds(2));
    service.reads.forEach(read -> read.completeExceptionally(ByHandService.notFound()));

    assertThat(again).isDone();
    assertThat(job.outcome().getNow(null)).isInstanceOf(JobOutcome.Cancelled.class);
  }

  @Test
  void aJobThatIsGoneAfterARefusedCancelIsNotTakenForCancelled() {
    JobHandle<String> job = submitted();
    CompletableFuture<CancelResult<String>> cancel = job.cancelAsync();
    service.read().complete(ByHandService.waiting());
    service.cancels.get(0).completeExceptionally(ByHandService.refused(409));
    service.read().complete(ByHandService.running(5));
    assertThat(cancel.getNow(null)).isInstanceOf(CancelResult.StillRunning.class);

    time.runNext();
    service.read().completeExceptionally(ByHandService.notFound());
    time.runNext();
    service.read().completeExceptionally(ByHandService.notFound());

    assertThat(job.outcome())
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void aRepeatedCancelThatFindsTheJobGoneWasTakenTheFirstTime() {
    CompletableFuture<CancelResult<String>> cancel = submitted().cancelAsync();
    service.read().complete(ByHandService.waiting());

    NotFoundException gone = (NotFoundException) ByHandService.notFound();
    service
        .cancels
        .get(0)
        .completeExceptionally(
            gone.with(gone.facts().toBuilder().reach(Reach.MAY_HAVE_TAKEN_EFFECT).build()));

    assertThat(cancel.getNow(null)).isInstanceOf(CancelResult.Accepted.class);
  }

  @Test
  void aSecondCancelOfAJobThatIsGoneTellsThatItWasCancelled() {
    JobHandle<String> job = cancelled();
    CompletableFuture<CancelResult<String>> again = job.cancelAsync();

    service.read().completeExceptionally(ByHandService.notFound());

    assertThat(again.getNow(null))
        .isInstanceOfSatisfying(
            CancelResult.AlreadyFinished.class,
            finished -> assertThat(finished.outcome()).isInstanceOf(JobOutcome.Cancelled.class));
  }

  @Test
  void aJobThatTheServiceNeverKnewIsNoSuchJob() {
    CompletableFuture<CancelResult<String>> cancel = client.cancelAsync("nobody");

    service.read().completeExceptionally(ByHandService.notFound());

    assertThat(cancel.getNow(null)).isInstanceOf(CancelResult.NoSuchJob.class);
    assertThat(service.cancels).isEmpty();
  }

  @Test
  void aCancelByIdTellsTheWatchOfThatJob() {
    JobHandle<String> job = submitted();
    client.cancelAsync(ByHandService.ID);
    service.read().complete(ByHandService.waiting());
    service.cancels.get(0).complete(null);

    time.runNext();
    service.read().completeExceptionally(ByHandService.notFound());

    assertThat(job.outcome().getNow(null)).isInstanceOf(JobOutcome.Cancelled.class);
  }

  @Test
  void nothingIsCancelledWhenTheJobCannotBeRead() {
    CompletableFuture<CancelResult<String>> cancel = submitted().cancelAsync();

    service.read().completeExceptionally(ByHandService.broken(500));

    assertThat(cancel)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            LonghaulException.class,
            error -> assertThat(error.facts().reach()).isEqualTo(Reach.NOT_SENT));
    assertThat(service.cancels).isEmpty();
  }

  private static LonghaulException lost() {
    return ByHandService.unreachable(Reach.MAY_HAVE_TAKEN_EFFECT);
  }

  private JobHandle<String> cancelled() {
    JobHandle<String> job = submitted();
    job.cancelAsync();
    service.read().complete(ByHandService.waiting());
    service.cancels.get(0).complete(null);
    return job;
  }

  private JobHandle<String> submitted() {
    CompletableFuture<JobHandle<String>> handle = client.submitAsync("a secret prompt");
    service.submissions.get(0).complete(ByHandService.waiting());
    return handle.join();
  }

  private JobClient<String, String> open(Cancelling cancelling) {
    WatchOptions options =
        WatchOptions.builder()
            .scheduler(time)
            .clock(time)
            .jitter(0)
            .pollPace(Duration.ofSeconds(1), 2, Duration.ofSeconds(8))
            .callbackExecutor(Runnable::run)
            .build();
    return JobClient.open(
        service.builder().read(service::read).cancel(service::cancel, cancelling).build(), options);
  }
}
