package dev.longhaul.job;

import dev.longhaul.internal.time.Ticker;
import dev.longhaul.job.JobMark.Likeness;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The submissions of one client whose jobs are not known yet, and the jobs that are known to be
 * somebody's: by both it is told whether a job of the service's list can only be the one that a
 * lost submission made.
 *
 * <p><i>Concurrency:</i> the monitor guards everything. A job is claimed before the submission that
 * made it leaves the list, so that at no moment it looks like nobody's.
 */
final class OpenSubmissions {
  /** How long a submission in doubt may still turn into a job. */
  private static final Duration DOUBT = Duration.ofMinutes(10);

  /** How long a claim outlives the oldest submission that could take the job for its own. */
  private static final Duration CLAIM = Duration.ofMinutes(5);

  private static final int MOST_DOUBTS = 10_000;

  private final Ticker ticker;
  private final Set<Entry> going = new LinkedHashSet<>();
  private final Deque<Entry> doubted = new ArrayDeque<>();
  private final Map<String, Long> claimed = new LinkedHashMap<>();

  /** One submission. */
  static final class Entry {
    final JobMark mark;
    final long began;
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();

    private Entry(JobMark mark, long began) {
      this.mark = mark;
      this.began = began;
    }

    /** Whether the job may be the one that this submission made, or will make. */
    boolean fits(JobMark job) {
      return mark.likeness(job) != Likeness.NONE;
    }
  }

  OpenSubmissions(Ticker ticker) {
    this.ticker = ticker;
  }

  long now() {
    return ticker.nanos();
  }

  /** Puts a submission on the list, before it is sent. */
  synchronized Entry begin(JobMark mark) {
    Entry entry = new Entry(mark, now());
    going.add(entry);
    return entry;
  }

  /** Takes a submission off the list whose job is known. */
  void accepted(Entry entry, String id) {
    synchronized (this) {
      claim(id);
      going.remove(entry);
    }
    entry.answered.complete(true);
  }

  /** Takes a submission off the list that made no job. */
  void refused(Entry entry) {
    synchronized (this) {
      going.remove(entry);
    }
    entry.answered.complete(true);
  }

  /** Tells that a submission will not be answered: from now on it is looked for. */
  void lost(Entry entry) {
    entry.answered.complete(true);
  }

  /** Remembers a submission that nobody looks for any more: its job may show up all the same. */
  void leftInDoubt(Entry entry) {
    synchronized (this) {
      going.remove(entry);
      doubted.add(entry);
      forgetOldDoubts();
    }
    entry.answered.complete(true);
  }

  /** Remembers that a job is somebody's. */
  synchronized void claim(String id) {
    claimed.remove(id); // to the end of the order
    claimed.put(id, now());
    Iterator<Entry> oldest = going.iterator();
    long needed = (oldest.hasNext() ? oldest.next().began : now()) - CLAIM.toNanos();
    Iterator<Long> times = claimed.values().iterator();
    while (times.hasNext() && times.next() - needed < 0) {
      times.remove();
    }
  }

  synchronized boolean isClaimed(String id) {
    return claimed.containsKey(id);
  }

  /**
   * Returns a future that is done when the submissions have been answered, or lost, that may have
   * made one of the jobs: those that were under way when the list was read.
   */
  synchronized CompletableFuture<Void> answersFor(Entry entry, List<JobMark> jobs, long readAt) {
    return CompletableFuture.allOf(
        going.stream()
            .filter(other -> other != entry && other.began - readAt <= 0)
            .filter(other -> !other.answered.isDone() && jobs.stream().anyMatch(other::fits))
            .map(other -> other.answered)
            .toArray(CompletableFuture[]::new));
  }

  /** Returns the other submissions in doubt, whose jobs may show up in the list at any time. */
  synchronized List<Entry> inDoubtBeside(Entry entry) {
    forgetOldDoubts();
    LinkedHashSet<Entry> others = new LinkedHashSet<>(doubted);
    going.stream().filter(other -> other.answered.isDone()).forEach(others::add);
    others.remove(entry);
    return List.copyOf(others);
  }

  /** Whether nobody looks any more for the job of a submission in doubt: its caller was told. */
  synchronized boolean isLeftInDoubt(Entry entry) {
    return doubted.contains(entry);
  }

  private void forgetOldDoubts() {
    while (!doubted.isEmpty()
        && (doubted.size() > MOST_DOUBTS || now() - doubted.peek().began > DOUBT.toNanos())) {
      doubted.remove();
    }
  }

  /** Runs a step that looks at the list and claims a job of it, with nobody in between. */
  synchronized <T> T alone(Supplier<T> step) {
    return step.get();
  }
}
