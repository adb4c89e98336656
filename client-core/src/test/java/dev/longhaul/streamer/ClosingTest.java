package dev.longhaul.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.job.DetachedException;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.StreamerScript;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Opening sends nothing, and closing leaves nothing behind. */
@ExtendWith(LeakCheck.class)
class ClosingTest {
  @Test
  void openingSendsNothing() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      assertThat(bench.client.connection().awaitConnected(Duration.ofMillis(50))).isFalse();
      assertThat(bench.fake.sockets().opened()).isZero();
    }
  }

  @Test
  void aUrlThatIsNoWebSocketIsRefused() {
    assertThatThrownBy(
            () -> StreamerClient.open(ClientOptions.builder("https://example.com/").build()))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void everythingPendingEndsWithAClearError() throws Exception {
    try (StreamerBench bench = StreamerBench.open(streamer -> streamer.concurrency(2, 10))) {
      JobHandle<JsonElement> job = bench.asked(StreamerScript.silent());
      bench.fake.action("mute", StreamerScript.noAnswer());
      CompletableFuture<?> sent = bench.client.requestAsync("mute", StreamerBench.PAYLOAD);
      StreamerBench.await(() -> bench.fake.requests().size() == 2);
      CompletableFuture<?> waiting = bench.client.requestAsync("mute", StreamerBench.PAYLOAD);
      CompletableFuture<?> health = bench.client.healthAsync();
      bench.client.close();
      StreamerBench.failure(ClientClosedException.class, job.outcome());
      StreamerBench.failure(SubmissionUncertainException.class, sent);
      ClientClosedException never = StreamerBench.failure(ClientClosedException.class, waiting);
      assertThat(never.facts().reach()).isEqualTo(Reach.NOT_SENT);
      StreamerBench.failure(ClientClosedException.class, health);
      assertThatThrownBy(() -> bench.client.request("work", StreamerBench.PAYLOAD))
          .isInstanceOf(ClientClosedException.class);
      assertThatThrownBy(bench.client::health).isInstanceOf(ClientClosedException.class);
      bench.client.close();
      bench.fake.sockets().awaitNoneOpen();
    }
  }

  @Test
  void detachingStopsWatchingAndTheJobKeepsItsPlace() throws Exception {
    try (StreamerBench bench = StreamerBench.open(streamer -> streamer.concurrency(1, 10))) {
      JobHandle<JsonElement> job =
          bench.asked(
              StreamerScript.builder().queued().after(Duration.ofMillis(80)).result().build());
      job.detach();
      StreamerBench.failure(DetachedException.class, job.outcome());
      assertThat(StreamerBench.result(bench.client.request("echo", StreamerBench.PAYLOAD)))
          .isNotNull();
      assertThat(
              Duration.between(
                  bench.fake.requests().get(0).at(), bench.fake.requests().get(1).at()))
          .isGreaterThan(Duration.ofMillis(70));
    }
  }
}
