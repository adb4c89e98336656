package dev.longhaul.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens on a free port of 127.0.0.1 and gives each connection a thread of its own.
 *
 * <p>An own server, because a fault such as "dropped before the headers are read" must be chosen by
 * what a request asks for, and must act on the raw socket.
 */
final class LoopbackServer implements AutoCloseable {

  /** What is done with a connection; when it returns or throws, the connection is closed. */
  interface Conversation {
    void hold(WireConnection connection) throws IOException;
  }

  /** Always this one: the loopback address of the JDK may be that of IPv6. */
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  /** Long enough for any burst of a test; the default of 50 refuses some of 100 clients. */
  private static final int BACKLOG = 1024;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final ServerSocket listening;
  private final Set<WireConnection> open = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean closed;

  private LoopbackServer(String name, ServerSocket listening) {
    this.name = name;
    this.listening = listening;
  }

  /** Takes a port; connections wait until {@link #serve}. */
  static LoopbackServer bind(String name) {
    try {
      ServerSocket listening = new ServerSocket();
      listening.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), BACKLOG);
      return new LoopbackServer(name, listening);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1", e);
    }
  }

  void serve(Conversation conversation) {
    inThread("accept", () -> acceptAll(conversation));
  }

  int port() {
    return listening.getLocalPort();
  }

  int openConnections() {
    return open.size();
  }

  /** Closes every socket and waits until the threads have ended. */
  @Override
  public void close() {
    closed = true;
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop listening", e);
    }
    open.forEach(WireConnection::close);
    threads.forEach(LoopbackServer::join);
  }

  private void acceptAll(Conversation conversation) {
    while (true) {
      Socket socket;
      try {
        socket = listening.accept();
      } catch (IOException e) {
        return; // Closed, by us: nobody else holds this socket.
      }
      accept(socket, conversation);
    }
  }

  private void accept(Socket socket, Conversation conversation) {
    WireConnection connection;
    try {
      connection = new WireConnection(connections.incrementAndGet(), socket);
    } catch (IOException e) {
      return; // The client has gone already.
    }
    open.add(connection);
    if (closed) {
      // Guards against a connection accepted while close() walked over the others.
      connection.close();
    }
    inThread("connection " + connection.id(), () -> hold(connection, conversation));
  }

  private void hold(WireConnection connection, Conversation conversation) {
    try (connection) {
      conversation.hold(connection);
    } catch (IOException e) {
      // The client went away, or we were closed: the end of a connection either way.
    } finally {
      open.remove(connection);
    }
  }

  private void inThread(String role, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } finally {
                threads.remove(Thread.currentThread());
              }
            },
            name + " " + port() + " " + role);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private static void join(Thread thread) {
    if (thread.equals(Thread.currentThread())) {
      return;
    }
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
