package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.EventRecorder;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the engine promises to a push source, and what it makes of one that is late, lies or dies:
 * the contract that every source can count on.
 */
class PushedFramesTest {
  private final List<String> calls = new ArrayList<>();
  private final SimulatedService service = new SimulatedService();
  private final VirtualTime time = service.time;
  private @Nullable PushSink<String> sink;
  private @Nullable Runnable whenUnwatched;
  private boolean throwing;

  private final PushSource<String> source =
      new PushSource<>() {
        @Override
        public Registration open(PushSink<String> opened) {
          sink = opened;
          calls.add("open");
          return () -> calls.add("close");
        }

        @Override
        public void watch(String id) {
          calls.add("watch " + id);
          if (throwing) {
            throw new IllegalStateException("in the source's own code");
          }
        }

        @Override
        public void unwatch(String id) {
          calls.add("unwatch " + id);
          Runnable reaction = whenUnwatched;
          whenUnwatched = null;
          if (reaction != null) {
            reaction.run();
          }
        }
      };

  @Test
  void theSourceIsAskedBeforeTheJobIsReadAndClosedAfterTheLast() {
    try (JobClient<String, String> client = open()) {
      service.job("a", Duration.ofSeconds(1));
      JobHandle<String> a = client.attach("a");
      assertThat(calls).containsExactly("open", "watch a");
      assertThat(service.readIds).containsExactly("a");

      a.detach();
      assertThat(calls).containsExactly("open", "watch a", "unwatch a", "close");
    }
  }

  @Test
  void aSourceIsOpenedOnceForAllJobsAndAgainAfterAClose() {
    try (JobClient<String, String> client = open()) {
      JobHandle<String> a = submit(client, "a");
      JobHandle<String> b = submit(client, "b");
      a.detach();
      b.detach();
      submit(client, "c");

      assertThat(calls)
          .containsExactly(
              "open", "watch a", "watch b", "unwatch a", "unwatch b", "close", "open", "watch c");
    }
    assertThat(calls).endsWith("unwatch c", "close");
  }

  @Test
  void readsAreASlowSafetyNetWhileTheSourceIsConnected() {
    try (JobClient<String, String> client = open()) {
      submit(client, "a");
      sink().connected();
      assertThat(service.readIds).containsExactly("a");
      service.reads.clear();
      time.advance(Duration.ofMinutes(10));

      assertThat(service.reads).hasSize(10);
    }
  }

  @Test
  void framesAreEventsAndTheirEndingIsTheOutcome() {
    try (JobClient<String, String> client = open();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      JobHandle<String> job = submit(client, "a");
      sink().connected();
      job.listen(events::accept);
      sink().frame(running("a", 30));
      sink().frame(running("a", 60));
      sink().frame(done("a"));

      events.next(JobEvent.Joined.class);
      assertThat(events.next(JobEvent.Progressed.class).snapshot().percent()).hasValue(30);
      assertThat(events.next(JobEvent.Progressed.class).snapshot().percent()).hasValue(60);
      events.next(JobEvent.Ended.class);
      assertThat(job.outcome().getNow(null).resultOrThrow()).isEqualTo("pushed");
    }
  }

  @Test
  void framesThatComeTwiceLateOrForNobodyChangeNothing() {
    try (JobClient<String, String> client = open();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      JobHandle<String> job = submit(client, "a");
      job.listen(events::accept);
      sink().frame(running("a", 60));
      sink().frame(running("a", 60));
      sink().frame(running("a", 30));
      sink().frame(running("nobody's", 10));
      sink().frame(done("a"));
      sink().frame(done("a"));
      sink().frame(running("a", 70));

      events.next(JobEvent.Joined.class);
      assertThat(events.next(JobEvent.Progressed.class).snapshot().percent()).hasValue(60);
      events.next(JobEvent.Ended.class);
    }
  }

  @Test
  void anAnswerToAReadThatBeganBeforeAFrameChangesNothing() {
    ByHandService byHand = new ByHandService();
    try (JobClient<String, String> client =
        JobClient.open(
            byHand.builder().read(byHand::read).push(source).build(), service.options().build())) {
      JobHandle<String> job = client.attach(ByHandService.ID);
      sink().frame(ByHandService.running(50));
      byHand.read().complete(ByHandService.waiting());

      assertThat(job.snapshot().percent()).hasValue(50);
      assertThat(job.snapshot().serverRetries()).isZero();
    }
  }

