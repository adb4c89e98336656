package dev.longhaul.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.DeadlineExceededException;
import dev.longhaul.error.QueueFullException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeStreamer;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import dev.longhaul.testkit.StreamerScript;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is sent when: the limits of the server, kept on this side. */
@ExtendWith(LeakCheck.class)
class FairQueueTest {
  private static List<CompletableFuture<JobHandle<JsonElement>>> ask(StreamerBench bench, int n) {
    List<CompletableFuture<JobHandle<JsonElement>>> asked = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      asked.add(bench.client.requestAsync("work", new JsonPrimitive(i)));
    }
    return asked;
  }

  private static List<Integer> sent(FakeStreamer fake) {
    return fake.requests().stream().map(request -> request.payload().getAsInt()).toList();
  }

  @Test
  void requestsAreSentInTheOrderOfAskingAndWithinTheDocumentedLimits() throws Exception {
    try (StreamerBench bench =
        StreamerBench.open(fake -> fake.documentedLimits(), streamer -> streamer)) {
      bench.fake.action("work", StreamerScript.quick());
      for (CompletableFuture<JobHandle<JsonElement>> asked : ask(bench, 120)) {
        assertThat(StreamerBench.result(asked.get())).isNotNull();
      }
      assertThat(sent(bench.fake)).isEqualTo(IntStream.range(0, 120).boxed().toList());
      assertThat(bench.fake.sockets().opened()).isEqualTo(1);
    }
  }

  @Test
  void tenAreAtWorkAndTheNextGoesWhenOneIsDone() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      bench.fake.action("work", StreamerScript.silent());
      bench.fake.nextRequest(
          StreamerScript.builder().queued().after(Duration.ofMillis(100)).result().build());
      List<CompletableFuture<JobHandle<JsonElement>>> asked = ask(bench, 12);
      StreamerBench.await(() -> bench.fake.requests().size() == 10);
      assertThat(asked.get(10)).isNotDone();
      StreamerBench.await(() -> bench.fake.requests().size() == 11);
      assertThat(asked.get(11)).isNotDone();
    }
  }

  @Test
  void noMoreMessagesAreSentWithinASecondThanMayBe() throws Exception {
    VirtualTime time = VirtualTime.create();
    try (StreamerBench bench =
        StreamerBench.open(
            fake -> fake,
            options -> options.watch(WatchOptions.builder().clock(time).scheduler(time).build()),
            s -> s.messagesPerSecond(5))) {
      bench.fake.action("work", StreamerScript.immediate());
      List<CompletableFuture<JobHandle<JsonElement>>> asked = ask(bench, 12);
      for (int sent = 5; sent <= 10; sent += 5) {
        StreamerBench.result(asked.get(sent - 1).get());
        time.advance(Duration.ofSeconds(1));
        assertThat(asked.get(sent)).isNotDone();
        time.advance(Duration.ofMillis(100));
        int next = sent;
        StreamerBench.await(
            () -> {
              time.advance(Duration.ZERO);
              return asked.get(next).isDone();
            });
      }
      StreamerBench.result(asked.get(11).get());
      assertThat(sent(bench.fake)).hasSize(12);
    }
  }

  @Test
  void oneMoreThanMayWaitIsRefusedHere() throws Exception {
    try (StreamerBench bench = StreamerBench.open(streamer -> streamer.concurrency(1, 2))) {
      bench.fake.action("work", StreamerScript.silent());
      bench.client.request("work", StreamerBench.PAYLOAD);
      List<CompletableFuture<JobHandle<JsonElement>>> asked = ask(bench, 3);
      QueueFullException full = StreamerBench.failure(QueueFullException.class, asked.get(2));
      assertThat(full.facts().reach()).isEqualTo(Reach.NOT_SENT);
      assertThat(asked.get(1)).isNotDone();
    }
  }

  @Test
  void waitingCountsAgainstTheDeadline() throws Exception {
    try (StreamerBench bench =
        StreamerBench.open(
            fake -> fake,
            options ->
                options.resilience(
                    ResilienceOptions.builder().deadline(Duration.ofMillis(200)).build()),
            streamer -> streamer.concurrency(1, 10))) {
      bench.fake.action("work", StreamerScript.silent());
      bench.client.request("work", StreamerBench.PAYLOAD);
      DeadlineExceededException late =
          StreamerBench.failure(DeadlineExceededException.class, ask(bench, 1).get(0));
      assertThat(late.facts().reach()).isEqualTo(Reach.NOT_SENT);
      assertThat(bench.fake.requests()).hasSize(1);
    }
  }

  @Test
  void theDeadlineTellsWhyTheServerCouldNotBeReached() throws Exception {
    try (StreamerBench bench =
        StreamerBench.open(
            fake -> fake,
            options ->
                options.resilience(
                    ResilienceOptions.builder().deadline(Duration.ofMillis(200)).build()),
            streamer -> streamer)) {
      bench.fake.sockets().always(SocketFault.refuse(503, Map.of(), ""));
      DeadlineExceededException late =
          StreamerBench.failure(DeadlineExceededException.class, bench.client.healthAsync());
      assertThat(late).hasCauseInstanceOf(ServiceFailedException.class);
    }
  }

  @Test
  void aRequestThatIsGivenUpWhileItWaitsIsNeverSent() throws Exception {
    try (StreamerBench bench = StreamerBench.open(streamer -> streamer.concurrency(1, 10))) {
      bench.fake.action("work", StreamerScript.quick());
      bench.fake.nextRequest(
          StreamerScript.builder().queued().after(Duration.ofMillis(100)).result().build());
      List<CompletableFuture<JobHandle<JsonElement>>> asked = ask(bench, 3);
      asked.get(0).get();
      asked.get(1).cancel(true);
      StreamerBench.result(asked.get(2).get());
      assertThat(sent(bench.fake)).containsExactly(0, 2);
    }
  }

  @Test
  void aRequestThatIsGivenUpAfterItWasSentKeepsItsPlaceUntilItIsDone() throws Exception {
    try (StreamerBench bench = StreamerBench.open(streamer -> streamer.concurrency(1, 10))) {
      bench.fake.action("work", StreamerScript.quick());
      Duration gap = Duration.ofMillis(50);
      bench.fake.nextRequest(
          StreamerScript.builder().after(gap).queued().after(gap).result().build());
      List<CompletableFuture<JobHandle<JsonElement>>> asked = ask(bench, 2);
      StreamerBench.await(() -> bench.fake.requests().size() == 1);
      asked.get(0).cancel(true);
      StreamerBench.result(asked.get(1).get());
      assertThat(
              Duration.between(
                  bench.fake.requests().get(0).at(), bench.fake.requests().get(1).at()))
          .isGreaterThan(Duration.ofMillis(90));
    }
  }

  @Test
  void tenThousandWaitForNothing() throws Exception {
    int many = 10_000;
    try (StreamerBench bench =
        StreamerBench.open(s -> s.concurrency(1, many).messagesPerSecond(1))) {
      bench.fake.sockets().always(SocketFault.stallHandshake());
      int threads = Thread.activeCount();
      long begun = System.nanoTime();
      List<CompletableFuture<JobHandle<JsonElement>>> asked = ask(bench, many);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
      assertThat(Thread.activeCount()).isLessThan(threads + 80);
      asked.forEach(one -> one.cancel(false));
      assertThat(asked).allMatch(CompletableFuture::isDone);
    }
  }
}
