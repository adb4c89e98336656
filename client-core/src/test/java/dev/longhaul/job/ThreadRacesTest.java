package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What two threads do at one moment comes out as if one had been first. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class ThreadRacesTest {
  private static final int ROUNDS = 300;

  /** What the two do. */
  private enum Pair {
    ENDING_AND_DETACH(Round::ends, round -> round.job.detach()),
    ENDING_AND_CLOSE(Round::ends, round -> round.client.close()),
    ENDING_AND_WAITER(Round::ends, round -> round.waits.add(round.job.outcome())),
    ENDING_AND_SUBSCRIBER(Round::ends, Round::subscribes),
    ENDING_AND_CANCEL(Round::ends, round -> round.cancels()),
    ENDING_AND_ANOTHER_BY_PUSH(Round::ends, round -> round.sink.frame(ByHandService.failed())),
    ENDING_AND_LOSS_OF_PUSH(Round::ends, round -> round.sink.lost()),
    DETACH_AND_CLOSE(round -> round.job.detach(), round -> round.client.close()),
    CLOSE_AND_SUBSCRIBER(round -> round.client.close(), Round::subscribes),
    CLOSE_AND_RECONNECTION(round -> round.client.close(), round -> round.sink.connected()),
    CLOSE_AND_SECOND_WATCH(
        round -> round.client.close(),
        round ->
            round.waits.add(
                round.client.watch(ByHandService.waiting(), round.job.key()).outcome()));

    private final Consumer<Round> one;
    private final Consumer<Round> other;

    Pair(Consumer<Round> one, Consumer<Round> other) {
      this.one = one;
      this.other = other;
    }
  }

  @ParameterizedTest
  @EnumSource
  void areAsIfOneHadBeenFirst(Pair pair) throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      try (Round round = new Round()) {
        CyclicBarrier barrier = new CyclicBarrier(2);
        Thread other = new Thread(() -> after(barrier, () -> pair.other.accept(round)));
        other.start();
        after(barrier, () -> pair.one.accept(round));
        other.join();
        round.isOver();
      }
    }
  }

  private static void after(CyclicBarrier barrier, Runnable action) {
    try {
      barrier.await();
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
    action.run();
  }

  /** One job, which is being read. */
  private static final class Round implements AutoCloseable {
    final VirtualTime time = VirtualTime.create();
    final ByHandService service = new ByHandService();
    final JobClient<String, String> client;
    final JobHandle<String> job;
    final List<CompletableFuture<JobOutcome<String>>> waits = new ArrayList<>();
    final List<Ending> subscribers = new ArrayList<>();
    final List<CompletableFuture<CancelResult<String>>> cancels = new ArrayList<>();
    PushSink<String> sink;

    Round() {
      WatchOptions options = WatchOptions.builder().scheduler(time).clock(time).jitter(0).build();
      client =
          JobClient.open(
              service
                  .builder()
                  .read(service::read)
                  .cancel(service::cancel)
                  .push(new Source())
                  .build(),
              options);
      job = client.attach(ByHandService.ID);
      waits.add(job.outcome());
      subscribes();
    }

    void subscribes() {
      Ending subscriber = new Ending();
      subscribers.add(subscriber);
      job.events().subscribe(subscriber);
    }

    void ends() {
      service.reads.get(0).complete(ByHandService.succeeded());
    }

    void cancels() {
      cancels.add(job.cancelAsync());
      service.cancels.forEach(sent -> sent.complete(null));
    }

    void isOver() throws Exception {
      Object ending = told(waits.get(0));
      for (CompletableFuture<JobOutcome<String>> wait : waits) {
        assertThat(told(wait).getClass()).isEqualTo(ending.getClass());
      }
      assertThat(told(job.outcome())).isSameAs(ending);
      for (Ending subscriber : subscribers) {
        assertThat(subscriber.end.get(5, TimeUnit.SECONDS)).isSameAs(ending);
      }
      for (CompletableFuture<CancelResult<String>> cancel : cancels) {
        assertThat(cancel.get(5, TimeUnit.SECONDS))
            .isInstanceOfAny(CancelResult.Accepted.class, CancelResult.AlreadyFinished.class);
      }
      assertThat(time.pending()).as("timers that are left").isZero();
      assertThat(service.reads).allSatisfy(read -> assertThat(read).isDone());
    }

    private static Object told(CompletableFuture<?> wait) throws Exception {
      return wait.<Object>handle((ok, error) -> error == null ? ok : LinkedFuture.reason(error))
          .get(5, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      client.close();
    }

    private final class Source implements PushSource<String> {
      @Override
      public Registration open(PushSink<String> hearer) {
        sink = hearer;
        return () -> {};
      }

      @Override
      public void watch(String id) {
        // Frames come by hand.
      }

      @Override
      public void unwatch(String id) {
        // As above.
      }
    }
  }

  /** How a stream of events ended: with an outcome or an error. */
  private static final class Ending implements Flow.Subscriber<JobEvent> {
    final CompletableFuture<Object> end = new CompletableFuture<>();
    private JobEvent last;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(JobEvent event) {
      last = event;
    }

    @Override
    public void onError(Throwable error) {
      end.complete(error);
    }

    @Override
    public void onComplete() {
      end.complete(((JobEvent.Ended) last).outcome());
    }
  }
}
