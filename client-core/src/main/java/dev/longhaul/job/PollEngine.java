package dev.longhaul.job;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.time.Alarm;
import dev.longhaul.job.Watch.Doing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all the watched jobs of one client: the one timer wakes it when the first is due, and it
 * begins what reads the budget and the health of the service allow. A job that waits is an entry in
 * a queue, with no thread, timer or future of its own.
 *
 * <p><i>Concurrency:</i> its monitor guards this object, the watches and what they share. No
 * service and no job is called under it, and no timer is set: whoever decides on looks, be it the
 * timer, the thread that brought an answer or a caller who attaches, begins them after releasing
 * it. A timer is cancelled under it, lest one that is set anew be cancelled instead, and the clock
 * of the options is read.
 */
final class PollEngine {
  private static final Logger LOG = LoggerFactory.getLogger(JobHandle.class);
  private static final long NEVER = Long.MAX_VALUE;

  private final JobRuntime runtime;
  private final DueQueue queue = new DueQueue();

  /** Those with jobs, and those that have a push source, of which there are few. */
  private final Map<Object, Feed<?>> feeds = new HashMap<>();

  private final LearnedDurations.Kinds kinds = new LearnedDurations.Kinds();
  private final AtomicLong turns = new AtomicLong();
  private final ServiceHealth health;
  private final ReadBudget budget;
  private final Alarm alarm;
  private final Map<Look, CompletableFuture<?>> pageReads = new HashMap<>();
  private long ticks;
  private long time;
  private boolean closed;

  /** A look at a job or a page that was decided on and has not begun. */
  interface Look {
    /** Begins; returns whether it is over already. */
    boolean begin();
  }

  PollEngine(JobRuntime runtime) {
    this.runtime = runtime;
    health = new ServiceHealth(runtime.options);
    budget = new ReadBudget(runtime.options.readsPerSecond(), 0);
    alarm = new Alarm(runtime::schedule, this::lookAt);
    ticks = runtime.ticker().nanos();
  }

  /** Returns the number of a look that begins now: answers may come in another order. */
  long nextTurn() {
    return turns.incrementAndGet();
  }

  /**
   * Returns nanoseconds that never run backwards and, since the scheduler counts too, never stand
   * still, whatever the clock does.
   */
  synchronized long now() {
    long newest = runtime.ticker().nanos();
    time += Math.max(0, newest - ticks);
    ticks = newest;
    return time;
  }

  /**
   * Returns a watch that hears what is pushed, and is not in line yet.
   *
   * @param kind the kind of a job that begins now; null when its age is not known
   */
  synchronized <R> Watch<R> watch(WatchedJob<R> job, String id, @Nullable String kind) {
    LearnedDurations learned = kind == null ? null : kinds.of(kind);
    PollSchedule schedule = new PollSchedule(runtime.options, learned, now());
    Watch<R> watch = new Watch<>(job, id, feed(job.service()), schedule);
    watch.feed.add(watch);
    return watch;
  }

  @SuppressWarnings("unchecked") // what has the same key has the same result
  private <R> Feed<R> feed(JobService<?, R> service) {
    return (Feed<R>) feeds.computeIfAbsent(Feed.key(service), key -> new Feed<>(service, this));
  }

  /**
   * Puts a watch in line; returns false when the engine is closed.
   *
   * @param accepted what the service said when it accepted the job; null to look at once
   */
  <R> boolean begin(Watch<R> watch, @Nullable JobReading<R> accepted) {
    PushedFrames<R> pushed = watch.feed.pushed;
    synchronized (this) {
      if (closed) {
        return false;
      }
      if (pushed == null) {
        inLine(watch, accepted);
      } else {
        pushed.watch(watch.id, () -> inLine(watch, accepted)); // so that nothing falls in between
      }
    }
    if (pushed == null) {
      look();
    } else {
      pushed.callSource();
    }
    return true;
  }

  private synchronized <R> void inLine(Watch<R> watch, @Nullable JobReading<R> accepted) {
    PushedFrames<R> pushed = watch.feed.pushed;
    boolean atOnce = accepted == null || accepted.endedUntold || (pushed != null && pushed.isUp());
    if (!watch.gone && !closed) {
      Duration wish = accepted == null ? null : accepted.pollAfter;
      queue.put(watch, now() + (atOnce ? 0 : watch.schedule.first(wish)));
    }
  }

