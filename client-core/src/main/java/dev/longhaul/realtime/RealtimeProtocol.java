package dev.longhaul.realtime;

import dev.longhaul.error.LonghaulException;
import java.util.List;
import java.util.Optional;

/**
 * What is spoken over a {@link RealtimeConnection}: how to greet, subscribe and give a sign of
 * life, and what a frame means. One object serves one connection.
 *
 * <p><i>Threading:</i> {@link #frame} is called on the thread of the socket, one frame after the
 * other, and for each socket only between {@link #connected} and {@link #lost}; the others but
 * {@link #caughtUp} are called from any thread, one at a time. All are called under no lock of the
 * connection, and may call any of its methods. None may block. What they throw is logged and ends
 * nothing; a frame at which {@link #frame} throws counts as malformed.
 */
public interface RealtimeProtocol {
  /** What a frame was. */
  enum FrameKind {
    /** It made sense, so the socket has proved itself. */
    VALID,
    /**
     * It made no sense, or some of its fields did not. That is reported once, and the socket has
     * not proved itself; what effect it has is the protocol's to decide.
     */
    MALFORMED,
    /** It says that the server is about to restart. The socket is given up for a moment. */
    RESTARTING
  }

  /**
   * Takes one text frame in.
   *
   * @param text the frame; invalid UTF-8 was replaced
   */
  FrameKind frame(String text);

  /**
   * Hears that no further frame is at hand, on the thread of the socket, before it waits for more:
   * the moment to hand on together what several frames told. Comes after every frame, one or many
   * of them, at the latest with the end of the socket; and then perhaps after {@link #lost}.
   */
  default void caughtUp() {}

  /**
   * Returns what is known to be wrong with credentials before they are sent, if something is: then
   * fresh ones are asked for, once, or the connection gives up with this error.
   *
   * @param authorization what would be sent, as the value of an {@code Authorization} header
   */
  default Optional<LonghaulException> flawOf(String authorization) {
    return Optional.empty();
  }

  /**
   * Returns why another socket would be of no use after the server closed one with a code, where
   * that is so: the connection then gives up with this error until it is asked to connect. Where it
   * is empty, which is the default, the code means what the standard says.
   *
   * @param closeCode the code of the server's close frame, 1005 for none
   */
  default Optional<LonghaulException> givesUpAfter(int closeCode) {
    return Optional.empty();
  }

  /** Returns the frames that open the conversation on every new socket, in order. */
  default List<String> greeting() {
    return List.of();
  }

  /**
   * Returns the frame that asks for a topic; empty where the service needs none.
   *
   * @param topic what was subscribed to
   */
  default Optional<String> subscribe(String topic) {
    return Optional.empty();
  }

  /**
   * Returns the frame that tells that a topic is wanted no more; empty where the service needs
   * none.
   *
   * @param topic what was subscribed to
   */
  default Optional<String> unsubscribe(String topic) {
    return Optional.empty();
  }

  /** Returns the frame that is sent every {@link RealtimeOptions#heartbeat()}, if any. */
  default Optional<String> heartbeat() {
    return Optional.empty();
  }

  /**
   * Returns how many requests wait for their answer on this very socket: a planned renewal waits
   * until there are none. A request counts from before it is handed to {@link
   * RealtimeConnection#send}, unless its receipt tells that it is queued.
   */
  default int inFlight() {
    return 0;
  }

  /** Hears that a socket is open, greeted and subscribed, and that what waited was handed to it. */
  default void connected() {}

  /**
   * Hears that the socket is gone, before another is opened.
   *
   * @param status why
   */
  default void lost(ConnectionStatus status) {}
}
