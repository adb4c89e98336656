package dev.longhaul.integration.benchmark;

import com.google.gson.Gson;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/**
 * What one would write without a library: OkHttp's WebSocket, Gson, and a listener on the thread of
 * the socket. Without Gson, it is what OkHttp costs.
 */
final class BareEvents implements EventWay {
  private static final int NORMAL = 1_000;

  private final OkHttpClient http = new OkHttpClient();
  private final Decoding decoding;
  private final WebSocket socket;
  private final EventTally tally;
  private volatile @Nullable PacedEvents paced;

  /** What is made of a text. */
  private interface Decoding {
    /** Returns the message that the text holds, if it does. */
    @Nullable String message(String text);
  }

  private BareEvents(String url, Decoding decoding) {
    this.decoding = decoding;
    CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    tally = new EventTally(text -> opened.join().send(text));
    http.newWebSocket(new Request.Builder().url(url).build(), new Listener(opened));
    socket = opened.join();
  }

  /** A listener that looks at no text. */
  static BareEvents undecoded(String url) {
    return new BareEvents(url, text -> null);
  }

  /** Every frame read into one class of texts: the least that Gson can do. */
  static BareEvents inOneClass(String url) {
    Gson gson = new Gson();
    return new BareEvents(url, text -> gson.fromJson(text, AnyFrame.class).message);
  }

  /** Every frame read into the generated model of its type: what Longhaul gives. */
  static BareEvents inModels(String url) {
    TypedFrames frames = new TypedFrames();
    return new BareEvents(url, text -> TypedFrames.message(frames.read(text)));
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
      String message = decoding.message(text);
      if (clocked == null) {
        tally.heard();
      } else if (message != null) {
        clocked.heard(message);
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
