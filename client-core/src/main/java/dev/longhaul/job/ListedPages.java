package dev.longhaul.job;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.ServiceFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the watched jobs stands on which page of the service's list. A page is read when a job
 * on it is due and at least two of them are watched; one read then serves all. In a list whose
 * pages are numbered, jobs move on as new ones come: how fast is measured, and a job is looked for
 * where it should be by now. One that is not there is looked for on the page before or behind, as
 * the age of those that are there tells, while that costs less than reading the missing one by one.
 *
 * <p><i>Concurrency:</i> guarded by the lock of the engine.
 */
final class ListedPages<R> {
  private static final int WORTH_A_PAGE = 2;
  private static final int TRIES_BEFORE_ALONE = 2;
  private static final int MORE_HOPS = 4;
  private static final int MOST_IN_VAIN = 20;
  private static final double SHARE_OF_A_SIGHT = 0.02;
  private static final float HALF_A_PAGE = 0.5f;
  private static final long LONGEST_FRESH = Duration.ofMillis(500).toNanos();
  private static final long ABOUT_THE_SAME_TIME = Duration.ofSeconds(1).toNanos();
  private static final long SHORTEST_MOVE = Duration.ofMillis(100).toNanos();
  private static final long AFTER_FAILURES = Duration.ofMinutes(1).toNanos();
  private static final long AFTER_REFUSAL = Duration.ofMinutes(10).toNanos();

  final JobService.Listing<R> listing;
  private final ListedPage<R> first = new ListedPage<>(null);
  private final Map<String, ListedPage<R>> others = new HashMap<>();

  /** The pages in the order of the list, as far as they were seen. */
  private final List<ListedPage<R>> order = new ArrayList<>(List.of(first));

  private int unplaced;

  /** Whether jobs were missing on a page that had shown them, and by how many pages they move. */
  private boolean shifts;

  private double pagesPerNano;

  /** How many pages in a row showed none of the watched jobs. */
  private int inVain;

  private int failures;
  private boolean off;
  private long onAt;

  ListedPages(JobService.Listing<R> listing) {
    this.listing = listing;
  }

  void joined(Watch<R> watch) {
    count(watch, 1);
  }

  void left(Watch<R> watch) {
    count(watch, -1);
  }

  private void count(Watch<R> watch, int change) {
    ListedPage<R> page = watch.page;
    if (page == null) {
      unplaced += watch.unlisted < TRIES_BEFORE_ALONE ? change : 0;
      return;
    }
    page.watched += change;
    drop(page);
  }

  private void drop(ListedPage<R> page) {
    String cursor = page.cursor;
    boolean needed = page.watched > 0 || page.isBeingRead() || isInOrder(page);
    if (cursor != null && (page.dead || !needed)) {
      others.remove(cursor, page);
    }
  }

  private boolean isInOrder(ListedPage<R> page) {
    return page.place < order.size() && order.get(page.place) == page;
  }

  /** Returns the page that is to be read for a job, or null when the job is to be read alone. */
  @Nullable ListedPage<R> worthReading(Watch<R> watch, long now) {
    if (watch.alone || (off && now < onAt)) {
      return null;
    }
    off = false;
    if (watch.page != null && watch.page.dead) {
      move(watch, null, watch.unlisted);
      watch.position = 0;
    }
    ListedPage<R> seen = watch.page;
    if (seen == null && watch.unlisted >= TRIES_BEFORE_ALONE) {
      if (now - watch.seenAt < AFTER_FAILURES) {
        return null;
      }
      move(watch, null, TRIES_BEFORE_ALONE - 1);
    }
    int together = seen == null || seen == first ? first.watched + unplaced : seen.watched;
    ListedPage<R> page = expected(watch, now);
    return page != null && (together >= WORTH_A_PAGE || page.isBeingRead()) ? page : null;
  }

  /** Returns where a job should be by now, or null when the pages that were read rule it out. */
  private @Nullable ListedPage<R> expected(Watch<R> watch, long now) {
    ListedPage<R> seen = watch.page;
    if (!shifts) {
      return seen == null ? first : seen;
    }
    long since = seen == null ? watch.schedule.began() : watch.seenAt;
    return lookFor(watch, (int) (watch.position + pagesPerNano * (now - since)), now);
  }

  /**
   * Goes from a page to the first that may show a job: one that was read just now would have. In a
   * list that grows at its front, a page shows newer jobs as time passes, never older ones.
   */
  private @Nullable ListedPage<R> lookFor(Watch<R> watch, int from, long now) {
    int place = Math.max(0, Math.min(from, order.size() - 1));
    int before = 0;
    while (place >= 0 && place < order.size()) {
      ListedPage<R> page = order.get(place);
      int direction = page.shown.direction(watch.schedule);
      boolean passed = page.shown.areAllYoungerThan(watch.schedule);
      if (page.isBeingRead() || !(passed || page.dead || wasJustRead(page, watch, now))) {
        return page;
      }
      if (direction == 0) {
        return null;
      }
      if (direction == -before) {
        return watch.hops > MORE_HOPS ? null : lookedAtEarlier(page, order.get(place + direction));
      }
      before = direction;
      place += direction;
    }
    return null;
  }

  /** A job that neither of two neighbours showed moved from one to the other in between. */
  private ListedPage<R> lookedAtEarlier(ListedPage<R> one, ListedPage<R> other) {
    return one.readAt < other.readAt ? one : other;
  }

  /** Whether a page was read so recently that it would have shown the job, and did not. */
  private boolean wasJustRead(ListedPage<R> page, Watch<R> watch, long now) {
    long since = now - page.readAt;
    boolean showedIt = watch.hops == 0 && watch.page == page && watch.seenAt >= page.readAt;
    return page.wasRead
        && !showedIt
        && since < LONGEST_FRESH
        && since * Math.abs(pagesPerNano) < HALF_A_PAGE
        && watch.schedule.began() < page.readAt;
  }

