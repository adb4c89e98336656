package dev.longhaul.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.job.Registration;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever wants to know how a connection stands hears it, in the way that suits them. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionStatusTest {
  private static final RealtimeOptions QUICK = SocketBench.QUICK;

  /** Writes signals down, and asks for as many as it is told to. */
  private static final class Signals implements Flow.Subscriber<ConnectionStatus> {
    final BlockingQueue<String> all = new LinkedBlockingQueue<>();
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription made) {
      subscription.complete(made);
    }

    @Override
    public void onNext(ConnectionStatus status) {
      all.add(status.state() + " " + status.reason());
    }

    @Override
    public void onError(Throwable error) {
      all.add("error " + error);
    }

    @Override
    public void onComplete() {
      all.add("complete");
    }

    String next() throws InterruptedException {
      return all.poll(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void aStreamTellsWhatHoldsThenEveryChangeAndCompletesWithTheClose() throws Exception {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      Signals signals = new Signals();
      bench.connection.statuses().subscribe(signals);
      signals.subscription.get().request(1);
      assertThat(signals.next()).isEqualTo("DISCONNECTED NOT_ASKED");
      bench.connection.connect();
      bench.until(ConnectionState.CONNECTED);
      assertThat(signals.all).isEmpty();
      signals.subscription.get().request(Long.MAX_VALUE);
      assertThat(signals.next()).isEqualTo("CONNECTING ASKED");
      assertThat(signals.next()).isEqualTo("CONNECTED OPENED");
      bench.connection.disconnect();
      bench.connection.disconnect();
      assertThat(signals.next()).isEqualTo("DISCONNECTED TOLD_TO");
      bench.connection.close();
      assertThat(signals.next()).isEqualTo("DISCONNECTED CLOSED");
      assertThat(signals.next()).isEqualTo("complete");

      Signals late = new Signals();
      bench.connection.statuses().subscribe(late);
      late.subscription.get().request(5);
      assertThat(late.next()).isEqualTo("DISCONNECTED CLOSED");
      assertThat(late.next()).isEqualTo("complete");
    }
  }

  @Test
  void nobodyCannotSubscribe() {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      assertThatThrownBy(() -> bench.connection.statuses().subscribe(null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void waitingEndsWhenItIsConnected() throws Exception {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      assertThat(bench.connection.awaitConnected(Duration.ofMillis(10))).isFalse();
      CompletableFuture<ConnectionStatus> connected = bench.connection.connected();
      CompletableFuture<ConnectionStatus> other = bench.connection.connected();
      other.cancel(false);
      bench.connection.connect();

      assertThat(bench.connection.awaitConnected(Duration.ofSeconds(5))).isTrue();
      assertThat(connected.get(5, TimeUnit.SECONDS).reason()).isEqualTo(ConnectionReason.OPENED);
      assertThat(bench.connection.connected().get(5, TimeUnit.SECONDS).state())
          .isEqualTo(ConnectionState.CONNECTED);
    }
  }

  @Test
  void waitingEndsWithTheErrorWhenItGivesUp() throws Exception {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      bench.server.sockets().always(SocketFault.refuse(404, Map.of(), ""));
      CompletableFuture<ConnectionStatus> connected = bench.connection.connected();
      bench.connection.connect();

      assertThatThrownBy(() -> connected.get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> bench.connection.awaitConnected(Duration.ofSeconds(5)))
          .isInstanceOf(NotFoundException.class);
      assertThat(bench.connection.send("x").ending().join()).isEqualTo(SendState.REFUSED);
    }
  }

  @Test
  void waitingEndsWithTheClose() throws Exception {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      CompletableFuture<ConnectionStatus> connected = bench.connection.connected();
      bench.connection.close();

      assertThatThrownBy(() -> connected.get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(ClientClosedException.class);
      assertThatThrownBy(() -> bench.connection.awaitConnected(Duration.ofSeconds(5)))
          .isInstanceOf(ClientClosedException.class);
      assertThatThrownBy(bench.connection::connect).isInstanceOf(ClientClosedException.class);
      assertThatThrownBy(bench.connection::reconnect).isInstanceOf(ClientClosedException.class);
      assertThat(bench.connection.send("x").ending().join()).isEqualTo(SendState.REFUSED);
      bench.connection.disconnect();
      bench.connection.subscribe("a").close();
      assertThat(bench.connection.status().reason()).isEqualTo(ConnectionReason.CLOSED);
    }
  }

  @Test
  void waitingCanBeInterrupted() throws Exception {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  bench.connection.awaitConnected(Duration.ofSeconds(10));
                } catch (InterruptedException interrupted) {
                  thrown.complete(interrupted);
                }
              });
      waiting.start();
      waiting.interrupt();

      assertThat(thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aListenerThatThrowsStaysAndHurtsNobody() throws Exception {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      BlockingQueue<ConnectionState> heard = new LinkedBlockingQueue<>();
      bench.connection.listen(
          status -> {
            heard.add(status.state());
            throw new IllegalStateException("t0ken");
          });
      bench.connection.connect();
      bench.until(ConnectionState.CONNECTED);

      for (ConnectionState state :
          List.of(
              ConnectionState.DISCONNECTED,
              ConnectionState.CONNECTING,
              ConnectionState.CONNECTED)) {
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(state);
      }
    }
  }

  @Test
  void aListenerThatBlocksMissesTheOldestAndHurtsNobody() throws Exception {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      CountDownLatch goOn = new CountDownLatch(1);
      BlockingQueue<ConnectionStatus> heard = new LinkedBlockingQueue<>();
      bench.connection.listen(
          status -> {
            heard.add(status);
            try {
              goOn.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException closing) {
              Thread.currentThread().interrupt();
            }
          });
      assertThat(heard.poll(5, TimeUnit.SECONDS)).isNotNull();
      for (int i = 0; i < 100; i++) {
        bench.connection.connect();
        bench.connection.disconnect();
      }
      bench.connection.connect();
      assertThat(bench.connection.awaitConnected(Duration.ofSeconds(5))).isTrue();
      goOn.countDown();

      SocketBench.await(() -> heard.size() == 64);
      assertThat(heard.stream().toList().get(63).state()).isEqualTo(ConnectionState.CONNECTED);
    }
  }

  @Test
  void aListenerThatLeftHearsNothingMore() throws Exception {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      BlockingQueue<ConnectionStatus> heard = new LinkedBlockingQueue<>();
      Registration registration = bench.connection.listen(heard::add);
      assertThat(heard.poll(5, TimeUnit.SECONDS)).isNotNull();
      registration.close();
      registration.close();
      bench.connection.connect();
      bench.until(ConnectionState.CONNECTED);

      assertThat(heard).isEmpty();
    }
  }

  @Test
  void itsTextTellsStateAndReasonAndNoUrl() throws InterruptedException {
    try (SocketBench bench = SocketBench.connected(QUICK)) {
      assertThat(bench.connection.toString())
          .startsWith("RealtimeConnection[test, ConnectionStatus[CONNECTED OPENED since ")
          .doesNotContain("127.0.0.1");
    }
  }
}
