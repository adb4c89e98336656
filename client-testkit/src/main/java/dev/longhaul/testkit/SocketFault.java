package dev.longhaul.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a WebSocket goes wrong, from its handshake on. Immutable; may be used for many
 * connections.
 *
 * <p>Faults act on the real socket. Those about frames count and treat the texts and binary
 * messages that the service sends, its greeting included; pings, closes and what is sent raw stay
 * as they are. Those that send one bad frame do so after the service's greeting and then let
 * everything be.
 */
public final class SocketFault {

  /** What is done in place of the handshake. */
  private interface Handshake {
    void hold(WireConnection connection, ReceivedRequest request) throws IOException;
  }

  private static final byte[] GARBAGE =
      "\u0007\u0003 nothing that HTTP knows\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  static final SocketFault NONE = started("none", socket -> {});

  private final String name;
  private final @Nullable Handshake handshake;
  private final Consumer<FakeSocket> start;
  private final SocketLane.Maker lane;
  private final @Nullable LongFunction<SocketFault> choice;
  private final boolean floods;

  private SocketFault(
      String name,
      @Nullable Handshake handshake,
      Consumer<FakeSocket> start,
      SocketLane.Maker lane,
      @Nullable LongFunction<SocketFault> choice) {
    this.name = name;
    this.handshake = handshake;
    this.start = start;
    this.lane = lane;
    this.choice = choice;
    this.floods = name.equals("floodOfPings");
  }

  /**
   * Returns a fault that answers the handshake with another status than 101.
   *
   * @param status HTTP status, for example 503
   * @param headers by name
   * @param body sent as plain text, unless the headers say otherwise
   */
  public static SocketFault refuse(int status, Map<String, String> headers, String body) {
    WireAnswer answer = WireAnswer.text(status, "text/plain", body).with("Connection", "close");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    WireAnswer refusal = answer;
    return instead(
        "refuse", (connection, request) -> refusal.at(request.at()).writeTo(connection.out()));
  }

  /** Returns a fault that never answers the handshake, until the client hangs up. */
  public static SocketFault stallHandshake() {
    return instead("stallHandshake", (connection, request) -> connection.awaitHangUp());
  }

  /** Returns a fault that answers the handshake with bytes that are no HTTP. */
  public static SocketFault garbageHandshake() {
    return instead(
        "garbageHandshake",
        (connection, request) -> {
          connection.out().write(GARBAGE);
          connection.out().flush();
        });
  }

  /**
   * Returns a fault that ends the TCP connection after so many messages, without a close frame.
   *
   * @param frames messages that the client still gets; 0 or more
   */
  public static SocketFault dropAfter(int frames) {
    return after("dropAfter", frames, SocketLine::drop);
  }

  /**
   * Returns a fault that resets the TCP connection after so many messages; some of them may be lost
   * with it.
   *
   * @param frames messages sent before; 0 or more
   */
  public static SocketFault resetAfter(int frames) {
    return after("resetAfter", frames, SocketLine::reset);
  }

  /**
   * Returns a fault that falls silent after so many messages, see {@link FakeSocket#fallSilent}.
   *
   * @param frames messages sent before; 0 or more
   */
  public static SocketFault silentAfter(int frames) {
    return after("silentAfter", frames, SocketLine::fallSilent);
  }

  /** Returns a fault that sends every message twice. */
  public static SocketFault duplicateFrames() {
    return laned("duplicateFrames", (line, sockets) -> SocketLane.twice());
  }

  /**
   * Returns a fault that lets messages change places. Each group of so many goes out in an order
   * that the seed decides; a group that is not full after 20 ms of real time goes out as it is.
   *
   * @param window messages in a group, at least 2
   * @param seed any number
   */
  public static SocketFault reorderFrames(int window, long seed) {
    atLeast(2, window, "window");
    return laned(
        "reorderFrames",
        (line, sockets) ->
            SocketLane.shuffling(
                window,
                new Random(seed),
                rest -> sockets.later(SocketLane.GATHERING, () -> line.alone(rest))));
  }

  /**
   * Returns a fault that sends every message so much later, in real time, in order.
   *
   * @param delay not negative
   */
  public static SocketFault delayFrames(Duration delay) {
    Objects.requireNonNull(delay, "delay");
    return laned("delayFrames", (line, sockets) -> message -> sockets.later(delay, message));
  }

  /** Returns a fault that sends pings without end, about 20 in each millisecond of real time. */
  public static SocketFault floodOfPings() {
    return started("floodOfPings", socket -> {});
  }

