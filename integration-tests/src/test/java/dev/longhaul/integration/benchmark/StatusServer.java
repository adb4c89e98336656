package dev.longhaul.integration.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Answers every request with the same status, over connections that stay open. It does as little as
 * it can, on one thread, so that the clients are what is measured. A process of its own, since its
 * work must not count as theirs; it ends when its standard input does.
 */
final class StatusServer {
  private static final int END_OF_HEAD = 0x0d0a0d0a;
  private static final int BACKLOG = 1_024;

  private final ByteBuffer incoming = ByteBuffer.allocateDirect(16 << 10);
  private final ByteBuffer answer;

  private StatusServer() {
    byte[] bytes = StatusAnswer.bytes();
    answer = ByteBuffer.allocateDirect(bytes.length).put(bytes);
  }

  /** One client's end: the last four bytes that it sent. */
  private static final class Conversation {
    int tail;
  }

  /** Prints the port, then serves. */
  public static void main(String[] args) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel door = ServerSocketChannel.open()) {
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      door.configureBlocking(false);
      door.register(selector, SelectionKey.OP_ACCEPT);
      endWithParent();
      System.out.println(door.socket().getLocalPort());
      StatusServer server = new StatusServer();
      while (true) {
        selector.select(server::turn);
      }
    }
  }

  /** Ends this process with the one that started it. */
  static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Whoever started this process still lives.
                }
              } catch (IOException gone) {
                // The same as the end of the input.
              }
              Runtime.getRuntime().halt(0);
            });
    watch.setDaemon(true);
    watch.start();
  }

  private void turn(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept(key);
      } else {
        serve(key);
      }
    } catch (IOException gone) {
      end(key);
    }
  }

  private static void accept(SelectionKey key) throws IOException {
    SocketChannel client = ((ServerSocketChannel) key.channel()).accept();
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    client.configureBlocking(false);
    client.register(key.selector(), SelectionKey.OP_READ, new Conversation());
  }

  private void serve(SelectionKey key) throws IOException {
    SocketChannel client = (SocketChannel) key.channel();
    incoming.clear();
    if (client.read(incoming) < 0) {
      end(key);
      return;
    }
    incoming.flip();
    Conversation conversation = (Conversation) key.attachment();
    while (incoming.hasRemaining()) {
      conversation.tail = conversation.tail << 8 | incoming.get();
      // Reads have no body, so this is where a request ends.
      if (conversation.tail == END_OF_HEAD) {
        answer(client);
      }
    }
  }

  private void answer(SocketChannel client) throws IOException {
    answer.rewind();
    while (answer.hasRemaining()) {
      client.write(answer);
    }
  }

  private static void end(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException already) {
      // Nothing is left to be done for it.
    }
  }
}
