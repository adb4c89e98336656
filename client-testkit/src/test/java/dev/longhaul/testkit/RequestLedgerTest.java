package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class RequestLedgerTest {

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
  void requestsAreListedInTheirOrder() throws IOException {
    http.get(Requests.TEMPLATES);
    String id = http.submit();
    http.status(id);
    http.result(id);
    http.cancel(id);
    http.get("/elsewhere");

    assertThat(fake.ledger().requests())
        .extracting(ReceivedRequest::operation)
        .containsExactly(
            FunctionRunnerOperation.LIST_TEMPLATES,
            FunctionRunnerOperation.SUBMIT_TASK,
            FunctionRunnerOperation.READ_STATUS,
            FunctionRunnerOperation.READ_RESULT,
            FunctionRunnerOperation.CANCEL_TASK,
            FunctionRunnerOperation.UNKNOWN);
    assertThat(fake.ledger().requests(FunctionRunnerOperation.READ_STATUS)).hasSize(1);
    assertThat(fake.ledger().requests(FunctionRunnerOperation.ANY)).hasSize(6);
  }

  @Test
  void aRequestIsKeptAsItCame() throws IOException {
    time.advance(Duration.ofSeconds(3));
    Request request =
        new Request.Builder()
            .url(http.url("/api/v1/functions/tasks?x=%2F1"))
            .header("X-Two", "a")
            .addHeader("x-two", "b")
            .post(RequestBody.create(Requests.THUMBNAIL, MediaType.get("application/json")))
            .build();
    http.send(request);

    ReceivedRequest received = fake.ledger().requests().get(0);

    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.path()).isEqualTo("/api/v1/functions/tasks?x=%2F1");
    assertThat(received.headers().get("X-TWO")).containsExactly("a", "b");
    assertThat(received.header("x-tWo")).isEqualTo("a");
    assertThat(received.header("X-Three")).isNull();
    assertThat(received.json().get("template_id").getAsString()).isEqualTo("thumbnail");
    assertThat(received.at()).isEqualTo("2026-01-01T00:00:03Z");
    assertThat(received.connectionId()).isEqualTo(1);
  }

  @Test
  void onlyCreatesThatWereActedOnCount() throws IOException {
    http.submit();
    http.post(Requests.TASKS, "{}");
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.status(503));
    http.post(Requests.TASKS, Requests.THUMBNAIL);

    assertThat(fake.ledger().creates()).isEqualTo(1);
    assertThat(fake.ledger().createsReceived()).isEqualTo(3);
    assertThat(fake.ledger()).hasToString("RequestLedger[3 requests, 1 creates]");
  }

  @Test
  void theTextFormHoldsNoSecret() throws IOException {
    Request request =
        new Request.Builder()
            .url(http.url("/api/v1/functions/tasks?token=hush"))
            .header("Authorization", "Bearer hush")
            .post(RequestBody.create("{\"prompt\":\"hush\"}", MediaType.get("application/json")))
            .build();
    http.send(request);

    assertThat(fake.ledger().requests().get(0).toString())
        .isEqualTo(
            "SUBMIT_TASK POST /api/v1/functions/tasks?… on connection 1 at 2026-01-01T00:00:00Z");
  }

  @Test
  void aTestCanWaitForARequest() throws Exception {
    FutureTask<Integer> waiting =
        new FutureTask<>(
            () -> fake.ledger().await(FunctionRunnerOperation.LIST_TEMPLATES, 2).size());
    Thread waiter = new Thread(waiting, "waiter");
    waiter.start();

    http.get(Requests.TEMPLATES);
    http.get(Requests.TEMPLATES);

    assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(2);
    waiter.join();
  }

  @Test
  void aRequestThatNeverComesFailsTheWait() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> fake.ledger().await(FunctionRunnerOperation.CANCEL_TASK, 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Waited for 1 requests CANCEL_TASK");
    assertThat(Thread.interrupted()).isTrue();
  }
}
