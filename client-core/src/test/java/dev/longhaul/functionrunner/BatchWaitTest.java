package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.DetachedException;
import dev.longhaul.job.GroupOutcome;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.WaitTimeoutException;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.LeakCheck;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** However the wait for a batch ends, the batch goes on. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchWaitTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void aWaitThatEndsLeavesTheBatchAlone() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b");
      bench.fake.jobs().get(0).completed();
      batch.jobs().get(0).await(PATIENCE);

      assertThatThrownBy(() -> batch.await(Duration.ZERO))
          .isInstanceOf(WaitTimeoutException.class)
          .hasMessageContaining("PT0S");
      WaitTimeoutException late =
          catchThrowableOfType(
              WaitTimeoutException.class, () -> batch.await(Duration.ofMillis(30)));
      assertThat(late).hasMessageContaining("PT0.03S");
      assertThat(late.snapshot().id()).isEqualTo(batch.jobs().get(1).id());
      assertThatThrownBy(() -> batch.await(Duration.ofSeconds(-1)))
          .isInstanceOf(InvalidInputException.class);

      bench.fake.jobs().get(1).completed();
      assertThat(batch.await(PATIENCE).succeeded()).isTrue();
      assertThat(bench.fake.jobs()).noneMatch(FakeJob::cancelRequested);
    }
  }

  @Test
  void cancellingAFutureOfTheOutcomeEndsThatWaitAlone() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b");
      CompletableFuture<GroupOutcome<TaskResult>> other = batch.outcome();
      batch.outcome().cancel(true);
      bench.fake.jobs().forEach(FakeJob::completed);

      assertThat(other.get(10, TimeUnit.SECONDS).succeeded()).isTrue();
    }
  }

  @Test
  void detachingStopsWatchingButNotTheTasks() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b");
      CompletableFuture<GroupOutcome<TaskResult>> outcome = batch.outcome();
      batch.detach();

      assertThat(Bench.failure(outcome)).isInstanceOf(DetachedException.class);
      assertThatThrownBy(() -> batch.await(PATIENCE)).isInstanceOf(DetachedException.class);
      assertThat(bench.fake.jobs()).extracting(FakeJob::state).containsOnly("queued");
      assertThat(bench.fake.jobs()).noneMatch(FakeJob::cancelRequested);
    }
  }

  @Test
  void closingEndsTheWaitForABatch() throws Exception {
    try (Bench bench = Bench.open()) {
      CompletableFuture<GroupOutcome<TaskResult>> outcome =
          Batches.submitted(bench, "a", "b").outcome();
      bench.client.close();

      assertThat(Bench.failure(outcome)).isInstanceOf(ClientClosedException.class);
      assertThatThrownBy(() -> bench.client.submitBatch(Batches.of(Batches.task())))
          .isInstanceOf(ClientClosedException.class);
      assertThatThrownBy(() -> bench.client.attachBatch("batch-1"))
          .isInstanceOf(ClientClosedException.class);
    }
  }

  @Test
  void aTaskWhoseEndingCannotBeLearntEndsTheWaitOnceTheOthersHaveEnded() throws Exception {
    try (Bench bench = Bench.open()) {
      BatchHandle batch = Batches.submitted(bench, "a", "b");
      CompletableFuture<GroupOutcome<TaskResult>> outcome = batch.outcome();
      bench.fake.jobs().get(1).completed();
      batch.jobs().get(1).await(PATIENCE);
      bench.fake.forgetJobs();

      assertThat(Bench.failure(outcome)).isInstanceOf(OutcomeUnknownException.class);
      assertThat(batch.jobs().get(1).await(Duration.ZERO)).isInstanceOf(JobOutcome.Succeeded.class);
    }
  }
}
