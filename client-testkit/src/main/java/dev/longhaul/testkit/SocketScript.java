package dev.longhaul.testkit;

import org.jspecify.annotations.Nullable;

/** What a service does with its sockets. All of it is called on the thread of the one socket. */
interface SocketScript {

  /** The answer to a handshake that is refused, or null when the socket is opened. */
  default @Nullable WireAnswer refuse(ReceivedRequest handshake) {
    return null;
  }

  /** A socket is open; the client learns of it when this returns or sends something. */
  default void opened(FakeSocket socket) {}

  /** A text came; one that throws ends the socket with 1011. */
  default void text(FakeSocket socket, String text) {}

  /** The TCP connection of an opened socket has ended; the last call for it. */
  default void closed(FakeSocket socket) {}
}
