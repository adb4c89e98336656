package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.job.CancelResult.Accepted;
import dev.longhaul.job.CancelResult.AlreadyFinished;
import dev.longhaul.job.CancelResult.AnswerLost;
import dev.longhaul.job.CancelResult.NoSuchJob;
import dev.longhaul.job.CancelResult.StillRunning;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Cancelling many jobs tells the truth about each of them. */
class GroupCancellationTest {
  @Test
  void everyJobIsAskedForAtOnceAndToldInOrder() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(3));
      CompletableFuture<List<CancelResult<String>>> results = group.cancelAsync();
      assertThat(many.cancels).hasSize(3);
      many.cancels.get(2).complete(null);
      many.cancels.get(1).completeExceptionally(ByHandService.notFound());
      assertThat(results).isNotDone();
      many.cancels.get(0).complete(null);

      assertThat(results.join())
          .containsExactly(
              new Accepted<>("job-0"), new NoSuchJob<>("job-1"), new Accepted<>("job-2"));
    }
  }

  @Test
  void jobsKnownToHaveEndedAreNotAskedFor() throws Exception {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.ended(2));

      assertThat(group.cancel())
          .containsExactly(
              new AlreadyFinished<>(group.jobs().get(0).outcome().join()),
              new AlreadyFinished<>(group.jobs().get(1).outcome().join()));
      assertThat(many.cancels).isEmpty();
    }
  }

  @Test
  void anErrorOfOneIsToldInItsPlaceAndHidesNothingOfTheOthers() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(4));
      CompletableFuture<List<CancelResult<String>>> results = group.cancelAsync();
      many.cancels.get(0).completeExceptionally(ByHandService.unreachable(Reach.NOT_SENT));
      many.cancels.get(1).completeExceptionally(ByHandService.unauthorized());
      many.cancels.get(2).completeExceptionally(new IllegalStateException("own code"));
      many.cancels.get(3).complete(null);

      List<CancelResult<String>> told = results.join();
      assertThat(told)
          .hasExactlyElementsOfTypes(
              StillRunning.class, StillRunning.class, AnswerLost.class, Accepted.class);
      assertThat(told)
          .extracting(CancelResult::id)
          .containsExactly("job-0", "job-1", "job-2", "job-3");
      assertThat(((StillRunning<String>) told.get(0)).reason())
          .isInstanceOf(UnreachableException.class);
      assertThat(((StillRunning<String>) told.get(1)).reason())
          .isInstanceOf(CredentialsException.class);
    }
  }

  @Test
  void whereEveryRequestReachedNothingThatIsAnError() {
    try (ManyJobs many = new ManyJobs()) {
      List<JobHandle<String>> jobs = new ArrayList<>(many.ended(1));
      jobs.addAll(many.waiting(2));
      CompletableFuture<List<CancelResult<String>>> results = JobGroup.of(jobs).cancelAsync();
      many.cancels.get(1).completeExceptionally(ByHandService.unauthorized());
      many.cancels.get(0).completeExceptionally(ByHandService.unreachable(Reach.NOT_SENT));

      assertThat(reason(results)).isInstanceOf(CredentialsException.class);
    }
  }

  @Test
  void aClientThatClosesInBetweenLeavesOpenWhatCameOfIt() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(2));
      CompletableFuture<List<CancelResult<String>>> results = group.cancelAsync();
      many.cancels.get(1).complete(null);
      many.client.close();

      assertThat(results.join()).hasExactlyElementsOfTypes(AnswerLost.class, Accepted.class);
    }
  }

  @Test
  void thoseInLineAreAskedForAsAnswersCome() {
    try (ManyJobs many = new ManyJobs()) {
      int count = GroupCancel.AT_ONCE + 10;
      CompletableFuture<?> results = JobGroup.of(many.waiting(count)).cancelAsync();
      assertThat(many.cancels).hasSize(GroupCancel.AT_ONCE);
      for (int answered = 0; answered < count; answered++) {
        assertThat(results).isNotDone();
        many.cancels.get(answered).complete(null);
      }

      assertThat(results).isCompleted();
      assertThat(many.cancels).hasSize(count);
    }
  }

  @Test
  void cancellingTheFutureAbortsWhatIsOnTheWayAndAsksForNoMore() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup.of(many.waiting(GroupCancel.AT_ONCE + 10)).cancelAsync().cancel(true);

      assertThat(many.cancels)
          .hasSize(GroupCancel.AT_ONCE)
          .allSatisfy(request -> assertThat(request).isDone());
    }
  }

  private static Throwable reason(CompletableFuture<?> failed) {
    assertThat(failed).isCompletedExceptionally();
    return LinkedFuture.reason(failed.<Throwable>handle((value, error) -> error).join());
  }

  @Test
  void aListenerOnTheOnlyCallbackThreadMayCancelAndWait() throws Exception {
    ExecutorService only = Executors.newSingleThreadExecutor();
    try (ManyJobs many = new ManyJobs(only)) {
      JobGroup<String> group = JobGroup.of(many.waiting(3));
      many.cancelsAtOnce = true;
      CompletableFuture<List<CancelResult<String>>> results = new CompletableFuture<>();
      group
          .jobs()
          .get(0)
          .listen(
              event -> {
                try {
                  results.complete(group.cancel());
                } catch (InterruptedException stopped) {
                  results.completeExceptionally(stopped);
                }
              });

      assertThat(results.get(10, TimeUnit.SECONDS)).hasSize(3);
    } finally {
      only.shutdownNow();
    }
  }
}
