package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class BatchCancelTest {

  private final VirtualTime time = VirtualTime.create();
  private final FakeFunctionRunner fake =
      FakeFunctionRunner.start(FakeOptions.builder().clock(time).build());
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    http.close();
    fake.close();
  }

  @Test
  void everythingThatHasNotEndedIsCancelled() throws IOException {
    fake.nextJob(JobScript.quick());
    fake.nextJob(JobScript.slow());
    fake.nextJob(JobScript.slow().toBuilder().ignoresCancel().build());
    post(Requests.task("a"), Requests.task("b"), Requests.task("c", "b"));
    time.advance(Duration.ofSeconds(5));

    Http.Answer answer = cancel();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object().get("batch_id").getAsString()).isEqualTo("batch-1");
    assertThat(states()).containsExactly("completed", "cancelled", "cancelled");
    assertThat(fake.jobs()).extracting(FakeJob::cancelRequested).containsExactly(false, true, true);
  }

  @Test
  void aRepeatIsAcceptedToo() throws IOException {
    post(Requests.task("a"));
    cancel();

    assertThat(cancel().status()).isEqualTo(200);
  }

  @Test
  void aBatchThatHasEndedIsAConflict() throws IOException {
    fake.nextJob(JobScript.failing());
    post(Requests.task("a"), Requests.task("b"));
    time.advance(Duration.ofSeconds(5));

    Http.Answer answer = cancel();

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.object().getAsJsonObject("error").getAsJsonObject("details"))
        .hasToString("{\"status\":\"failed\"}");
  }

  @Test
  void aBatchWhoseJobsAllRefuseGoesOn() throws IOException {
    fake.everyJob(JobScript.slow().toBuilder().refusesCancel().build());
    post(Requests.task("a"), Requests.task("b"));

    assertThat(cancel().errorCode()).isEqualTo("HTTP_400");
    assertThat(states()).containsExactly("queued", "queued");
  }

  @Test
  void aSlowCancelTakesItsTimeForEachJob() throws IOException {
    fake.everyJob(JobScript.slow().toBuilder().cancelTakes(Duration.ofSeconds(3)).build());
    post(Requests.task("a"), Requests.task("b", "a"));

    cancel();
    assertThat(states()).containsExactly("queued", "cancelled");
    time.advance(Duration.ofSeconds(3));
    assertThat(states()).containsExactly("cancelled", "cancelled");
  }

  @Test
  void anUnknownBatchIsNotFound() throws IOException {
    post(Requests.task("a"));
    fake.forgetJobs();

    assertThat(cancel().errorCode()).isEqualTo("RESOURCE_NOT_FOUND");
    assertThat(http.get(Requests.BATCHES + "/batch-1").status()).isEqualTo(404);
  }

  @Test
  void theLedgerNamesTheCallsOfABatch() throws IOException {
    post(Requests.task("a"));
    http.get(Requests.BATCHES + "/batch-1");
    cancel();
    http.get(Requests.BATCHES);

    assertThat(fake.ledger().requests())
        .extracting(ReceivedRequest::operation)
        .containsExactly(
            FunctionRunnerOperation.SUBMIT_BATCH,
            FunctionRunnerOperation.READ_BATCH,
            FunctionRunnerOperation.CANCEL_BATCH,
            FunctionRunnerOperation.UNKNOWN);
  }

  private List<String> states() {
    return fake.jobs().stream().map(FakeJob::state).toList();
  }

  private Http.Answer cancel() throws IOException {
    return http.post(Requests.BATCHES + "/batch-1/cancel", "");
  }

  private void post(String... tasks) throws IOException {
    assertThat(http.post(Requests.BATCHES, Requests.batch("", tasks)).status()).isEqualTo(200);
  }
}
