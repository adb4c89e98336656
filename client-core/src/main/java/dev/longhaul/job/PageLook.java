package dev.longhaul.job;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.job.Watch.Doing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A read of one page of the list, from its beginning until every watched job that it showed, or
 * should have shown, is in line again.
 *
 * <p><i>Concurrency:</i> as with {@link JobLook}.
 */
final class PageLook<R> implements PollEngine.Look {
  private final PollEngine engine;
  private final Feed<R> feed;
  private final ListedPages<R> pages;
  private final ListedPage<R> page;
  private final boolean probe;
  private long turn;

  private record Seen<R>(Watch<R> watch, JobReading<R> reading, double within) {}

  PageLook(PollEngine engine, Feed<R> feed, ListedPage<R> page, boolean probe) {
    this.engine = engine;
    this.feed = feed;
    this.pages = Objects.requireNonNull(feed.pages);
    this.page = page;
    this.probe = probe;
  }

  @Override
  public boolean begin() {
    synchronized (engine) {
      if (engine.isClosed()) {
        engine.givenUp(probe);
        return true;
      }
    }
    turn = engine.nextTurn();
    CompletableFuture<ListedJobs<R>> answer = Guarded.call(() -> pages.listing.list(page.cursor));
    boolean open;
    synchronized (engine) {
      open = engine.keep(this, answer);
    }
    // Guards against a close in between, which found no read to cancel.
    if (!open) {
      answer.cancel(false);
    }
    boolean over = answer.isDone();
    answer.whenComplete(
        (jobs, error) -> {
          try {
            ended(jobs, error);
          } finally {
            engine.lookUnless(over);
          }
        });
    return over;
  }

  private void ended(@Nullable ListedJobs<R> jobs, @Nullable Throwable error) {
    synchronized (engine) {
      engine.forget(this);
    }
    if (jobs == null) {
      failed(Watch.asLonghaul(error, null));
    } else {
      showed(jobs);
    }
  }

  private void showed(ListedJobs<R> answer) {
    List<Seen<R>> rows = new ArrayList<>();
    List<Watch<R>> toRead = new ArrayList<>();
    try {
      synchronized (engine) {
        engine.answered(null, probe);
        rows.addAll(seen(answer.jobs()));
      }
      rows.forEach(row -> tell(row, toRead));
    } finally {
      // Whatever went wrong above, the jobs are looked at again.
      synchronized (engine) {
        List<Watch<R>> waited = page.end();
        long now = engine.now();
        pages.answered(page, answer.next(), inLine(rows, now), now);
        missed(waited, now);
        toRead.forEach(engine::alone);
      }
    }
  }

  private List<Seen<R>> seen(List<ListedJob<R>> jobs) {
    List<Seen<R>> rows = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      JobReading<R> reading = jobs.get(i).reading();
      double within = (double) i / jobs.size();
      feed.each(reading.id, watch -> rows.add(new Seen<>(watch, reading, within)));
    }
    return rows;
  }

  /** A list may lag behind a read: a step back, too, is told only after a read. */
  private void tell(Seen<R> row, List<Watch<R>> toRead) {
    row.watch.shown();
    if (row.reading.endedUntold || row.watch.job.wouldStepBack(row.reading)) {
      toRead.add(row.watch);
    } else {
      row.watch.job.observe(row.reading, turn);
    }
  }

  private ListedPages.Ages inLine(List<Seen<R>> rows, long now) {
    ListedPages.Ages shown = new ListedPages.Ages();
    for (Seen<R> row : rows) {
      Watch<R> watch = row.watch;
      shown.add(watch.schedule);
      if (!watch.gone) {
        pages.seen(watch, page, row.within, now);
      }
      if (watch.doing != Doing.READS && !watch.alone) {
        engine.inLine(watch, row.reading, Duration.ZERO);
      }
    }
    return shown;
  }

  private void missed(List<Watch<R>> waited, long now) {
    List<Watch<R>> missing = stillWaiting(waited);
    for (Watch<R> watch : missing) {
      pages.missed(watch, page, missing.size(), now);
      engine.due(watch);
    }
  }

  /** One that was read by itself meanwhile, or has ended, waits no more. */
  private List<Watch<R>> stillWaiting(List<Watch<R>> waited) {
    return waited.stream().filter(it -> it.doing == Doing.LISTED && !it.gone).toList();
  }

  private void failed(LonghaulException failure) {
    List<Watch<R>> waited;
    boolean outage;
    synchronized (engine) {
      outage = engine.answered(failure, probe);
      waited = stillWaiting(page.end());
      if (pages.failed(page, failure, engine.now())) {
        waited.forEach(engine::due);
        return;
      }
    }
    try {
      if (outage) {
        engine.everyJob().forEach(job -> job.readFailed(failure));
      } else {
        waited.forEach(watch -> watch.job.readFailed(failure));
      }
    } finally {
      synchronized (engine) {
        Duration rest = ServiceHealth.rest(failure);
        stillWaiting(waited).forEach(watch -> engine.inLine(watch, null, rest));
      }
    }
  }
}