  /**
   * Takes in that a job was seen on a page.
   *
   * @param within how far down the page, from 0 to 1
   */
  void seen(Watch<R> watch, ListedPage<R> page, double within, long now) {
    double position = page.place + within;
    long since = now - watch.seenAt;
    if (watch.page != null && watch.page != first && since > SHORTEST_MOVE) {
      double pace = (position - watch.position) / since;
      pagesPerNano += SHARE_OF_A_SIGHT * (pace - pagesPerNano);
    }
    watch.misses = 0;
    watch.hops = 0;
    watch.position = (float) position;
    watch.seenAt = now;
    move(watch, page, 0);
  }

  private void move(Watch<R> watch, @Nullable ListedPage<R> page, int unlisted) {
    if (watch.page == page && watch.unlisted == unlisted) {
      return;
    }
    count(watch, -1);
    watch.page = page;
    watch.unlisted = unlisted;
    count(watch, 1);
  }

  /**
   * Takes in what a page showed.
   *
   * @param next what asks for the page that follows; null when there is none
   * @param shown the ages of the watched jobs on it
   */
  void answered(ListedPage<R> page, @Nullable String next, Ages shown, long now) {
    failures = 0;
    page.wasRead = true;
    page.readAt = page.askedAt;
    page.shown = shown;
    inVain = shown.isEmpty() ? inVain + 1 : 0;
    if (inVain >= MOST_IN_VAIN) {
      inVain = 0;
      off = true;
      onAt = now + AFTER_FAILURES;
    }
    int behind = page.place + 1;
    if (isInOrder(page) && next == null) {
      List<ListedPage<R>> obsolete = order.subList(behind, order.size());
      List<ListedPage<R>> dropped = List.copyOf(obsolete);
      obsolete.clear();
      dropped.forEach(this::drop);
    } else if (next != null) {
      ListedPage<R> follower = others.computeIfAbsent(next, ListedPage::new);
      follower.place = behind;
      if (behind < order.size()) {
        drop(order.set(behind, follower));
      } else {
        order.add(follower);
      }
    }
    drop(page);
  }

  /**
   * Decides what becomes of a job that was not on the page where it was looked for, after that was
   * {@linkplain #answered answered}.
   *
   * @param missing how many others were not, it included
   */
  void missed(Watch<R> watch, ListedPage<R> page, int missing, long now) {
    if (watch.schedule.began() >= page.askedAt) {
      return; // it may be younger than what the page showed
    }
    ListedPage<R> seen = watch.page;
    if (watch.hops == 0 && seen != null && seen != page && !watch.schedule.knowsAge()) {
      pagesPerNano *= 1 - SHARE_OF_A_SIGHT; // the list may grow no more
      watch.hops = 1;
      watch.seenAt = now; // it is looked for where it was, next
      return;
    }
    shifts |= page != first && seen == page && watch.hops == 0;
    watch.misses += page.shown.isEmpty() ? 1 : 0;
    watch.hops++;
    ListedPage<R> other = lookFor(watch, page.place, now);
    if (other != null
        && watch.hops <= order.size() + MORE_HOPS
        && missing >= WORTH_A_PAGE * (watch.misses + 1)) {
      watch.position = other.place + HALF_A_PAGE;
      watch.seenAt = now;
      move(watch, other, watch.unlisted);
      return;
    }
    watch.misses = 0;
    watch.hops = 0;
    watch.alone = true;
    move(watch, null, Math.min(watch.unlisted + 1, TRIES_BEFORE_ALONE));
    watch.position = 0;
    watch.seenAt = now;
  }

  /**
   * Takes in a failed read; returns whether the jobs should be looked at at once. A page that is
   * refused and not the first may begin after a job that is there no more: its jobs are looked for
   * from the front.
   */
  boolean failed(ListedPage<R> page, LonghaulException error, long now) {
    boolean passing =
        error instanceof ServiceFailedException
            || error instanceof RateLimitedException
            || error.facts().status().isEmpty();
    if (!passing && page != first) {
      page.dead = true;
      drop(page);
      return true;
    }
    drop(page);
    failures++;
    if (passing && failures < TRIES_BEFORE_ALONE) {
      return false;
    }
    off = true;
    onAt = now + (passing ? AFTER_FAILURES : AFTER_REFUSAL);
    return !passing;
  }

  /** When the watched jobs of one page began, as far as is known. */
  static final class Ages {
    private boolean any;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    void add(PollSchedule job) {
      any = true;
      if (job.knowsAge()) {
        earliest = Math.min(earliest, job.began());
        latest = Math.max(latest, job.began());
      }
    }

    boolean isEmpty() {
      return !any;
    }

    /** Returns whether a job is older than all that were shown. */
    boolean areAllYoungerThan(PollSchedule job) {
      return job.knowsAge() && job.began() < earliest && earliest <= latest;
    }

    /**
     * Returns whether a job stands before the page (-1), behind it (1) or should have been on it
     * (0), in a list with the newest first. Jobs that were submitted at about the same time may
     * stand in another order there. Where nothing is known it is looked for behind.
     */
    int direction(PollSchedule job) {
      if (!job.knowsAge() || earliest > latest) {
        return 1;
      }
      long toTheOldest = job.began() - earliest;
      long toTheNewest = latest - job.began();
      if (Math.min(toTheOldest, toTheNewest) > ABOUT_THE_SAME_TIME) {
        return 0;
      }
      return toTheOldest <= toTheNewest ? 1 : -1;
    }
  }
}
