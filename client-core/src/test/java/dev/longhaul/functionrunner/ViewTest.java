package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** One call, or all calls through a view, may do things differently from the client. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ViewTest {
  private static FunctionRunnerClient view(Bench bench, CallOptions.Builder options) {
    return bench.client.with(options.build());
  }

  @Test
  void itsHeadersGoWithEveryCallAndThoseOfItsHandles() throws Exception {
    try (Bench bench = Bench.open(o -> o.header("X-Team", "blue"))) {
      FunctionRunnerClient red = view(bench, CallOptions.builder().header("X-Team", "red"));
      JobHandle<TaskResult> job = red.submit(Bench.task());
      job.outcome().join();
      bench.client.status(job.id().orElseThrow());

      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.SUBMIT_TASK))
          .allMatch(request -> "red".equals(request.header("X-Team")));
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.READ_RESULT))
          .allMatch(request -> "red".equals(request.header("X-Team")));
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.READ_STATUS))
          .last()
          .matches(request -> "blue".equals(request.header("X-Team")));
    }
  }

  @Test
  void itsNumberOfAttemptsAndItsPredicateHoldForItAlone() {
    ResilienceOptions quick =
        ResilienceOptions.builder().backOff(Duration.ofMillis(1), 1, Duration.ofMillis(1)).build();
    try (Bench bench = Bench.open(o -> o.resilience(quick))) {
      bench.fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.status(500));
      assertThat(attempts(bench.client)).isEqualTo(4);
      assertThat(attempts(view(bench, CallOptions.builder().maxRetries(1)))).isEqualTo(2);
      assertThat(attempts(view(bench, CallOptions.builder().retryWhen(error -> false))))
          .isEqualTo(1);
    }
  }

  private static int attempts(FunctionRunnerClient client) {
    return catchThrowableOfType(LonghaulException.class, () -> client.status("task-1"))
        .facts()
        .attempts();
  }

  @Test
  void itsAttemptTimeoutHoldsForItAlone() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.nextJob(JobScript.byHand());
      JobHandle<TaskResult> job = bench.client.submit(Bench.task());
      job.detach();
      bench.fake.fault(
          FunctionRunnerOperation.READ_STATUS, WireFault.delay(Duration.ofMillis(400)));
      FunctionRunnerClient hasty =
          view(bench, CallOptions.builder().attemptTimeout(Duration.ofMillis(100)));

      assertThat(
              catchThrowableOfType(
                  LonghaulException.class, () -> hasty.status(job.id().orElseThrow())))
          .hasMessageContaining("within PT0.1S");
    }
  }

  @Test
  void viewsShareKeysAndClose() throws Exception {
    try (Bench bench = Bench.open()) {
      FunctionRunnerClient other = view(bench, CallOptions.builder().maxRetries(1));
      UUID key = UUID.randomUUID();
      JobHandle<TaskResult> job = bench.client.submit(Bench.task(), key);

      assertThat(other.submit(Bench.task(), key)).isSameAs(job);
      assertThat(bench.fake.ledger().createsReceived()).isEqualTo(1);

      other.close();
      assertThat(
              catchThrowableOfType(
                  ClientClosedException.class, () -> bench.client.status("task-1")))
          .isNotNull();
    }
  }
}
