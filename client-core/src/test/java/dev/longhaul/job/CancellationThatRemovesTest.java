package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.job.JobService.Cancelling;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

    assertThat(cancel.join()).isInstanceOf(CancelResult.Accepted.class);
  }

  @Test
  void aRunningJobIsNotAskedToStopWhereOnlyWaitingOnesCan() {
    CompletableFuture<CancelResult<String>> cancel = submitted().cancelAsync();

    service.read().complete(ByHandService.running(10));

    assertThat(cancel.join())
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

    assertThat(cancel.join()).isInstanceOf(CancelResult.StillRunning.class);
    assertThat(service.cancels).isEmpty();
  }

  @Test
  void aRunningJobIsAskedToStopWhereAnyUnfinishedOneCan() {
    client = open(Cancelling.UNLESS_ENDED);
    CompletableFuture<CancelResult<String>> cancel = submitted().cancelAsync();

    service.read().complete(ByHandService.running(10));
    service.cancels.get(0).complete(null);

    assertThat(cancel.join()).isInstanceOf(CancelResult.Accepted.class);
  }

  @Test
  void aFinishedJobIsNeverDestroyed() {
    client = open(Cancelling.UNLESS_ENDED);
    JobHandle<String> job = submitted();
    CompletableFuture<CancelResult<String>> cancel = job.cancelAsync();

    service.read().complete(ByHandService.succeeded());

    assertThat(cancel.join()).isInstanceOf(CancelResult.AlreadyFinished.class);
    assertThat(service.cancels).isEmpty();
    assertThat(job.outcome().join().resultOrThrow()).isEqualTo("picture");
  }

  @Test
  void aJobThatIsGoneAfterItsCancelWasCancelled() {
    JobHandle<String> job = cancelled();

    service.read().completeExceptionally(ByHandService.notFound());

    assertThat(job.outcome().join()).isInstanceOf(JobOutcome.Cancelled.class);
    assertThat(job.snapshot().phase()).isEqualTo(JobPhase.CANCELLED);
  }

  @Test
  void aJobThatIsGoneBeforeTheCancelIsAnsweredWasCancelled() {
    JobHandle<String> job = submitted();
    job.cancelAsync();
    service.read().complete(ByHandService.waiting());

    time.runNext();
    service.read().completeExceptionally(ByHandService.notFound());

    assertThat(job.outcome().join()).isInstanceOf(JobOutcome.Cancelled.class);
  }

  @Test
  void aJobThatIsGoneAfterTheAnswerWasLostWasCancelled() {
    JobHandle<String> job = submitted();
    CompletableFuture<CancelResult<String>> cancel = job.cancelAsync();
    service.read().complete(ByHandService.waiting());
    service
        .cancels
        .get(0)
        .completeExceptionally(ByHandService.unreachable(Reach.MAY_HAVE_TAKEN_EFFECT));
    assertThat(cancel.join()).isInstanceOf(CancelResult.AnswerLost.class);

    time.runNext();
    service.read().completeExceptionally(ByHandService.notFound());

    assertThat(job.outcome().join()).isInstanceOf(JobOutcome.Cancelled.class);
  }

  @Test
  void aJobThatIsGoneAfterARefusedCancelIsNotTakenForCancelled() {
    JobHandle<String> job = submitted();
    CompletableFuture<CancelResult<String>> cancel = job.cancelAsync();
    service.read().complete(ByHandService.waiting());
    service.cancels.get(0).completeExceptionally(ByHandService.refused(409));
    service.read().complete(ByHandService.running(5));
    assertThat(cancel.join()).isInstanceOf(CancelResult.StillRunning.class);

    time.runNext();
    service.read().completeExceptionally(ByHandService.notFound());
    time.runNext();
    service.read().completeExceptionally(ByHandService.notFound());

    assertThat(job.outcome())
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
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

    assertThat(cancel.join()).isInstanceOf(CancelResult.Accepted.class);
  }

  @Test
  void aSecondCancelOfAJobThatIsGoneTellsThatItWasCancelled() {
    JobHandle<String> job = cancelled();
    CompletableFuture<CancelResult<String>> again = job.cancelAsync();

    service.read().completeExceptionally(ByHandService.notFound());

    assertThat(again.join())
        .isInstanceOfSatisfying(
            CancelResult.AlreadyFinished.class,
            finished -> assertThat(finished.outcome()).isInstanceOf(JobOutcome.Cancelled.class));
  }

  @Test
  void aJobThatTheServiceNeverKnewIsNoSuchJob() {
    CompletableFuture<CancelResult<String>> cancel = client.cancelAsync("nobody");

    service.read().completeExceptionally(ByHandService.notFound());

    assertThat(cancel.join()).isInstanceOf(CancelResult.NoSuchJob.class);
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

    assertThat(job.outcome().join()).isInstanceOf(JobOutcome.Cancelled.class);
  }

  @Test
  void nothingIsCancelledWhenTheJobCannotBeRead() {
    CompletableFuture<CancelResult<String>> cancel = submitted().cancelAsync();

    service.read().completeExceptionally(ByHandService.broken(500));

    assertThat(cancel).isCompletedExceptionally();
    assertThat(service.cancels).isEmpty();
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
