package dev.longhaul.realtime;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.realtime.RealtimeProtocol.FrameKind;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What hears of one socket, on its thread, and tells the machine.
 *
 * <p><i>Concurrency:</i> called on one thread at a time.
 */
final class SocketEvents implements OkHttpSockets.Hearer {
  private static final Logger LOG = LoggerFactory.getLogger(RealtimeConnection.class);

  private final RealtimeLink link;
  private final int number;
  private final @Nullable String authorization;
  private volatile boolean open;

  /**
   * Makes one.
   *
   * @param number which socket of the link it is
   * @param authorization as whom it was opened
   */
  SocketEvents(RealtimeLink link, int number, @Nullable String authorization) {
    this.link = link;
    this.number = number;
    this.authorization = authorization;
  }

  @Override
  public void opened() {
    open = true;
    link.tell((to, now) -> to.opened(number, now));
  }

  @Override
  public void text(String text) {
    if (!link.beginsFrame(number)) {
      return;
    }
    FrameKind kind = FrameKind.MALFORMED;
    try {
      kind = link.protocol.frame(text);
    } catch (RuntimeException | Error thrown) {
      LOG.warn(
          "The protocol of {} threw {} at a frame.", link.service, thrown.getClass().getName());
    }
    if (kind == FrameKind.MALFORMED) {
      ignored("it is not what the service sends", text.length());
    }
    link.endsFrame(number, kind);
  }

  @Override
  public void binary(int length) {
    if (link.beginsFrame(number)) {
      ignored("it is binary", length);
      link.endsFrame(number, FrameKind.MALFORMED);
    }
  }

  @Override
  public void caughtUp() {
    try {
      link.protocol.caughtUp();
    } catch (RuntimeException | Error thrown) {
      LOG.warn(
          "The protocol of {} threw {} after a frame.", link.service, thrown.getClass().getName());
    }
  }

  private void ignored(String problem, int length) {
    LOG.warn("A frame of {} was ignored, or some of its fields: {}.", link.service, problem);
    link.events.tell(new ClientEvent.FrameIgnored(link.service, problem, length));
  }

  @Override
  public void closing(int code) {
    LinkEnd end = resolved(closedWith(code));
    link.tell((to, now) -> to.closing(number, now, end));
  }

  @Override
  public void closed(int code) {
    over(closedWith(code));
  }

  @Override
  public void gone(Throwable cause, @Nullable Response answer) {
    over(resolved(link.ends.failed(cause, answer, open)));
  }

  @Override
  public void tooBig() {
    over(link.ends.tooBig(link.realtime.frameLimit()));
  }

  private LinkEnd closedWith(int code) {
    try {
      LonghaulException why = link.protocol.givesUpAfter(code).orElse(null);
      return why == null ? link.ends.closed(code) : LinkEnds.forGood(code, why);
    } catch (RuntimeException | Error thrown) {
      LOG.warn(
          "The protocol of {} threw {} at a close.", link.service, thrown.getClass().getName());
      return link.ends.closed(code);
    }
  }

  private LinkEnd resolved(LinkEnd end) {
    return end.with(link.remedy(end.remedy(), authorization));
  }

  private void over(LinkEnd end) {
    link.sockets.tidy();
    link.tell((to, now) -> to.ended(number, now, end));
    link.socketIsOver();
  }
}
