package dev.longhaul.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on one socket, and how it ends. Safe for use by several threads: one writes at a
 * time, and any may end it meanwhile.
 */
final class SocketLine {

  /** How long a client has for its answer to a close before its connection is dropped. */
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private enum State {
    OPEN,
    SILENT,
    CLOSING,
    ENDED
  }

  /** Bytes on their way to the client. */
  interface Write {
    void to(OutputStream out) throws IOException;
  }

  private final WireConnection connection;
  private final FakeSockets sockets;
  private final ReentrantLock sending = new ReentrantLock();
  private SocketLane lane = SocketLane.straight();
  private volatile State state = State.OPEN;
  private volatile @Nullable Future<?> dropping;

  SocketLine(WireConnection connection, FakeSockets sockets) {
    this.connection = connection;
    this.sockets = sockets;
  }

  /** Sets how messages go out; before anybody else has the socket. */
  void sendsBy(SocketLane ownLane) {
    lane = ownLane;
  }

  /** Neither side has closed or dropped it. */
  boolean isOpen() {
    return state == State.OPEN || state == State.SILENT;
  }

  boolean isSilent() {
    return state == State.SILENT;
  }

  /** What comes is still understood. */
  boolean listens() {
    return state == State.OPEN;
  }

  boolean hasEnded() {
    return state == State.ENDED;
  }

  /** Lets a message go the way of the fault. */
  void pass(Write message) {
    alone(() -> lane.pass(() -> write(message)));
  }

  /** Runs something while nobody else sends. */
  void alone(Runnable work) {
    sending.lock();
    try {
      work.run();
    } finally {
      sending.unlock();
    }
  }

  void write(Write bytes) {
    sending.lock();
    try {
      if (state == State.OPEN) {
        bytes.to(connection.out());
        connection.out().flush();
      }
    } catch (IOException e) {
      // The client has gone, or we were closed: the socket's own thread sees that, too.
      connection.close();
    } finally {
      sending.unlock();
    }
  }

  /** Lets out what waits, such as the answer to the handshake, unless somebody is writing. */
  void flush() {
    if (sending.tryLock()) {
      try {
        connection.out().flush();
      } catch (IOException e) {
        connection.close();
      } finally {
        sending.unlock();
      }
    }
  }

  void close(byte[] payload) {
    if (state == State.SILENT) {
      drop();
      return;
    }
    // Planned first: the write itself waits for ever on a client that reads nothing.
    Future<?> planned = sockets.later(CLOSING, connection::close);
    dropping = planned;
    if (state == State.ENDED) {
      planned.cancel(false); // Guards against an end that came before the plan was known.
    }
    write(
        out -> {
          FrameWriter.whole(out, FrameReader.CLOSE, payload);
          state = State.CLOSING;
        });
  }

  void drop() {
    state = State.ENDED;
    flush();
    connection.close();
  }

  void reset() {
    state = State.ENDED;
    flush();
    try {
      connection.reset();
    } catch (IOException e) {
      connection.close();
    }
  }

  void fallSilent() {
    flush();
    if (state == State.OPEN) {
      state = State.SILENT;
    }
  }

  /** The connection has ended. */
  void ended() {
    state = State.ENDED;
    Future<?> planned = dropping;
    if (planned != null) {
      planned.cancel(false);
    }
  }
}
