package dev.longhaul.realtime;

import java.io.IOException;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import okio.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of OkHttp's. When its end is told, its TCP connection is closed.
 *
 * <p><i>Concurrency:</i> OkHttp calls on one thread at a time; any thread may write and close.
 */
final class OkHttpSocket extends WebSocketListener {
  /** What OkHttp keeps for a server that does not take it; with more it closes the socket. */
  private static final long MOST_UNSENT = 16 << 20;

  /** So many characters may be told before it is said that the socket is caught up with. */
  private static final int MOST_TOLD = 32 << 10;

  /** What is read of the answer to a handshake that was refused. */
  private static final long MOST_WORDS = 64 << 10;

  private final OkHttpSockets.Hearer hearer;
  private final CountedSockets tcp;
  private volatile @Nullable WebSocket socket;

  /** What was told since the socket was caught up with, each frame one more; its own thread's. */
  private int told;

  OkHttpSocket(OkHttpSockets.Hearer hearer, CountedSockets tcp) {
    this.hearer = hearer;
    this.tcp = tcp;
    tcp.onWait(this::caughtUp);
  }

  void of(WebSocket opening) {
    socket = opening;
  }

  /** Returns whether a text would make more wait than the socket keeps, which would end it. */
  boolean isTooMuch(String text) {
    WebSocket open = socket;
    long before = open == null ? 0 : open.queueSize();
    return before + 3L * text.length() > MOST_UNSENT && before + Utf8.size(text) > MOST_UNSENT;
  }

  /** Sends a text; returns whether the socket took it. */
  boolean send(String text) {
    WebSocket open = socket;
    return open != null && open.send(text);
  }

  /** Closes in good order; returns false when it is about to end already. */
  boolean close(int code) {
    WebSocket open = socket;
    return open != null && open.close(code, null);
  }

  /** Ends it at once. */
  void drop() {
    WebSocket open = socket;
    if (!tcp.close() && open != null) {
      open.cancel();
    }
  }

  @Override
  public void onOpen(WebSocket opened, Response response) {
    tcp.delivered();
    hearer.opened();
  }

  @Override
  public void onMessage(WebSocket from, String text) {
    tcp.delivered();
    hearer.text(text);
    told(text.length());
  }

  @Override
  public void onMessage(WebSocket from, ByteString bytes) {
    tcp.delivered();
    hearer.binary(bytes.size());
    told(0);
  }

  private void told(int length) {
    told += 1 + length;
    if (told > MOST_TOLD || !tcp.isCounting()) {
      caughtUp(); // for all that is known, or long enough
    }
  }

  private void caughtUp() {
    if (told > 0) {
      told = 0;
      hearer.caughtUp();
    }
  }

  @Override
  public void onClosing(WebSocket closing, int code, String reason) {
    hearer.caughtUp();
    hearer.closing(code);
    closing.close(1000, null); // so that OkHttp, too, is done with it
  }

  @Override
  public void onClosed(WebSocket closed, int code, String reason) {
    tcp.close();
    hearer.closed(code);
  }

  @Override
  public void onFailure(WebSocket failed, Throwable cause, @Nullable Response answer) {
    hearer.caughtUp();
    Response said = answer == null ? null : detached(answer);
    tcp.close();
    if (tcp.isOverLimit()) {
      hearer.tooBig();
    } else {
      hearer.gone(cause, said);
    }
  }

  /** Returns an answer that needs its connection no more. */
  private static Response detached(Response answer) {
    ResponseBody words;
    try {
      words = answer.peekBody(MOST_WORDS);
    } catch (IOException broken) {
      words = ResponseBody.create("", null);
    }
    return answer.newBuilder().body(words).build();
  }
}
