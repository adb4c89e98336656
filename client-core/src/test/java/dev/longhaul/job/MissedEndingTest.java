package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** No ending is missed, whoever looks and however late. */
class MissedEndingTest {
  @Test
  void aJobThatEndedBeforeAnyoneLookedYieldsItsOutcomeAtOnce() throws Exception {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.client.attach(ByHandService.ID);
      watching.service.read().complete(ByHandService.succeeded());

      assertThat(job.outcome()).isCompleted();
      assertThat(job.await(Duration.ZERO).resultOrThrow()).isEqualTo("picture");
      assertThat(watching.service.reads).hasSize(1);
    }
  }

  @Test
  void attachingReadsAtOnceAndWithoutADelay() {
    try (Watching watching = new Watching()) {
      watching.client.attach(ByHandService.ID);

      assertThat(watching.service.reads).hasSize(1);
      assertThat(watching.time.delays()).isEmpty();
    }
  }

  @Test
  void aJobThatIsDoneWhenItIsAcceptedIsNeverRead() {
    try (Watching watching = new Watching()) {
      CompletableFuture<JobHandle<String>> handle = watching.client.submitAsync("prompt");
      watching.service.submissions.get(0).complete(ByHandService.succeeded());

      assertThat(handle.join().outcome().join().resultOrThrow()).isEqualTo("picture");
      assertThat(watching.time.pending()).isZero();
    }
  }

  @Test
  void everyWaiterHearsTheSameOutcomeBeforeAndAfterIt() throws Exception {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      List<CompletableFuture<JobOutcome<String>>> early = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        early.add(job.outcome());
      }
      watching.reads(ByHandService.succeeded());

      assertThat(early).allSatisfy(waiter -> assertThat(waiter).isCompleted());
      assertThat(job.outcome().join()).isSameAs(early.get(0).join());
      assertThat(job.await(Duration.ofDays(1))).isSameAs(early.get(99).join());
    }
  }

  @Test
  void cancellingOneWaitLeavesTheOthersAndTheWatchAlone() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      CompletableFuture<JobOutcome<String>> kept = job.outcome();
      job.outcome().cancel(true);
      watching.reads(ByHandService.succeeded());

      assertThat(kept).isCompleted();
      assertThat(job.outcome()).isCompleted();
    }
  }

  @Test
  void aBlockedWaiterWakesWhenTheJobEnds() throws Exception {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      CompletableFuture<JobOutcome<String>> woken = new CompletableFuture<>();
      Thread waiter =
          new Thread(
              () -> {
                try {
                  woken.complete(job.await(Duration.ofHours(1)));
                } catch (InterruptedException | RuntimeException failed) {
                  woken.completeExceptionally(failed);
                }
              });
      waiter.start();
      watching.time.awaitScheduled(2); // the next read, and the waiter's patience
      watching.reads(ByHandService.failed());

      String code = woken.get().fold(s -> "s", f -> f.failure().code(), c -> "c");
      assertThat(code).isEqualTo("E1");
      waiter.join();
    }
  }
}
