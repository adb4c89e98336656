package dev.longhaul.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobSnapshot;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeStreamerOptions.Family;
import dev.longhaul.testkit.FakeStreamerOptions.Shapes;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.StreamerScript;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long is waited for a server that says nothing, and what is told meanwhile. */
@ExtendWith(LeakCheck.class)
class SilenceTest {
  private final VirtualTime time = VirtualTime.create();

  private StreamerBench open(UnaryOperator<StreamerOptions.Builder> streamer) {
    return StreamerBench.open(
        fake -> fake.shapes(Shapes.AS_DEPLOYED),
        options -> options.watch(WatchOptions.builder().clock(time).scheduler(time).build()),
        streamer);
  }

  /** Another thread may set its timer when the time has come already. */
  private void await(BooleanSupplier condition) throws InterruptedException {
    StreamerBench.await(
        () -> {
          time.advance(Duration.ZERO);
          return condition.getAsBoolean();
        });
  }

  private <E> E failure(Class<E> type, CompletableFuture<?> future) throws Exception {
    await(future::isDone);
    return StreamerBench.failure(type, future);
  }

  private static StreamerScript estimating(Duration estimate) {
    return StreamerScript.builder().queued(estimate).build();
  }

  @Test
  void aRequestThatIsNeverAnsweredIsUncertain() throws Exception {
    try (StreamerBench bench = open(s -> s)) {
      bench.fake.action("work", StreamerScript.noAnswer());
      CompletableFuture<?> asked = bench.client.requestAsync("work", StreamerBench.PAYLOAD);
      StreamerBench.await(() -> bench.fake.requests().size() == 1);
      time.advance(Duration.ofSeconds(29));
      assertThat(asked).isNotDone();
      time.advance(Duration.ofSeconds(1));
      failure(SubmissionUncertainException.class, asked);
      assertThat(bench.fake.requests()).hasSize(1);
    }
  }

  @Test
  void aRepeatableRequestThatIsNeverAnsweredIsAskedAgain() throws Exception {
    try (StreamerBench bench = open(s -> s)) {
      bench.fake.action("work", StreamerScript.quick());
      bench.fake.nextRequest(StreamerScript.noAnswer());
      CompletableFuture<JobHandle<JsonElement>> asked =
          bench.client.requestAsync(StreamerAction.of("work").repeatable(), StreamerBench.PAYLOAD);
      StreamerBench.await(() -> bench.fake.requests().size() == 1);
      time.advance(Duration.ofSeconds(30));
      await(() -> bench.fake.requests().size() == 2);
      assertThat(StreamerBench.result(asked.get())).isNotNull();
    }
  }

  @Test
  void theEstimateOfTheServerSetsTheTimeout() throws Exception {
    try (StreamerBench bench = open(s -> s.estimates(2, Duration.ofSeconds(10)))) {
      JobHandle<JsonElement> job = bench.asked(estimating(Duration.ofSeconds(40)));
      time.advance(Duration.ofSeconds(89));
      assertThat(job.outcome()).isNotDone();
      time.advance(Duration.ofSeconds(1));
      failure(OutcomeUnknownException.class, job.outcome());
    }
  }

  @Test
  void anActionsOwnEstimateSetsItWhereTheServerTellsNone() throws Exception {
    try (StreamerBench bench =
        StreamerBench.open(
            fake -> fake.withoutEstimates(),
            options -> options.watch(WatchOptions.builder().clock(time).scheduler(time).build()),
            s -> s)) {
      bench.fake.everyRequest(StreamerScript.silent());
      JobHandle<?> job = bench.client.generateReport(StreamerBench.january());
      time.advance(Duration.ofMinutes(6).plusSeconds(29));
      assertThat(job.outcome()).isNotDone();
      time.advance(Duration.ofSeconds(1));
      failure(OutcomeUnknownException.class, job.outcome());
    }
  }

