package dev.longhaul.integration.benchmark;

import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.projectevents.ProjectEventsClient;
import dev.longhaul.realtime.RealtimeConnection;
import dev.longhaul.realtime.RealtimeOptions;
import dev.longhaul.realtime.RealtimeProtocol;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** The ways to hold many connections open, each measured by {@link ConnectionCost}. */
final class ManyConnections {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int NORMAL = 1_000;

  private final String url;
  private final RealtimeScale scale;

  ManyConnections(String url, RealtimeScale scale) {
    this.url = url;
    this.scale = scale;
  }

  /** Takes every frame for good. */
  private static final class Deaf implements RealtimeProtocol {
    @Override
    public FrameKind frame(String text) {
      return FrameKind.VALID;
    }
  }

  /** Measures OkHttp alone: one client, one listener for each socket, pings as often as ours. */
  ConnectionCost bare() throws Exception {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(2 * scale.connections());
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .pingInterval(RealtimeOptions.defaults().pingInterval())
            .build();
    try {
      return ConnectionCost.of(scale, () -> socket(http));
    } finally {
      dispatcher.executorService().shutdown();
      http.connectionPool().evictAll();
    }
  }

  private AutoCloseable socket(OkHttpClient http) {
    CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    http.newWebSocket(
        new Request.Builder().url(url).build(),
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket socket, Response response) {
            opened.complete(socket);
          }

          @Override
          public void onFailure(WebSocket broken, Throwable cause, @Nullable Response response) {
            opened.completeExceptionally(cause);
          }
        });
    WebSocket socket = opened.join();
    return () -> socket.close(NORMAL, null);
  }

  /** Measures connections that share nothing. */
  ConnectionCost alone() throws Exception {
    return ConnectionCost.of(scale, () -> connection(WatchOptions.defaults()));
  }

  /** Measures connections that share a timer and the threads of callbacks. */
  ConnectionCost sharing() throws Exception {
    return withShared(watch -> connection(watch));
  }

  /** Measures whole clients that share them too. */
  ConnectionCost clients() throws Exception {
    return withShared(watch -> client(watch));
  }

  /** Opens a connection or client that shares what the options name. */
  private interface Sharing {
    AutoCloseable open(WatchOptions watch) throws Exception;
  }

  private ConnectionCost withShared(Sharing sharing) throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    ExecutorService callbacks = Executors.newFixedThreadPool(2);
    try {
      WatchOptions watch =
          WatchOptions.builder().scheduler(timer).callbackExecutor(callbacks).build();
      return ConnectionCost.of(scale, () -> sharing.open(watch));
    } finally {
      callbacks.shutdown();
      timer.shutdownNow();
    }
  }

  private RealtimeConnection connection(WatchOptions watch) throws InterruptedException {
    RealtimeConnection connection =
        RealtimeConnection.open("bench", new Deaf(), options(watch), RealtimeOptions.defaults());
    connection.connect();
    return opened(connection);
  }

  private ProjectEventsClient client(WatchOptions watch) throws InterruptedException {
    ProjectEventsClient client = ProjectEventsClient.open(options(watch));
    client.connect();
    opened(client.connection());
    return client;
  }

  private ClientOptions options(WatchOptions watch) {
    return ClientOptions.builder(url).watch(watch).build();
  }

  private static RealtimeConnection opened(RealtimeConnection connection)
      throws InterruptedException {
    if (!connection.awaitConnected(PATIENCE)) {
      throw new IllegalStateException("not connected: " + connection);
    }
    return connection;
  }
}
