package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events as a stream with back-pressure. */
class EventStreamTest {
  @Test
  void withoutDemandNothingComesAndNothingThatMattersIsLost() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      Subscriber subscriber = new Subscriber();
      job.events().subscribe(subscriber);
      for (int percent = 1; percent <= 30; percent++) {
        watching.reads(ByHandService.running(percent));
      }
      watching.reads(ByHandService.succeeded());
      assertThat(subscriber.heard).containsExactly("subscribed");

      subscriber.subscription().request(1);
      assertThat(subscriber.heard).containsExactly("subscribed", "Joined");
      subscriber.subscription().request(10);
      assertThat(subscriber.heard)
          .containsExactly(
              "subscribed", "Joined", "PhaseChanged", "Progressed", "Ended", "complete");
    }
  }

  @Test
  void progressAndFailedReadsInTurnDoNotPileUpWithoutDemand() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      Subscriber subscriber = new Subscriber();
      job.events().subscribe(subscriber);
      for (int percent = 1; percent <= 30; percent++) {
        watching.reads(ByHandService.running(percent));
        watching.fails(ByHandService.broken(500));
      }
      subscriber.subscription().request(Long.MAX_VALUE);

      assertThat(subscriber.heard)
          .containsExactly("subscribed", "Joined", "PhaseChanged", "Progressed", "ReadFailed");
    }
  }

  @Test
  void theEndOfAWatchNeedsNoDemand() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      Subscriber subscriber = new Subscriber();
      job.events().subscribe(subscriber);
      job.detach();

      assertThat(subscriber.heard).containsExactly("subscribed", "DetachedException");
    }
  }

  @Test
  void aSubscriberThatCancelsHearsNoMoreAndTheWatchGoesOn() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      Subscriber subscriber = new Subscriber();
      job.events().subscribe(subscriber);
      subscriber.subscription().request(Long.MAX_VALUE);
      subscriber.subscription().request(Long.MAX_VALUE);
      subscriber.subscription().cancel();
      watching.reads(ByHandService.succeeded());

      assertThat(subscriber.heard).containsExactly("subscribed", "Joined");
      assertThat(job.outcome()).isCompleted();
    }
  }

  @Test
  void aRequestForNothingIsAnError() {
    try (Watching watching = new Watching()) {
      Subscriber subscriber = new Subscriber();
      watching.submitted().events().subscribe(subscriber);
      subscriber.subscription().request(0);

      assertThat(subscriber.heard).containsExactly("subscribed", "IllegalArgumentException");
    }
  }

  @Test
  void aSubscriberThatThrowsIsCancelledAndHurtsNobody() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();
      Subscriber rude = new Subscriber();
      rude.throwing = true;
      job.events().subscribe(rude);
      rude.subscription().request(5);
      watching.reads(ByHandService.running(1));
      watching.reads(ByHandService.succeeded());

      assertThat(rude.heard).containsExactly("subscribed", "Joined");
      assertThat(job.outcome()).isCompleted();
    }
  }

  @Test
  void noSubscriberIsRefused() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.submitted();

      assertThatThrownBy(() -> job.events().subscribe(null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  private static final class Subscriber implements Flow.Subscriber<JobEvent> {
    final List<String> heard = new ArrayList<>();
    Flow.@Nullable Subscription subscription;
    boolean throwing;

    Flow.Subscription subscription() {
      return Objects.requireNonNull(subscription);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      heard.add("subscribed");
    }

    @Override
    public void onNext(JobEvent event) {
      heard.add(event.getClass().getSimpleName());
      if (throwing) {
        throw new IllegalStateException("rule 2.13 broken");
      }
    }

    @Override
    public void onError(Throwable error) {
      heard.add(error.getClass().getSimpleName());
    }

    @Override
    public void onComplete() {
      heard.add("complete");
    }
  }
}
