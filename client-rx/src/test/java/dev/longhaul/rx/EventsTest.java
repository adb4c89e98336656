package dev.longhaul.rx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.job.DetachedException;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobGroup;
import dev.longhaul.job.JobHandle;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events of one job and of many as a stream. */
class EventsTest {
  @Test
  void everyChangeComesInOrderAndTheStreamEndsWithTheJob() {
    try (ByHand hand = new ByHand()) {
      TestSubscriber<JobEvent> heard = RxJobs.events(hand.job("a")).test();
      hand.tells("a", ByHand.running("a", "drawing", 10));
      hand.tells("a", ByHand.running("a", "drawing", 20));
      hand.tells("a", ByHand.succeeded("a"));

      heard.assertComplete();
      assertThat(kinds(heard)).containsExactly("Joined", "PhaseChanged", "Progressed", "Ended");
    }
  }

  @Test
  void withoutDemandProgressIsConflatedAndNothingThatMattersIsLost() {
    try (ByHand hand = new ByHand()) {
      TestSubscriber<JobEvent> heard = RxJobs.events(hand.job("a")).test(1);
      for (int step = 1; step <= 3; step++) {
        for (int percent = 1; percent <= 20; percent++) {
          hand.tells("a", ByHand.running("a", "step-" + step, step * 20 + percent));
        }
      }
      hand.tells("a", ByHand.succeeded("a"));
      assertThat(kinds(heard)).containsExactly("Joined");
      heard.request(Long.MAX_VALUE);

      heard.assertComplete();
      assertThat(kinds(heard))
          .containsExactly(
              "Joined",
              "PhaseChanged",
              "Progressed",
              "PhaseChanged",
              "Progressed",
              "PhaseChanged",
              "Progressed",
              "Ended");
      assertThat(heard.values().get(6).snapshot().percent()).hasValue(80);
    }
  }

  @Test
  void whoComesLateHearsTheEndAtOnce() {
    try (ByHand hand = new ByHand()) {
      JobHandle<String> job = hand.job("a");
      hand.tells("a", ByHand.failed("a"));

      TestSubscriber<JobEvent> heard = RxJobs.events(job).test();
      heard.assertComplete();
      assertThat(kinds(heard)).containsExactly("Joined", "Ended");
      RxJobs.outcome(job).test().assertValueCount(1);
    }
  }

  @Test
  void disposingLeavesTheHandleAlone() {
    try (ByHand hand = new ByHand()) {
      JobHandle<String> job = hand.job("a");
      RxJobs.events(job).test().cancel();
      RxJobs.outcome(job).test().dispose();
      RxJobs.result(job).test().dispose();
      RxJobs.events(JobGroup.of(List.of(job))).test().cancel();
      RxJobs.asTheyEnd(JobGroup.of(List.of(job))).test().cancel();
      hand.tells("a", ByHand.succeeded("a"));

      assertThat(job.outcome()).isCompleted();
      assertThat(hand.cancelled).isEmpty();
      RxJobs.result(job).test().assertResult("picture of a");
    }
  }

  @Test
  void aGroupIsHeardInOneStream() {
    try (ByHand hand = new ByHand()) {
      JobGroup<String> group = JobGroup.of(List.of(hand.job("a"), hand.job("b")));
      TestSubscriber<JobEvent> heard = RxJobs.events(group).test();
      hand.tells("b", ByHand.succeeded("b"));
      hand.tells("a", ByHand.failed("a"));

      heard.assertComplete();
      assertThat(told(heard)).containsExactly("Joined a", "Joined b", "Ended b", "Ended a");
    }
  }

  @Test
  void aGroupIsHeardAFewJobsAtATime() {
    try (ByHand hand = new ByHand()) {
      JobGroup<String> group = group(hand, "a", "b", "c");
      TestSubscriber<JobEvent> heard = RxJobs.events(group, 2).test();
      hand.tells("c", ByHand.succeeded("c"));
      assertThat(told(heard)).containsExactly("Joined a", "Joined b");
      hand.tells("b", ByHand.succeeded("b"));
      hand.tells("a", ByHand.succeeded("a"));

      heard.assertComplete();
      assertThat(told(heard))
          .containsExactly("Joined a", "Joined b", "Ended b", "Joined c", "Ended c", "Ended a");
    }
  }

  @Test
  void aGroupWithoutDemandLosesNothingAndStoresOneEventOfAJob() {
    try (ByHand hand = new ByHand()) {
      TestSubscriber<JobEvent> heard = RxJobs.events(group(hand, "a", "b")).test(0);
      for (int percent = 1; percent <= 50; percent++) {
        hand.says("a", ByHand.running("a", "drawing", percent));
        hand.tells("b", ByHand.running("b", "drawing", percent));
      }
      heard.request(Long.MAX_VALUE);

      assertThat(told(heard).filter(event -> event.endsWith("a")))
          .containsExactly("Joined a", "PhaseChanged a", "Progressed a");
      assertThat(told(heard).filter(event -> event.endsWith("b")))
          .containsExactly("Joined b", "PhaseChanged b", "Progressed b");
      heard.cancel();
    }
  }

  @Test
  void aWatchThatStoppedEndsTheStreamOfAGroupAfterTheOthers() {
    try (ByHand hand = new ByHand()) {
      JobGroup<String> group = group(hand, "a", "b");
      TestSubscriber<JobEvent> heard = RxJobs.events(group).test();
      group.jobs().get(0).detach();
      heard.assertNotComplete().assertNoErrors();
      hand.tells("b", ByHand.succeeded("b"));

      heard.assertError(DetachedException.class);
      assertThat(told(heard)).contains("Ended b");
    }
  }

  @Test
  void handlesComeAsTheirJobsEnd() {
    try (ByHand hand = new ByHand()) {
      JobGroup<String> group = group(hand, "a", "b", "c");
      TestSubscriber<JobHandle<String>> ended = RxJobs.asTheyEnd(group).test(0);
      hand.tells("c", ByHand.succeeded("c"));
      group.jobs().get(0).detach();
      hand.tells("b", ByHand.failed("b"));
      ended.assertNoValues();
      ended.request(3);

      ended.assertComplete();
      assertThat(ended.values())
          .extracting(job -> job.id().orElseThrow())
          .containsExactly("c", "a", "b");
    }
  }

  private static JobGroup<String> group(ByHand hand, String... ids) {
    return JobGroup.of(Stream.of(ids).map(hand::job).toList());
  }

  private static Stream<String> kinds(TestSubscriber<JobEvent> heard) {
    return heard.values().stream().map(event -> event.getClass().getSimpleName());
  }

  private static Stream<String> told(TestSubscriber<JobEvent> heard) {
    return heard.values().stream()
        .map(event -> event.getClass().getSimpleName() + " " + event.snapshot().id().orElseThrow());
  }
}
