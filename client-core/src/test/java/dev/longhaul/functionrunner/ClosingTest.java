package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobOutput;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Closing ends whatever is under way at once, and leaves no thread, connection or file. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosingTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.open();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aBlockedCallEndsWithAClearError() throws Exception {
    bench.fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.stall());
    CompletableFuture<Throwable> end = inThread(() -> bench.client.status("t"));
    bench.fake.ledger().await(FunctionRunnerOperation.READ_STATUS, 1);

    bench.client.close();

    assertThat(end.join())
        .isInstanceOf(ClientClosedException.class)
        .hasMessageContaining("closed in the middle of the call");
  }

  @Test
  void everyPendingFutureEndsWithAClearError() throws Exception {
    TaskResult result = bench.resultWith(JobOutput.file("a", "a.png", "image/png", new byte[9]));
    bench.fake.always(FunctionRunnerOperation.ANY, WireFault.stall());
    List<CompletableFuture<?>> pending =
        List.of(
            bench.client.templatesAsync(TemplateQuery.all()),
            bench.client.templateAsync("t"),
            bench.client.statusAsync("t"),
            bench.client.resultAsync("t"),
            bench.client.cancelAsync("t"),
            bench.client.downloadAsync(result, folder));
    bench.fake.ledger().await(FunctionRunnerOperation.DOWNLOAD, 1);

    bench.client.close();

    for (CompletableFuture<?> one : pending) {
      assertThat(Bench.failure(one)).isInstanceOf(ClientClosedException.class);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aSubmissionUnderWayIsUncertain() throws Exception {
    bench.fake.always(FunctionRunnerOperation.SUBMIT_TASK, WireFault.stall());
    CompletableFuture<?> submission = bench.client.submitAsync(Bench.task());
    CompletableFuture<Throwable> blocked = inThread(() -> bench.client.submit(Bench.task()));
    bench.fake.ledger().await(FunctionRunnerOperation.SUBMIT_TASK, 2);

    bench.client.close();

    assertThat(Bench.failure(submission)).isInstanceOf(SubmissionUncertainException.class);
    assertThat(blocked.join()).isInstanceOf(SubmissionUncertainException.class);
  }

  @Test
  void aWatchInTheMiddleOfAReadEnds() throws Exception {
    JobHandle<TaskResult> job = bench.submitted();
    bench.fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.stall());
    bench.fake.ledger().await(FunctionRunnerOperation.READ_STATUS, 1);

    bench.client.close();

    assertThat(Bench.failure(job.outcome())).isInstanceOf(ClientClosedException.class);
  }

  @Test
  void aTransferInTheMiddleEndsAndLeavesNoFile() throws Exception {
    TaskResult result = bench.resultWith(JobOutput.file("a", "a.png", "image/png", new byte[9]));
    bench.fake.always(FunctionRunnerOperation.DOWNLOAD, WireFault.hugeBody(1L << 40));
    CompletableFuture<?> download = bench.client.downloadAsync(result, folder);
    bench.fake.ledger().await(FunctionRunnerOperation.DOWNLOAD, 1);

    bench.client.close();

    assertThat(Bench.failure(download)).isInstanceOf(ClientClosedException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whateverIsCalledAfterwardsIsRefusedUnsent() throws Exception {
    TaskResult result = bench.resultWith(JobOutput.file("a", "a.png", "image/png", new byte[9]));
    int before = bench.fake.ledger().requests().size();
    FunctionRunnerClient client = bench.client;
    client.close();
    client.close();

    List<ThrowingCallable> calls =
        List.of(
            () -> client.templates(TemplateQuery.all()),
            () -> client.template("t"),
            () -> client.submit(Bench.task()),
            () -> client.attach("t"),
            () -> client.status("t"),
            () -> client.result("t"),
            () -> client.cancel("t"),
            () -> client.download(result, folder));
    for (ThrowingCallable call : calls) {
      LonghaulException refused = catchThrowableOfType(ClientClosedException.class, call);
      assertThat(refused).hasMessageContaining("closed");
    }
    assertThat(Bench.failure(client.submitAsync(Bench.task())))
        .isInstanceOf(ClientClosedException.class);
    assertThat(Bench.failure(client.templatesAsync(TemplateQuery.all())))
        .isInstanceOf(ClientClosedException.class);
    assertThat(bench.fake.ledger().requests()).hasSize(before);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void noConnectionStaysOpen() throws Exception {
    bench.client.templates(TemplateQuery.all());
    assertThat(bench.fake.openConnections()).isEqualTo(1);

    bench.client.close();

    while (bench.fake.openConnections() > 0) {
      Thread.sleep(5); // The server hears of it a moment later; the test's time limit ends this.
    }
  }

  @Test
  void aCallbackMayCloseTheClientItself() throws Exception {
    CompletableFuture<Void> closed =
        bench
            .client
            .templatesAsync(TemplateQuery.all())
            .thenAccept(templates -> bench.client.close());

    assertThat(closed.join()).isNull();
    assertThat(Bench.failure(bench.client.templatesAsync(TemplateQuery.all())))
        .isInstanceOf(ClientClosedException.class);
  }

  @Test
  void callsThatRaceWithTheCloseEndOneWayOrTheOther() throws Exception {
    bench.fake.always(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.stall());
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        FunctionRunnerClient client = another(bench.fake);
        List<CompletableFuture<Throwable>> ends = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
          ends.add(inThread(() -> client.templates(TemplateQuery.all()), callers));
        }
        client.close();
        for (CompletableFuture<Throwable> end : ends) {
          assertThat(end.join()).isInstanceOf(ClientClosedException.class);
        }
      }
    } finally {
      callers.shutdown();
    }
  }

  private static FunctionRunnerClient another(FakeFunctionRunner fake) {
    return FunctionRunnerClient.open(Bench.options(fake.baseUrl()).build());
  }

  private static CompletableFuture<Throwable> inThread(ThrowingCallable call) {
    return inThread(call, work -> new Thread(work, "caller").start());
  }

  private static CompletableFuture<Throwable> inThread(ThrowingCallable call, Executor executor) {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    executor.execute(
        () -> {
          try {
            call.call();
            end.complete(new AssertionError("It ended without an error"));
          } catch (Throwable thrown) {
            end.complete(thrown);
          }
        });
    return end;
  }
}
