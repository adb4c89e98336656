package dev.longhaul.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.FakeProjectEvents;
import dev.longhaul.testkit.FakeProjectEventsOptions;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.LeakCheck;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS a connection is no other: what arrives comes in records, and not as it is read. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecureSocketTest {
  @TempDir private Path folder;

  private final RecordedProtocol protocol = new RecordedProtocol();

  private static FakeProjectEvents server() {
    return FakeProjectEvents.start(
        FakeProjectEventsOptions.builder().withoutGreeting().heartbeat(Duration.ZERO).build());
  }

  private RealtimeConnection open(TlsFront front, String url, RealtimeOptions realtime) {
    return RealtimeConnection.open(
        "test",
        protocol,
        ClientOptions.builder(front.url(URI.create(url).getPath()))
            .httpClient(front.client())
            .build(),
        realtime);
  }

  @Test
  void framesOfAllSizesAreToldInOrderAndCaughtUpWith() throws Exception {
    try (FakeProjectEvents server = server();
        TlsFront front = new TlsFront(folder, URI.create(server.socketUrl()).getPort());
        RealtimeConnection connection = open(front, server.socketUrl(), SocketBench.QUICK)) {
      connection.connect();
      FakeSocket socket = server.sockets().await(1);
      assertThat(protocol.next()).isEqualTo("connected");
      int[] sizes = {1, 100, 20_000, 16_384, 3, 500_000, 7};
      for (int size : sizes) {
        socket.send(RecordedProtocol.json("x".repeat(size)));
      }

      for (int size : sizes) {
        String json = RecordedProtocol.json("x".repeat(size));
        assertThat(protocol.next())
            .isEqualTo("frame " + (json.length() > 60 ? json.length() : json));
      }
      SocketBench.await(() -> protocol.caughtUp.get() > 0);
      int before = protocol.caughtUp.get();
      socket.send(RecordedProtocol.json("last"));
      SocketBench.await(() -> protocol.caughtUp.get() > before);
      assertThat(protocol.next()).isEqualTo("frame " + RecordedProtocol.json("last"));
    }
  }

  @Test
  void aMessageBeyondTheLimitEndsTheSocket() throws Exception {
    RealtimeOptions small = SocketBench.QUICK.toBuilder().frameLimit(50_000).build();
    try (FakeProjectEvents server = server();
        TlsFront front = new TlsFront(folder, URI.create(server.socketUrl()).getPort());
        RealtimeConnection connection = open(front, server.socketUrl(), small)) {
      connection.connect();
      FakeSocket first = server.sockets().await(1);
      assertThat(protocol.next()).isEqualTo("connected");
      first.send(RecordedProtocol.json("x".repeat(1_000_000)));

      assertThat(protocol.next()).isEqualTo("lost " + ConnectionReason.TOO_BIG);
      assertThat(protocol.next()).isEqualTo("connected");
      server.sockets().await(2);
    }
  }

  @Test
  void aCertificateThatNobodyTrustsIsNoReasonToTryForever() throws Exception {
    RealtimeOptions twice = SocketBench.QUICK.toBuilder().maxAttempts(2).build();
    try (FakeProjectEvents server = server();
        TlsFront front = new TlsFront(folder, URI.create(server.socketUrl()).getPort());
        RealtimeConnection connection =
            RealtimeConnection.open(
                "test", protocol, ClientOptions.builder(front.url("/ws")).build(), twice)) {
      connection.connect();
      SocketBench.await(() -> connection.status().state() == ConnectionState.ERROR);
      assertThat(connection.status().error()).isPresent();
      assertThat(server.socketsOpened()).isZero();
    }
  }
}
