package dev.longhaul.internal.http;

import okhttp3.Call;
import okhttp3.EventListener;

/**
 * Notes whether any byte of one call's request left: OkHttp announces the headers before it writes
 * them, so a call that never came that far has sent nothing.
 */
final class SentProbe extends EventListener {
  private volatile boolean sent;

  boolean sent() {
    return sent;
  }

  @Override
  public void requestHeadersStart(Call call) {
    sent = true;
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
