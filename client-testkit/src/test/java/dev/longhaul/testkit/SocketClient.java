package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/** A WebSocket of OkHttp for the tests, which keeps what comes. */
final class SocketClient extends WebSocketListener implements AutoCloseable {

  private static final OkHttpClient CLIENT =
      new OkHttpClient.Builder()
          .readTimeout(Duration.ofSeconds(10))
          .retryOnConnectionFailure(false)
          .build();

  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final CompletableFuture<Response> opened = new CompletableFuture<>();

  /** Ends with "closed CODE REASON" or "failed". */
  private final CompletableFuture<String> end = new CompletableFuture<>();

  private final CompletableFuture<Integer> refused = new CompletableFuture<>();
  private final WebSocket socket;

  private SocketClient(Request request) {
    socket = CLIENT.newWebSocket(request, this);
  }

  static SocketClient to(String url) {
    return with(new Request.Builder().url(url).build());
  }

  static SocketClient with(Request request) {
    return new SocketClient(request);
  }

  /** A client whose handshake is over. */
  static SocketClient open(String url) throws Exception {
    SocketClient client = to(url);
    client.opened.get(5, TimeUnit.SECONDS);
    return client;
  }

  WebSocket socket() {
    return socket;
  }

  SocketClient send(String text) {
    assertThat(socket.send(text)).isTrue();
    return this;
  }

  String next() throws InterruptedException {
    String text = texts.poll(5, TimeUnit.SECONDS);
    assertThat(text).as("the next text").isNotNull();
    return text;
  }

  List<String> next(int count) throws InterruptedException {
    List<String> all = new ArrayList<>();
    while (all.size() < count) {
      all.add(next());
    }
    return all;
  }

  JsonObject nextObject() throws InterruptedException {
    return JsonParser.parseString(next()).getAsJsonObject();
  }

  /** The next frame of a type; those before it are dropped. */
  JsonObject nextOf(String type) throws InterruptedException {
    JsonObject frame = nextObject();
    while (!frame.get("type").getAsString().equals(type)) {
      frame = nextObject();
    }
    return frame;
  }

  String end() throws Exception {
    return end.get(5, TimeUnit.SECONDS);
  }

  boolean hasEnded() {
    return end.isDone();
  }

  int refusal() throws Exception {
    return refused.get(5, TimeUnit.SECONDS);
  }

  List<String> rest() {
    List<String> rest = new ArrayList<>();
    texts.drainTo(rest);
    return rest;
  }

  @Override
  public void close() {
    socket.cancel();
  }

  @Override
  public void onOpen(WebSocket webSocket, Response response) {
    opened.complete(response);
  }

  @Override
  public void onMessage(WebSocket webSocket, String text) {
    texts.add(text);
  }

  @Override
  public void onClosing(WebSocket webSocket, int code, String reason) {
    end.complete("closed " + code + " " + reason);
    webSocket.close(code == 1005 ? 1000 : code, null);
  }

  @Override
  public void onFailure(WebSocket webSocket, Throwable t, Response response) {
    end.complete("failed");
    opened.completeExceptionally(t);
    refused.complete(response == null ? -1 : response.code());
  }
}
