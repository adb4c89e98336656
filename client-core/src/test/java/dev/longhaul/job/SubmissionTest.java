package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.UnreachableException;
import java.util.concurrent.CompletableFuture;
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
  void anInterruptedSubmissionTellsItsKeyAndAbortsTheRequest() {
    try (Watching watching = new Watching()) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> watching.client.submit("prompt"))
          .isInstanceOf(InterruptedException.class)
          .satisfies(
              e ->
                  assertThat(((SubmissionUncertainException) e.getSuppressed()[0]).key())
                      .isEqualTo(watching.service.keys.get(0)));
      assertThat(watching.service.submissions.get(0)).isCancelled();
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
