package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * One way in which an exchange goes wrong on the wire. Immutable; may be used many times.
 *
 * <p>Faults act on the real socket, so client code meets exactly what it meets in the field. A
 * fault that keeps the service from acting on the request says so; a create under such a fault made
 * no job.
 */
public final class WireFault {

  /** How much of a request is read; what is less than all of it ends in a reset. */
  enum Reads {
    LINE,
    HEAD,
    ALL
  }

  /** What the fault does with a request. */
  private interface Effect {
    void apply(Exchange exchange) throws IOException;
  }

  /** No fault: the service acts and answers. */
  static final WireFault NONE =
      new WireFault("none", exchange -> exchange.send(exchange.process()));

  private final String name;
  private final Reads reads;
  private final Effect effect;

  private WireFault(String name, Effect effect) {
    this(name, Reads.ALL, effect);
  }

  private WireFault(String name, Reads reads, Effect effect) {
    this.name = name;
    this.reads = reads;
    this.effect = effect;
  }

  /**
   * Returns a fault that resets the connection when the request line has come, with headers and
   * body unread. The service does not act.
   */
  public static WireFault resetBeforeRead() {
    return new WireFault("resetBeforeRead", Reads.LINE, Exchange::reset);
  }

  /**
   * Returns a fault that reads the headers and then resets the connection, with the body unread.
   * The service does not act, but no client can know.
   */
  public static WireFault resetAfterHeaders() {
    return new WireFault("resetAfterHeaders", Reads.HEAD, Exchange::reset);
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
   * Returns a fault that lets the service act, sends the status line and the headers of its answer,
   * and then resets the connection before the body.
   */
  public static WireFault resetAfterAnswerHead() {
    return new WireFault("resetAfterAnswerHead", exchange -> exchange.sendHead(exchange.process()));
  }

  /**
   * Returns a fault that lets the service act and answer as ever, and then closes the connection
   * without having announced it: a client that keeps the connection for its next request finds it
   * dead.
   */
  public static WireFault closesAfterAnswer() {
    return new WireFault(
        "closesAfterAnswer",
        exchange -> {
          exchange.send(exchange.process());
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
    return answering("hugeBody", json(bytes, out -> BodySource.fill(out, bytes)));
  }

  /**
   * Returns a fault that answers 200 with a small body under {@code Content-Encoding: gzip}, which
   * unpacks to a JSON object of a size; made while it is sent, so that the size may exceed the
   * memory. Sent packed whether or not the client asked for it. The service does not act.
   *
   * @param unpackedBytes length of the body when unpacked, at least 16
   */
  public static WireFault gzipBomb(long unpackedBytes) {
    if (unpackedBytes < 16) {
      throw new IllegalArgumentException("a gzip bomb has at least 16 bytes, not " + unpackedBytes);
    }
    WireAnswer answer =
        json(WireAnswer.IN_CHUNKS, out -> BodySource.fillPacked(out, unpackedBytes))
            .with("Content-Encoding", "gzip");
    return answering("gzipBomb", answer);
  }

  /**
   * Returns a fault that answers 200 with JSON objects inside each other, made while it is sent.
   * The service does not act.
   *
   * @param levels how many objects, at least 1
   */
  public static WireFault deepJson(int levels) {
    if (levels < 1) {
      throw new IllegalArgumentException("deep JSON has at least 1 level, not " + levels);
    }
    return answering(
        "deepJson", json(BodySource.lengthOfNest(levels), out -> BodySource.nest(out, levels)));
  }

  /**
   * Returns a fault that answers 200 with these very bytes, which call themselves JSON and need not
   * even be UTF-8. The service does not act.
   *
   * @param body sent as it is; a later change of the array is not seen
   */
  public static WireFault bytes(byte[] body) {
    return answering("bytes", WireAnswer.bytes(200, "application/json", body.clone()));
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

  Reads reads() {
    return reads;
  }

  void apply(Exchange exchange) throws IOException {
    effect.apply(exchange);
  }

  private static WireFault answering(String name, WireAnswer answer) {
    return new WireFault(name, exchange -> exchange.send(answer));
  }

  private static WireAnswer json(long length, WireAnswer.Content content) {
    return WireAnswer.streamed(200, length, content).with("Content-Type", "application/json");
  }
}
