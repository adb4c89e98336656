package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.generated.functionrunner.model.TaskState;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.WireFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP client that a caller brings is used as it was set up, and is still the caller's. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallerHttpClientTest {
  private OkHttpClient callers = new OkHttpClient();

  @AfterEach
  void closeCallers() {
    callers.dispatcher().executorService().shutdown();
    callers.connectionPool().evictAll();
  }

  private FunctionRunnerClient client(String baseUrl) {
    return FunctionRunnerClient.open(options(baseUrl).build(), Bench.PLAIN);
  }

  private ClientOptions.Builder options(String baseUrl) {
    return ClientOptions.builder(baseUrl)
        .resilience(ResilienceOptions.builder().maxRetries(0).build())
        .httpClient(callers);
  }

  @Test
  void itsInterceptorsSeeEveryCall(FakeFunctionRunner fake) throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    callers =
        callers
            .newBuilder()
            .addInterceptor(
                chain -> {
                  seen.add("call");
                  Request marked = chain.request().newBuilder().header("X-Team", "blue").build();
                  return chain.proceed(marked);
                })
            .addNetworkInterceptor(
                chain -> {
                  seen.add("exchange");
                  return chain.proceed(chain.request());
                })
            .build();
    try (FunctionRunnerClient client = client(fake.baseUrl())) {
      client.templates(TemplateQuery.all());
      client.submit(Bench.task()).detach();
    }

    assertThat(seen).containsExactly("call", "exchange", "call", "exchange");
    assertThat(fake.ledger().requests()).allMatch(it -> "blue".equals(it.header("X-Team")));
  }

  @Test
  void anInterceptorThatWrapsTheBodyCannotMakeACreateRepeatable(FakeFunctionRunner fake) {
    callers =
        callers
            .newBuilder()
            .addInterceptor(chain -> chain.proceed(wrapped(chain.request())))
            .build();
    fake.fault(
        FunctionRunnerOperation.SUBMIT_TASK,
        WireFault.status(503, Map.of("Retry-After", "0"), "overloaded"));
    try (FunctionRunnerClient client = client(fake.baseUrl())) {
      assertThatThrownBy(() -> client.submit(Bench.task()))
          .isInstanceOf(ServiceFailedException.class);
    }

    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
  }

  private static Request wrapped(Request request) {
    RequestBody body = request.body();
    if (body == null) {
      return request;
    }
    RequestBody wrapper =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return body.contentType();
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            body.writeTo(sink);
          }
        };
    return request.newBuilder().method(request.method(), wrapper).build();
  }

  @Test
  void anInterceptorThatRetriesCannotSendACreateTwice(FakeFunctionRunner fake) {
    callers =
        callers
            .newBuilder()
            .addInterceptor(
                chain -> {
                  try {
                    return chain.proceed(chain.request());
                  } catch (IOException again) {
                    return chain.proceed(chain.request());
                  }
                })
            .build();
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.answerLost());
    try (FunctionRunnerClient client = client(fake.baseUrl())) {
      assertThatThrownBy(() -> client.submit(Bench.task()))
          .isInstanceOf(SubmissionUncertainException.class);
    }

    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
  }

  @Test
  void itsCacheAndItsAuthenticatorTakeNoPart(FakeFunctionRunner fake, @TempDir Path folder)
      throws Exception {
    callers =
        callers
            .newBuilder()
            .cache(new Cache(folder.toFile(), 1 << 20))
            .authenticator(
                (route, response) ->
                    response.request().newBuilder().header("Authorization", "Bearer x").build())
            .build();
    Map<String, String> cacheable =
        Map.of("Content-Type", "application/json", "Cache-Control", "max-age=60");
    fake.fault(
        FunctionRunnerOperation.READ_STATUS, WireFault.status(200, cacheable, status("running")));
    fake.fault(
        FunctionRunnerOperation.READ_STATUS, WireFault.status(200, cacheable, status("failed")));
    fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.status(401));
    try (FunctionRunnerClient client = client(fake.baseUrl())) {
      assertThat(client.status("t").getStatus()).isEqualTo(TaskState.RUNNING);
      assertThat(client.status("t").getStatus()).isEqualTo(TaskState.FAILED);
      assertThatThrownBy(() -> client.templates(TemplateQuery.all()))
          .isInstanceOf(CredentialsException.class);
    }

    assertThat(fake.ledger().requests(FunctionRunnerOperation.LIST_TEMPLATES)).hasSize(1);
  }

  private static String status(String state) {
    return "{\"task_id\":\"t\",\"status\":\"" + state + "\"}";
  }

  @Test
  void itsEventListenerHearsOfEveryCall(FakeFunctionRunner fake) throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    callers =
        callers
            .newBuilder()
            .eventListener(
                new EventListener() {
                  @Override
                  public void callStart(Call call) {
                    heard.add("start " + call.request().method());
                  }

                  @Override
                  public void callEnd(Call call) {
                    heard.add("end");
                  }
                })
            .build();
    try (FunctionRunnerClient client = client(fake.baseUrl())) {
      client.templates(TemplateQuery.all());
    }

    assertThat(heard).containsExactly("start GET", "end");
  }

  @Test
  void itsNamesAreResolvedItsWay(FakeFunctionRunner fake) throws Exception {
    callers =
        callers
            .newBuilder()
            .dns(host -> List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})))
            .build();
    int port = URI.create(fake.baseUrl()).getPort();
    try (FunctionRunnerClient client = client("http://runner.test:" + port)) {
      assertThat(client.templates(TemplateQuery.all())).isNotEmpty();
    }

    assertThat(fake.ledger().requests().get(0).header("Host")).isEqualTo("runner.test:" + port);
  }

  @Test
  void itsProxyIsAsked(FakeFunctionRunner proxy) {
    InetSocketAddress address =
        new InetSocketAddress("127.0.0.1", URI.create(proxy.baseUrl()).getPort());
    callers = callers.newBuilder().proxy(new Proxy(Proxy.Type.HTTP, address)).build();
    try (FunctionRunnerClient client = client("http://runner.test")) {
      catchThrowableOfType(RuntimeException.class, () -> client.templates(TemplateQuery.all()));
    }

    assertThat(proxy.ledger().requests())
        .extracting(ReceivedRequest::path)
        .containsExactly("http://runner.test/api/v1/functions/templates");
  }

  @Test
  void itsTimeLimitsNeitherShortenNorLengthenOurs(FakeFunctionRunner fake) throws Exception {
    Duration tiny = Duration.ofMillis(1);
    callers = callers.newBuilder().readTimeout(tiny).callTimeout(tiny).build();
    fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.delay(Duration.ofMillis(100)));
    fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.stall());
    ClientOptions options = options(fake.baseUrl()).attemptTimeout(Duration.ofMillis(1500)).build();
    try (FunctionRunnerClient client = FunctionRunnerClient.open(options, Bench.PLAIN)) {
      assertThat(client.templates(TemplateQuery.all())).isNotEmpty();
      assertThat(
              catchThrowableOfType(
                  UnreachableException.class, () -> client.templates(TemplateQuery.all())))
          .hasMessageContaining("within PT1.5S");
    }
  }

  @Test
  void itsRedirectsElsewhereAreNotFollowed(FakeFunctionRunner fake) {
    callers = callers.newBuilder().followRedirects(true).followSslRedirects(true).build();
    fake.fault(
        FunctionRunnerOperation.LIST_TEMPLATES, WireFault.redirectTo("http://elsewhere.test/"));
    try (FunctionRunnerClient client = client(fake.baseUrl())) {
      assertThat(
              catchThrowableOfType(
                  UnexpectedAnswerException.class, () -> client.templates(TemplateQuery.all())))
          .hasMessageContaining("points elsewhere");
    }

    assertThat(fake.ledger().requests()).hasSize(1);
  }

  @Test
  void itsLimitOfCallsAtOnceIsNotOurs(FakeFunctionRunner fake) {
    Dispatcher narrow = new Dispatcher();
    narrow.setMaxRequests(1);
    callers = callers.newBuilder().dispatcher(narrow).build();
    fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.stall());
    List<CompletableFuture<?>> all = new ArrayList<>();
    try (FunctionRunnerClient client = client(fake.baseUrl())) {
      for (int i = 0; i < 100; i++) {
        all.add(client.statusAsync("task-1"));
      }

      assertThat(fake.ledger().await(FunctionRunnerOperation.READ_STATUS, 100)).hasSize(100);
    }
    assertThat(all).allMatch(CompletableFuture::isCompletedExceptionally);
  }

  @Test
  void itWorksOnWhenOurClientIsClosed(FakeFunctionRunner fake) throws Exception {
    fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.delay(Duration.ofMillis(300)));
    Request own = new Request.Builder().url(fake.baseUrl() + "/api/v1/functions/templates").build();
    CompletableFuture<Integer> underWay = new CompletableFuture<>();
    Thread busy = new Thread(() -> underWay.complete(codeOf(own)), "caller");
    busy.start();
    fake.ledger().await(FunctionRunnerOperation.LIST_TEMPLATES, 1);
    FunctionRunnerClient client = client(fake.baseUrl());
    client.templates(TemplateQuery.all());
    int pooled = callers.connectionPool().connectionCount();

    client.close();

    assertThat(callers.connectionPool().connectionCount()).isEqualTo(pooled).isPositive();
    assertThat(underWay.get(10, TimeUnit.SECONDS)).isEqualTo(200);
    assertThat(codeOf(own)).isEqualTo(200);
    assertThat(callers.dispatcher().executorService().isShutdown()).isFalse();
    assertThat(callers.interceptors()).isEmpty();
  }

  private int codeOf(Request request) {
    try (Response response = callers.newCall(request).execute()) {
      return response.code();
    } catch (IOException broken) {
      return -1;
    }
  }
}
