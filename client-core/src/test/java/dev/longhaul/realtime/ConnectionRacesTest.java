package dev.longhaul.realtime;

import static dev.longhaul.realtime.RecordedProtocol.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.longhaul.internal.http.UnconnectedSockets;
import dev.longhaul.job.Registration;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import dev.longhaul.testkit.VirtualTime;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anything may be asked at any moment, from any thread. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionRacesTest {
  private static final RealtimeOptions QUICK = SocketBench.QUICK;

  /** Counts the TCP connections of a client, and how many it has at once. */
  static final class Counting extends UnconnectedSockets {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final Set<Socket> live = ConcurrentHashMap.newKeySet();

    @Override
    public Socket createSocket() {
      return new Socket() {
        @Override
        public void connect(SocketAddress to, int timeout) throws IOException {
          super.connect(to, timeout);
          opened.incrementAndGet();
          synchronized (this) {
            if (!isClosed()) { // else it would count for a moment beside the one that follows it
              live.add(this);
              most.accumulateAndGet(live.size(), Math::max);
            }
          }
        }

        @Override
        public synchronized void close() throws IOException {
          super.close();
          live.remove(this);
        }
      };
    }
  }

  @Test
  void eightThreadsAtOnceNeverHaveTwoSockets() throws Exception {
    Counting sockets = new Counting();
    OkHttpClient client = new OkHttpClient.Builder().socketFactory(sockets).build();
    List<SendReceipt> receipts = new ArrayList<>();
    SocketBench bench = new SocketBench(QUICK, options -> options.httpClient(client));
    List<SocketFault> faults =
        List.of(
            SocketFault.refuse(503, Map.of(), ""),
            SocketFault.closeWith(1001, "away"),
            SocketFault.closeWith(1012, "restart"),
            SocketFault.dropAfter(0),
            SocketFault.resetAfter(1),
            SocketFault.closeWith(1000, "end"));
    bench.server.sockets().always(SocketFault.seeded(7, 0.3, faults));
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    long length = TimeUnit.MILLISECONDS.toNanos(Boolean.getBoolean("long") ? 30_000 : 1_500);
    List<Future<?>> ends = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      ends.add(
          threads.submit(
              () -> {
                start.await();
                long end = System.nanoTime() + length;
                while (System.nanoTime() < end) {
                  ask(bench, random, receipts);
                }
                return null;
              }));
    }
    start.countDown();
    for (Future<?> end : ends) {
      end.get();
    }
    threads.shutdown();
    bench.server.sockets().clearFaults();
    bench.connection.reconnect();
    assertThat(bench.connection.awaitConnected(Duration.ofSeconds(5))).isTrue();
    bench.connection.close();
    bench.server.sockets().awaitNoneOpen();

    assertThat(sockets.most).hasValue(1);
    assertThat(sockets.live).isEmpty();
    assertThat(bench.server.openSockets()).isZero();
    assertThat(sockets.opened.get()).isGreaterThan(20);
    assertOrderly(bench);
    for (SendReceipt receipt : receipts) {
      assertThat(receipt.ending().get(5, TimeUnit.SECONDS)).isNotEqualTo(SendState.QUEUED);
    }
    System.out.printf(
        "%d TCP connections, %d sockets, %d frames sent%n",
        sockets.opened.get(), bench.server.socketsOpened(), receipts.size());
    bench.close();
  }

  private static void ask(SocketBench bench, Random random, List<SendReceipt> receipts)
      throws InterruptedException {
    RealtimeConnection connection = bench.connection;
    switch (random.nextInt(12)) {
      case 0, 1 -> connection.connect();
      case 2 -> connection.disconnect();
      case 3 -> connection.reconnect();
      case 4 -> connection.connected().cancel(false);
      case 5 -> bench.server.publishToAll(new JsonObject());
      case 6, 7 -> {
        Registration topic = connection.subscribe("topic" + random.nextInt(3));
        topic.close();
      }
      case 8, 9 -> {
        SendReceipt receipt = connection.send(json("x"));
        synchronized (receipts) {
          receipts.add(receipt);
        }
      }
      default -> TimeUnit.MICROSECONDS.sleep(random.nextInt(3_000));
    }
  }

  /** What the protocol heard comes in turns: connected, frames, lost. */
  private static void assertOrderly(SocketBench bench) {
    boolean connected = false;
    for (String line : bench.protocol.rest()) {
      if (line.equals("connected")) {
        assertThat(connected).as("connected twice").isFalse();
        connected = true;
      } else if (line.startsWith("lost")) {
        assertThat(connected).as("lost what was not connected").isTrue();
        connected = false;
      } else {
        assertThat(connected).as("a frame while not connected").isTrue();
      }
    }
    assertThat(connected).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 10, 20})
  void aCloseAtAnyMomentLeavesNothing(int milliseconds) throws Exception {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      CompletableFuture<ConnectionStatus> connected = bench.connection.connected();
      SendReceipt waits = bench.connection.send(json("x"));
      bench.connection.connect();
      TimeUnit.MILLISECONDS.sleep(milliseconds);
      long start = System.nanoTime();
      bench.connection.close();
      bench.connection.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      SocketBench.await(() -> bench.server.openSockets() == 0);
      assertThat(waits.ending().get(5, TimeUnit.SECONDS)).isNotEqualTo(SendState.QUEUED);
      assertThat(connected.handle((status, error) -> true).get(5, TimeUnit.SECONDS)).isTrue();
      assertThat(bench.connection.status().reason()).isEqualTo(ConnectionReason.CLOSED);
    }
  }

  @Test
  void aCloseSaysSoToTheServer() throws InterruptedException {
    try (SocketBench bench = SocketBench.connected(QUICK)) {
      FakeSocket socket = bench.socket(1);
      bench.connection.disconnect();
      bench.connection.close();

      SocketBench.await(() -> !socket.isOpen());
      assertThat(socket.closeCode()).hasValue(1000);
    }
  }

  @Test
  void aServerThatDoesNotAnswerDelaysAClosingByASecond() throws InterruptedException {
    try (SocketBench bench = SocketBench.connected(QUICK)) {
      bench.socket(1).fallSilent();
      long start = System.nanoTime();
      bench.connection.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(900), Duration.ofMillis(2_500));
    }
  }

  @Test
  void aCloseWhileTheHandshakeStallsIsQuick() throws InterruptedException {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      bench.server.sockets().always(SocketFault.stallHandshake());
      bench.connection.connect();
      SocketBench.await(() -> bench.server.openConnections() == 1);
      long start = System.nanoTime();
      bench.connection.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void credentialsThatComeAfterTheCloseOpenNothing() throws Exception {
    CompletableFuture<String> token = new CompletableFuture<>();
    try (SocketBench bench =
        new SocketBench(
            QUICK, options -> options.credentials(Credentials.refreshing(() -> token)))) {
      bench.connection.connect();
      bench.connection.reconnect();
      bench.connection.close();
      token.complete("t0ken");

      assertThat(bench.server.openConnections()).isZero();
      assertThat(bench.server.socketsOpened()).isZero();
    }
  }

  @Test
  void aListenerMayClose() throws Exception {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      CompletableFuture<ConnectionStatus> last = new CompletableFuture<>();
      bench.connection.listen(
          status -> {
            if (status.state() == ConnectionState.CONNECTED) {
              bench.connection.close();
              last.complete(bench.connection.status());
            }
          });
      bench.connection.connect();

      assertThat(last.get(5, TimeUnit.SECONDS).reason()).isEqualTo(ConnectionReason.CLOSED);
      SocketBench.await(() -> bench.server.openSockets() == 0);
    }
  }

  @Test
  void aListenerOnTheVeryThreadMayClose() throws Exception {
    WatchOptions watch = WatchOptions.builder().callbackExecutor(Runnable::run).build();
    for (ConnectionState when : List.of(ConnectionState.CONNECTING, ConnectionState.CONNECTED)) {
      try (SocketBench bench = new SocketBench(QUICK, options -> options.watch(watch))) {
        CompletableFuture<Duration> took = new CompletableFuture<>();
        bench.connection.listen(
            status -> {
              if (status.state() == when) {
                long start = System.nanoTime();
                bench.connection.close();
                took.complete(Duration.ofNanos(System.nanoTime() - start));
              }
            });
        bench.connection.connect();

        assertThat(took.get(5, TimeUnit.SECONDS)).isLessThan(Duration.ofMillis(800));
        SocketBench.await(() -> bench.server.openSockets() == 0);
      }
    }
  }

  @Test
  void theProtocolMayAskForAnythingInTheMiddleOfAFrame() throws InterruptedException {
    try (SocketBench bench = SocketBench.connected(QUICK)) {
      bench.protocol.onFrame =
          text -> {
            bench.connection.reconnect();
            bench.connection.send(json("after"));
          };
      bench.socket(1).send(json("go"));

      assertThat(bench.protocol.next()).isEqualTo("connected");
      assertThat(bench.protocol.next()).isEqualTo("frame " + json("go"));
      assertThat(bench.protocol.next()).isEqualTo("lost ASKED");
      assertThat(bench.socket(2).next()).isEqualTo(json("hello"));
      assertThat(bench.socket(2).next()).isEqualTo(json("after"));
    }
  }

  @Test
  void noFrameComesAfterTheSocketWasLost() throws Exception {
    try (SocketBench bench = SocketBench.connected(QUICK)) {
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      bench.protocol.onFrame =
          text -> {
            inside.countDown();
            awaitQuietly(goOn);
          };
      bench.socket(1).send(json("slow"));
      bench.socket(1).send(json("late"));
      assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();
      bench.connection.disconnect();
      assertThat(bench.protocol.rest()).containsExactly("connected", "frame " + json("slow"));
      goOn.countDown();
      SocketBench.await(() -> bench.server.openSockets() == 0);
      SocketBench.await(() -> bench.protocol.rest().size() > 2);

      assertThat(bench.protocol.rest())
          .containsExactly("connected", "frame " + json("slow"), "lost TOLD_TO");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theCallersClientAndSchedulerAndExecutorAreLeftAsTheyWere() throws Exception {
    VirtualTime time = VirtualTime.create();
    OkHttpClient client = new OkHttpClient.Builder().build();
    ExecutorService executor =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "callers"));
    WatchOptions watch =
        WatchOptions.builder().clock(time).scheduler(time).callbackExecutor(executor).build();
    CompletableFuture<String> thread = new CompletableFuture<>();
    try (SocketBench bench =
        new SocketBench(QUICK, options -> options.httpClient(client).watch(watch))) {
      bench.connection.connected().thenRun(() -> thread.complete(Thread.currentThread().getName()));
      bench.connection.connect();
      bench.until(ConnectionState.CONNECTED);
      assertThat(client.dispatcher().runningCallsCount()).isZero();
      assertThat(client.connectionPool().connectionCount()).isZero();
    }

    assertThat(thread.get(5, TimeUnit.SECONDS)).isEqualTo("callers");
    assertThat(executor.isShutdown()).isFalse();
    assertThat(client.dispatcher().executorService().isShutdown()).isFalse();
    assertThat(time.isShutdown()).isFalse();
    assertThat(time.pending()).isZero();
    executor.shutdown();
    client.dispatcher().executorService().shutdown();
  }
}
