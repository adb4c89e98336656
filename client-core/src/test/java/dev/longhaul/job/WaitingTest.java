package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.ServiceFailedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Our patience, detaching and cancelling are three different things. */
class WaitingTest {
  @Test
  void aWaitThatTimesOutLeavesTheJobWatchedAndCarriesTheLastSnapshot() throws Exception {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.reads(ByHandService.running(42));
      CompletableFuture<Throwable> ended = waitingFor(job, Duration.ofSeconds(1));
      watching.time.awaitScheduled(2);
      watching.time.advance(Duration.ofSeconds(1));

      assertThat(ended.get())
          .isInstanceOfSatisfying(
              WaitTimeoutException.class, e -> assertThat(e.snapshot().percent()).hasValue(42));
      assertThat(watching.service.cancels).isEmpty();
      watching.reads(ByHandService.succeeded());
      assertThat(job.outcome()).isCompleted();
    }
  }

  @Test
  void aZeroWaitLooksWithoutWaiting() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();

      assertThatThrownBy(() -> job.await(Duration.ZERO)).isInstanceOf(WaitTimeoutException.class);
      assertThat(watching.time.pending()).isEqualTo(1);
    }
  }

  @Test
  void aNegativeWaitIsRefused() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();

      assertThatThrownBy(() -> job.await(Duration.ofSeconds(-1)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("timeout is PT-1S");
    }
  }

  @Test
  void aTimedOutWaitTellsThatTheServiceCouldNotBeAsked() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.fails(ByHandService.broken(502));

      assertThatThrownBy(() -> job.await(Duration.ZERO))
          .isInstanceOf(WaitTimeoutException.class)
          .hasCauseInstanceOf(ServiceFailedException.class);
      watching.reads(ByHandService.running(1));
      assertThatThrownBy(() -> job.await(Duration.ZERO)).hasNoCause();
    }
  }

  @Test
  void anInterruptedWaitEndsTheWaitAlone() throws Exception {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> job.await(Duration.ofHours(1)))
          .isInstanceOf(InterruptedException.class);
      assertThat(watching.time.pending()).isEqualTo(1); // the read; the wait's timer is gone
      watching.reads(ByHandService.succeeded());
      assertThat(job.outcome()).isCompleted();
    }
  }

  @Test
  void aWaitOfCenturiesIsNotTooLong() throws Exception {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      CompletableFuture<Throwable> ended = waitingFor(job, Duration.ofSeconds(Long.MAX_VALUE));
      watching.time.awaitScheduled(2);
      watching.reads(ByHandService.failed());

      assertThat(ended.get()).hasMessage("no timeout");
    }
  }

  @Test
  void detachingStopsWatchingButNotTheJob() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      CompletableFuture<JobOutcome<String>> pending = job.outcome();
      watching.time.runNext();
      job.detach();

      assertThat(pending.handle((o, e) -> e).join()).isInstanceOf(DetachedException.class);
      assertThat(watching.service.read()).isCancelled();
      assertThat(watching.service.cancels).isEmpty();
      assertThat(watching.time.pending()).isZero();
      assertThatThrownBy(() -> job.await(Duration.ofHours(1)))
          .isInstanceOf(DetachedException.class);
    }
  }

  @Test
  void aDetachedJobCanBeAttachedToAgain() {
    try (Watching watching = new Watching()) {
      JobHandle<String> first = watching.submitted();
      first.detach();
      JobHandle<String> again = watching.client.attach(first.id().orElseThrow());
      watching.service.read().complete(ByHandService.succeeded());

      assertThat(again.outcome().join().resultOrThrow()).isEqualTo("picture");
    }
  }

  private static CompletableFuture<Throwable> waitingFor(JobHandle<String> job, Duration timeout) {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                job.await(timeout);
                ended.complete(new AssertionError("no timeout"));
              } catch (InterruptedException | RuntimeException e) {
                ended.complete(e);
              }
            })
        .start();
    return ended;
  }
}
