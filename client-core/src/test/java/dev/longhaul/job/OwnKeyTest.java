package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.UnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Two submissions with one key are one job, one handle and one request. */
class OwnKeyTest {
  private static final UUID KEY = UUID.fromString("5b1d2a8e-0c2f-4a7e-9a5b-3d1f6a7c8e90");

  private static CallFacts facts(Reach reach) {
    return CallFacts.builder("by-hand", "submit").reach(reach).build();
  }

  @Test
  void twoSubmissionsAtOnceShareOneRequestAndOneHandle() {
    try (Watching watching = new Watching()) {
      CompletableFuture<JobHandle<String>> first = watching.client.submitAsync("a", KEY);
      CompletableFuture<JobHandle<String>> second = watching.client.submitAsync("a", KEY);
      assertThat(watching.service.submissions).hasSize(1);
      watching.service.submissions.get(0).complete(ByHandService.waiting());

      assertThat(second.join()).isSameAs(first.join());
      assertThat(first.join().key()).isEqualTo(KEY);
    }
  }

  @Test
  void aLaterSubmissionGetsTheHandleOfTheJobThatGoesOnOrHasEnded() {
    try (Watching watching = new Watching()) {
      CompletableFuture<JobHandle<String>> first = watching.client.submitAsync("a", KEY);
      watching.service.submissions.get(0).complete(ByHandService.waiting());
      assertThat(watching.client.submitAsync("a", KEY).join()).isSameAs(first.join());

      watching.reads(ByHandService.succeeded());

      assertThat(first.join().outcome()).isDone();
      assertThat(watching.client.submitAsync("a", KEY).join()).isSameAs(first.join());
      assertThat(watching.service.submissions).hasSize(1);
    }
  }

  @Test
  void aKeyThatBelongsToAnotherRequestIsRefused() {
    try (Watching watching = new Watching()) {
      watching.client.submitAsync("a", KEY);

      assertThatThrownBy(() -> watching.client.submitAsync("b", KEY).join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(InvalidInputException.class)
          .hasMessageContaining("key belongs to another request");
      assertThat(watching.service.submissions).hasSize(1);
    }
  }

  @Test
  void aRefusalFreesTheKey() {
    try (Watching watching = new Watching()) {
      CompletableFuture<JobHandle<String>> refused = watching.client.submitAsync("a", KEY);
      watching
          .service
          .submissions
          .get(0)
          .completeExceptionally(new RefusedException("No.", facts(Reach.DECLINED), null));
      assertThat(refused).isCompletedExceptionally();

      watching.client.submitAsync("b", KEY);

      assertThat(watching.service.submissions).hasSize(2);
    }
  }

  @Test
  void anUncertainSubmissionFreesTheKeyForTheCallerToDecide() {
    try (Watching watching = new Watching()) {
      CompletableFuture<JobHandle<String>> uncertain = watching.client.submitAsync("a", KEY);
      watching
          .service
          .submissions
          .get(0)
          .completeExceptionally(
              new UnreachableException("Lost.", facts(Reach.MAY_HAVE_TAKEN_EFFECT), null));
      assertThatThrownBy(uncertain::join).hasCauseInstanceOf(SubmissionUncertainException.class);

      watching.client.submitAsync("a", KEY);

      assertThat(watching.service.submissions).hasSize(2);
    }
  }

  @Test
  void whoGivesUpDoesNotTakeTheRequestFromTheOther() {
    try (Watching watching = new Watching()) {
      CompletableFuture<JobHandle<String>> first = watching.client.submitAsync("a", KEY);
      CompletableFuture<JobHandle<String>> second = watching.client.submitAsync("a", KEY);
      first.cancel(true);
      assertThat(watching.service.submissions.get(0)).isNotCancelled();
      watching.service.submissions.get(0).complete(ByHandService.waiting());
      assertThat(second).isCompleted();

      CompletableFuture<JobHandle<String>> alone =
          watching.client.submitAsync("c", UUID.randomUUID());
      alone.cancel(true);
      assertThat(watching.service.submissions.get(1)).isCancelled();
    }
  }

  @Test
  void aHundredThreadsWithOneKeySendOneRequest() throws Exception {
    try (Watching watching = new Watching()) {
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      List<CompletableFuture<JobHandle<String>>> handles = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    start.await();
                  } catch (InterruptedException impossible) {
                    throw new AssertionError(impossible);
                  }
                  CompletableFuture<JobHandle<String>> handle =
                      watching.client.submitAsync("a", KEY);
                  synchronized (handles) {
                    handles.add(handle);
                  }
                });
        threads.add(thread);
        thread.start();
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(watching.service.submissions).hasSize(1);
      watching.service.submissions.get(0).complete(ByHandService.waiting());
      assertThat(handles)
          .hasSize(100)
          .extracting(CompletableFuture::join)
          .containsOnly(handles.get(0).join());
    }
  }
}
