package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The handles of a group as a stream, each when it has ended. */
class AsTheyEndTest {
  @Test
  void handlesComeInTheOrderOfTheirEndings() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(3));
      Subscriber subscriber = new Subscriber(Long.MAX_VALUE);
      group.asTheyEnd().subscribe(subscriber);
      many.succeeds(group.jobs().get(2));
      assertThat(subscriber.heard).containsExactly("job-2");

      group.jobs().get(0).detach();
      many.fails(group.jobs().get(1));
      assertThat(subscriber.heard).containsExactly("job-2", "job-0", "job-1", "complete");
    }
  }

  @Test
  void aSubscriberThatComesLateGetsThoseThatHadEndedFirst() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(3));
      many.succeeds(group.jobs().get(1));
      many.fails(group.jobs().get(2));
      Subscriber late = new Subscriber(Long.MAX_VALUE);
      group.asTheyEnd().subscribe(late);
      many.succeeds(group.jobs().get(0));
      Subscriber later = new Subscriber(Long.MAX_VALUE);
      group.asTheyEnd().subscribe(later);

      assertThat(late.heard).containsExactly("job-1", "job-2", "job-0", "complete");
      assertThat(later.heard).containsExactly("job-0", "job-1", "job-2", "complete");
    }
  }

  @Test
  void nothingComesWithoutDemandAndNothingIsLost() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(4));
      Subscriber slow = new Subscriber(0);
      group.asTheyEnd().subscribe(slow);
      many.succeeds(group.jobs().get(3));
      many.succeeds(group.jobs().get(1));
      assertThat(slow.heard).isEmpty();

      slow.request(1);
      assertThat(slow.heard).containsExactly("job-3");
      slow.request(2);
      many.succeeds(group.jobs().get(0));
      assertThat(slow.heard).containsExactly("job-3", "job-1", "job-0");
      many.succeeds(group.jobs().get(2));
      slow.request(1);
      assertThat(slow.heard).containsExactly("job-3", "job-1", "job-0", "job-2", "complete");
    }
  }

  @Test
  void askingForOneMoreInsideASignalNeitherNestsNorReorders() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.ended(5));
      Subscriber one = new Subscriber(1);
      one.more = true;
      group.asTheyEnd().subscribe(one);

      assertThat(one.heard)
          .containsExactly("job-0", "job-1", "job-2", "job-3", "job-4", "complete");
      assertThat(one.deepest).isEqualTo(1);
    }
  }

  @Test
  void aGroupWithoutJobsCompletesWithoutDemand() {
    Subscriber subscriber = new Subscriber(0);
    JobGroup.of(List.<JobHandle<String>>of()).asTheyEnd().subscribe(subscriber);

    assertThat(subscriber.heard).containsExactly("complete");
  }

  @Test
  void aSubscriberThatCancelsHearsNoMoreAndTheJobsGoOn() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(3));
      Subscriber leaving = new Subscriber(Long.MAX_VALUE);
      group.asTheyEnd().subscribe(leaving);
      many.succeeds(group.jobs().get(0));
      leaving.subscription().cancel();
      leaving.request(3);
      many.succeeds(group.jobs().get(1));

      assertThat(leaving.heard).containsExactly("job-0");
      assertThat(group.jobs().get(1).outcome()).isCompleted();
      assertThat(group.jobs().get(2).outcome()).isNotDone();
    }
  }

  @Test
  void aSubscriberThatCancelsWhenItIsGreetedHearsNothing() {
    try (ManyJobs many = new ManyJobs()) {
      Subscriber shy = new Subscriber(1);
      shy.leaves = true;
      JobGroup.of(many.ended(2)).asTheyEnd().subscribe(shy);

      assertThat(shy.heard).isEmpty();
    }
  }

  @Test
  void aRequestForNothingIsAnErrorAndTheLastSignal() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(1));
      for (long wrong : new long[] {0, -1}) {
        Subscriber subscriber = new Subscriber(Long.MAX_VALUE);
        group.asTheyEnd().subscribe(subscriber);
        subscriber.request(wrong);
        subscriber.request(1);
        assertThat(subscriber.heard).containsExactly("IllegalArgumentException");
      }
      Subscriber first = new Subscriber(-1);
      group.asTheyEnd().subscribe(first);
      many.succeeds(group.jobs().get(0));

      assertThat(first.heard).containsExactly("IllegalArgumentException");
    }
  }

  @Test
  void aSubscriberThatThrowsGetsNothingMoreAndHurtsNobody() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(2));
      Subscriber rude = new Subscriber(Long.MAX_VALUE);
      rude.throwing = true;
      Subscriber other = new Subscriber(Long.MAX_VALUE);
      group.asTheyEnd().subscribe(rude);
      group.asTheyEnd().subscribe(other);
      group.jobs().forEach(many::succeeds);

      assertThat(rude.heard).containsExactly("job-0");
      assertThat(other.heard).containsExactly("job-0", "job-1", "complete");
    }
  }

  @Test
  void closingTheClientEndsTheStreamWithTheHandlesThatWereLeft() {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(2));
      Subscriber subscriber = new Subscriber(Long.MAX_VALUE);
      group.asTheyEnd().subscribe(subscriber);
      many.succeeds(group.jobs().get(1));
      many.client.close();

      assertThat(subscriber.heard).containsExactly("job-1", "job-0", "complete");
    }
  }

  @Test
  void whatIsAskedForLaterComesAmongTheCallbacks() {
    Queue<Runnable> callbacks = new ArrayDeque<>();
    try (ManyJobs many = new ManyJobs(callbacks::add)) {
      Subscriber subscriber = new Subscriber(0);
      JobGroup.of(many.ended(2)).asTheyEnd().subscribe(subscriber);
      subscriber.request(1);
      subscriber.request(1);
      assertThat(subscriber.heard).isEmpty();

      callbacks.remove().run();
      assertThat(subscriber.heard).containsExactly("job-0", "job-1", "complete");
      assertThat(callbacks).isEmpty();
    }
  }

  @Test
  void nothingHoldsOnToASubscriberThatCancelled() throws Exception {
    try (ManyJobs many = new ManyJobs()) {
      JobGroup<String> group = JobGroup.of(many.waiting(3));
      ReferenceQueue<Subscriber> forgotten = new ReferenceQueue<>();
      WeakReference<Subscriber> gone = subscribedAndGone(group, forgotten);
      for (int tries = 0; tries < 100 && !gone.refersTo(null); tries++) {
        System.gc();
        forgotten.remove(50);
      }

      assertThat(gone.refersTo(null)).isTrue();
      assertThat(group.outcome()).isNotDone();
    }
  }

  private static WeakReference<Subscriber> subscribedAndGone(
      JobGroup<String> group, ReferenceQueue<Subscriber> forgotten) {
    Subscriber subscriber = new Subscriber(1);
    group.asTheyEnd().subscribe(subscriber);
    subscriber.subscription().cancel();
    return new WeakReference<>(subscriber, forgotten);
  }

  @Test
  void noSubscriberIsRefused() {
    Flow.Publisher<JobHandle<String>> stream =
        JobGroup.of(List.<JobHandle<String>>of()).asTheyEnd();

    assertThatThrownBy(() -> stream.subscribe(null)).isInstanceOf(NullPointerException.class);
  }

  private static final class Subscriber implements Flow.Subscriber<JobHandle<String>> {
    final List<String> heard = new ArrayList<>();
    private final long first;
    private Flow.@Nullable Subscription subscription;
    boolean more;
    boolean leaves;
    boolean throwing;
    int deepest;
    private int depth;

    Subscriber(long first) {
      this.first = first;
    }

    Flow.Subscription subscription() {
      return Objects.requireNonNull(subscription);
    }

    void request(long n) {
      subscription().request(n);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      if (first != 0) {
        subscription.request(first);
      }
      if (leaves) {
        subscription.cancel();
      }
    }

    @Override
    public void onNext(JobHandle<String> job) {
      depth++;
      deepest = Math.max(deepest, depth);
      heard.add(job.id().orElseThrow());
      if (throwing) {
        throw new IllegalStateException("rule 2.13 broken");
      }
      if (more) {
        subscription().request(1);
      }
      depth--;
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
