package dev.longhaul.testkit;

import dev.longhaul.testkit.FrameReader.Message;
import dev.longhaul.testkit.FrameReader.ViolationException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The service's end of one WebSocket, by RFC 6455 and without extensions: what the client sent, and
 * a hand on what it gets.
 *
 * <p>Pings are answered and a close is answered, until {@link #fallSilent}. A frame of the client
 * that the RFC forbids, such as one without a mask, closes the socket with the RFC's code.
 *
 * <p><em>Threading:</em> any thread may call anything. <em>Blocking:</em> what sends waits while
 * the client reads nothing. <em>Errors:</em> what is sent on a socket that has ended is lost, as on
 * any network; nothing is thrown.
 */
public final class FakeSocket {

  private static final long PATIENCE_SECONDS = 5;
  private static final int INTERNAL_ERROR = 1011;
  private static final int TEXTS_ONLY = 1003;
  private static final int PINGS_AT_ONCE = 20;
  private static final Duration BETWEEN_PINGS = Duration.ofMillis(1);

  private final long id;
  private final ReceivedRequest request;
  private final RequestUrl url;
  private final WireConnection connection;
  private final SocketLine line;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> untaken = new LinkedBlockingQueue<>();
  private final AtomicInteger pings = new AtomicInteger();
  private final AtomicInteger pongs = new AtomicInteger();
  private volatile int closeCode = -1;

  FakeSocket(long id, ReceivedRequest request, WireConnection connection, SocketLine line) {
    this.id = id;
    this.request = request;
    this.url = RequestUrl.of(request);
    this.connection = connection;
    this.line = line;
  }

  /** Returns the number of the socket at its service, counted from 1. */
  public long id() {
    return id;
  }

  /** Returns the path of the handshake without its query, still escaped. */
  public String path() {
    return url.path();
  }

  /** Returns the query of the handshake, no longer escaped; the first value of each name. */
  public Map<String, String> query() {
    Map<String, String> query = new LinkedHashMap<>();
    url.query().forEach((name, values) -> query.put(name, values.get(0)));
    return query;
  }

  /** Returns the headers of the handshake; names are looked up in any case. */
  public Map<String, List<String>> headers() {
    return request.headers();
  }

  /** Tells whether neither side has closed or dropped it; a silent one is open. */
  public boolean isOpen() {
    return line.isOpen();
  }

  /** Returns the texts that came so far, in order. */
  public List<String> received() {
    return List.copyOf(received);
  }

  /**
   * Returns the next text that this method has not returned yet.
   *
   * <p><em>Blocking:</em> up to 5 seconds. <em>Errors:</em> an {@link AssertionError} when none
   * comes.
   */
  public String next() throws InterruptedException {
    String text = untaken.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("No further text came on " + this);
    }
    return text;
  }

  /** Returns how many pings of the protocol the client has sent. */
  public int pings() {
    return pings.get();
  }

  /** Returns how many pongs of the protocol the client has sent. */
  public int pongs() {
    return pongs.get();
  }

  /**
   * Returns the code with which the client closed, or answered a close; 1005 when its frame had no
   * code; empty when no such frame came.
   */
  public OptionalInt closeCode() {
    return closeCode < 0 ? OptionalInt.empty() : OptionalInt.of(closeCode);
  }

  /**
   * Sends a text in one frame.
   *
   * @param text any text
   */
  public void send(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    line.pass(out -> FrameWriter.whole(out, FrameReader.TEXT, payload));
  }

  /**
   * Sends bytes in one frame of their own kind.
   *
   * @param bytes any bytes
   */
  public void sendBinary(byte[] bytes) {
    byte[] payload = bytes.clone();
    line.pass(out -> FrameWriter.whole(out, FrameReader.BINARY, payload));
  }

  /**
   * Writes bytes onto the connection as they are; no fault of the frames sees them.
   *
   * @param bytes any bytes, a frame or none
   */
  public void sendRaw(byte[] bytes) {
    byte[] raw = bytes.clone();
    line.write(out -> out.write(raw));
  }

  /**
   * Sends a text in several frames.
   *
   * @param text any text
   * @param size bytes in each frame, at least 1; a character may be cut in two
   */
  public void sendInFragments(String text, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, was " + size);
    }
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    line.pass(out -> FrameWriter.inFragments(out, payload, size));
  }

  /** Sends a ping of the protocol. */
  public void ping() {
    line.write(out -> FrameWriter.whole(out, FrameReader.PING, new byte[0]));
  }

  /**
   * Closes the socket: sends a close frame, waits elsewhere up to 1 second for the client's, and
   * then ends the connection. A socket that has fallen silent is dropped.
   *
   * @param code sent as it is, for example 1012; 1005 sends none
   * @param reason text for people, at most 123 bytes
   */
  public void close(int code, String reason) {
    line.close(FrameWriter.closing(code, reason));
  }

  /** Ends the TCP connection without a close frame. */
  public void drop() {
    line.drop();
  }

  /** Drops the TCP connection with a reset. */
  public void reset() {
    line.reset();
  }

  /**
   * Leaves the socket half open: the TCP connection stays, and nothing is sent and nothing
   * understood any more, pings and closes included, until the client hangs up or {@link #drop}.
   */
  public void fallSilent() {
    line.fallSilent();
  }

  /** Returns number, path and whether it is open; nothing that was sent. */
  @Override
  public String toString() {
    return "FakeSocket[%d at %s, %s]".formatted(id, path(), isOpen() ? "open" : "ended");
  }

  SocketLine line() {
    return line;
  }

  /** Speaks with the client until the connection can be closed; on the socket's own thread. */
  void hold(SocketScript script, SocketFault fault) throws IOException {
    try {
      // Guards against somebody who finds the socket and sends before the greeting has gone out.
      line.alone(() -> begin(script, fault));
      converse(script, fault.floods());
    } catch (EOFException e) {
      // The client has hung up.
    } catch (ViolationException e) {
      close(e.code(), "frame refused");
      connection.awaitHangUp();
    } finally {
      line.ended();
    }
  }

  private void begin(SocketScript script, SocketFault fault) {
    script.opened(this);
    line.flush();
    fault.start(this);
  }

  private void converse(SocketScript script, boolean flooding) throws IOException {
    FrameReader reader = new FrameReader(connection.in());
    boolean more = true;
    while (more && !line.hasEnded()) {
      if (flooding) {
        floodUntilHeard();
      }
      if (line.isSilent()) {
        connection.awaitHangUp();
      }
      more = take(reader.next(), script);
    }
  }

  /** Sends pings for as long as nothing has come that waits to be read. */
  private void floodUntilHeard() throws IOException {
    while (line.listens() && connection.in().available() == 0) {
      for (int count = 0; count < PINGS_AT_ONCE; count++) {
        ping();
      }
      // A client that answers every ping before it says anything else must get to say it.
      connection.pause(BETWEEN_PINGS);
    }
  }

  /** Returns whether more may come. */
  private boolean take(Message message, SocketScript script) throws IOException {
    int opcode = message.opcode();
    if (line.isSilent() || (!line.listens() && opcode != FrameReader.CLOSE)) {
      return true;
    }
    switch (opcode) {
      case FrameReader.TEXT -> text(message.text(), script);
      case FrameReader.PING -> pinged(message.payload());
      case FrameReader.PONG -> pongs.incrementAndGet();
      case FrameReader.CLOSE -> closed(message);
      default -> throw new ViolationException(TEXTS_ONLY, "only texts are understood");
    }
    return opcode != FrameReader.CLOSE;
  }

  private void text(String text, SocketScript script) {
    received.add(text);
    untaken.add(text);
    try {
      script.text(this, text);
    } catch (RuntimeException e) {
      close(INTERNAL_ERROR, "");
    }
  }

  private void pinged(byte[] payload) {
    pings.incrementAndGet();
    line.write(out -> FrameWriter.whole(out, FrameReader.PONG, payload));
  }

  private void closed(Message message) {
    closeCode = message.closeCode();
    line.write(out -> FrameWriter.whole(out, FrameReader.CLOSE, message.payload()));
  }
}
