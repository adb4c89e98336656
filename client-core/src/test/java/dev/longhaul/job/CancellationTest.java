package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.policy.WatchOptions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancel tells the truth. */
class CancellationTest {
  @Test
  void acceptedIsNotTheEndingAndTheJobIsReadAtOnce() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      CompletableFuture<CancelResult<String>> result = job.cancelAsync();
      watching.service.cancels.get(0).complete(null);

      assertThat(result.join()).isInstanceOf(CancelResult.Accepted.class);
      assertThat(job.outcome()).isNotDone();
      watching.service.read().complete(ByHandService.cancelled());
      assertThat(job.outcome().join()).isInstanceOf(JobOutcome.Cancelled.class);
    }
  }

  @Test
  void anAcceptedCancelCanLoseTheRaceAgainstCompletion() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      CompletableFuture<CancelResult<String>> result = job.cancelAsync();
      watching.service.cancels.get(0).complete(null);
      watching.service.read().complete(ByHandService.succeeded());

      assertThat(result.join()).isInstanceOf(CancelResult.Accepted.class);
      assertThat(job.outcome().join().resultOrThrow()).isEqualTo("picture");
    }
  }

  @Test
  void aJobKnownToHaveEndedIsNotAskedAgain() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      watching.reads(ByHandService.succeeded());

      assertThat(job.cancelAsync().join())
          .isEqualTo(new CancelResult.AlreadyFinished<>(job.outcome().join()));
      assertThat(watching.service.cancels).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409, 422})
  void aRefusalForAJobThatHadEndedTellsItsRealOutcome(int status) {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      CompletableFuture<CancelResult<String>> result = job.cancelAsync();
      watching.service.cancels.get(0).completeExceptionally(ByHandService.refused(status));
      watching.service.read().complete(ByHandService.succeeded());

      assertThat(result.join()).isEqualTo(new CancelResult.AlreadyFinished<>(job.outcome().join()));
    }
  }

  @Test
  void aFailureInsideTheServiceIsNoProofEither() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      CompletableFuture<CancelResult<String>> result = job.cancelAsync();
      watching.service.cancels.get(0).completeExceptionally(ByHandService.broken(500));
      watching.service.read().complete(ByHandService.failed());

      assertThat(result.join()).isInstanceOf(CancelResult.AlreadyFinished.class);
    }
  }

  @Test
  void aRefusalForAJobThatGoesOnSaysSo() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      CompletableFuture<CancelResult<String>> result = job.cancelAsync();
      watching.service.cancels.get(0).completeExceptionally(ByHandService.refused(409));
      watching.service.read().complete(ByHandService.running(30));

      assertThat(result.join())
          .isInstanceOfSatisfying(
              CancelResult.StillRunning.class,
              still -> assertThat(still.snapshot()).isSameAs(job.snapshot()));
      assertThat(job.snapshot().percent()).hasValue(30);
    }
  }

  @Test
  void aFailureInsideTheServiceLeavesOpenWhetherARunningJobWillStop() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      CompletableFuture<CancelResult<String>> result = job.cancelAsync();
      watching.service.cancels.get(0).completeExceptionally(ByHandService.broken(504));
      watching.service.read().complete(ByHandService.running(30));

      assertThat(result.join()).isInstanceOf(CancelResult.AnswerLost.class);
      assertThat(result.join().id()).isEqualTo(ByHandService.ID);
    }
  }

  @Test
  void aClearRefusalStandsEvenWhenTheJobCannotBeRead() {
    assertThat(unread(ByHandService.refused(409))).isInstanceOf(CancelResult.StillRunning.class);
    assertThat(unread(ByHandService.broken(500))).isInstanceOf(CancelResult.AnswerLost.class);
  }

  private static CancelResult<String> unread(LonghaulException refusal) {
    try (Watching watching = new Watching()) {
      CompletableFuture<CancelResult<String>> result = watching.submitted().cancelAsync();
      watching.service.cancels.get(0).completeExceptionally(refusal);
      watching.service.read().completeExceptionally(ByHandService.broken(503));
      return result.join();
    }
  }

  @Test
  void aServiceThatCannotCancelIsSentNothing() {
    ByHandService service = new ByHandService();
    try (JobClient<String, String> client =
        JobClient.open(service.builder().read(service::read).build(), WatchOptions.defaults())) {
      assertThat(client.cancelAsync("x").join()).isEqualTo(new CancelResult.NotSupported<>("x"));
    }
  }

  @Test
  void anUnknownJobIsSaidToBeUnknown() {
    try (Watching watching = new Watching()) {
      CompletableFuture<CancelResult<String>> result = watching.client.cancelAsync("typo");
      watching.service.cancels.get(0).completeExceptionally(ByHandService.notFound());

      assertThat(result.join()).isEqualTo(new CancelResult.NoSuchJob<>("typo"));
    }
  }

  @Test
  void aLostAnswerIsReportedAsLostAndTheWatchGoesOn() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      CompletableFuture<CancelResult<String>> result = job.cancelAsync();
      watching
          .service
          .cancels
          .get(0)
          .completeExceptionally(ByHandService.unreachable(Reach.MAY_HAVE_TAKEN_EFFECT));

      assertThat(result.join()).isInstanceOf(CancelResult.AnswerLost.class);
      watching.reads(ByHandService.cancelled());
      assertThat(job.outcome()).isCompleted();
    }
  }

  @Test
  void whatTheUsersOwnCodeThrowsMayHaveReachedTheService() {
    try (Watching watching = new Watching()) {
      CompletableFuture<CancelResult<String>> result = watching.submitted().cancelAsync();
      watching.service.cancels.get(0).completeExceptionally(new IllegalStateException("own code"));

      assertThat(result.join()).isInstanceOf(CancelResult.AnswerLost.class);
    }
  }

  @Test
  void aCancelThatWasNeverSentIsAnErrorOfTheCall() {
    assertThat(errorOfCancel(ByHandService.unreachable(Reach.NOT_SENT)))
        .isInstanceOf(UnreachableException.class);
    assertThat(errorOfCancel(ByHandService.unauthorized()))
        .isInstanceOf(CredentialsException.class);
    CallFacts facts = CallFacts.builder("s", "cancel").status(429).reach(Reach.DECLINED).build();
    assertThat(errorOfCancel(new RateLimitedException("slow down", facts, null)))
        .isInstanceOf(RateLimitedException.class);
  }

  private static Throwable errorOfCancel(LonghaulException error) {
    try (Watching watching = new Watching()) {
      CompletableFuture<CancelResult<String>> result = watching.submitted().cancelAsync();
      watching.service.cancels.get(0).completeExceptionally(error);
      return result.handle((value, e) -> e).join();
    }
  }

  @Test
  void cancellingTheFutureAbortsTheRequest() {
    try (Watching watching = new Watching()) {
      watching.submitted().cancelAsync().cancel(true);

      assertThat(watching.service.cancels.get(0)).isDone();
    }
  }

  @Test
  void aBlankIdIsRefused() {
    try (Watching watching = new Watching()) {
      assertThatThrownBy(() -> watching.client.cancel(" "))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> watching.client.attach(""))
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
