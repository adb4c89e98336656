package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.WireFault;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A create is not lost on a kept connection that the server has closed in the meantime. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeptConnectionTest {
  private static final int CONNECTIONS = 3;

  private final CyclicBarrier together = new CyclicBarrier(CONNECTIONS);

  @Test
  void aClosedConnectionCostsNoAttempt() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.closesAfterAnswer());
      bench.client.templates(TemplateQuery.all());
      awaitNoConnection(bench);

      bench.submitted().detach();

      assertThat(connectionsOf(bench, FunctionRunnerOperation.SUBMIT_TASK)).containsExactly(2);
    }
  }

  @Test
  void manyClosedConnectionsAreAllPassedBy() throws Exception {
    OkHttpClient callers = new OkHttpClient.Builder().addNetworkInterceptor(this::meet).build();
    try (Bench bench = Bench.open(options -> options.httpClient(callers))) {
      bench.fake.always(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.closesAfterAnswer());
      CompletableFuture.allOf(listings(bench)).get(10, TimeUnit.SECONDS);
      awaitNoConnection(bench);

      bench.submitted().detach();

      assertThat(connectionsOf(bench, FunctionRunnerOperation.LIST_TEMPLATES))
          .containsExactlyInAnyOrder(1, 2, 3);
      assertThat(connectionsOf(bench, FunctionRunnerOperation.SUBMIT_TASK))
          .containsExactly(CONNECTIONS + 1);
    } finally {
      callers.connectionPool().evictAll();
    }
  }

  @Test
  void aLiveConnectionIsUsedAgain() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.client.templates(TemplateQuery.all());

      bench.submitted().detach();

      assertThat(connectionsOf(bench, FunctionRunnerOperation.SUBMIT_TASK)).containsExactly(1);
    }
  }

  /** Lets the reads go on only when each has a connection of its own. */
  private Response meet(Interceptor.Chain chain) throws IOException {
    if (chain.request().url().encodedPath().endsWith("/templates")) {
      try {
        together.await(5, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
        throw new IOException(alone);
      }
    }
    return chain.proceed(chain.request());
  }

  /** Each asks for something else, so that none is answered along with another. */
  private static CompletableFuture<?>[] listings(Bench bench) {
    return IntStream.rangeClosed(1, CONNECTIONS)
        .mapToObj(limit -> TemplateQuery.builder().limit(limit).build())
        .map(bench.client::templatesAsync)
        .toArray(CompletableFuture[]::new);
  }

  private static void awaitNoConnection(Bench bench) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (bench.fake.openConnections() > 0) {
      assertThat(System.nanoTime()).as("time to close").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static List<Integer> connectionsOf(Bench bench, FunctionRunnerOperation operation) {
    return bench.fake.ledger().requests(operation).stream()
        .map(ReceivedRequest::connectionId)
        .toList();
  }
}
