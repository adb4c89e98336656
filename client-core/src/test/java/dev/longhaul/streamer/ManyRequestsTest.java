package dev.longhaul.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import dev.longhaul.testkit.StreamerScript;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many requests over sockets that break at random: each ends once, and nothing is left. */
@ExtendWith(LeakCheck.class)
class ManyRequestsTest {
  private static final int MANY = 300;

  private static StreamerBench open() {
    StreamerBench bench =
        StreamerBench.open(
            fake -> fake, streamer -> streamer.concurrency(10, MANY).messagesPerSecond(10_000));
    bench
        .fake
        .sockets()
        .always(
            SocketFault.seeded(
                4711,
                0.8,
                List.of(
                    SocketFault.dropAfter(7),
                    SocketFault.resetAfter(23),
                    SocketFault.duplicateFrames(),
                    SocketFault.reorderFrames(3, 5),
                    SocketFault.dropAfter(40))));
    bench.fake.action("work", StreamerScript.quick());
    return bench;
  }

  private static List<String> endings(StreamerBench bench, StreamerAction<JsonElement> action)
      throws Exception {
    List<CompletableFuture<JobOutcome<JsonElement>>> outcomes = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      outcomes.add(
          bench.client.requestAsync(action, StreamerBench.PAYLOAD).thenCompose(JobHandle::outcome));
    }
    List<String> endings = new ArrayList<>();
    for (CompletableFuture<JobOutcome<JsonElement>> outcome : outcomes) {
      try {
        endings.add(outcome.join().getClass().getSimpleName());
      } catch (CompletionException failed) {
        endings.add(failed.getCause().getClass().getSimpleName());
      }
    }
    StreamerBench.await(() -> bench.client.asks.open() == 0 && bench.client.asks.jobs.size() == 0);
    assertThat(bench.client.asks.inFlight()).isZero();
    return endings;
  }

  @Test
  void whatIsNotRepeatableIsSentOnceAndEndsTruly() throws Exception {
    try (StreamerBench bench = open()) {
      List<String> endings = endings(bench, StreamerAction.of("work"));
      assertThat(endings)
          .contains("Succeeded", OutcomeUnknownException.class.getSimpleName())
          .isSubsetOf(
              "Succeeded",
              OutcomeUnknownException.class.getSimpleName(),
              SubmissionUncertainException.class.getSimpleName());
      long keys =
          bench.fake.requests().stream()
              .map(request -> request.metadata().get("idempotency_key"))
              .distinct()
              .count();
      assertThat(bench.fake.requests()).hasSize((int) keys);
    }
  }

  @Test
  void whatIsRepeatableSucceedsMostlyAndUnderOneKeyEach() throws Exception {
    try (StreamerBench bench = open()) {
      List<String> endings = endings(bench, StreamerAction.of("work").repeatable());
      assertThat(endings.stream().filter("Succeeded"::equals).count()).isGreaterThan(MANY * 9 / 10);
      long ids =
          bench.fake.requests().stream()
              .map(dev.longhaul.testkit.StreamerRequest::id)
              .distinct()
              .count();
      assertThat(bench.fake.requests()).hasSize((int) ids).hasSizeGreaterThan(MANY);
    }
  }
}
