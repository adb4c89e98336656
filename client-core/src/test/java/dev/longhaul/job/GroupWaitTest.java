package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.internal.future.LinkedFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many jobs as one: how far they are, how they ended, and whose patience ends what. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupWaitTest {
  @Test
  void progressCountsEveryJobOnceAndIsTheirMean() {
    try (ManyJobs many = new ManyJobs()) {
      List<JobHandle<String>> jobs = new ArrayList<>(many.waiting(2));
      jobs.addAll(many.watched(1, place -> ManyJobs.reading(7, "running").percent(40.0).running()));
      jobs.addAll(many.watched(1, place -> ManyJobs.reading(8, "resting").unrecognized()));
      JobGroup<String> group = JobGroup.of(jobs);
      assertThat(group.progress()).isEqualTo(new GroupProgress(4, 3, 1, 0, 0, 0, 10));

      many.succeeds(jobs.get(0));
      many.fails(jobs.get(1));
      many.ends(jobs.get(3), JobReading.Builder::cancelled);
      assertThat(group.progress()).isEqualTo(new GroupProgress(4, 0, 1, 1, 1, 1, 85));
      assertThat(group.progress().hasEnded()).isFalse();
      assertThat(group).hasToString("JobGroup[" + group.progress() + "]");
    }
  }

  @Test
  void theOutcomeComesWithTheLastEndingInTheOrderOfTheHandles() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(3));
      CompletableFuture<GroupOutcome<String>> outcome = group.outcome();
      many.succeeds(group.jobs().get(2));
      many.fails(group.jobs().get(1));
      assertThat(outcome).isNotDone();
      many.ends(group.jobs().get(0), JobReading.Builder::cancelled);

      assertThat(outcome.join().outcomes())
          .hasExactlyElementsOfTypes(
              JobOutcome.Cancelled.class, JobOutcome.Failed.class, JobOutcome.Succeeded.class);
      assertThat(outcome.join().succeeded()).isFalse();
      assertThat(group.progress().hasEnded()).isTrue();
    }
  }

  @Test
  void whoComesLateGetsTheSame() throws Exception {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.ended(2));

      assertThat(group.outcome().join()).isEqualTo(group.await(Duration.ZERO));
      assertThat(group.outcome().join().succeeded()).isTrue();
      assertThat(group.results().join()).containsExactly("picture-0", "picture-1");
    }
  }

  @Test
  void theResultsComeInTheOrderOfTheHandles() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(2));
      CompletableFuture<List<String>> results = group.results();
      many.succeeds(group.jobs().get(1));
      assertThat(results).isNotDone();
      many.succeeds(group.jobs().get(0));

      assertThat(results.join()).containsExactly("picture of job-0", "picture of job-1");
    }
  }

  @Test
  void theFirstThatDoesNotSucceedEndsTheWaitForResultsAndNothingElse() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(3));
      CompletableFuture<List<String>> results = group.results();
      CompletableFuture<GroupOutcome<String>> outcome = group.outcome();
      many.fails(group.jobs().get(2));

      assertThat(reason(results))
          .isInstanceOf(JobFailedException.class)
          .hasMessageContaining("job-2");
      many.ends(group.jobs().get(1), JobReading.Builder::cancelled);
      many.succeeds(group.jobs().get(0));
      assertThat(outcome).isCompleted();
      assertThat(many.cancels).isEmpty();
      // By now two did not succeed, and the first of the handles is told.
      assertThat(reason(group.results())).isInstanceOf(JobCancelledException.class);
    }
  }

  @Test
  void aWatchThatStopsEndsTheWaitForResultsAtOnceAndForOutcomesAtTheEnd() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(2));
      CompletableFuture<List<String>> results = group.results();
      CompletableFuture<GroupOutcome<String>> outcome = group.outcome();
      group.jobs().get(0).detach();
      assertThat(reason(results)).isInstanceOf(DetachedException.class);
      assertThat(outcome).isNotDone();

      many.succeeds(group.jobs().get(1));
      assertThat(reason(outcome)).isInstanceOf(DetachedException.class);
      assertThat(group.jobs().get(1).outcome()).isCompleted();
    }
  }

  @Test
  void cancellingAFutureEndsThatWaitAlone() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(2));
      CompletableFuture<GroupOutcome<String>> other = group.outcome();
      CompletableFuture<List<String>> results = group.results();
      group.outcome().cancel(true);
      group.results().cancel(true);
      group.jobs().forEach(many::succeeds);

      assertThat(other.join().succeeded()).isTrue();
      assertThat(results.join()).hasSize(2);
      assertThat(many.cancels).isEmpty();
    }
  }

  @Test
  void aWaitThatIsTooShortTellsTheFirstThatGoesOnAndLeavesAllAlone() throws Exception {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(3));
      many.succeeds(group.jobs().get(0));
      WaitTimeoutException late =
          catchThrowableOfType(WaitTimeoutException.class, () -> group.await(Duration.ZERO));
      assertThat(late).hasMessageContaining("PT0S");
      assertThat(late.snapshot().id()).hasValue("job-1");
      assertThatThrownBy(() -> group.await(Duration.ofSeconds(-1)))
          .isInstanceOf(InvalidInputException.class);

      many.succeeds(group.jobs().get(1));
      many.succeeds(group.jobs().get(2));
      assertThat(group.await(Duration.ofSeconds(1)).succeeded()).isTrue();
      assertThat(many.cancels).isEmpty();
    }
  }

  @Test
  void aWaitEndsWithTheLastJobAndHasOnePatienceForAll() throws Exception {
    ExecutorService waiter = Executors.newSingleThreadExecutor();
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(2));
      Future<GroupOutcome<String>> waiting =
          waiter.submit(() -> group.await(Duration.ofMinutes(30)));
      List<Duration> first = patience(many, 1);
      many.succeeds(group.jobs().get(0));
      List<Duration> both = patience(many, 2);
      many.succeeds(group.jobs().get(1));

      assertThat(waiting.get(10, TimeUnit.SECONDS).succeeded()).isTrue();
      assertThat(first).containsExactly(Duration.ofMinutes(30));
      assertThat(both.get(1)).isLessThan(Duration.ofMinutes(30));
    } finally {
      waiter.shutdownNow();
    }
  }

  /** Returns for how long the waits for so many jobs were to last. */
  private static List<Duration> patience(ManyJobs many, int waits) {
    List<Duration> seen = List.of();
    while (seen.size() < waits) {
      Thread.onSpinWait();
      seen =
          many.time.delays().stream()
              .filter(delay -> delay.compareTo(Duration.ofMinutes(20)) > 0)
              .toList();
    }
    return seen;
  }

  @Test
  void detachingStopsEveryWatchAndNoJob() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(2));
      many.succeeds(group.jobs().get(0));
      CompletableFuture<GroupOutcome<String>> outcome = group.outcome();
      group.detach();

      assertThat(reason(outcome)).isInstanceOf(DetachedException.class);
      assertThat(group.jobs().get(0).outcome().join()).isInstanceOf(JobOutcome.Succeeded.class);
      assertThatThrownBy(() -> group.await(Duration.ofMinutes(1)))
          .isInstanceOf(DetachedException.class);
      assertThat(many.cancels).isEmpty();
    }
  }

  @Test
  void closingTheClientEndsEveryWait() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(2));
      CompletableFuture<GroupOutcome<String>> outcome = group.outcome();
      CompletableFuture<List<String>> results = group.results();
      many.client.close();

      assertThat(reason(outcome)).isInstanceOf(ClientClosedException.class);
      assertThat(reason(results)).isInstanceOf(ClientClosedException.class);
    }
  }

  @Test
  void aGroupWithoutJobsHasEnded() throws Exception {
    JobGroup<String> none = JobGroup.of(List.of());

    assertThat(none.progress()).isEqualTo(new GroupProgress(0, 0, 0, 0, 0, 0, 100));
    assertThat(none.progress().hasEnded()).isTrue();
    assertThat(none.outcome().join().succeeded()).isTrue();
    assertThat(none.await(Duration.ZERO).outcomes()).isEmpty();
    assertThat(none.results().join()).isEmpty();
    assertThat(none.cancel()).isEmpty();
    none.detach();
  }

  @Test
  void whatIsAddedToTheListLaterIsNotInTheGroup() {
    try (ManyJobs many = new ManyJobs()) {
      List<JobHandle<String>> jobs = new ArrayList<>(many.ended(1));
      JobGroup<String> group = JobGroup.of(jobs);
      jobs.addAll(many.waiting(1));

      assertThat(group.jobs()).hasSize(1);
      assertThat(group.outcome()).isCompleted();
    }
  }

  private static Throwable reason(CompletableFuture<?> failed) {
    assertThat(failed).isCompletedExceptionally();
    return LinkedFuture.reason(failed.<Throwable>handle((value, error) -> error).join());
  }
}
