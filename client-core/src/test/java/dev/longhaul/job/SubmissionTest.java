package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.VirtualTime;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A submission goes out once, and what is not known of it is not guessed. */
class SubmissionTest {
  @Test
  void anAcceptedJobHasItsKeyAndItsId() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();

      assertThat(job.key()).isEqualTo(watching.service.keys.get(0));
      assertThat(job.id()).hasValue(ByHandService.ID);
      assertThat(job.snapshot().phase()).isEqualTo(JobPhase.WAITING);
      assertThat(job).hasToString("JobHandle[by-hand, " + job.snapshot() + "]");
    }
  }

  @Test
  void anAmbiguousFailureIsUncertainAndCarriesTheKey() {
    try (Watching watching = new Watching()) {
      CompletableFuture<JobHandle<String>> handle = watching.client.submitAsync("prompt");
      watching
          .service
          .submissions
          .get(0)
          .completeExceptionally(ByHandService.unreachable(Reach.MAY_HAVE_TAKEN_EFFECT));

      assertThat(error(handle))
          .isInstanceOfSatisfying(
              SubmissionUncertainException.class,
              e -> assertThat(e.key()).isEqualTo(watching.service.keys.get(0)))
          .hasCauseInstanceOf(UnreachableException.class);
      assertThat(watching.service.submissions).hasSize(1);
    }
  }

  @Test
  void aFailureThatProvesNothingWasDoneIsPassedOn() {
    try (Watching watching = new Watching()) {
      CompletableFuture<JobHandle<String>> unsent = watching.client.submitAsync("prompt");
      watching
          .service
          .submissions
          .get(0)
          .completeExceptionally(ByHandService.unreachable(Reach.NOT_SENT));
      CompletableFuture<JobHandle<String>> refused = watching.client.submitAsync("prompt");
      watching.service.submissions.get(1).completeExceptionally(ByHandService.refused(422));

      assertThat(error(unsent)).isInstanceOf(UnreachableException.class);
      assertThat(error(refused)).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void whatTheUsersOwnCodeThrowsIsUncertainUnlessItSaysOtherwise() {
    try (Watching watching = new Watching()) {
      assertThat(error(submittingTo(watching, new IllegalStateException("own code"))))
          .isInstanceOf(SubmissionUncertainException.class);
      assertThat(error(submittingTo(watching, InvalidInputException.of("size", "is 0", "Pass 1."))))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  private static CompletableFuture<JobHandle<String>> submittingTo(
      Watching watching, RuntimeException thrown) {
    JobService<String, String> service =
        JobService.<String, String>builder(
                "throwing",
                (request, key) -> {
                  throw thrown;
                })
            .build();
    try (JobClient<String, String> client = JobClient.open(service, watching.options().build())) {
      return client.submitAsync("prompt");
    }
  }

  @Test
  void anInterruptedSubmissionTellsItsKeyAndAbortsTheRequest() throws Exception {
    try (Watching watching = new Watching()) {
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread submitter =
          new Thread(
              () -> {
                try {
                  watching.client.submit("prompt");
                  ended.complete(new AssertionError("no interrupt"));
                } catch (InterruptedException | RuntimeException e) {
                  ended.complete(e);
                }
              });
      submitter.start();
      while (submitter.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      submitter.interrupt();

      assertThat(ended.get())
          .isInstanceOf(InterruptedException.class)
          .satisfies(
              e ->
                  assertThat(((SubmissionUncertainException) e.getSuppressed()[0]).key())
                      .isEqualTo(watching.service.keys.get(0)));
      assertThat(watching.service.submissions.get(0)).isCancelled();
    }
  }

  @Test
  void aThreadThatWasInterruptedBeforeSendsNothing() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> watching.client.submit("prompt"))
          .isInstanceOf(InterruptedException.class);
      Thread.currentThread().interrupt();
      assertThatThrownBy(job::cancel).isInstanceOf(InterruptedException.class);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> watching.client.cancel("x"))
          .isInstanceOf(InterruptedException.class);

      assertThat(watching.service.submissions).hasSize(1);
      assertThat(watching.service.cancels).isEmpty();
    }
  }

  @Test
  void anAcceptedJobWhoseWatchCannotBeginStillReachesTheCaller() {
    ByHandService service = new ByHandService();
    VirtualTime time = VirtualTime.create();
    AtomicBoolean broken = new AtomicBoolean();
    InstantSource clock =
        () -> {
          if (broken.getAndSet(false)) {
            throw new IllegalStateException("the caller's own clock");
          }
          return time.instant();
        };
    WatchOptions options =
        WatchOptions.builder().clock(clock).scheduler(time).callbackExecutor(Runnable::run).build();
    try (JobClient<String, String> client = JobClient.open(service.whole(), options)) {
      CompletableFuture<JobHandle<String>> handle = client.submitAsync("prompt");
      broken.set(true);
      service.submissions.get(0).complete(ByHandService.waiting());

      assertThat(handle.join().id()).hasValue(ByHandService.ID);
      assertThat(error(handle.join().outcome())).isInstanceOf(OutcomeUnknownException.class);
    }
  }

  @Test
  void aHandleThatNobodyWaitsForIsNotWatched() {
    try (Watching watching = new Watching()) {
      CompletableFuture<JobReading<String>> stubborn = new CompletableFuture<>();
      JobService<String, String> service =
          JobService.<String, String>builder("stubborn", (request, key) -> stubborn)
              .read(watching.service::read)
              .build();
      try (JobClient<String, String> client = JobClient.open(service, watching.options().build())) {
        client.submitAsync("prompt").completeExceptionally(new TimeoutException("the caller's"));
        stubborn.complete(ByHandService.waiting());

        assertThat(watching.time.pending()).isZero();
      }
    }
  }

  @Test
  void cancellingTheFutureAbortsTheRequest() {
    try (Watching watching = new Watching()) {
      watching.client.submitAsync("prompt").cancel(false);

      assertThat(watching.service.submissions.get(0)).isCancelled();
    }
  }

  private static Throwable error(CompletableFuture<?> future) {
    return future.handle((value, e) -> e).join();
  }
}
