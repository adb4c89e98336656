package dev.longhaul.realtime;

import static dev.longhaul.realtime.RecordedProtocol.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.job.Registration;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection outlives its sockets, and says the same on each new one. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionOverSocketsTest {
  private static final RealtimeOptions QUICK = SocketBench.QUICK;

  @Test
  void greetsAndSubscribesOnceAndThenSendsWhatWaited() throws InterruptedException {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      bench.connection.subscribe("a");
      Registration second = bench.connection.subscribe("a");
      bench.connection.subscribe("b");
      SendReceipt receipt = bench.connection.send(json("one"));
      bench.connection.send(json("two"));
      assertThat(receipt.state()).isEqualTo(SendState.QUEUED);
      bench.connection.connect();

      FakeSocket socket = bench.socket(1);
      for (String type : new String[] {"hello", "on a", "on b", "one", "two"}) {
        assertThat(socket.next()).isEqualTo(json(type));
      }
      assertThat(receipt.ending().join()).isEqualTo(SendState.SENT);
      assertThat(bench.protocol.next()).isEqualTo("connected");
      second.close();
      second.close();
      bench.connection.send(json("three"));
      assertThat(socket.next()).isEqualTo(json("three"));
    }
  }

  @Test
  void saysItAllAgainOnTheNextSocketButNotWhatWasSent() throws InterruptedException {
    try (SocketBench bench = SocketBench.connected(QUICK)) {
      Registration a = bench.connection.subscribe("a");
      bench.connection.subscribe("b");
      bench.connection.send(json("one"));
      FakeSocket first = bench.socket(1);
      SocketBench.await(() -> first.received().size() == 4);
      a.close();
      assertThat(first.received()).contains(json("one"));
      SocketBench.await(() -> first.received().contains(json("off a")));
      first.reset();

      FakeSocket second = bench.socket(2);
      assertThat(second.next()).isEqualTo(json("hello"));
      assertThat(second.next()).isEqualTo(json("on b"));
      bench.connection.send(json("two"));
      assertThat(second.next()).isEqualTo(json("two"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1000, RECONNECTING, ENDED_BY_SERVER",
    "1005, RECONNECTING, ENDED_BY_SERVER",
    "1001, RECONNECTING, GOING_AWAY",
    "1011, RECONNECTING, GOING_AWAY",
    "1013, RECONNECTING, GOING_AWAY",
    "1009, RECONNECTING, TOO_BIG",
    "1012, SUSPENDED, RESTARTING",
    "1002, ERROR, POLICY",
    "1008, ERROR, POLICY",
    "4401, ERROR, CREDENTIALS",
    "4403, ERROR, CREDENTIALS",
    "4000, RECONNECTING, LOST"
  })
  void aCloseCodeTellsWhatComesNext(int code, ConnectionState state, ConnectionReason reason)
      throws InterruptedException {
    try (SocketBench bench = SocketBench.connected(QUICK)) {
      bench.socket(1).close(code, "because");

      ConnectionStatus status = bench.until(state);
      assertThat(status.reason()).isEqualTo(reason);
      assertThat(status.closeCode()).hasValue(code);
      assertThat(status.error()).isPresent();
      assertThat(bench.protocol.next()).isEqualTo("connected");
      assertThat(bench.protocol.next()).isEqualTo("lost " + reason);
      boolean again = state == ConnectionState.RECONNECTING || state == ConnectionState.SUSPENDED;
      if (again) {
        bench.until(ConnectionState.CONNECTED);
      }
      assertThat(bench.server.socketsOpened()).isEqualTo(again ? 2 : 1);
      SocketBench.await(() -> bench.server.openSockets() == (again ? 1 : 0));
    }
  }

  @Test
  void aSocketThatBreaksIsReplaced() throws InterruptedException {
    try (SocketBench bench = SocketBench.connected(QUICK)) {
      bench.socket(1).drop();
      ConnectionStatus lost = bench.until(ConnectionState.RECONNECTING);
      assertThat(lost.reason()).isEqualTo(ConnectionReason.LOST);
      assertThat(lost.attempts()).isOne();
      assertThat(lost.nextAttempt()).isPresent();
      bench.until(ConnectionState.CONNECTED);
      bench.socket(2).reset();
      assertThat(bench.until(ConnectionState.RECONNECTING).attempts()).isEqualTo(2);
      bench.until(ConnectionState.CONNECTED);
      bench.socket(3).send(json("proof"));
      SocketBench.await(() -> bench.protocol.rest().contains("frame " + json("proof")));
      bench.socket(3).drop();

      assertThat(bench.until(ConnectionState.RECONNECTING).attempts()).isOne();
    }
  }

  @Test
  void aHalfOpenSocketIsFoundOutByPings() throws InterruptedException {
    RealtimeOptions pings = QUICK.toBuilder().pingInterval(Duration.ofMillis(60)).build();
    try (SocketBench bench = SocketBench.connected(pings)) {
      bench.socket(1).fallSilent();

      assertThat(bench.until(ConnectionState.RECONNECTING).reason())
          .isEqualTo(ConnectionReason.LOST);
      bench.until(ConnectionState.CONNECTED);
    }
  }

  @Test
  void aServerThatTakesNothingMoreIsFoundOutThoughTheWriterBlocks() throws InterruptedException {
    RealtimeOptions pings = QUICK.toBuilder().pingInterval(Duration.ofMillis(200)).build();
    try (SocketBench bench = SocketBench.connected(pings)) {
      bench.socket(1).fallSilent();
      String much = json("x".repeat(1 << 20));
      for (int i = 0; i < 14; i++) {
        bench.connection.send(much);
      }

      assertThat(bench.until(ConnectionState.RECONNECTING).reason())
          .isEqualTo(ConnectionReason.LOST);
    }
  }

  @Test
  void aFrameThatNoSocketCanHoldIsRefusedAndTheSocketStays() throws InterruptedException {
    try (SocketBench bench = SocketBench.connected(QUICK)) {
      SendReceipt receipt = bench.connection.send("x".repeat((16 << 20) + 1));

      assertThat(receipt.ending().join()).isEqualTo(SendState.REFUSED);
      bench.connection.send(json("next"));
      assertThat(bench.socket(1).next()).isEqualTo(json("hello"));
      assertThat(bench.socket(1).next()).isEqualTo(json("next"));
    }
  }

  @Test
  void aFrameThatTellsOfARestartEndsTheSocketInGoodOrder() throws InterruptedException {
    try (SocketBench bench = SocketBench.connected(QUICK)) {
      bench.socket(1).send(json("restart"));

      assertThat(bench.until(ConnectionState.SUSPENDED).reason())
          .isEqualTo(ConnectionReason.RESTARTING);
      bench.until(ConnectionState.CONNECTED);
      assertThat(bench.socket(1).closeCode()).hasValue(1000);
    }
  }

  @Test
  void disconnectingClosesInGoodOrderAndKeepsWhatIsSubscribedTo() throws InterruptedException {
    try (SocketBench bench = SocketBench.connected(QUICK)) {
      bench.connection.subscribe("a");
      bench.connection.disconnect();
      bench.until(ConnectionState.DISCONNECTED);
      SendReceipt waits = bench.connection.send(json("one"));
      SocketBench.await(() -> bench.server.openSockets() == 0);
      assertThat(bench.socket(1).closeCode()).hasValue(1000);
      assertThat(waits.state()).isEqualTo(SendState.QUEUED);
      bench.connection.connect();

      FakeSocket second = bench.socket(2);
      for (String type : new String[] {"hello", "on a", "one"}) {
        assertThat(second.next()).isEqualTo(json(type));
      }
    }
  }

  @Test
  void reconnectingReplacesTheSocketWithNoOtherAtTheSameTime() throws InterruptedException {
    try (SocketBench bench = SocketBench.connected(QUICK)) {
      for (int i = 2; i < 12; i++) {
        bench.connection.reconnect();
        bench.until(ConnectionState.CONNECTED);
        assertThat(bench.server.socketsOpened()).isEqualTo(i);
      }
      SocketBench.await(() -> bench.server.openSockets() == 1);
      assertThat(bench.socket(5).closeCode()).hasValue(1000);
      SocketBench.await(() -> bench.protocol.rest().size() == 21);
      assertThat(bench.protocol.rest()).endsWith("lost ASKED", "connected");
    }
  }

  @Test
  void timersAreThoseOfTheCallersScheduler() throws InterruptedException {
    VirtualTime time = VirtualTime.create();
    WatchOptions watch = WatchOptions.builder().clock(time).scheduler(time).build();
    RealtimeOptions options =
        RealtimeOptions.builder()
            .silenceLimit(Duration.ofSeconds(70))
            .lifeLimit(Duration.ofHours(2), Duration.ofMinutes(10))
            .build();
    try (SocketBench bench = new SocketBench(options, all -> all.watch(watch))) {
      bench.connection.connect();
      bench.until(ConnectionState.CONNECTED);
      FakeSocket first = bench.socket(1);
      untilBeat(first, time);
      time.advance(Duration.ofSeconds(40));
      ConnectionStatus silent = bench.until(ConnectionState.SUSPENDED);
      assertThat(silent.reason()).isEqualTo(ConnectionReason.SILENT);
      assertThat(silent.nextAttempt()).hasValue(time.instant().plusSeconds(2));
      time.advance(Duration.ofSeconds(2));
      bench.until(ConnectionState.CONNECTED);
    }
    assertThat(time.pending()).isZero();
    assertThat(time.isShutdown()).isFalse();
  }

  private static void untilBeat(FakeSocket socket, VirtualTime time) throws InterruptedException {
    time.advance(Duration.ofSeconds(30));
    SocketBench.await(
        () -> {
          // What another thread is still about to set is due already.
          time.advance(Duration.ZERO);
          return socket.received().contains(json("beat"));
        });
  }

  @Test
  void aPlannedRenewalWaitsForTheAnswerInFlight() throws Exception {
    RealtimeOptions options =
        QUICK.toBuilder().lifeLimit(Duration.ofSeconds(60), Duration.ofMillis(59_900)).build();
    VirtualTime time = VirtualTime.create();
    WatchOptions watch = WatchOptions.builder().clock(time).scheduler(time).build();
    try (SocketBench bench = new SocketBench(options, all -> all.watch(watch))) {
      bench.protocol.inFlight = 1;
      bench.connection.connect();
      bench.until(ConnectionState.CONNECTED);
      untilBeat(bench.socket(1), time);
      SendReceipt waits = bench.connection.send(json("later"));
      bench.connection.settled();
      assertThat(waits.state()).isEqualTo(SendState.QUEUED);
      bench.protocol.inFlight = 0;
      bench.connection.settled();

      assertThat(bench.until(ConnectionState.RECONNECTING).reason())
          .isEqualTo(ConnectionReason.RENEWAL);
      bench.until(ConnectionState.CONNECTED);
      assertThat(waits.ending().get(5, TimeUnit.SECONDS)).isEqualTo(SendState.SENT);
      assertThat(bench.socket(2).next()).isEqualTo(json("hello"));
      assertThat(bench.socket(2).next()).isEqualTo(json("later"));
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 1, 6", "true, 21, 21"})
  void framesThatCameTogetherAreCaughtUpWithTogether(boolean callersSockets, int least, int most)
      throws InterruptedException {
    // What a factory of the caller makes is not looked into, so that each frame may be the last.
    OkHttpClient client =
        new OkHttpClient.Builder().socketFactory(new ConnectionRacesTest.Counting()).build();
    CountDownLatch arrived = new CountDownLatch(1);
    try (SocketBench bench =
        new SocketBench(QUICK, options -> callersSockets ? options.httpClient(client) : options)) {
      bench.protocol.onFrame = text -> awaitUninterrupted(arrived);
      bench.connection.connect();
      FakeSocket socket = bench.socket(1);
      for (int frame = 0; frame <= 20; frame++) {
        socket.send(json("frame"));
        SocketBench.await(() -> bench.protocol.rest().size() >= 2); // connected, and the first
      }
      arrived.countDown();

      SocketBench.await(() -> bench.protocol.rest().size() == 22);
      SocketBench.await(() -> bench.protocol.caughtUp.get() >= least);
      assertThat(bench.protocol.caughtUp.get()).isLessThanOrEqualTo(most);
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }
}
