package dev.longhaul.job;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.ServiceFailedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the watched jobs stands on which page of the service's list. A page is read when a job
 * on it is due and at least two of them are watched; one read then serves all. A job that is not
 * where it was is looked for on the pages that follow while that costs less than reading the
 * missing one by one.
 *
 * <p><i>Concurrency:</i> guarded by the lock of the engine.
 */
final class ListedPages<R> {
  private static final int WORTH_A_PAGE = 2;
  private static final int MOST_MISSES = 3;
  private static final int TRIES_BEFORE_ALONE = 2;
  private static final long AFTER_FAILURES = Duration.ofMinutes(1).toNanos();
  private static final long AFTER_REFUSAL = Duration.ofMinutes(10).toNanos();

  final JobService.Listing<R> listing;
  private final ListedPage<R> first = new ListedPage<>(null);
  private final Map<String, ListedPage<R>> others = new HashMap<>();
  private int unplaced;
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
    if (cursor != null && page.watched == 0 && !page.isBeingRead()) {
      others.remove(cursor);
    }
  }

  /** Returns the page that is to be read for a job, or null when the job is to be read alone. */
  @Nullable ListedPage<R> worthReading(Watch<R> watch, long now) {
    if (watch.alone || (off && now < onAt)) {
      return null;
    }
    off = false;
    if (watch.page == null && watch.unlisted >= TRIES_BEFORE_ALONE) {
      return null;
    }
    ListedPage<R> page = watch.page == null ? first : watch.page;
    int here = page.watched + (page == first ? unplaced : 0);
    return here >= WORTH_A_PAGE || page.isBeingRead() ? page : null;
  }

  /** Takes in that a job was seen on a page. */
  void seen(Watch<R> watch, ListedPage<R> page) {
    watch.misses = 0;
    move(watch, page, (byte) 0);
  }

  private void move(Watch<R> watch, @Nullable ListedPage<R> page, byte unlisted) {
    if (watch.page == page && watch.unlisted == unlisted) {
      return;
    }
    count(watch, -1);
    watch.page = page;
    watch.unlisted = unlisted;
    count(watch, 1);
  }

  /**
   * Decides what becomes of a job that was not on the page where it was looked for.
   *
   * @param next what asks for the page that follows; null when there is none
   * @param missing how many others there are, it included
   * @param foundSome whether the page showed any that are watched
   */
  void missed(Watch<R> watch, @Nullable String next, int missing, boolean foundSome) {
    watch.misses += (byte) (foundSome ? 0 : 1);
    boolean goOn = watch.misses < MOST_MISSES && missing >= WORTH_A_PAGE * (watch.misses + 1);
    if (next != null && goOn) {
      move(watch, others.computeIfAbsent(next, ListedPage::new), watch.unlisted);
      return;
    }
    watch.misses = 0;
    watch.alone = true;
    move(watch, null, (byte) Math.min(watch.unlisted + 1, TRIES_BEFORE_ALONE));
  }

  void answered(ListedPage<R> page) {
    failures = 0;
    drop(page);
  }

  /** Takes in a failed read; returns whether the jobs should be read one by one at once. */
  boolean failed(ListedPage<R> page, LonghaulException error, long now) {
    drop(page);
    boolean passing =
        error instanceof ServiceFailedException
            || error instanceof RateLimitedException
            || error.facts().status().isEmpty();
    failures++;
    if (passing && failures < TRIES_BEFORE_ALONE) {
      return false;
    }
    off = true;
    onAt = now + (passing ? AFTER_FAILURES : AFTER_REFUSAL);
    return !passing;
  }
}