  /**
   * Returns a fault that sends one text of a given length, JSON of one long text. It is made while
   * it is sent, so that it costs no memory here.
   *
   * @param bytes length in bytes, at least 100
   */
  public static SocketFault oversizedFrame(long bytes) {
    atLeast(100, bytes, "bytes");
    return sending("oversizedFrame", BadFrame.oversized(bytes));
  }

  /** Returns a fault that announces a frame, sends its first half and ends the TCP connection. */
  public static SocketFault truncatedFrame() {
    return started(
        "truncatedFrame",
        socket -> {
          socket.line().write(BadFrame.truncated());
          socket.drop();
        });
  }

  /** Returns a fault that sends one text that is not UTF-8. */
  public static SocketFault invalidUtf8() {
    return sending("invalidUtf8", BadFrame.invalidUtf8());
  }

  /** Returns a fault that sends one binary message of 32 bytes. */
  public static SocketFault binaryFrame() {
    return sending("binaryFrame", BadFrame.binary());
  }

  /** Returns a fault that sends one text that begins as JSON and breaks off. */
  public static SocketFault malformedJson() {
    return sending("malformedJson", BadFrame.malformed());
  }

  /**
   * Returns a fault that sends one text of JSON objects, each inside the one before.
   *
   * @param levels how many objects, at least 1
   */
  public static SocketFault deepJson(int levels) {
    atLeast(1, levels, "levels");
    return sending("deepJson", BadFrame.deep(levels));
  }

  /**
   * Returns a fault that closes the socket right after its opening.
   *
   * @param code sent as it is; 1005 sends none
   * @param reason text for people, at most 123 bytes
   */
  public static SocketFault closeWith(int code, String reason) {
    return started("closeWith", socket -> socket.close(code, reason));
  }

  /**
   * Returns chance with a memory: the n-th handshake of a service meets the same of these faults,
   * or none, whenever seed, share and faults are the same.
   *
   * @param seed any number
   * @param share chance of a fault, 0 to 1
   * @param faults one of them is taken, each as likely as the others; not empty
   */
  public static SocketFault seeded(long seed, double share, List<SocketFault> faults) {
    List<SocketFault> mine = List.copyOf(faults);
    if (mine.isEmpty() || !(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("needs a share from 0 to 1 and at least one fault");
    }
    LongFunction<SocketFault> choice =
        number -> {
          // Spread over all bits: seeds that are near to each other begin alike.
          Random random = new Random((seed + number) * 0x9E3779B97F4A7C15L);
          boolean met = random.nextDouble() < share;
          return met ? mine.get(random.nextInt(mine.size())) : NONE;
        };
    return new SocketFault(
        "seeded", null, socket -> {}, (line, sockets) -> SocketLane.straight(), choice);
  }

  @Override
  public String toString() {
    return "SocketFault[" + name + "]";
  }

  /** The fault that a handshake meets, by its number. */
  SocketFault at(long number) {
    return choice == null ? this : choice.apply(number).at(number);
  }

  /** Treats the handshake and returns true, or leaves it to the service. */
  boolean handshake(WireConnection connection, ReceivedRequest request) throws IOException {
    if (handshake != null) {
      handshake.hold(connection, request);
    }
    return handshake != null;
  }

  void start(FakeSocket socket) {
    start.accept(socket);
  }

  SocketLane lane(SocketLine line, FakeSockets sockets) {
    return lane.of(line, sockets);
  }

  boolean floods() {
    return floods;
  }

  private static SocketFault instead(String name, Handshake handshake) {
    return new SocketFault(
        name, handshake, socket -> {}, (line, sockets) -> SocketLane.straight(), null);
  }

  private static SocketFault started(String name, Consumer<FakeSocket> start) {
    return new SocketFault(name, null, start, (line, sockets) -> SocketLane.straight(), null);
  }

  private static SocketFault laned(String name, SocketLane.Maker lane) {
    return new SocketFault(name, null, socket -> {}, lane, null);
  }

  private static SocketFault after(String name, int frames, Consumer<SocketLine> end) {
    atLeast(0, frames, "frames");
    return new SocketFault(
        name,
        null,
        socket -> {
          if (frames == 0) {
            end.accept(socket.line());
          }
        },
        (line, sockets) -> SocketLane.ending(frames, () -> end.accept(line)),
        null);
  }

  private static SocketFault sending(String name, SocketLine.Write frame) {
    return started(name, socket -> socket.line().write(frame));
  }

  private static void atLeast(long least, long given, String name) {
    if (given < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", was " + given);
    }
  }
}