  @Test
  void aFrameThatTellsOnlyThatTheJobEndedHasItRead() {
    try (JobClient<String, String> client = open()) {
      JobHandle<String> job = submit(client, "a");
      sink().connected();
      time.advance(Duration.ofSeconds(1));
      service.jobs.get("a").lasts = Duration.ZERO;
      sink().frame(ended("a"));

      assertThat(job.outcome().getNow(null).resultOrThrow()).isEqualTo("done");
    }
  }

  @Test
  void anEndingThatReadsDoNotShowYetIsAskedForAtTheQuickPace() {
    try (JobClient<String, String> client = open()) {
      JobHandle<String> job = submit(client, "a");
      sink().connected();
      time.advance(Duration.ofSeconds(90));
      service.jobs.get("a").eta = time.instant().plusSeconds(600);
      service.reads.clear();
      Instant told = time.instant();
      sink().frame(ended("a"));
      time.advance(Duration.ofSeconds(2));
      assertThat(service.reads)
          .extracting(read -> Duration.between(told, read).toMillis())
          .containsExactly(0L, 500L, 1150L, 1995L);

      service.jobs.get("a").lasts = Duration.ZERO;
      time.advance(Duration.ofMillis(1_100));
      assertThat(job.outcome().getNow(null).resultOrThrow()).isEqualTo("done");
    }
  }

  @Test
  void aReadThatFailsDoesNotMakeAnAnnouncedEndingForgotten() {
    try (JobClient<String, String> client = open()) {
      submit(client, "a");
      sink().connected();
      sink().frame(ended("a"));
      service.badJob = "a";
      time.advance(Duration.ofMillis(500));
      service.badJob = null;
      service.reads.clear();
      time.advance(Duration.ofSeconds(10));

      assertThat(service.reads).hasSizeGreaterThan(3);
    }
  }

  @Test
  void everyHandleOfAJobLearnsOfItsAnnouncedEndingSoon() {
    try (JobClient<String, String> client = open()) {
      JobHandle<String> first = submit(client, "a");
      JobHandle<String> second = client.attach("a");
      sink().connected();
      sink().frame(ended("a"));
      service.jobs.get("a").lasts = Duration.ZERO;
      time.advance(Duration.ofSeconds(1));

      assertThat(first.outcome()).isCompleted();
      assertThat(second.outcome()).isCompleted();
    }
  }

  @Test
  void aFrameOfAnotherAttemptEndsTheQuickPaceAndALateOneDoesNot() {
    try (JobClient<String, String> client = open()) {
      submit(client, "a");
      sink().connected();
      sink().frame(ended("a"));
      time.advance(Duration.ofSeconds(1));
      sink().frame(running("a", 10));
      time.advance(Duration.ofSeconds(1));
      service.reads.clear();
      time.advance(Duration.ofMinutes(10));
      assertThat(service.reads).hasSizeGreaterThan(10);

      sink().frame(JobReading.<String>builder("a", "running").attempt(2).running());
      time.advance(Duration.ofMinutes(1));
      service.reads.clear();
      time.advance(Duration.ofMinutes(10));
      assertThat(service.reads).hasSize(10);
    }
  }

  @Test
  void anEndingBeforeTheSubmitIsAnsweredIsNotMissed() {
    ByHandService byHand = new ByHandService();
    try (JobClient<String, String> client =
        JobClient.open(
            byHand.builder().read(byHand::read).push(source).build(), service.options().build())) {
      client.attach("opens the source");
      sink().connected();
      CompletableFuture<JobHandle<String>> handle = client.submitAsync("x", UUID.randomUUID());
      sink().frame(ByHandService.succeeded());
      byHand.submissions.get(0).complete(ByHandService.waiting());

      byHand.read().complete(ByHandService.succeeded());
      assertThat(handle.join().outcome()).isCompleted();
    }
  }

  @Test
  void aSourceThatIsLostIsReplacedByQuickReadsAndEachJobIsReadOnceWhenItIsBack() {
    try (JobClient<String, String> client = open()) {
      submit(client, "a");
      submit(client, "b");
      sink().connected();
      time.advance(Duration.ofSeconds(30));
      service.reads.clear();
      service.readIds.clear();
      sink().lost();
      time.advance(Duration.ofSeconds(2));
      assertThat(service.readIds).as("0.5 s, 1.15 s and 1.995 s later").hasSize(6);

      calls.clear();
      service.readIds.clear();
      sink().connected();
      assertThat(calls).containsExactlyInAnyOrder("watch a", "watch b");
      assertThat(service.readIds).containsExactlyInAnyOrder("a", "b");
      time.advance(Duration.ofSeconds(30));
      assertThat(service.readIds).hasSize(2);
    }
  }