  /**
   * Ends a watch, in line or not; a read that answers later is ignored.
   *
   * @param succeeded whether the job did; how soon one failed teaches nothing about the next
   */
  <R> void end(Watch<R> watch, boolean succeeded) {
    PushedFrames<R> pushed = watch.feed.pushed;
    Future<?> read;
    synchronized (this) {
      if (watch.gone) {
        return;
      }
      watch.gone = true;
      read = watch.read;
      watch.read = null;
      if (succeeded) {
        watch.schedule.ended(now());
      }
      queue.remove(watch);
      boolean unheard = watch.feed.remove(watch);
      if (pushed != null && unheard) {
        pushed.unwatch(watch.id, watch.feed.isEmpty());
      } else if (watch.feed.isEmpty()) {
        feeds.remove(watch.feed.key);
      }
      offWhenIdle();
    }
    if (read != null) {
      read.cancel(false);
    }
    if (pushed != null) {
      pushed.callSource();
    }
  }

  /** Reads a job by itself, soon; one that is being read is read once more. */
  void readSoon(Watch<?> watch) {
    synchronized (this) {
      alone(watch);
    }
    look();
  }

  /** Reads a job whose end was told, at once and then at the quick pace until a read shows it. */
  void readEnd(Watch<?> watch) {
    synchronized (this) {
      watch.schedule.endTold(now());
      alone(watch);
    }
    look();
  }

  synchronized List<WatchedJob<?>> watching(String id) {
    List<WatchedJob<?>> jobs = new ArrayList<>();
    feeds.values().forEach(feed -> feed.each(id, watch -> jobs.add(watch.job)));
    return jobs;
  }

  synchronized List<WatchedJob<?>> everyJob() {
    List<WatchedJob<?>> jobs = new ArrayList<>();
    feeds.values().forEach(feed -> feed.all().forEach(watch -> jobs.add(watch.job)));
    return jobs;
  }

  /** Begins no more looks; returns the jobs that were watched. */
  List<WatchedJob<?>> close() {
    List<CompletableFuture<?>> reads;
    synchronized (this) {
      closed = true;
      reads = List.copyOf(pageReads.values());
    }
    alarm.close();
    reads.forEach(read -> read.cancel(false));
    return everyJob();
  }

  /** Looks on after an answer, save for one that came at once, after which the caller does. */
  void lookUnless(boolean atOnce) {
    if (!atOnce) {
      look();
    }
  }

  private void lookAt(long due) {
    synchronized (this) {
      time = Math.max(now(), due);
    }
    look();
  }

  /** Begins the looks that are due, and sets the alarm for the next. */
  void look() {
    List<Look> looks = new ArrayList<>();
    boolean more = true;
    while (more) {
      long next;
      synchronized (this) {
        next = closed ? NEVER : plan(looks);
      }
      more = false;
      for (Look look : looks) {
        more |= look.begin(); // one that is over at once may have made room for others
      }
      looks.clear();
      if (!more) {
        wake(next);
      }
    }
  }

  private void wake(long at) {
    try {
      alarm.set(at, now());
    } catch (RejectedExecutionException schedulerGone) {
      close().forEach(job -> job.stop(JobRuntime.closedError(job)));
    }
    // Guards against an end since the plan was made, which found no alarm to turn off.
    synchronized (this) {
      offWhenIdle();
    }
  }

  private void offWhenIdle() {
    if (queue.first() == null) {
      alarm.off();
    }
  }

  /** Takes from the queue what may be looked at now; returns when to go on. */
  private long plan(List<Look> looks) {
    long now = now();
    Watch<?> first = queue.first();
    while (first != null && first.due <= now) {
      if (!health.admits(now)) {
        return health.isProbing() ? NEVER : health.opensAt();
      }
      if (!planned(first, now, looks)) {
        return budget.isFull() ? NEVER : budget.refilledAt(now);
      }
      first = queue.first();
    }
    return first == null ? NEVER : first.due;
  }

  /** No fault of ours with one job may stop the others. */
  private boolean planned(Watch<?> watch, long now, List<Look> looks) {
    try {
      return plan(watch, now, looks);
    } catch (RuntimeException fault) {
      LOG.warn("A job could not be looked at; it is read by itself later.", fault);
      watch.alone = true;
      queue.put(watch, now + runtime.options.slowestPoll().toNanos());
      return true;
    }
  }

