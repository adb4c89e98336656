package dev.longhaul.integration.benchmark;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What was told of the endings of a plan's jobs, and when. Safe for use by several threads. */
final class Endings {
  private final JobPlan plan;
  private final AtomicIntegerArray times;
  private final long[] toldAt;
  private final CountDownLatch left;
  private volatile int wrong;

  Endings(JobPlan plan) {
    this.plan = plan;
    times = new AtomicIntegerArray(plan.jobs() + 1);
    toldAt = new long[plan.jobs() + 1];
    left = new CountDownLatch(plan.jobs());
  }

  /**
   * Takes in that a job has ended.
   *
   * @param image its result; null for one that did not succeed, which is wrong here
   */
  void told(int id, @Nullable String image) {
    long now = System.currentTimeMillis();
    boolean right = JobAnswers.imageOf(id).equals(image) && plan.hasEnded(id, now);
    boolean first = times.incrementAndGet(id) == 1;
    if (!first || !right) {
      addWrong();
    }
    if (first) {
      toldAt[id] = now;
      left.countDown();
    }
  }

  private synchronized void addWrong() {
    wrong++;
  }

  /** Waits until every job's ending was told, or the time is up; returns how many were not. */
  int await(long millis) throws InterruptedException {
    return left.await(millis, TimeUnit.MILLISECONDS) ? 0 : (int) left.getCount();
  }

  /** Returns how many endings were told twice, before their time or with another job's result. */
  int wrong() {
    return wrong;
  }

  /** Returns how long after their endings the jobs were told, in milliseconds, shortest first. */
  List<Long> lags() {
    return IntStream.rangeClosed(1, plan.jobs())
        .filter(id -> times.get(id) > 0)
        .mapToObj(id -> toldAt[id] - plan.endOf(id))
        .sorted()
        .toList();
  }
}
