package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A call that is cancelled ends at once and closes its socket, wherever it is. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CancelAtAnyMomentTest {
  private static ResilienceOptions.Builder patient() {
    return ResilienceOptions.builder()
        .backOff(Duration.ofMinutes(1), 1, Duration.ofMinutes(1))
        .deadline(Duration.ofMinutes(10));
  }

  @Test
  void inLine() throws Exception {
    try (Bench bench = Bench.open(o -> o.resilience(patient().concurrency(1, 9).build()))) {
      bench.fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.stall());
      CompletableFuture<?> first = bench.client.statusAsync("task-1");
      bench.fake.ledger().await(FunctionRunnerOperation.READ_STATUS, 1);
      CompletableFuture<?> second = bench.client.statusAsync("task-2");

      assertThat(second.cancel(true)).isTrue();
      assertThat(first.cancel(true)).isTrue();

      awaitConnections(bench, 0);
      assertThat(bench.fake.ledger().requests()).hasSize(1);
    }
  }

  @Test
  void connecting() throws Exception {
    // A listener that accepts nobody, and whose waiting room is full: a connection never opens.
    List<Socket> crowd = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      for (int i = 0; i < 2; i++) {
        Socket socket = new Socket();
        crowd.add(socket);
        socket.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()), 1_000);
      }
      try (FunctionRunnerClient client =
          FunctionRunnerClient.open(
              Bench.options("http://127.0.0.1:" + full.getLocalPort()).build(), Bench.PLAIN)) {
        CompletableFuture<?> call = client.statusAsync("task-1");

        assertThat(call.cancel(true)).isTrue();
        assertThat(call).isCancelled();
      }
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  @Test
  void waitingForTheAnswer() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.stall());
      CompletableFuture<?> call = bench.client.statusAsync("task-1");
      bench.fake.ledger().await(FunctionRunnerOperation.READ_STATUS, 1);

      assertThat(call.cancel(true)).isTrue();

      awaitConnections(bench, 0);
    }
  }

  @Test
  void readingTheAnswer() throws Exception {
    CompletableFuture<Void> halfway = new CompletableFuture<>();
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    try (RawServer server =
            RawServer.answering(
                out -> {
                  RawServer.head(out, "Content-Length: 100000000");
                  out.write(new byte[1 << 16]);
                  halfway.complete(null);
                  try {
                    while (true) {
                      out.write(new byte[1 << 16]);
                      Thread.sleep(5);
                    }
                  } finally {
                    hungUp.complete(null);
                  }
                });
        FunctionRunnerClient client =
            FunctionRunnerClient.open(Bench.options(server.baseUrl()).build(), Bench.PLAIN)) {
      CompletableFuture<?> call = client.statusAsync("task-1");
      halfway.join();

      assertThat(call.cancel(true)).isTrue();

      hungUp.join();
    }
  }

  @Test
  void atRest() throws Exception {
    try (Bench bench = Bench.open(o -> o.resilience(patient().build()))) {
      bench.fake.always(
          FunctionRunnerOperation.READ_STATUS,
          WireFault.status(503, Map.of("Retry-After", "60", "Connection", "close"), ""));
      CompletableFuture<?> call = bench.client.statusAsync("task-1");
      bench.fake.ledger().await(FunctionRunnerOperation.READ_STATUS, 1);
      awaitConnections(bench, 0);

      assertThat(call).isNotDone();
      assertThat(call.cancel(true)).isTrue();
      assertThat(bench.fake.ledger().requests()).hasSize(1);
    }
  }

  private static void awaitConnections(Bench bench, int count) throws InterruptedException {
    while (bench.fake.openConnections() != count) {
      Thread.sleep(5); // within the time limit of the class
    }
  }
}
