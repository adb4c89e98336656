package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.testkit.FakeOptions.Keys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class IdempotencyKeyTest {

  private FakeFunctionRunner fake;
  private Http http;

  @AfterEach
  void close() {
    http.close();
    fake.close();
  }

  @Test
  void anIgnoredKeyMakesAJobEachTime() throws IOException {
    start(FakeOptions.defaults());

    assertThat(submit("k").status()).isEqualTo(200);
    assertThat(submit("k").status()).isEqualTo(200);

    assertThat(fake.jobs()).hasSize(2);
    assertThat(fake.ledger().createsFor("k")).isEqualTo(2);
    assertThat(fake.jobs().get(0).idempotencyKey()).isEqualTo("k");
  }

  @Test
  void aReplayedKeyGetsTheFirstAnswerAndNoSecondJob() throws IOException {
    start(Keys.REPLAYED);

    Http.Answer first = submit("k");
    Http.Answer again = submit("k");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.bytes()).isEqualTo(first.bytes());
    assertThat(again.response().header("X-Request-ID"))
        .isNotEqualTo(first.response().header("X-Request-ID"));
    assertThat(fake.jobs()).hasSize(1);
    assertThat(fake.ledger().creates()).isEqualTo(1);
    assertThat(fake.ledger().createsFor("k")).isEqualTo(1);
    assertThat(fake.ledger().createsReceived()).isEqualTo(2);
  }

  @Test
  void aReplayedKeyIsFoundAfterALostAnswer() throws IOException {
    start(Keys.REPLAYED);
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.resetAfterAnswerHead());
    assertThatThrownBy(() -> submit("k")).isInstanceOf(IOException.class);

    assertThat(submit("k").object().get("task_id").getAsString()).isEqualTo("task-1");
    assertThat(fake.ledger().createsFor("k")).isEqualTo(1);
  }

  @Test
  void aReplayedKeyDoesNotCoverAnotherSubmission() throws IOException {
    start(Keys.REPLAYED);
    submit("k");

    String other = Requests.submission("thumbnail", "{\"source\": \"dog.png\"}");
    Http.Answer answer = http.post(Requests.TASKS, other, "k");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.errorCode()).isEqualTo("HTTP_409");
    assertThat(fake.jobs()).hasSize(1);
  }

  @Test
  void aRejectedKeyGetsNoId() throws IOException {
    start(Keys.REJECTED);
    submit("k");

    Http.Answer again = submit("k");

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.errorCode()).isEqualTo("DUPLICATE_REQUEST");
    assertThat(again.bytes()).asString().doesNotContain("task-1");
    assertThat(fake.ledger().createsFor("k")).isEqualTo(1);
  }

  @Test
  void otherKeysAndNoKeysMakeJobs() throws IOException {
    for (Keys keys : List.of(Keys.REPLAYED, Keys.REJECTED)) {
      start(keys);
      submit("a");
      submit("b");
      submit("");
      submit("");
      http.submit();
      http.submit();

      assertThat(fake.ledger().creates()).isEqualTo(6);
      assertThat(fake.ledger().createsFor("a")).isEqualTo(1);
      assertThat(fake.ledger().createsFor("c")).isZero();
      close();
    }
  }

  @Test
  void aKeyThatMadeNothingIsStillUnused() throws IOException {
    start(Keys.REJECTED);
    http.post(Requests.TASKS, "{}", "k");
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.status(503));
    submit("k");

    assertThat(submit("k").status()).isEqualTo(200);
  }

  @Test
  void aServiceThatLostItsMemoryHasForgottenItsKeys() throws IOException {
    start(Keys.REJECTED);
    submit("k");
    fake.forgetJobs();

    assertThat(submit("k").status()).isEqualTo(200);
    assertThat(fake.ledger().createsFor("k")).isEqualTo(2);
  }

  @Test
  void aBatchIsOneSubmissionUnderItsKey() throws IOException {
    start(Keys.REPLAYED);
    String batch = Requests.batch("", Requests.task("a"), Requests.task("b"));

    Http.Answer first = http.post(Requests.BATCHES, batch, "k");
    Http.Answer again = http.post(Requests.BATCHES, batch, "k");

    assertThat(again.bytes()).isEqualTo(first.bytes());
    assertThat(fake.ledger().createsFor("k")).isEqualTo(2);
    assertThat(fake.jobs()).extracting(FakeJob::idempotencyKey).containsExactly("k", "k");
    assertThat(submit("k").status()).isEqualTo(409);
  }

  @Test
  void ofManyAtOnceOneCreates() throws Exception {
    start(Keys.REPLAYED);
    ExecutorService callers = Executors.newFixedThreadPool(20);
    try {
      List<Callable<String>> calls = new ArrayList<>();
      for (int call = 0; call < 60; call++) {
        calls.add(() -> submit("k").object().get("task_id").getAsString());
      }
      for (Future<String> call : callers.invokeAll(calls)) {
        assertThat(call.get()).isEqualTo("task-1");
      }
      assertThat(fake.ledger().creates()).isEqualTo(1);
    } finally {
      callers.shutdown();
      assertThat(callers.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Http.Answer submit(String key) throws IOException {
    return http.post(Requests.TASKS, Requests.THUMBNAIL, key);
  }

  private void start(Keys keys) {
    start(FakeOptions.builder().keys(keys).build());
  }

  private void start(FakeOptions options) {
    fake = FakeFunctionRunner.start(options);
    http = new Http(fake);
  }
}
