package dev.longhaul.rx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.job.DetachedException;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobGroup;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.FlowAdapters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reactor, and the subscribers of the JDK, take the streams as they are. */
class OtherSubscribersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void reactorHearsTheEventsOfAJob() {
    List<String> heard =
        Flux.from(scene.fed(RxJobs.events(scene.hand.job("a")), said()))
            .map(event -> event.getClass().getSimpleName())
            .collectList()
            .block(PATIENCE);

    assertThat(heard).containsExactly("Joined", "PhaseChanged", "Ended");
  }

  @Test
  void reactorAsksForAFewAtATime() {
    JobGroup<String> group = JobGroup.of(List.of(scene.hand.job("a"), scene.hand.job("b")));
    scene.hand.says("b", ByHand.succeeded("b"));
    List<String> ended =
        Flux.from(scene.fed(RxJobs.asTheyEnd(group), said()))
            .limitRate(1)
            .map(job -> job.id().orElseThrow())
            .collectList()
            .block(PATIENCE);

    assertThat(ended).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void reactorHearsErrorsAndResults() {
    JobHandle<String> stopped = scene.stopped();
    assertThatThrownBy(() -> Flux.from(RxJobs.events(stopped)).blockLast(PATIENCE))
        .isInstanceOf(DetachedException.class);

    scene.hand.says("a", ByHand.succeeded("a"));
    Mono<String> result =
        Mono.from(
            scene.fed(RxJobs.submitForResult(() -> scene.submit("a")).toFlowable(), List.of()));
    assertThat(result.block(PATIENCE)).isEqualTo("picture of a");
  }

  @Test
  void whoLeavesReactorLeavesTheJobInTheSameWay() {
    JobHandle<String> job = scene.hand.job("a");
    Flux.from(RxJobs.submitAndWatch(() -> CompletableFuture.completedFuture(job)))
        .blockFirst(PATIENCE);

    assertThat(job.outcome())
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(DetachedException.class);
  }

  @Test
  void aSubscriberOfTheJdkHearsTheEventsOneByOne() {
    OneByOne subscriber = new OneByOne();
    FlowAdapters.toFlowPublisher(scene.fed(RxJobs.events(scene.hand.job("a")), said()))
        .subscribe(subscriber);

    assertThat(subscriber.heard)
        .succeedsWithin(PATIENCE)
        .isEqualTo(List.of("Joined", "PhaseChanged", "Ended"));
  }

  private static List<JobReading<String>> said() {
    return List.of(ByHand.running("a", "drawing", 10), ByHand.succeeded("a"));
  }

  private static final class OneByOne implements Flow.Subscriber<JobEvent> {
    final CompletableFuture<List<String>> heard = new CompletableFuture<>();
    private final List<String> events = new ArrayList<>();
    private Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      subscription.request(1);
    }

    @Override
    public void onNext(JobEvent event) {
      events.add(event.getClass().getSimpleName());
      subscription.request(1);
    }

    @Override
    public void onError(Throwable error) {
      heard.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      heard.complete(events);
    }
  }
}