  @Test
  void withoutAnEstimateTheOptionHoldsAndTheRequestsOwnTimeoutBeforeAll() throws Exception {
    try (StreamerBench bench =
        StreamerBench.open(
            fake -> fake.family(Family.FLAT),
            options -> options.watch(WatchOptions.builder().clock(time).scheduler(time).build()),
            s -> s)) {
      bench.fake.action("work", StreamerScript.silent());
      JobHandle<?> usual = bench.client.request("work", StreamerBench.PAYLOAD);
      JobHandle<?> own =
          bench.client.request(
              StreamerRequest.builder("work").timeout(Duration.ofMinutes(2)).build());
      time.advance(Duration.ofMinutes(2));
      failure(OutcomeUnknownException.class, own.outcome());
      assertThat(usual.outcome()).isNotDone();
      time.advance(Duration.ofMinutes(13));
      failure(OutcomeUnknownException.class, usual.outcome());
    }
  }

  @Test
  void anyFrameOfARequestIsASignOfItsLife() throws Exception {
    try (StreamerBench bench = open(s -> s)) {
      JobHandle<?> job = bench.asked(estimating(Duration.ofSeconds(10)));
      time.advance(Duration.ofSeconds(59));
      String id = job.id().orElseThrow();
      bench.fake.sockets().await(1).send(progress(id, 7));
      StreamerBench.await(() -> job.snapshot().message().isPresent());
      StreamerBench.await(() -> job.snapshot().rawState().equals("progress"));
      time.advance(Duration.ofSeconds(59));
      assertThat(job.outcome()).isNotDone();
      time.advance(Duration.ofSeconds(1));
      failure(OutcomeUnknownException.class, job.outcome());
    }
  }

  private static String progress(String id, double percent) {
    return "{\"type\":\"progress\",\"progress\":{\"request_id\":\"%s\",\"progress\":%s}}"
        .formatted(id, percent);
  }

  @Test
  void whatTheDeployedServerDropsInSilenceEndsByTimeout() throws Exception {
    try (StreamerBench bench = open(s -> s.requestShape(StreamerOptions.RequestShape.ROUTER))) {
      JobHandle<?> job = bench.client.generateReport(StreamerBench.january());
      time.advance(Duration.ofMinutes(7));
      failure(OutcomeUnknownException.class, job.outcome());
    }
  }

  @Test
  void progressIsEstimatedUntilTheServerReportsAny() throws Exception {
    try (StreamerBench bench = open(s -> s)) {
      JobHandle<?> job = bench.asked(estimating(Duration.ofSeconds(100)));
      assertThat(job.snapshot().eta()).hasValue(time.instant().plusSeconds(100));
      assertThat(job.snapshot().percent()).isEmpty();
      time.advance(Duration.ofSeconds(11));
      await(() -> job.snapshot().percent().orElse(0) == 10);
      assertThat(job.snapshot().stage()).hasValue("estimated");
      time.advance(Duration.ofSeconds(80));
      await(() -> job.snapshot().percent().orElse(0) == 25);
      bench.fake.sockets().await(1).send(progress(job.id().orElseThrow(), 30));
      await(() -> job.snapshot().percent().orElse(0) == 30);
      assertThat(job.snapshot().stage()).hasValue("progress");
    }
  }

  @Test
  void aReportOfTheServerEndsTheEstimates() throws Exception {
    try (StreamerBench bench = open(s -> s)) {
      JobHandle<?> job = bench.asked(estimating(Duration.ofSeconds(100)));
      bench.fake.sockets().await(1).send(progress(job.id().orElseThrow(), 2));
      await(() -> job.snapshot().percent().orElse(0) == 2);
      time.advance(Duration.ofSeconds(90));
      assertThat(job.snapshot().percent()).hasValue(2);
    }
  }

  @Test
  void everyStepOfAJobIsTold() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      Duration gap = Duration.ofMillis(150);
      JobHandle<JsonElement> job =
          bench.asked(
              StreamerScript.builder()
                  .queued()
                  .after(gap)
                  .progress(10, "One")
                  .after(gap)
                  .progress(20, "Two")
                  .after(gap)
                  .result()
                  .build());
      List<JobEvent> events = StreamerBench.events(job);
      assertThat(events.stream().map(JobEvent::snapshot).map(JobSnapshot::rawState).distinct())
          .containsExactly("queued", "progress", "result");
      assertThat(events.get(events.size() - 1)).isInstanceOf(JobEvent.Ended.class);
    }
  }
}
