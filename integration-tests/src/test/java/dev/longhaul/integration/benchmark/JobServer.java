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
import java.util.ArrayDeque;

/**
 * Serves the jobs of a plan, at once or after a delay, over connections that stay open, on one
 * thread: an answer that waits is an entry in a queue. A process of its own, since its work must
 * not count as the watchers'; it ends when its standard input does.
 *
 * <p>{@code POST /plan?…} begins anew with other jobs, {@code GET /counts} tells how many requests
 * came since; neither is counted. All other paths are those of Vestis, below any prefix.
 */
final class JobServer {
  private static final int BACKLOG = 4_096;
  private static final long NANOS_OF_A_MILLI = 1_000_000;

  private final ByteBuffer incoming = ByteBuffer.allocateDirect(64 << 10);
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final JobDesk desk = new JobDesk();

  private JobServer() {}

  /** An answer that is due later; all wait equally long, so that the oldest is due first. */
  private record Waiting(SelectionKey key, ByteBuffer answer, long due) {}

  /** Prints the port, then serves. */
  public static void main(String[] args) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel door = ServerSocketChannel.open()) {
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      door.configureBlocking(false);
      door.register(selector, SelectionKey.OP_ACCEPT);
      StatusServer.endWithParent();
      System.out.println(door.socket().getLocalPort());
      JobServer server = new JobServer();
      while (true) {
        server.await(selector);
        server.answerWhatIsDue();
      }
    }
  }

  private void await(Selector selector) throws IOException {
    Waiting first = waiting.peekFirst();
    if (first == null) {
      selector.select(this::turn);
      return;
    }
    long millis = (first.due - System.nanoTime()) / NANOS_OF_A_MILLI;
    if (millis > 0) {
      selector.select(this::turn, millis);
    } else {
      selector.selectNow(this::turn);
    }
  }

  private void answerWhatIsDue() {
    long now = System.nanoTime();
    for (Waiting next = waiting.peekFirst();
        next != null && next.due - now <= 0;
        next = waiting.peekFirst()) {
      waiting.removeFirst();
      send(next.key, next.answer);
    }
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
    ServerSocketChannel door = (ServerSocketChannel) key.channel();
    for (SocketChannel client = door.accept(); client != null; client = door.accept()) {
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      client.configureBlocking(false);
      client.register(key.selector(), SelectionKey.OP_READ, new HttpRequests());
    }
  }

  private void serve(SelectionKey key) throws IOException {
    SocketChannel client = (SocketChannel) key.channel();
    incoming.clear();
    if (client.read(incoming) < 0) {
      end(key);
      return;
    }
    incoming.flip();
    HttpRequests requests = (HttpRequests) key.attachment();
    for (String line = requests.next(incoming); line != null; line = requests.next(incoming)) {
      // Computed when the request came: what it tells is old by the delay, as on a real network.
      ByteBuffer answer = ByteBuffer.wrap(desk.answer(line));
      if (desk.delayMillis() == 0) {
        send(key, answer);
      } else {
        long due = System.nanoTime() + desk.delayMillis() * NANOS_OF_A_MILLI;
        waiting.addLast(new Waiting(key, answer, due));
      }
    }
  }

  private static void send(SelectionKey key, ByteBuffer answer) {
    try {
      SocketChannel client = (SocketChannel) key.channel();
      while (answer.hasRemaining()) {
        client.write(answer);
      }
    } catch (IOException gone) {
      end(key);
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