  /** Returns false when the job has to wait for the budget. */
  private <R> boolean plan(Watch<R> watch, long now, List<Look> looks) {
    ListedPages<R> pages = watch.feed.pages;
    ListedPage<R> page = pages == null ? null : pages.worthReading(watch, now);
    JobService.Read<R> read = watch.job.service().read().orElse(null);
    if (page == null && read == null) {
      queue.put(watch, now + runtime.options.safetyPoll().toNanos()); // frames alone tell of it
      return true;
    }
    boolean joins = page != null && page.isBeingRead();
    if (!joins && !budget.take(now)) {
      return false;
    }
    queue.remove(watch);
    boolean probe = !joins && health.began();
    if (pages != null && page != null) {
      if (!joins) {
        page.askedAt = now;
        looks.add(new PageLook<>(this, watch.feed, page, probe));
      }
      page.await(watch);
      watch.doing = Doing.LISTED;
    } else if (read != null) {
      looks.add(new JobLook<>(this, watch, read, probe));
      watch.doing = Doing.READS;
      watch.alone = false;
    }
    return true;
  }

  /**
   * Takes in that a look is over; returns whether the service counts as down from now on. Like the
   * methods below it is called under the monitor.
   */
  boolean answered(@Nullable LonghaulException failure, boolean probe) {
    budget.ended();
    if (failure != null) {
      return health.failed(failure, probe, now());
    }
    health.answered();
    return false;
  }

  /** Takes in that nobody waits for a look any more. */
  void givenUp(boolean probe) {
    budget.ended();
    health.givenUp(probe);
  }

  /** Remembers a read of a page, to end it with the engine; returns false when that is closed. */
  boolean keep(Look page, CompletableFuture<?> read) {
    pageReads.put(page, read);
    return !closed;
  }

  void forget(Look page) {
    pageReads.remove(page);
  }

  boolean isClosed() {
    return closed;
  }

  /** Puts a job in line after a look, or after a failed one, whose reading is null. */
  <R> void inLine(Watch<R> watch, @Nullable JobReading<R> reading, Duration rest) {
    PushedFrames<R> pushed = watch.feed.pushed;
    boolean listed = watch.doing == Doing.LISTED;
    watch.doing = Doing.WAITS;
    if (watch.gone) {
      return;
    }
    long now = now();
    if (watch.again) {
      watch.again = false;
      watch.alone = !listed;
      due(watch);
    } else if (reading == null) {
      queue.put(watch, now + watch.schedule.pace(rest));
    } else if (pushed != null && pushed.isUp() && !watch.schedule.isEndTold()) {
      queue.put(watch, now + runtime.options.safetyPoll().toNanos());
    } else {
      queue.put(watch, now + foreseen(watch, reading, now));
    }
  }

  /** No fault of ours with one job may keep it, or the others of a page, out of line. */
  private <R> long foreseen(Watch<R> watch, JobReading<R> reading, long now) {
    try {
      JobSnapshot seen = watch.job.snapshot();
      return watch.schedule.after(seen, reading.pollAfter, now, runtime.now());
    } catch (RuntimeException fault) {
      LOG.warn("The end of a job could not be foreseen; it is read at the slowest pace.", fault);
      return runtime.options.slowestPoll().toNanos();
    }
  }

  /** Makes a job due at once. */
  void due(Watch<?> watch) {
    watch.doing = Doing.WAITS;
    if (!watch.gone) {
      queue.put(watch, now());
    }
  }

  /** Makes a job due at once, to be read by itself. */
  void alone(Watch<?> watch) {
    if (watch.doing == Doing.READS) {
      watch.again = true;
    } else {
      watch.alone = true;
      due(watch);
    }
  }

  /** Makes every job of a feed due: at once, or at the first delay of the pace. */
  <R> void soon(Feed<R> feed, boolean atOnce) {
    for (Watch<R> watch : feed.all()) {
      watch.schedule.quicken();
      if (watch.place != DueQueue.NOWHERE) {
        queue.put(watch, now() + (atOnce ? 0 : watch.schedule.pace(Duration.ZERO)));
      } else if (watch.doing != Doing.WAITS) {
        watch.again |= atOnce; // what is under way may have begun before
      }
    }
  }
}
