package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(LeakCheck.class)
class ServiceMannersTest {

  @RegisterExtension
  final FakeExtension<FakeFunctionRunner> runner =
      FakeExtension.of(
          FakeFunctionRunner.class,
          () ->
              FakeFunctionRunner.start(
                  FakeOptions.builder()
                      .token("right")
                      .jobIds(number -> "demo:" + number + "/é")
                      .build()));

  private Http http;

  @AfterEach
  void close() {
    if (http != null) {
      http.close();
    }
  }

  @Test
  void aRequestWithoutTheTokenIsRefused() throws IOException {
    for (String token : new String[] {"", "Bearer wrong", "Basic right", "Bearer right "}) {
      Request request = request(Requests.TEMPLATES).header("Authorization", token + "x").build();
      Http.Answer answer = http().send(request);

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.errorCode()).isEqualTo("HTTP_401");
      assertThat(answer.response().header("WWW-Authenticate")).isEqualTo("Bearer");
    }
  }

  @Test
  void aRequestWithTheTokenIsServed() throws IOException {
    assertThat(http().send(authorized(Requests.TEMPLATES).build()).status()).isEqualTo(200);
    assertThat(http().send(authorized(Requests.ROOT + "/files/file-1-0").build()).status())
        .isEqualTo(404);
    assertThat(http().send(request(Requests.ROOT + "/files/file-1-0").build()).status())
        .isEqualTo(401);
  }

  @Test
  void anIdMayHoldAnythingWhenItIsEscaped() throws IOException {
    runner.fake().nextJob(JobScript.byHand());
    JsonObject accepted =
        http().send(authorized(Requests.TASKS).post(json(Requests.THUMBNAIL)).build()).object();
    assertThat(accepted.get("task_id").getAsString()).isEqualTo("demo:1/é");

    Http.Answer status =
        http().send(authorized(Requests.TASKS + "/demo:1%2F%C3%A9/status").build());
    Http.Answer unescaped = http().send(authorized(Requests.TASKS + "/demo:1/é/status").build());

    assertThat(status.object().get("status").getAsString()).isEqualTo("queued");
    assertThat(unescaped.status()).isEqualTo(404);
    assertThat(unescaped.errorCode()).isEqualTo("HTTP_404");
  }

  @Test
  void everyAnswerIsNamed() throws IOException {
    Http.Answer good = http().send(authorized(Requests.TEMPLATES).build());
    Http.Answer bad = http().send(request(Requests.TEMPLATES).build());

    assertThat(UUID.fromString(good.response().header("X-Request-ID"))).isNotNull();
    assertThat(good.response().header("Content-Type")).isEqualTo("application/json");
    assertThat(bad.object().get("request_id").getAsString())
        .isEqualTo(bad.response().header("X-Request-ID"));
    assertThat(bad.object().get("timestamp").getAsString()).endsWith("Z");
  }

  @Test
  void aWrongMethodAndAWrongPathAreToldApart() throws IOException {
    assertThat(http().send(authorized(Requests.TASKS).build()).status()).isEqualTo(405);
    assertThat(http().send(authorized("/api/v2/anything").build()).status()).isEqualTo(404);
  }

  @Test
  void aBodyOfUnknownLengthIsRead() throws IOException {
    String head =
        """
        POST /api/v1/functions/tasks HTTP/1.1
        Authorization: Bearer right
        Transfer-Encoding: chunked

        """;
    String first = Requests.THUMBNAIL.substring(0, 20);
    String second = Requests.THUMBNAIL.substring(20);

    String answer = answerTo(head.replace("\n", "\r\n") + chunk(first) + chunk(second) + chunk(""));

    assertThat(answer).startsWith("HTTP/1.1 200");
    assertThat(runner.fake().ledger().requests().get(0).body()).isEqualTo(Requests.THUMBNAIL);
  }

  @Test
  void aClientThatAsksFirstIsToldToGoOn() throws IOException {
    Request request =
        authorized(Requests.TASKS)
            .header("Expect", "100-continue")
            .post(json(Requests.THUMBNAIL))
            .build();

    assertThat(http().send(request).status()).isEqualTo(200);
  }

  @Test
  void aClientThatWantsNoKeepAliveGetsNone() throws IOException {
    http().send(authorized(Requests.TEMPLATES).header("Connection", "close").build());
    http().send(authorized(Requests.TEMPLATES).build());

    assertThat(runner.fake().ledger().requests())
        .extracting(ReceivedRequest::connectionId)
        .containsExactly(1, 2);
  }

  @Test
  void whatIsNotHttpIsHungUpOn() throws IOException {
    String[] noise = {
      "hello\r\n\r\n",
      "GET / HTTP/1.1\r\nno header\r\n\r\n",
      "GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
      "x".repeat(70_000)
    };
    for (String bytes : noise) {
      assertThat(answerTo(bytes)).isNull();
    }
    assertThat(runner.fake().ledger().requests()).isEmpty();
  }

  @Test
  void manyClientsAreServedAtOnce() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(100);
    try {
      List<Callable<String>> calls = new ArrayList<>();
      for (int call = 0; call < 300; call++) {
        calls.add(this::submittedId);
      }
      Set<String> ids = new HashSet<>();
      for (Future<String> call : callers.invokeAll(calls)) {
        ids.add(call.get());
      }
      assertThat(ids).hasSize(300);
      assertThat(runner.fake().ledger().creates()).isEqualTo(300);
    } finally {
      callers.shutdown();
      assertThat(callers.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void optionsAndOutputsKeepTheirContentsOutOfTheirTextForm() {
    assertThat(FakeOptions.builder().token("hush").build()).hasToString("FakeOptions[token asked]");
    assertThat(FakeOptions.defaults()).hasToString("FakeOptions[token not asked]");
    assertThat(JobOutput.data("answer", new JsonPrimitive("hush")))
        .hasToString("JobOutput[answer, data]");
    assertThat(JobOutput.file("a", "hush", "b/c", new byte[0])).hasToString("JobOutput[a, file]");
    assertThat(JobOutput.url("page", "http://hush")).hasToString("JobOutput[page, url]");
  }

  @Test
  void closingDropsEveryConnectionAndRefusesNewOnes() throws IOException {
    FakeFunctionRunner fake = runner.fake();
    http().send(authorized(Requests.TEMPLATES).build());
    assertThat(fake.openConnections()).isEqualTo(1);

    fake.close();
    fake.close();

    assertThat(fake.openConnections()).isZero();
    assertThat(fakeThreads(fake)).isZero();
    assertThatThrownBy(() -> http().send(authorized(Requests.TEMPLATES).build()))
        .isInstanceOf(IOException.class);
  }

  private static long fakeThreads(FakeFunctionRunner fake) {
    String port = fake.baseUrl().substring(fake.baseUrl().lastIndexOf(':') + 1);
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("fake-function-runner " + port))
        .count();
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private String answerTo(String bytes) throws IOException {
    URI url = URI.create(runner.fake().baseUrl());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    } catch (SocketException e) {
      return null; // Reset, because part of what we sent was never read.
    }
  }

  private String submittedId() throws IOException {
    Request request = authorized(Requests.TASKS).post(json(Requests.THUMBNAIL)).build();
    return http().send(request).object().get("task_id").getAsString();
  }

  private synchronized Http http() {
    if (http == null) {
      http = new Http(runner.fake());
    }
    return http;
  }

  private Request.Builder authorized(String path) {
    return request(path).header("Authorization", "Bearer right");
  }

  private Request.Builder request(String path) {
    return new Request.Builder().url(http().url(path));
  }

  private static RequestBody json(String body) {
    return RequestBody.create(body, MediaType.get("application/json"));
  }
}
