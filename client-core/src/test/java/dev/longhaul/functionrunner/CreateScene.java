package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.Operation;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.WireFault;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * A service on which a create is about to go wrong, and the options of the client that will try it.
 * Everything goes over real sockets.
 */
final class CreateScene implements Closeable {
  /** How the create is made; the caller has to be told the same. */
  enum Surface {
    BLOCKING {
      @Override
      JobHandle<TaskResult> submit(FunctionRunnerClient client, UUID key) throws Exception {
        return client.submit(Bench.task(), key);
      }
    },
    ASYNC {
      @Override
      JobHandle<TaskResult> submit(FunctionRunnerClient client, UUID key) throws Exception {
        try {
          return client.submitAsync(Bench.task(), key).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
          throw failed.getCause() instanceof LonghaulException told ? told : failed;
        }
      }
    };

    abstract JobHandle<TaskResult> submit(FunctionRunnerClient client, UUID key) throws Exception;
  }

  /** What the client does before the create that counts. */
  @FunctionalInterface
  interface Prelude {
    void play(FunctionRunnerClient client) throws Exception;
  }

  final UUID key = UUID.randomUUID();
  final FakeFunctionRunner fake;
  private final KeyMode mode;
  private final Deque<Closeable> toClose = new ArrayDeque<>();
  private UnaryOperator<ClientOptions.Builder> options = builder -> builder;
  private @Nullable OkHttpClient callers;
  private @Nullable Http2Server http2;
  private String baseUrl;
  private Prelude prelude = client -> {};

  CreateScene(KeyMode mode) {
    this.mode = mode;
    fake =
        FakeFunctionRunner.start(
            FakeOptions.builder()
                .token(Bench.TOKEN)
                .keys(FakeOptions.Keys.valueOf(mode.name()))
                .build());
    baseUrl = fake.baseUrl();
    closedLater(fake::close);
  }

  /** Lets the first create go wrong. */
  void fault(WireFault fault) {
    fake.fault(Operation.SUBMIT_TASK, fault);
  }

  /** Sets where the client believes the service to be. */
  void baseUrl(String url) {
    baseUrl = url;
  }

  void options(UnaryOperator<ClientOptions.Builder> change) {
    options = change;
  }

  /** Lets the client use an HTTP client of its caller's. */
  void callers(UnaryOperator<OkHttpClient.Builder> change) {
    OkHttpClient start = callers == null ? new OkHttpClient() : callers;
    callers = change.apply(start.newBuilder()).build();
  }

  void before(Prelude prelude) {
    this.prelude = prelude;
  }

  /** Puts a service in the place of the fake, which speaks HTTP/2 from the first byte on. */
  Http2Server http2(Http2Server.Fault fault) throws IOException {
    Http2Server server = new Http2Server(mode, fault);
    closedLater(server);
    http2 = server;
    baseUrl(server.baseUrl());
    callers(builder -> builder.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)));
    return server;
  }

  /** Waits until the service has closed every connection; its client need not have noticed. */
  void awaitNoConnection() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (fake.openConnections() > 0) {
      assertThat(System.nanoTime()).as("time to close").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  void closedLater(Closeable resource) {
    toClose.push(resource);
  }

  /** Returns another client of the same service. */
  FunctionRunnerClient open() {
    ClientOptions.Builder builder =
        options.apply(
            Bench.options(baseUrl)
                .resilience(
                    ResilienceOptions.builder()
                        .backOff(Duration.ofMillis(1), 1, Duration.ofMillis(1))
                        .build()));
    ClientOptions all = (callers == null ? builder : builder.httpClient(callers)).build();
    return FunctionRunnerClient.open(all, Bench.PLAIN.toBuilder().keys(mode).build());
  }

  /** Makes the create, and returns what came of it. */
  CreateCell submit(Surface surface) throws Exception {
    try (FunctionRunnerClient client = open()) {
      prelude.play(client);
      int received = received();
      int made = made();
      @Nullable LonghaulException told = outcome(client, surface);
      assertThat(keysReceived()).as("the keys sent").isSubsetOf(key.toString());
      int came = received() - received;
      int jobs = made() - made;
      return told == null ? CreateCell.handle(came, jobs) : CreateCell.told(came, jobs, told);
    }
  }

  private @Nullable LonghaulException outcome(FunctionRunnerClient client, Surface surface)
      throws Exception {
    try {
      JobHandle<TaskResult> handle = surface.submit(client, key);
      handle.detach();
      assertThat(idsMade()).contains(handle.id().orElseThrow());
      return null;
    } catch (LonghaulException told) {
      assertThat(told.facts().key()).contains(key);
      return told;
    }
  }

  private int received() {
    return fake.ledger().createsReceived() + (http2 == null ? 0 : http2.received());
  }

  private int made() {
    return fake.ledger().creates() + (http2 == null ? 0 : http2.idsMade().size());
  }

  private List<String> idsMade() {
    return http2 == null ? fake.jobs().stream().map(job -> job.id()).toList() : http2.idsMade();
  }

  /** Returns the keys of the creates, as far as they were read that far. */
  private List<String> keysReceived() {
    Stream<String> headers =
        fake.ledger().requests(Operation.SUBMIT_TASK).stream()
            .filter(request -> !request.headers().isEmpty())
            .map((ReceivedRequest request) -> request.header("Idempotency-Key"));
    return Stream.concat(headers, http2 == null ? Stream.empty() : http2.keys().stream()).toList();
  }

  @Override
  public void close() throws IOException {
    if (callers != null) {
      callers.connectionPool().evictAll();
    }
    for (Closeable resource : toClose) {
      resource.close();
    }
  }
}
