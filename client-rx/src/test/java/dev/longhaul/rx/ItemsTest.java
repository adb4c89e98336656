package dev.longhaul.rx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.RefusedException;
import dev.longhaul.job.Pages;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;

/** A list that comes page by page, as its items are asked for. */
class ItemsTest {
  private final LateErrors late = new LateErrors();
  private final List<CompletableFuture<Optional<List<String>>>> asked = new ArrayList<>();

  /** Every page is asked for here, and answered by hand. */
  private final Pages<String> pages =
      () -> {
        asked.add(new CompletableFuture<>());
        return asked.get(asked.size() - 1);
      };

  @AfterEach
  void nothingIsToldToTheHook() {
    late.close();
  }

  @Test
  void aPageIsFetchedWhenOneOfItsItemsIsAskedFor() {
    TestSubscriber<String> items = RxJobs.items(() -> pages).test(0);
    assertThat(asked).isEmpty();
    items.request(1);
    assertThat(asked).hasSize(1);
    page("a", "b");
    items.assertValues("a");
    items.request(1);
    items.assertValues("a", "b");
    assertThat(asked).as("all of the page was taken, and no more is wanted").hasSize(1);

    items.request(1);
    assertThat(asked).hasSize(2);
    page("c");
    items.request(1);
    end();
    items.assertResult("a", "b", "c");
    assertThat(asked).hasSize(3);
  }

  @Test
  void anOperatorThatTakesAFewFetchesNoMoreThanTheyNeed() {
    TestSubscriber<String> items = RxJobs.items(() -> pages).take(2).test();
    page("a", "b");

    items.assertResult("a", "b");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aListWithoutItemsIsEmpty() {
    TestSubscriber<String> items = RxJobs.items(() -> pages).test();
    end();

    items.assertResult();
  }

  @Test
  void thousandsOfPagesThatAreThereNeedNoStack() {
    AtomicInteger next = new AtomicInteger();
    Pages<Integer> ready =
        () ->
            CompletableFuture.completedFuture(
                next.get() < 100_000
                    ? Optional.of(List.of(next.getAndIncrement()))
                    : Optional.empty());

    assertThat(RxJobs.items(() -> ready).toList().blockingGet())
        .isEqualTo(IntStream.range(0, 100_000).boxed().toList());
  }

  @Test
  void everySubscriptionOpensTheListAnew() {
    AtomicInteger opened = new AtomicInteger();
    Flowable<String> items =
        RxJobs.items(
            () -> {
              opened.incrementAndGet();
              return pages;
            });
    assertThat(opened).hasValue(0);
    items.test(0);
    items.test(0);

    assertThat(opened).hasValue(2);
    assertThat(asked).isEmpty();
  }

  @Test
  void disposingEndsTheRequest() {
    TestSubscriber<String> items = RxJobs.items(() -> pages).test();
    items.cancel();

    assertThat(asked.get(0)).isCancelled();
    items.assertEmpty();
  }

  @Test
  void whoLeavesAmongTheItemsGetsNoMoreOfThem() {
    TestSubscriber<String> items =
        RxJobs.items(() -> pages).takeUntil((String item) -> item.equals("a")).test();
    page("a", "b");

    items.assertResult("a");
    assertThat(asked).hasSize(1);
  }

  @Test
  void disposingWhileAPageIsAskedForEndsItsRequest() {
    TestSubscriber<String> items = new TestSubscriber<>(0);
    CompletableFuture<Optional<List<String>>> request = new CompletableFuture<>();
    RxJobs.<String>items(
            () ->
                () -> {
                  items.cancel();
                  return request;
                })
        .subscribe(items);
    items.request(1);

    assertThat(request).isCancelled();
  }

  @Test
  void aPageThatCannotBeFetchedEndsTheStream() {
    TestSubscriber<String> items = RxJobs.items(() -> pages).test();
    page("a");
    asked.get(1).completeExceptionally(ByHand.refused());

    items.assertFailure(RefusedException.class, "a");
    RxJobs.<String>items(
            () ->
                () -> {
                  throw ByHand.refused();
                })
        .test()
        .assertFailure(RefusedException.class);
    RxJobs.<String>items(() -> null).test().assertFailure(NullPointerException.class);
  }

  @Test
  void aRequestThatSomebodyElseCancelsEndsTheStream() {
    TestSubscriber<String> items = RxJobs.items(() -> pages).test();
    asked.get(0).cancel(false);

    items.assertFailure(CancellationException.class);
  }

  @Test
  void anErrorThatComesTooLateGoesToTheHook() {
    CompletableFuture<Optional<List<String>>> deaf =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterruptIfRunning) {
            return false;
          }
        };
    RxJobs.<String>items(() -> () -> deaf).test().cancel();
    deaf.completeExceptionally(ByHand.refused());

    assertThat(late.take()).singleElement().isInstanceOf(RefusedException.class);
  }

  @Test
  void aRequestForNothingIsAMistakeThatGoesToTheHook() {
    RxJobs.items(() -> pages)
        .subscribe(
            new FlowableSubscriber<String>() {
              @Override
              public void onSubscribe(Subscription subscription) {
                subscription.request(0);
              }

              @Override
              public void onNext(String item) {}

              @Override
              public void onError(Throwable error) {}

              @Override
              public void onComplete() {}
            });

    assertThat(late.take()).singleElement().isInstanceOf(IllegalArgumentException.class);
    assertThat(asked).isEmpty();
  }

  private void page(String... items) {
    asked.get(asked.size() - 1).complete(Optional.of(List.of(items)));
  }

  private void end() {
    asked.get(asked.size() - 1).complete(Optional.empty());
  }
}
