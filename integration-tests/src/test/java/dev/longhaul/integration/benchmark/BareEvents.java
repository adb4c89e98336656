package dev.longhaul.integration.benchmark;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/**
 * What one would write without a library: OkHttp's WebSocket, Gson into one class with the fields
 * of all frames, and a listener on the thread of the socket. Without Gson, it is what OkHttp costs.
 */
final class BareEvents implements EventWay {
  private static final int NORMAL = 1_000;

  private final OkHttpClient http = new OkHttpClient();
  private final Gson gson = new Gson();
  private final boolean decodes;
  private final WebSocket socket;
  private final EventTally tally;
  private volatile @Nullable PacedEvents paced;

  /** The fields of all frames. */
  static final class Event {
    @Nullable String type;
    @Nullable String timestamp;
    @Nullable JsonElement progress;
    @Nullable String state;
    @Nullable String message;
    @Nullable JsonElement result;
    @Nullable JsonObject metadata;
    @Nullable String ref;
    @Nullable String author;

    @SerializedName("project_id")
    @Nullable String projectId;

    @SerializedName("task_id")
    @Nullable String taskId;

    @SerializedName("node_id")
    @Nullable String nodeId;

    @SerializedName("file_path")
    @Nullable String filePath;

    @SerializedName("change_type")
    @Nullable String changeType;

    @SerializedName("process_id")
    @Nullable String processId;
  }

  private BareEvents(String url, boolean decodes) {
    this.decodes = decodes;
    CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    tally = new EventTally(text -> opened.join().send(text));
    http.newWebSocket(new Request.Builder().url(url).build(), new Listener(opened));
    socket = opened.join();
  }

  static BareEvents decoded(String url) {
    return new BareEvents(url, true);
  }

  static BareEvents undecoded(String url) {
    return new BareEvents(url, false);
  }

  private final class Listener extends WebSocketListener {
    private final CompletableFuture<WebSocket> opened;

    Listener(CompletableFuture<WebSocket> opened) {
      this.opened = opened;
    }

    @Override
    public void onOpen(WebSocket open, Response response) {
      tally.on(Thread.currentThread());
      opened.complete(open);
    }

    @Override
    public void onMessage(WebSocket from, String text) {
      PacedEvents clocked = paced;
      if (!decodes) {
        tally.heard();
        return;
      }
      Event event = gson.fromJson(text, Event.class);
      if (clocked == null) {
        tally.heard();
      } else if (event.message != null) {
        clocked.heard(event.message);
      }
    }

    @Override
    public void onFailure(WebSocket broken, Throwable cause, @Nullable Response response) {
      opened.completeExceptionally(cause);
    }
  }

  @Override
  public void hear(int events) throws InterruptedException {
    tally.run(events);
  }

  @Override
  public void hearPaced(int events, LongConsumer stamps) throws InterruptedException {
    PacedEvents clocked = new PacedEvents(events, stamps);
    paced = clocked;
    socket.send(FrameServer.PACED + events);
    clocked.await();
    paced = null;
  }

  @Override
  public long socketThread() {
    return tally.thread();
  }

  @Override
  public void close() {
    socket.close(NORMAL, null);
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
