package dev.longhaul.rx;

import dev.longhaul.job.Pages;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The items of a list, of which a page is fetched when one of its items is asked for. */
final class PagedItems<T> extends Flowable<T> {
  private final Pages<T> pages;

  PagedItems(Pages<T> pages) {
    this.pages = pages;
  }

  @Override
  protected void subscribeActual(Subscriber<? super T> subscriber) {
    subscriber.onSubscribe(new Reading<>(subscriber, pages));
  }

  /**
   * One subscriber's way through the list.
   *
   * <p><i>Concurrency:</i> demand, pages and a cancellation each call {@link #drain}; the first in
   * serves all who call meanwhile, so {@link #page} has one user at a time.
   */
  private static final class Reading<T> implements Subscription {
    private final Subscriber<? super T> subscriber;
    private final Pages<T> pages;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private volatile @Nullable CompletableFuture<Optional<List<T>>> fetch;
    private volatile boolean over;
    private Iterator<T> page = Collections.emptyIterator();

    Reading(Subscriber<? super T> subscriber, Pages<T> pages) {
      this.subscriber = subscriber;
      this.pages = pages;
    }

    @Override
    public void request(long n) {
      if (n <= 0) {
        RxJavaPlugins.onError(
            new IllegalArgumentException("request(" + n + "): a positive number is needed"));
        return;
      }
      demand.getAndAccumulate(n, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
      drain();
    }

    @Override
    public void cancel() {
      over = true;
      CompletableFuture<?> underWay = fetch;
      if (underWay != null) {
        underWay.cancel(false);
      }
      drain();
    }

    private void drain() {
      if (calls.getAndIncrement() != 0) {
        return;
      }
      int served = 1;
      while (served != 0) {
        boolean more = true;
        while (more) {
          more = over ? leave() : step();
        }
        served = calls.addAndGet(-served);
      }
    }

    /** Does one thing that there is demand for; returns whether there may be another. */
    private boolean step() {
      if (demand.get() == 0) {
        return false;
      }
      if (page.hasNext()) {
        demand.getAndUpdate(had -> had == Long.MAX_VALUE ? had : had - 1);
        subscriber.onNext(page.next());
        return true;
      }
      CompletableFuture<Optional<List<T>>> underWay = fetch;
      if (underWay == null) {
        ask();
        return false;
      }
      if (underWay.isDone()) {
        take(underWay);
        return true;
      }
      return false;
    }

    private void ask() {
      CompletableFuture<Optional<List<T>>> next;
      try {
        next = pages.nextAsync();
      } catch (RuntimeException | Error thrown) {
        next = CompletableFuture.failedFuture(thrown);
      }
      fetch = next;
      if (over) {
        next.cancel(false); // guards against a cancellation that could not see this page yet
      }
      next.whenComplete((items, error) -> drain());
    }

    private void take(CompletableFuture<Optional<List<T>>> done) {
      fetch = null;
      try {
        Optional<List<T>> next = done.join();
        if (next.isPresent()) {
          page = next.get().iterator();
        } else {
          over = true;
          subscriber.onComplete();
        }
      } catch (CompletionException | CancellationException failed) {
        over = true;
        subscriber.onError(Futures.reason(failed));
      }
    }

    /** Drops what is left; an error that came too late for the subscriber is not dropped. */
    private boolean leave() {
      page = Collections.emptyIterator();
      CompletableFuture<?> last = fetch;
      if (last != null && last.isDone()) {
        fetch = null;
        if (last.isCompletedExceptionally() && !last.isCancelled()) {
          last.whenComplete((items, error) -> RxJavaPlugins.onError(Futures.reason(error)));
        }
      }
      return false;
    }
  }
}
