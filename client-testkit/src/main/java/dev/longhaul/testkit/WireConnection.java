package dev.longhaul.testkit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The server's end of one connection. One thread reads and writes; any thread may close it, which
 * ends whatever that thread waits for.
 */
final class WireConnection implements AutoCloseable {

  private final int id;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final CountDownLatch closed = new CountDownLatch(1);

  WireConnection(int id, Socket socket) throws IOException {
    this.id = id;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream());
    socket.setTcpNoDelay(true);
  }

  int id() {
    return id;
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  /** Drops the connection with a TCP reset, so that the client sees an error and not an end. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    close();
  }

  /** Ends the connection in order: the client sees the end of the stream. */
  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      // A socket that cannot be closed is as good as closed here.
    }
  }

  /** Reads and drops what comes until the client hangs up or this is closed. */
  void awaitHangUp() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** Waits in real time; fails when this is closed before the time is over. */
  void pause(Duration length) throws IOException {
    boolean gone;
    try {
      gone = closed.await(length.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      gone = true;
    }
    if (gone) {
      throw new IOException("closed while waiting");
    }
  }
}
