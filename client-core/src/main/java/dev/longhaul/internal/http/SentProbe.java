package dev.longhaul.internal.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Notes how far one exchange came. OkHttp announces the headers of a request before it writes them,
 * so a call that never came that far has sent nothing.
 */
final class SentProbe extends EventListener {
  private volatile boolean connected;
  private volatile boolean sent;
  private volatile boolean answering;

  /** Returns whether a new connection was made for it. */
  boolean connected() {
    return connected;
  }

  /** Returns whether any byte of the request may have left. */
  boolean sent() {
    return sent;
  }

  /** Returns whether the head of an answer has come. */
  boolean answering() {
    return answering;
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    connected = true;
  }

  @Override
  public void requestHeadersStart(Call call) {
    sent = true;
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    answering = true;
  }

  /**
   * Returns a factory that adds the probe of a call to whatever listener the caller's own client
   * has.
   */
  static EventListener.Factory beside(EventListener.Factory callers) {
    return call -> {
      EventListener listener = callers.create(call);
      SentProbe probe = call.request().tag(SentProbe.class);
      return probe == null ? listener : listener.plus(probe);
    };
  }
}
