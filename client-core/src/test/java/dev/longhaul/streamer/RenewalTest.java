package dev.longhaul.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.StreamerScript;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The socket is replaced before the gateway ends it, when nothing is at work. */
@ExtendWith(LeakCheck.class)
class RenewalTest {
  private static final Duration TO_MARGIN = Duration.ofMinutes(110);
  private final VirtualTime time = VirtualTime.create();

  private StreamerBench open() {
    return StreamerBench.open(
        fake -> fake,
        options -> options.watch(WatchOptions.builder().clock(time).scheduler(time).build()),
        streamer -> streamer.timeout(Duration.ofDays(1)));
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    StreamerBench.await(
        () -> {
          time.advance(Duration.ofMillis(1));
          return condition.getAsBoolean();
        });
  }

  @Test
  void anIdleSocketIsRenewedTenMinutesBeforeItsEnd() throws Exception {
    try (StreamerBench bench = open()) {
      bench.client.health();
      time.advance(TO_MARGIN.minusSeconds(2));
      assertThat(bench.client.health().getStatus()).isEqualTo("healthy");
      assertThat(bench.fake.sockets().opened()).isEqualTo(1);
      time.advance(Duration.ofSeconds(2));
      await(() -> bench.fake.sockets().opened() == 2);
      CompletableFuture<?> health = bench.client.healthAsync();
      await(health::isDone);
      assertThat(bench.fake.sockets().open()).hasSize(1);
    }
  }

  @Test
  void renewalWaitsForWhatIsAtWorkAndNewRequestsWaitForRenewal() throws Exception {
    try (StreamerBench bench = open()) {
      bench.fake.action("work", StreamerScript.silent());
      JobHandle<JsonElement> job =
          bench.client.request(StreamerRequest.builder("work").timeout(Duration.ofDays(1)).build());
      time.advance(TO_MARGIN);
      CompletableFuture<?> next = bench.client.healthAsync();
      time.advance(Duration.ofMinutes(1));
      assertThat(bench.fake.sockets().opened()).isEqualTo(1);
      assertThat(next).isNotDone();
      bench
          .fake
          .sockets()
          .await(1)
          .send(
              "{\"type\":\"result\",\"id\":\""
                  + job.id().orElseThrow()
                  + "\",\"success\":true,\"data\":1}");
      assertThat(StreamerBench.result(job).getAsInt()).isEqualTo(1);
      await(next::isDone);
      assertThat(bench.fake.sockets().opened()).isEqualTo(2);
      assertThat(bench.fake.requests().get(1).connection())
          .isNotEqualTo(bench.fake.requests().get(0).connection());
    }
  }

  @Test
  void whatIsStillAtWorkAtTheLimitEndsAsOutcomeUnknown() throws Exception {
    try (StreamerBench bench = open()) {
      bench.fake.action("work", StreamerScript.silent());
      JobHandle<JsonElement> job =
          bench.client.request(StreamerRequest.builder("work").timeout(Duration.ofDays(1)).build());
      time.advance(Duration.ofMinutes(119));
      assertThat(job.outcome()).isNotDone();
      time.advance(Duration.ofMinutes(1));
      await(job.outcome()::isDone);
      StreamerBench.failure(OutcomeUnknownException.class, job.outcome());
      await(() -> bench.fake.sockets().opened() == 2);
    }
  }
}
