package dev.longhaul.realtime;

import static dev.longhaul.realtime.RecordedProtocol.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever a server sends, it is reported once, costs little, and throws nowhere. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFramesTest {
  private static final RealtimeOptions QUICK = SocketBench.QUICK;

  private final List<ClientEvent> events = new CopyOnWriteArrayList<>();

  private SocketBench bench(RealtimeOptions realtime) {
    return new SocketBench(
        realtime,
        options -> options.resilience(ResilienceOptions.builder().listener(events::add).build()));
  }

  private void connect(SocketBench bench) throws InterruptedException {
    bench.connection.connect();
    bench.until(ConnectionState.CONNECTED);
    assertThat(bench.protocol.next()).isEqualTo("connected");
  }

  @Test
  void aMessageBeyondTheLimitEndsTheSocketBeforeItFillsTheMemory() throws InterruptedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    RealtimeOptions small = QUICK.toBuilder().frameLimit(1 << 20).build();
    try (SocketBench bench = bench(small)) {
      bench.server.sockets().fault(SocketFault.oversizedFrame(100_000_000));
      long before = allocatedByOthers(threads);
      bench.connection.connect();

      ConnectionStatus tooBig = bench.until(ConnectionState.RECONNECTING);
      assertThat(tooBig.reason()).isEqualTo(ConnectionReason.TOO_BIG);
      assertThat(tooBig.error().orElseThrow()).hasMessageContaining("1048576 bytes");
      bench.until(ConnectionState.CONNECTED);
      assertThat(allocatedByOthers(threads) - before).isLessThan(40L << 20);
      assertThat(bench.protocol.rest()).noneMatch(line -> line.startsWith("frame"));
    }
  }

  /** Memory that live threads have asked for, the server's included. */
  private static long allocatedByOthers(ThreadMXBean threads) {
    long all = 0;
    for (long each : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      all += Math.max(0, each);
    }
    return all;
  }

  @Test
  void aMessageInManyFragmentsCountsAsOne() throws InterruptedException {
    RealtimeOptions small = QUICK.toBuilder().frameLimit(10_000).build();
    try (SocketBench bench = bench(small)) {
      connect(bench);
      FakeSocket socket = bench.socket(1);
      for (int i = 0; i < 20; i++) {
        socket.sendInFragments(json("x".repeat(5_000)), 100);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(bench.protocol.next()).startsWith("frame 50");
      }
      socket.sendInFragments(json("x".repeat(12_000)), 100);

      assertThat(bench.until(ConnectionState.RECONNECTING).reason())
          .isEqualTo(ConnectionReason.TOO_BIG);
    }
  }

  @Test
  void compressionIsNeverAskedFor() throws InterruptedException {
    try (SocketBench bench = bench(QUICK)) {
      connect(bench);

      assertThat(bench.socket(1).headers()).doesNotContainKey("Sec-WebSocket-Extensions");
    }
  }

  @Test
  void aFrameThatIsCompressedAllTheSameEndsTheSocket() throws InterruptedException {
    try (SocketBench bench = bench(QUICK)) {
      connect(bench);
      bench.socket(1).sendRaw(new byte[] {(byte) 0xc1, 2, 1, 2});

      assertThat(bench.until(ConnectionState.RECONNECTING).reason())
          .isEqualTo(ConnectionReason.LOST);
    }
  }

  @Test
  void badFramesAreReportedOnceEachAndEndNothing() throws InterruptedException {
    try (SocketBench bench = bench(QUICK)) {
      connect(bench);
      FakeSocket socket = bench.socket(1);
      socket.sendBinary(new byte[] {1, 2, 3});
      socket.sendRaw(new byte[] {(byte) 0x81, 3, 'a', (byte) 0xc3, (byte) 0x28});
      socket.send("[".repeat(100_000));
      socket.send("");
      bench.protocol.onFrame =
          text -> {
            if (text.contains("throw")) {
              throw new StackOverflowError("t0ken");
            }
          };
      socket.send(json("throw"));
      socket.send(json("fine"));

      assertThat(bench.protocol.next()).isEqualTo("frame a\ufffd(");
      assertThat(bench.protocol.next()).isEqualTo("frame 100000");
      assertThat(bench.protocol.next()).isEqualTo("frame ");
      assertThat(bench.protocol.next()).isEqualTo("frame " + json("throw"));
      assertThat(bench.protocol.next()).isEqualTo("frame " + json("fine"));
      SocketBench.await(() -> events.size() == 5);
      assertThat(events).first().isEqualTo(new ClientEvent.FrameIgnored("test", "it is binary", 3));
      assertThat(events.subList(1, 5))
          .extracting(event -> ((ClientEvent.FrameIgnored) event).problem())
          .containsOnly("it is not what the service sends");
      assertThat(bench.connection.status().state()).isEqualTo(ConnectionState.CONNECTED);
      assertThat(bench.server.socketsOpened()).isOne();
    }
  }

  @Test
  void aFloodOfPingsEndsAtTheLimitUnlessMessagesComeBetween() throws InterruptedException {
    RealtimeOptions small = QUICK.toBuilder().frameLimit(20_000).build();
    try (SocketBench bench = bench(small)) {
      bench.server.sockets().fault(SocketFault.floodOfPings());
      bench.connection.connect();

      assertThat(bench.until(ConnectionState.RECONNECTING).reason())
          .isEqualTo(ConnectionReason.TOO_BIG);
      bench.until(ConnectionState.CONNECTED);
    }
  }

  @Test
  void aMessageThatIsCutOffIsNotHandedOver() throws InterruptedException {
    try (SocketBench bench = bench(QUICK)) {
      connect(bench);
      byte[] text = json("half").getBytes(StandardCharsets.UTF_8);
      byte[] frame = new byte[10];
      frame[0] = (byte) 0x81;
      frame[1] = (byte) text.length;
      System.arraycopy(text, 0, frame, 2, 8);
      bench.socket(1).sendRaw(frame);
      bench.socket(1).drop();

      assertThat(bench.until(ConnectionState.RECONNECTING).reason())
          .isEqualTo(ConnectionReason.LOST);
      assertThat(bench.protocol.next()).isEqualTo("lost LOST");
    }
  }
}
