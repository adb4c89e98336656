package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way in which an exchange goes wrong on the wire. Immutable; may be used many times.
 *
 * <p>Faults act on the real socket, so client code meets exactly what it meets in the field. A
 * fault that keeps the service from acting on the request says so; a create under such a fault made
 * no job.
 */
public final class WireFault {

  /** What the fault does with a request. */
  private interface Effect {
    void apply(Exchange exchange) throws IOException;
  }

  /** No fault: the service acts and answers. */
  static final WireFault NONE =
      new WireFault("none", exchange -> exchange.send(exchange.process()));

  private static final int FILLER_BYTES = 64 * 1024;

  private final String name;
  private final @Nullable Effect effect;

  /** No effect stands for the reset that comes before there is a request to treat. */
  private WireFault(String name, @Nullable Effect effect) {
    this.name = name;
    this.effect = effect;
  }

  /**
   * Returns a fault that resets the connection when the request line has come, with headers and
   * body unread. The service does not act.
   */
  public static WireFault resetBeforeRead() {
    return new WireFault("resetBeforeRead", null);
  }

  /**
   * Returns a fault that reads the whole request and then resets the connection. The service does
   * not act, but no client can know.
   */
  public static WireFault resetAfterRead() {
    return new WireFault("resetAfterRead", Exchange::reset);
  }

  /**
   * Returns a fault that lets the service act and then ends the connection before the first byte of
   * the answer.
   */
  public static WireFault answerLost() {
    return new WireFault(
        "answerLost",
        exchange -> {
          exchange.process();
          exchange.end();
        });
  }

  /**
   * Returns a fault that reads the request and then says nothing until the client hangs up or the
   * fake is closed. The service does not act.
   */
  public static WireFault stall() {
    return new WireFault("stall", Exchange::stall);
  }

  /**
   * Returns a fault that lets the service act at once and sends its answer later, in real time.
   *
   * @param length how long to hold the answer back; not negative
   */
  public static WireFault delay(Duration length) {
    return new WireFault(
        "delay",
        exchange -> {
          WireAnswer answer = exchange.process();
          exchange.pause(length);
          exchange.send(answer);
        });
  }

  /**
   * Returns a fault that lets the service act, promises its whole answer in the headers, and ends
   * the connection after half of the body.
   */
  public static WireFault truncatedBody() {
    return new WireFault("truncatedBody", exchange -> exchange.sendHalf(exchange.process()));
  }

  /** Returns a fault that answers with bytes that are not HTTP. The service does not act. */
  public static WireFault garbage() {
    byte[] noise = "~~ no web server here ~~\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    return new WireFault("garbage", exchange -> exchange.sendRaw(noise));
  }

  /**
   * Returns a fault that answers 200 with an HTML page, as a proxy or a login wall does. The
   * service does not act.
   */
  public static WireFault htmlPage() {
    String page = "<!doctype html><html><body><h1>Please sign in</h1></body></html>";
    return answering("htmlPage", WireAnswer.text(200, "text/html; charset=utf-8", page));
  }

  /** Returns a fault that answers 200 with no body. The service does not act. */
  public static WireFault emptyBody() {
    return answering("emptyBody", WireAnswer.text(200, "application/json", ""));
  }

  /**
   * Returns a fault that answers with a status and the service's own error envelope. The service
   * does not act.
   *
   * @param code HTTP status
   */
  public static WireFault status(int code) {
    return new WireFault(
        "status " + code, exchange -> exchange.send(exchange.errors().plain(code, "On purpose")));
  }

  /**
   * Returns a fault that answers with a status, headers and a body of the test's choice. The
   * service does not act.
   *
   * @param code HTTP status
   * @param headers sent as they are; the type is {@code application/json} unless they say another
   * @param body sent as UTF-8
   */
  public static WireFault status(int code, Map<String, String> headers, String body) {
    WireAnswer answer = WireAnswer.text(code, "application/json", body);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answering("status " + code, answer);
  }

  /**
   * Returns a fault that answers 200 with a JSON object of a size, made while it is sent, so that
   * its size may exceed the memory. The service does not act.
   *
   * @param bytes length of the body, at least 16
   */
  public static WireFault hugeBody(long bytes) {
    if (bytes < 16) {
      throw new IllegalArgumentException("a huge body has at least 16 bytes, not " + bytes);
    }
    WireAnswer answer =
        WireAnswer.streamed(200, bytes, out -> fill(out, bytes))
            .with("Content-Type", "application/json");
    return answering("hugeBody", answer);
  }

  /**
   * Returns a fault that answers 307 with a location, which a client that follows redirects asks
   * again with the same method and body. The service does not act.
   *
   * @param url the location
   */
  public static WireFault redirectTo(String url) {
    return answering("redirectTo", WireAnswer.json(307, new JsonObject()).with("Location", url));
  }

  /**
   * Returns a fault that answers 200 with a body that calls itself JSON. The service does not act.
   *
   * @param body sent as UTF-8
   */
  public static WireFault malformedJson(String body) {
    return answering("malformedJson", WireAnswer.text(200, "application/json", body));
  }

  /** Returns the name of the fault. */
  @Override
  public String toString() {
    return "WireFault[" + name + "]";
  }

  /** Tells whether the connection is reset with the rest of the request unread. */
  boolean comesBeforeReading() {
    return effect == null;
  }

  void apply(Exchange exchange) throws IOException {
    if (effect == null) {
      exchange.reset();
    } else {
      effect.apply(exchange);
    }
  }

  private static WireFault answering(String name, WireAnswer answer) {
    return new WireFault(name, exchange -> exchange.send(answer));
  }

  private static void fill(OutputStream out, long bytes) throws IOException {
    byte[] head = "{\"filler\":\"".getBytes(StandardCharsets.US_ASCII);
    byte[] tail = "\"}".getBytes(StandardCharsets.US_ASCII);
    byte[] filler = new byte[FILLER_BYTES];
    Arrays.fill(filler, (byte) 'x');
    out.write(head);
    long left = bytes - head.length - tail.length;
    while (left > 0) {
      int part = (int) Math.min(left, filler.length);
      out.write(filler, 0, part);
      left -= part;
    }
    out.write(tail);
  }
}
