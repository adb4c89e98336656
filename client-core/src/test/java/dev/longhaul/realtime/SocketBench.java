package dev.longhaul.realtime;

import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.FakeProjectEvents;
import dev.longhaul.testkit.FakeProjectEventsOptions;
import dev.longhaul.testkit.FakeSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A connection, the server that it talks to, and what it tells. */
final class SocketBench implements AutoCloseable {
  /** Tries again soon, so that tests are fast. */
  static final RealtimeOptions QUICK =
      RealtimeOptions.builder()
          .backOff(Duration.ofMillis(5), 2, Duration.ofMillis(20))
          .restartDelay(Duration.ofMillis(30))
          .handshakesPerMinute(100_000)
          .build();

  final FakeProjectEvents server;
  final RecordedProtocol protocol = new RecordedProtocol();
  final RealtimeConnection connection;
  private final BlockingQueue<ConnectionStatus> statuses = new LinkedBlockingQueue<>();

  SocketBench(RealtimeOptions realtime, UnaryOperator<ClientOptions.Builder> more) {
    server =
        FakeProjectEvents.start(
            FakeProjectEventsOptions.builder().withoutGreeting().heartbeat(Duration.ZERO).build());
    ClientOptions options = more.apply(ClientOptions.builder(server.socketUrl())).build();
    connection = RealtimeConnection.open("test", protocol, options, realtime);
    connection.listen(statuses::add);
  }

  static SocketBench of(RealtimeOptions realtime) {
    return new SocketBench(realtime, options -> options);
  }

  /** Returns a bench whose connection is connected, and has said so. */
  static SocketBench connected(RealtimeOptions realtime) throws InterruptedException {
    SocketBench bench = of(realtime);
    bench.connection.connect();
    bench.until(ConnectionState.CONNECTED);
    return bench;
  }

  /** Returns the next status that has a state. */
  ConnectionStatus until(ConnectionState state) throws InterruptedException {
    ConnectionStatus last = null;
    while (true) {
      ConnectionStatus next = statuses.poll(5, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("No " + state + " came, and last " + last);
      }
      if (next.state() == state) {
        return next;
      }
      last = next;
    }
  }

  /** Returns the server's end of a socket, counted from 1. */
  FakeSocket socket(int number) throws InterruptedException {
    return server.sockets().await(number);
  }

  /** Waits, but not for long, until something holds. */
  static void await(BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It did not come to hold within 5 s");
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  @Override
  public void close() {
    connection.close();
    server.close();
  }
}
