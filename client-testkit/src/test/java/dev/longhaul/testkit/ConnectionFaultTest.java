package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ConnectionFaultTest {

  private final FakeFunctionRunner fake = FakeFunctionRunner.start();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    http.close();
    fake.close();
  }

  @Test
  void aResetAfterTheHeadersLeavesTheBodyUnread() {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.resetAfterHeaders());

    assertThatThrownBy(() -> http.post(Requests.TASKS, Requests.THUMBNAIL, "k"))
        .isInstanceOf(SocketException.class);

    assertThat(fake.ledger().creates()).isZero();
    ReceivedRequest request = fake.ledger().requests(FunctionRunnerOperation.SUBMIT_TASK).get(0);
    assertThat(request.header("Idempotency-Key")).isEqualTo("k");
    assertThat(request.body()).isEmpty();
  }

  @Test
  void aResetAfterTheHeadersBreaksALongUpload() {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.resetAfterHeaders());

    assertThatThrownBy(() -> http.post(Requests.TASKS, "x".repeat(30_000_000)))
        .isInstanceOf(SocketException.class);
  }

  @Test
  void aResetAfterTheAnswersHeadLosesItsBody() throws IOException {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.resetAfterAnswerHead());
    Request request =
        new Request.Builder()
            .url(http.url(Requests.TASKS))
            .post(RequestBody.create(Requests.THUMBNAIL, MediaType.get("application/json")))
            .build();

    try (Response response = http.client().newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.body().contentLength()).isPositive();
      assertThatThrownBy(() -> response.body().bytes())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }

    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void aConnectionClosedAfterAnAnswerIsNotAnnounced() throws IOException {
    fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.closesAfterAnswer());
    URI url = URI.create(fake.baseUrl());

    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(5_000);
      String request = "GET " + Requests.TEMPLATES + "?limit=1 HTTP/1.1\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .lines()
              .reduce("", (all, line) -> all + line + "\n");

      assertThat(answer).startsWith("HTTP/1.1 200").endsWith("}]\n");
      assertThat(answer).doesNotContainIgnoringCase("connection:");
    }
  }

  @Test
  void aClientFindsItsKeptConnectionDead() throws IOException {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.closesAfterAnswer());

    assertThat(http.submit()).isEqualTo("task-1");
    awaitNoConnection();
    assertThatThrownBy(http::submit).isInstanceOf(IOException.class);
    assertThat(http.submit()).isEqualTo("task-2");

    assertThat(fake.ledger().createsReceived()).isEqualTo(2);
    assertThat(fake.ledger().requests())
        .extracting(ReceivedRequest::connectionId)
        .containsExactly(1, 2);
  }

  private void awaitNoConnection() {
    long limit = System.nanoTime() + 5_000_000_000L;
    while (fake.openConnections() > 0) {
      assertThat(System.nanoTime()).isLessThan(limit);
      Thread.onSpinWait();
    }
  }
}