  @Test
  void aSourceThatTellsItsLossAgainAndAgainPostponesNothing() {
    try (JobClient<String, String> client = open()) {
      submit(client, "a");
      sink().connected();
      service.reads.clear();
      for (int i = 0; i < 100; i++) {
        sink().lost();
        time.advance(Duration.ofMillis(100));
      }

      assertThat(service.reads.size()).isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void aLateFrameThatShowsTheJobInLineIsNoRetryOfTheService() {
    try (JobClient<String, String> client = open()) {
      JobHandle<String> job = submit(client, "a");
      sink().connected();
      sink().frame(running("a", 40));
      sink().frame(JobReading.<String>builder("a", "queued").waiting());

      assertThat(job.snapshot().serverRetries()).isZero();
      assertThat(job.snapshot().percent()).hasValue(40);
    }
  }

  @Test
  void aSourceIsCalledInOrderWhateverItDoesMeanwhile() {
    try (JobClient<String, String> client = open()) {
      JobHandle<String> first = submit(client, "a");
      whenUnwatched = () -> submit(client, "b");
      first.detach();

      assertThat(calls).containsExactly("open", "watch a", "unwatch a", "close", "open", "watch b");
    }
  }

  @Test
  void aReadUnderWayWhenTheSourceComesBackIsMadeAgain() {
    service.latency = Duration.ofSeconds(1);
    try (JobClient<String, String> client = open()) {
      submit(client, "a");
      time.advance(Duration.ofMillis(600));
      assertThat(service.readIds).hasSize(1);
      sink().connected();
      time.advance(Duration.ofSeconds(5));

      assertThat(service.readIds).hasSize(2);
    }
  }

  @Test
  void twoHandlesOfAJobAreOneSubscription() {
    try (JobClient<String, String> client = open()) {
      JobHandle<String> first = submit(client, "a");
      JobHandle<String> second = client.attach("a");
      first.detach();
      assertThat(calls).doesNotContain("unwatch a");
      sink().frame(done("a"));

      assertThat(second.outcome()).isCompleted();
      assertThat(calls).endsWith("unwatch a", "close");
    }
  }

  @Test
  void aSourceThatThrowsLeavesTheJobToItsReads() {
    throwing = true;
    try (JobClient<String, String> client = open()) {
      JobHandle<String> job = submit(client, "a");
      service.jobs.get("a").lasts = Duration.ofSeconds(10);
      time.advance(Duration.ofSeconds(20));

      assertThat(job.outcome()).isCompleted();
    }
  }

  @Test
  void whatASourceTellsAfterItWasClosedHasNoEffect() {
    JobClient<String, String> client = open();
    JobHandle<String> job = submit(client, "a");
    PushSink<String> closed = sink();
    client.close();
    closed.connected();
    closed.frame(done("a"));
    closed.lost();

    assertThat(job.outcome()).isCompletedExceptionally();
    assertThat(time.pending()).isZero();
  }

  @Test
  void aJobThatCannotBeReadIsWatchedByItsFramesAlone() {
    JobService<String, String> pushOnly =
        JobService.<String, String>builder(
                "push-only", (request, key) -> CompletableFuture.completedFuture(running("a", 0)))
            .push(source)
            .build();
    try (JobClient<String, String> client = JobClient.open(pushOnly, service.options().build())) {
      JobHandle<String> job = client.submitAsync("x").join();
      time.advance(Duration.ofHours(1));
      sink().frame(done("a"));

      assertThat(job.outcome()).isCompleted();
    }
  }

  private JobClient<String, String> open() {
    return JobClient.open(service.declared().push(source).build(), service.options().build());
  }

  private JobHandle<String> submit(JobClient<String, String> client, String id) {
    return service.submits(client, service.job(id, Duration.ofHours(1)));
  }

  private PushSink<String> sink() {
    assertThat(sink).isNotNull();
    return sink;
  }

  private static JobReading<String> running(String id, double percent) {
    return JobReading.<String>builder(id, "running").percent(percent).running();
  }

  private static JobReading<String> ended(String id) {
    return JobReading.<String>builder(id, "completed").ended();
  }

  private static JobReading<String> done(String id) {
    return JobReading.<String>builder(id, "completed").succeeded("pushed");
  }
}
