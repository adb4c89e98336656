package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** A client's end of a socket, on plain OkHttp. */
final class StreamerLine implements AutoCloseable {

  static final String REPORT =
      """
      {"start_date": "2026-01-01", "end_date": "2026-01-31", "format": "pdf",
       "report_type": "monthly"}
      """;

  static final String DATA =
      """
      {"pipeline": "classification", "data_source": {"type": "file", "path": "/inbox/sales.csv"},
       "output": {"format": "json", "destination": "s3://lab/run-17/"}}
      """;

  static final String BULK =
      """
      {"operation_type": "update", "entity_type": "product", "items": [{"sku": "A-100"}]}
      """;

  /** An HTTP answer in place of a socket. */
  record Refusal(int status, String body) {}

  private static final String DROPPED = "dropped";

  private final OkHttpClient client = new OkHttpClient();
  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Refusal> opening = new CompletableFuture<>();
  private final CompletableFuture<String> ending = new CompletableFuture<>();
  private final WebSocket socket;

  private StreamerLine(Request request) {
    socket = client.newWebSocket(request, new Listener());
  }

  /** Opens a socket with a good token. */
  static StreamerLine open(FakeStreamer fake) throws Exception {
    StreamerLine line = to(fake.url(), StreamerTokens.valid());
    assertThat(line.opening()).isEqualTo(new Refusal(101, ""));
    return line;
  }

  static StreamerLine to(String url, String token) {
    String escaped = URLEncoder.encode(token, StandardCharsets.UTF_8);
    return new StreamerLine(new Request.Builder().url(url + "?Authorization=" + escaped).build());
  }

  static StreamerLine to(Request request) {
    return new StreamerLine(request);
  }

  /** How the handshake ended; status 101 for an open socket. */
  Refusal opening() throws Exception {
    return opening.get(5, TimeUnit.SECONDS);
  }

  void ask(String id, String action, String payload) {
    send("{\"id\": \"%s\", \"action\": \"%s\", \"payload\": %s}".formatted(id, action, payload));
  }

  void askReport(String id) {
    ask(id, "generate_report", REPORT);
  }

  void send(String text) {
    assertThat(socket.send(text)).isTrue();
  }

  JsonObject next() throws InterruptedException {
    String frame = frames.poll(5, TimeUnit.SECONDS);
    assertThat(frame).as("a frame").isNotNull();
    return JsonParser.parseString(frame).getAsJsonObject();
  }

  /** The body of the next frame of the nested family. */
  JsonObject nextBody() throws InterruptedException {
    JsonObject frame = next();
    return frame.getAsJsonObject(frame.get("type").getAsString());
  }

  /** Asks for an echo, whose answer is last: so nothing else was to come before it. */
  void assertNothingMore() throws InterruptedException {
    send("{\"id\": \"last-%d\", \"action\": \"echo\"}".formatted(System.nanoTime()));
    JsonObject answer = next();
    assertThat(answer.toString()).contains("last-");
  }

  /** Asserts that a time goes by in which no frame comes. */
  void assertQuiet() throws InterruptedException {
    assertThat(frames.poll(60, TimeUnit.MILLISECONDS)).isNull();
  }

  /** How the socket ended: with a code, or dropped. */
  String ending() throws Exception {
    return ending.get(5, TimeUnit.SECONDS);
  }

  static String dropped() {
    return DROPPED;
  }

  @Override
  public void close() {
    socket.cancel();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private final class Listener extends WebSocketListener {

    @Override
    public void onOpen(WebSocket socket, Response response) {
      opening.complete(new Refusal(101, ""));
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      frames.add(text);
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      ending.complete(Integer.toString(code));
      socket.close(code, null);
    }

    @Override
    public void onFailure(WebSocket socket, Throwable problem, @Nullable Response response) {
      ending.complete(DROPPED);
      try {
        opening.complete(
            response == null
                ? new Refusal(0, "")
                : new Refusal(response.code(), response.body().string()));
      } catch (IOException e) {
        opening.completeExceptionally(e);
      }
    }
  }
}
