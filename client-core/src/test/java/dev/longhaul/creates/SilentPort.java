package dev.longhaul.creates;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that neither accepts nor refuses a connection: its listener accepts nobody, and the line
 * in front of it is full.
 */
final class SilentPort implements Closeable {
  private static final int MOST_IN_LINE = 100;
  private static final int PATIENCE_MILLIS = 100;

  private final ServerSocket listening;
  private final List<Socket> inLine = new ArrayList<>();

  SilentPort() throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    while (joinsTheLine()) {
      if (inLine.size() > MOST_IN_LINE) {
        close();
        throw new AssertionError("The line of connections has no end on this system");
      }
    }
  }

  SocketAddress address() {
    return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
  }

  private boolean joinsTheLine() throws IOException {
    Socket socket = new Socket();
    inLine.add(socket);
    try {
      socket.connect(address(), PATIENCE_MILLIS);
      return true;
    } catch (SocketTimeoutException full) {
      return false;
    }
  }

  /** Returns a port of which nobody listens any more. */
  static SocketAddress refusing() throws IOException {
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return new InetSocketAddress(gone.getInetAddress(), gone.getLocalPort());
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : inLine) {
      socket.close();
    }
    listening.close();
  }
}
