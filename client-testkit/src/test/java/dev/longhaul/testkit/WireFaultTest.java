package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class WireFaultTest {

  private final FakeFunctionRunner fake = FakeFunctionRunner.start();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    http.close();
    fake.close();
  }

  @Test
  void aResetBeforeReadingLeavesTheRequestUnread() {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.resetBeforeRead());

    assertThatThrownBy(http::submit).isInstanceOf(SocketException.class);

    assertNothingMade();
    ReceivedRequest request = fake.ledger().requests().get(0);
    assertThat(request.headers()).isEmpty();
    assertThat(request.body()).isEmpty();
  }

  @Test
  void aResetBeforeReadingBreaksALongUpload() {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.resetBeforeRead());

    assertThatThrownBy(() -> http.post(Requests.TASKS, "x".repeat(30_000_000)))
        .isInstanceOf(SocketException.class);
  }

  @Test
  void aResetAfterReadingMakesNoJob() {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.resetAfterRead());

    assertThatThrownBy(http::submit)
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");

    assertNothingMade();
    assertThat(fake.ledger().requests().get(0).body()).isEqualTo(Requests.THUMBNAIL);
  }

  @Test
  void aLostAnswerLeavesAJobBehind() {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.answerLost());

    assertThatThrownBy(http::submit)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unexpected end of stream");

    assertThat(fake.ledger().creates()).isEqualTo(1);
    assertThat(fake.jobs()).hasSize(1);
  }

  @Test
  void aSilentResendOfTheClientIsSeen() throws IOException {
    http.get(Requests.TEMPLATES);
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.answerLost());
    OkHttpClient resending = http.client().newBuilder().retryOnConnectionFailure(true).build();
    Request request =
        new Request.Builder()
            .url(http.url(Requests.TASKS))
            .post(RequestBody.create(Requests.THUMBNAIL, MediaType.get("application/json")))
            .build();

    try (Response response = resending.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }

    assertThat(fake.ledger().creates()).isEqualTo(2);
  }

  @Test
  void aStallLastsUntilTheClientHangsUp() {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.stall());
    OkHttpClient hasty = new OkHttpClient.Builder().readTimeout(Duration.ofMillis(50)).build();
    try (Http impatient = new Http(fake, hasty)) {
      assertThatThrownBy(impatient::submit).isInstanceOf(InterruptedIOException.class);
    }

    assertNothingMade();
  }

  @Test
  void aStallEndsWhenTheFakeCloses() throws Exception {
    fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.stall());
    FutureTask<Http.Answer> call = new FutureTask<>(() -> http.get(Requests.TEMPLATES));
    Thread caller = new Thread(call, "caller");
    caller.start();
    fake.ledger().await(FunctionRunnerOperation.LIST_TEMPLATES, 1);

    fake.close();

    assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
    caller.join();
  }

  @Test
  void aDelayedAnswerComesLate() throws IOException {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.delay(Duration.ofMillis(80)));
    long start = System.nanoTime();

    http.submit();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(79));
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void aDelayedCreateIsActedOnBeforeItsAnswer() throws Exception {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.delay(Duration.ofHours(1)));
    OkHttpClient hasty = new OkHttpClient.Builder().readTimeout(Duration.ofMillis(200)).build();
    try (Http impatient = new Http(fake, hasty)) {
      assertThatThrownBy(impatient::submit).isInstanceOf(InterruptedIOException.class);
    }

    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void aTruncatedBodyPromisesMoreThanItBrings() {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.truncatedBody());

    assertThatThrownBy(http::submit)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("unexpected end of stream");

    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void aTruncatedDownloadBreaksOff() throws IOException {
    fake.everyJob(JobScript.builder().output("a", "a", "a/b", new byte[1000]).build());
    http.submit();
    fake.fault(FunctionRunnerOperation.DOWNLOAD, WireFault.truncatedBody());

    Request request =
        new Request.Builder().url(http.url("/api/v1/functions/files/file-1-0")).build();
    try (Response response = http.client().newCall(request).execute()) {
      assertThat(response.body().contentLength()).isEqualTo(1000);
      assertThatThrownBy(() -> response.body().bytes()).isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void garbageIsNoHttp() {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.garbage());

    assertThatThrownBy(http::submit)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("Unexpected status line");

    assertNothingMade();
  }

  @Test
  void anHtmlPageIsASuccessThatIsNone() throws IOException {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.htmlPage());

    Http.Answer answer = http.post(Requests.TASKS, Requests.THUMBNAIL);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().header("Content-Type")).startsWith("text/html");
    assertThat(new String(answer.bytes(), StandardCharsets.UTF_8)).startsWith("<!doctype html>");
    assertNothingMade();
  }

  @Test
  void anEmptyBodyIsEmpty() throws IOException {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.emptyBody());

    Http.Answer answer = http.post(Requests.TASKS, Requests.THUMBNAIL);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bytes()).isEmpty();
    assertNothingMade();
  }

  @Test
  void aStatusComesInTheServicesEnvelope() throws IOException {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.status(503));

    Http.Answer answer = http.post(Requests.TASKS, Requests.THUMBNAIL);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.errorCode()).isEqualTo("HTTP_503");
    assertNothingMade();
  }

  @Test
  void aStatusTakesHeadersAndABody() throws IOException {
    Map<String, String> headers = Map.of("Retry-After", "30", "content-type", "text/plain");
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.status(429, headers, "slow down"));

    Http.Answer answer = http.post(Requests.TASKS, Requests.THUMBNAIL);

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.response().header("Retry-After")).isEqualTo("30");
    assertThat(answer.response().headers("Content-Type")).containsExactly("text/plain");
    assertThat(answer.bytes()).asString().isEqualTo("slow down");
  }

  @Test
  void aStatusWithoutABodyHasNone() throws IOException {
    fake.fault(FunctionRunnerOperation.CANCEL_TASK, WireFault.status(204, Map.of(), ""));

    Http.Answer answer = http.cancel("task-1");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.response().header("Content-Length")).isNull();
  }

  @Test
  void aHugeBodyIsAsLongAsAskedAndJson() throws IOException {
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.hugeBody(1_000_000));
    Http.Answer small = http.get(Requests.TASKS + "/task-1/status");
    assertThat(small.bytes()).hasSize(1_000_000);
    assertThat(small.object().keySet()).containsExactly("filler");
  }

  @Test
  void aBodyLargerThanTheMemoryIsStreamed() throws IOException {
    long size = 4L * Runtime.getRuntime().maxMemory();
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.hugeBody(size));
    Request request = new Request.Builder().url(http.url(Requests.TASKS + "/t/status")).build();

    try (Response response = http.client().newCall(request).execute();
        InputStream body = response.body().byteStream()) {
      assertThat(response.body().contentLength()).isEqualTo(size);
      assertThat(body.readNBytes(50_000_000)).hasSize(50_000_000);
    }
  }

  @Test
  void aRedirectKeepsMethodAndBody() throws IOException {
    try (FakeFunctionRunner elsewhere = FakeFunctionRunner.start()) {
      fake.fault(
          FunctionRunnerOperation.SUBMIT_TASK,
          WireFault.redirectTo(elsewhere.baseUrl() + Requests.TASKS));

      http.submit();

      assertThat(elsewhere.ledger().creates()).isEqualTo(1);
      assertNothingMade();
    }
  }

  @Test
  void malformedJsonCallsItselfJson() throws IOException {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.malformedJson("{\"task_id\": "));

    Http.Answer answer = http.post(Requests.TASKS, Requests.THUMBNAIL);

    assertThat(answer.response().header("Content-Type")).isEqualTo("application/json");
    assertThatThrownBy(answer::json).isInstanceOf(JsonParseException.class);
  }

  @Test
  void aHugeBodyHasRoomForItsEnds() {
    assertThatThrownBy(() -> WireFault.hugeBody(15)).isInstanceOf(IllegalArgumentException.class);
  }

  private void assertNothingMade() {
    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
    assertThat(fake.ledger().creates()).isZero();
    assertThat(fake.jobs()).isEmpty();
  }
}
