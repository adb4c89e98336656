package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobOutput;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt ends a blocking call as an interrupt, and nothing is wrapped or lost. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.open(options -> options.attemptTimeout(Duration.ofMillis(300)));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** A thread in the middle of a call, and how the call ended. */
  private static final class Caller {
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private final CompletableFuture<Boolean> flagAfterwards = new CompletableFuture<>();
    private final Thread thread;

    private Caller(ThrowingCallable call) {
      thread = new Thread(() -> run(call), "caller");
      thread.start();
    }

    private void run(ThrowingCallable call) {
      try {
        call.call();
        end.complete(new AssertionError("It ended without an error"));
      } catch (Throwable thrown) {
        end.complete(thrown);
      }
      flagAfterwards.complete(Thread.currentThread().isInterrupted());
    }

    private Throwable interrupted() {
      thread.interrupt();
      Throwable thrown = end.join();
      assertThat(flagAfterwards.join()).isFalse();
      return thrown;
    }
  }

  @Test
  void anInterruptedSubmissionCarriesTheKeyThatWasSent() {
    bench.fake.always(FunctionRunnerOperation.SUBMIT_TASK, WireFault.stall());
    Caller caller = new Caller(() -> bench.client.submit(Bench.task()));
    ReceivedRequest sent = bench.fake.ledger().await(FunctionRunnerOperation.SUBMIT_TASK, 1).get(0);

    Throwable thrown = caller.interrupted();

    assertThat(thrown).isInstanceOf(InterruptedException.class);
    assertThat(thrown.getSuppressed()).hasSize(1);
    SubmissionUncertainException uncertain =
        (SubmissionUncertainException) thrown.getSuppressed()[0];
    assertThat(uncertain.key()).hasToString(sent.header("Idempotency-Key"));
  }

  @Test
  void anInterruptedWaitLeavesTheWatchAlone() throws Exception {
    JobHandle<TaskResult> job = bench.submitted();
    Caller caller = new Caller(() -> job.await(Duration.ofMinutes(1)));

    assertThat(caller.interrupted()).isInstanceOf(InterruptedException.class);

    bench.fake.job(job.id().orElseThrow()).completed();
    assertThat(job.await(Duration.ofSeconds(10)).id()).isEqualTo(job.id().orElseThrow());
  }

  @Test
  void anInterruptedCancellationEndsAtOnce() throws Exception {
    bench.fake.always(FunctionRunnerOperation.CANCEL_TASK, WireFault.stall());
    JobHandle<TaskResult> job = bench.submitted();
    Caller caller = new Caller(job::cancel);
    bench.fake.ledger().await(FunctionRunnerOperation.CANCEL_TASK, 1);

    assertThat(caller.interrupted()).isInstanceOf(InterruptedException.class);
    job.detach();
  }

  @Test
  void anInterruptedReadEndsAtTheLatestWhenTheAttemptsTimeIsOver() {
    bench.fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.stall());
    Caller caller = new Caller(() -> bench.client.status("t"));
    bench.fake.ledger().await(FunctionRunnerOperation.READ_STATUS, 1);

    assertThat(caller.interrupted()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void aThreadThatWasInterruptedBeforeSendsNothing() throws Exception {
    TaskResult result = bench.resultWith(JobOutput.file("a", "a.png", "image/png", new byte[1]));
    int before = bench.fake.ledger().requests().size();
    for (ThrowingCallable call :
        new ThrowingCallable[] {
          () -> bench.client.templates(TemplateQuery.all()),
          () -> bench.client.status("t"),
          () -> bench.client.result("t"),
          () -> bench.client.download(result, folder)
        }) {
      Caller caller =
          new Caller(
              () -> {
                Thread.currentThread().interrupt();
                call.call();
              });

      assertThat(caller.end.join()).isInstanceOf(InterruptedException.class);
    }
    assertThat(bench.fake.ledger().requests()).hasSize(before);
  }
}
