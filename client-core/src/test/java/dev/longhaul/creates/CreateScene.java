package dev.longhaul.creates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.creates.CreateCell.Search;
import dev.longhaul.creates.CreateTarget.Caller;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.SubmissionUncertainException.Candidate;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.WireFault;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
      JobHandle<?> submit(Caller client, UUID key) throws Exception {
        return client.submit(key);
      }
    },
    ASYNC {
      @Override
      JobHandle<?> submit(Caller client, UUID key) throws Exception {
        try {
          return client.submitAsync(key).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
          throw failed.getCause() instanceof LonghaulException told ? told : failed;
        }
      }
    };

    abstract JobHandle<?> submit(Caller client, UUID key) throws Exception;
  }

  /** What the client does before the create that counts. */
  @FunctionalInterface
  interface Prelude {
    void play(Caller client) throws Exception;
  }

  final UUID key = UUID.randomUUID();
  final CreateTarget target;
  private final KeyMode keys;
  private final Deque<Closeable> toClose = new ArrayDeque<>();
  private UnaryOperator<ClientOptions.Builder> options = builder -> builder;
  private @Nullable OkHttpClient callers;
  private @Nullable Http2Server http2;
  private String baseUrl;
  private Prelude prelude = client -> {};

  CreateScene(CreateColumn column) {
    keys = column.keys();
    target = column.start();
    baseUrl = target.baseUrl();
    closedLater(target);
  }

  /** Lets the first create go wrong. */
  void fault(WireFault fault) {
    target.failCreate(fault);
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
    Http2Server server = new Http2Server(keys, fault);
    closedLater(server);
    http2 = server;
    baseUrl(server.baseUrl());
    callers(builder -> builder.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)));
    return server;
  }

  /** Waits until the service has closed every connection; its client need not have noticed. */
  void awaitNoConnection() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (target.openConnections() > 0) {
      assertThat(System.nanoTime()).as("time to close").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  void closedLater(Closeable resource) {
    toClose.push(resource);
  }

  /** Returns another client of the same service. */
  Caller open() {
    Duration moment = Duration.ofMillis(1);
    Duration soon = Duration.ofMillis(10);
    ClientOptions.Builder builder =
        options.apply(
            ClientOptions.builder(baseUrl)
                .credentials(Credentials.bearer(CreateTarget.TOKEN))
                .resilience(ResilienceOptions.builder().backOff(moment, 1, moment).build())
                .watch(WatchOptions.builder().pollPace(soon, 1, soon).build()));
    return target.open((callers == null ? builder : builder.httpClient(callers)).build());
  }

  /** Makes the create, and returns what came of it. */
  CreateCell submit(Surface surface) throws Exception {
    try (Caller client = open()) {
      prelude.play(client);
      int received = received();
      int made = made().size();
      int listed = target.listed();
      JobHandle<?> handle = null;
      LonghaulException told = null;
      try {
        handle = surface.submit(client, key);
        handle.detach();
      } catch (LonghaulException error) {
        told = error;
      }
      assertThat(keysReceived()).as("the keys sent").isSubsetOf(key.toString());
      int came = received() - received;
      int jobs = made().size() - made;
      boolean searched = target.listed() > listed;
      return told == null ? held(handle, came, jobs, searched) : told(told, came, jobs, searched);
    }
  }

  private CreateCell held(@Nullable JobHandle<?> handle, int came, int jobs, boolean searched) {
    assertThat(handle).isNotNull();
    assertThat(made()).containsEntry(handle.id().orElseThrow(), key.toString());
    return CreateCell.handle(came, jobs).after(searched ? Search.FOUND : Search.NONE);
  }

  private CreateCell told(LonghaulException told, int came, int jobs, boolean searched) {
    assertThat(told.facts().key()).contains(key);
    CreateCell cell = CreateCell.told(came, jobs, told);
    List<Candidate> candidates =
        told instanceof SubmissionUncertainException doubt ? doubt.candidates() : List.of();
    assertThat(told.getSuppressed()).as("what was wrong with the list").isEmpty();
    if (!searched) {
      assertThat(candidates).isEmpty();
      return cell;
    }
    assertThat(candidates).hasSizeLessThanOrEqualTo(1);
    candidates.forEach(one -> assertThat(made()).containsEntry(one.id(), key.toString()));
    return cell.after(candidates.isEmpty() ? Search.NO_CANDIDATE : Search.CANDIDATE);
  }

  private int received() {
    return target.ledger().createsReceived() + (http2 == null ? 0 : http2.received());
  }

  /** Returns the keys of all jobs by their ids. */
  private Map<String, String> made() {
    assertThat(target.ledger().creates()).isEqualTo(target.made().size());
    Map<String, String> jobs = new HashMap<>(target.made());
    if (http2 != null) {
      jobs.putAll(http2.made());
    }
    return jobs;
  }

  /** Returns the keys of the creates, as far as they were read that far. */
  private List<String> keysReceived() {
    Stream<String> headers =
        target.ledger().requests().stream()
            .filter(request -> request.operation().creates() && !request.headers().isEmpty())
            .map(request -> request.header("Idempotency-Key"));
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
