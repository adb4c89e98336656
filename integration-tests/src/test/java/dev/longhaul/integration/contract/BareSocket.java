package dev.longhaul.integration.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** A socket with none of our clients behind it, which hears what a fake says. */
final class BareSocket implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final OkHttpClient http = new OkHttpClient();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  BareSocket(String url) {
    socket = http.newWebSocket(new Request.Builder().url(url).build(), new Ears());
  }

  private final class Ears extends WebSocketListener {
    @Override
    public void onMessage(WebSocket from, String text) {
      heard.add(text);
    }

    @Override
    public void onFailure(WebSocket from, Throwable error, @Nullable Response response) {
      heard.add("the socket failed: " + error);
    }
  }

  void send(String text) {
    socket.send(text.replace('\'', '"'));
  }

  /** Returns the next frames, that many, once they have come. */
  List<String> next(int count) throws InterruptedException {
    List<String> frames = new ArrayList<>();
    while (frames.size() < count) {
      String frame = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError(count + " frames should have come, and only these did: " + frames);
      }
      frames.add(frame);
    }
    return frames;
  }

  /** Returns whether a frame comes soon, or is there. */
  boolean hearsSoon() throws InterruptedException {
    for (int i = 0; i < 20 && heard.isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return !heard.isEmpty();
  }

  @Override
  public void close() {
    socket.cancel();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
