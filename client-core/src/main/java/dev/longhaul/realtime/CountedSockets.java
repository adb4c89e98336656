package dev.longhaul.realtime;

import dev.longhaul.internal.http.UnconnectedSockets;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;

/**
 * Makes the TCP socket of one link, closes it on demand, and breaks it when too much arrives before
 * a message is whole: OkHttp gathers a message in memory, however long it is. What a factory of the
 * caller makes is not counted.
 *
 * <p><i>Concurrency:</i> the count belongs to the thread that reads the socket, which also delivers
 * the messages; the monitor guards the sockets.
 */
final class CountedSockets extends UnconnectedSockets {
  private final int limit;
  private final SocketFactory callers;
  private final List<Socket> made = new ArrayList<>();
  private Runnable onWait = () -> {};
  private boolean closed;
  private long arrived;
  private volatile boolean overLimit;

  /** Makes none yet; the factory is the one of the caller's client, or the platform's. */
  CountedSockets(int limit, SocketFactory callers) {
    this.limit = limit;
    this.callers = callers;
  }

  /** More arrived than a message may have. */
  static final class TooMuchArrivedException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Has something run before a thread waits for what has not arrived yet. */
  void onWait(Runnable task) {
    onWait = task;
  }

  /** Returns whether what arrives is counted, and {@link #onWait} ever heard of. */
  boolean isCounting() {
    return callers.equals(SocketFactory.getDefault());
  }

  /** Hears that a message was whole. */
  void delivered() {
    arrived = 0;
  }

  /** Returns whether more arrived than a message may have. */
  boolean isOverLimit() {
    return overLimit;
  }

  /**
   * Closes what was made and lets nothing be made any more; returns whether anything was. Unlike a
   * cancelled call of OkHttp's, this leaks nothing at any moment of a handshake.
   */
  boolean close() {
    List<Socket> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(made);
    }
    for (Socket each : all) {
      try {
        each.close();
      } catch (IOException alreadyBroken) {
        // It is gone either way.
      }
    }
    return !all.isEmpty();
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = isCounting() ? counted() : callers.createSocket();
    synchronized (this) {
      if (!closed) {
        made.add(socket);
        return socket;
      }
    }
    socket.close();
    throw new SocketException("given up");
  }

  private Socket counted() {
    return new Socket() {
      @Override
      public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
          private void beforeRead() throws IOException {
            if (super.available() == 0) {
              onWait.run();
            }
          }

          @Override
          public int read() throws IOException {
            beforeRead();
            int one = super.read();
            count(1);
            return one;
          }

          @Override
          public int read(byte[] to, int offset, int most) throws IOException {
            beforeRead();
            int length = super.read(to, offset, most);
            count(length);
            return length;
          }
        };
      }
    };
  }

  private void count(int length) throws IOException {
    arrived += length;
    if (arrived > limit) {
      overLimit = true;
      throw new TooMuchArrivedException();
    }
  }
}
