package dev.longhaul.integration.soak;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.job.JobOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Who is alive, how many have ended, and what was told wrong. Safe for use by several threads. */
final class SoakTally {
  /** An ending that was not told after this is missed: every pace here is quicker. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int KEPT_LIES = 20;

  private final SoakTruth truth;
  private final Semaphore places;
  private final Map<String, SoakedJob> alive = new ConcurrentHashMap<>();
  private final List<String> lies = new CopyOnWriteArrayList<>();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger wrong = new AtomicInteger();
  private final Map<String, Integer> spoilt = new ConcurrentHashMap<>();

  SoakTally(SoakTruth truth, Semaphore places) {
    this.truth = truth;
    this.places = places;
  }

  void alive(SoakedJob job) {
    if (alive.put(job.id(), job) != null) {
      wrong(job.id() + " was given to two submissions");
    }
  }

  /** Takes in that no handle came of a submission, which the wire may bring about. */
  void spoilt(Throwable error) {
    spoilt.merge(error.getClass().getSimpleName(), 1, Integer::sum);
    places.release();
  }

  void check(SoakedJob job, @Nullable JobOutcome<Video> told) {
    String lie = truth.lie(job.id(), told, job.age());
    if (lie != null) {
      wrong(lie);
    } else if (isLate(job)) {
      wrong(job.id() + " was told its ending too late");
    }
  }

  private boolean isLate(SoakedJob job) {
    return job.watched().compareTo(truth.lengthOf(job.id()).plus(PATIENCE)) > 0;
  }

  void wrong(String lie) {
    wrong.incrementAndGet();
    if (lies.size() < KEPT_LIES) {
      lies.add(lie);
    }
  }

  void over(SoakedJob job) {
    alive.remove(job.id());
    ended.incrementAndGet();
    places.release();
  }

  /** Returns how many jobs are watched. */
  int watched() {
    return alive.size();
  }

  int ended() {
    return ended.get();
  }

  /** Returns how many submissions gave no handle, by their errors. */
  Map<String, Integer> spoilt() {
    return Map.copyOf(spoilt);
  }

  int wrong() {
    return wrong.get();
  }

  /** Returns what was wrong, the first few of it. */
  List<String> lies() {
    return List.copyOf(lies);
  }

  /** Returns how many jobs should have been told their ending by now. */
  int missed() {
    return (int) alive.values().stream().filter(this::isLate).count();
  }
}
