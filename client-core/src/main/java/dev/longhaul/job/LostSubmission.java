package dev.longhaul.job;

import dev.longhaul.error.SubmissionUncertainException.Candidate;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.job.JobMark.Likeness;
import dev.longhaul.job.OpenSubmissions.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks in the service's list for the job of a submission whose answer was lost: at once, and twice
 * more, since a list may show a job late.
 *
 * <p>A job is ours when nobody else has it, it was made since we sent the submission (by the
 * service's own clock), it shows the same content, and there are exactly as many such jobs as
 * submissions of ours that would look alike and are looked for: any of them is then as good as the
 * other. Or, where the caller is the account's only writer and the list shows no content, when it
 * is the only one of its kind, and no other submission of ours in doubt is of that kind.
 *
 * <p><i>Concurrency:</i> one step at a time, each started by the end of the one before; only {@link
 * #found} is touched from elsewhere, by whoever gives up waiting.
 */
final class LostSubmission<R> {
  private static final int LOOKS = 3;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final int MOST_PAGES = 10;
  private static final int MOST_CANDIDATES = 20;

  /** The {@code Date} header, and many a time of creation, leave out what is below a second. */
  private static final Duration PRECISION = Duration.ofSeconds(1);

  private final Entry entry;
  private final OpenSubmissions open;
  private final JobService.Listing<R> list;
  private final boolean onlyWriter;
  private final JobRuntime runtime;
  private final LinkedFuture<Found<R>> found =
      new LinkedFuture<>(CompletableFuture.completedFuture(true));
  private final Map<String, ListedJob<R>> seen = new LinkedHashMap<>();
  private @Nullable Instant since;
  private boolean wholeListSeen;
  private long readAt;
  private int looks;
  private volatile Found<R> best = new Found<>(null, List.of(), null);

  /**
   * What came of it.
   *
   * @param job the job that is ours, if one could be told
   * @param candidates the jobs that may be ours, if none could be told
   * @param trouble why the list could not be read, the last time it was tried
   */
  record Found<R>(
      @Nullable JobReading<R> job, List<Candidate> candidates, @Nullable Throwable trouble) {}

  LostSubmission(Entry entry, OpenSubmissions open, JobService<?, R> service, JobRuntime runtime) {
    this.entry = entry;
    this.open = open;
    this.list = service.list().orElseThrow();
    this.onlyWriter = service.isOnlyWriter();
    this.runtime = runtime;
  }

  /**
   * Returns a future of what came of it, which never fails.
   *
   * @param patience ends the search with what is known by then
   */
  LinkedFuture<Found<R>> search(Duration patience) {
    open.lost(entry);
    if (patience.isZero()) {
      give(best);
      return found;
    }
    try {
      Future<?> timer = runtime.schedule(() -> give(best), patience);
      found.whenComplete((value, error) -> timer.cancel(false));
    } catch (RejectedExecutionException closed) {
      give(best);
    }
    look();
    return found;
  }

  private void give(Found<R> value) {
    found.complete(value);
  }

  private void look() {
    if (found.isDone()) {
      return;
    }
    looks++;
    seen.clear();
    since = null;
    wholeListSeen = false;
    read(null, 1);
  }

  private void read(@Nullable String cursor, int page) {
    CompletableFuture<ListedJobs<R>> answer = Guarded.call(() -> list.list(cursor));
    found.waitFor(answer);
    answer.whenComplete(
        (jobs, error) ->
            guarded(
                () -> {
                  if (error != null) {
                    best = new Found<>(null, best.candidates(), LinkedFuture.reason(error));
                    lookAgain();
                  } else {
                    take(jobs, page);
                  }
                }));
  }

  /** A step that breaks must not keep the caller waiting. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error broken) {
      give(new Found<>(null, best.candidates(), broken));
    }
  }

  private void take(ListedJobs<R> jobs, int page) {
    readAt = open.now();
    Instant told = jobs.serverTime();
    if (page == 1 && told != null) {
      since = told.minusNanos(readAt - entry.began).minus(PRECISION);
    }
    for (ListedJob<R> job : jobs.jobs()) {
      if (entry.fits(job.mark()) && !isTooOld(job)) {
        seen.putIfAbsent(job.reading().id(), job);
      }
    }
    wholeListSeen = jobs.next() == null || endsTooOld(jobs.jobs());
    if (!wholeListSeen && page < MOST_PAGES && !found.isDone()) {
      read(jobs.next(), page + 1);
      return;
    }
    List<JobMark> marks = seen.values().stream().map(ListedJob::mark).toList();
    CompletableFuture<Void> answers = open.answersFor(entry, marks, readAt);
    found.waitFor(answers);
    answers.whenComplete((none, error) -> guarded(this::decide));
  }

  private boolean isTooOld(ListedJob<R> job) {
    Instant made = job.createdAt();
    return since != null && made != null && made.isBefore(since);
  }

  /** In a list that is in order and newest first, nothing newer comes after an old job. */
  private boolean endsTooOld(List<ListedJob<R>> jobs) {
    for (int i = 1; i < jobs.size(); i++) {
      Instant before = jobs.get(i - 1).createdAt();
      Instant after = jobs.get(i).createdAt();
      if (before == null || after == null || after.isAfter(before)) {
        return false;
      }
    }
    // Of jobs made at one moment the order cannot be told.
    return jobs.size() > 1
        && !Objects.equals(jobs.get(0).createdAt(), jobs.get(jobs.size() - 1).createdAt())
        && isTooOld(jobs.get(jobs.size() - 1));
  }

  private void decide() {
    Optional<JobReading<R>> ours = open.alone(this::adopted);
    if (ours.isPresent()) {
      give(new Found<>(ours.get(), List.of(), null));
      return;
    }
    best = new Found<>(null, candidates(), null);
    lookAgain();
  }

  /** Returns the job that can only be ours, claimed. Called with nobody in between. */
  private Optional<JobReading<R>> adopted() {
    List<ListedJob<R>> free =
        seen.values().stream().filter(job -> !open.isClaimed(job.reading().id())).toList();
    if (found.isDone() || since == null || !wholeListSeen) {
      return Optional.empty();
    }
    List<ListedJob<R>> dated = free.stream().filter(job -> job.createdAt() != null).toList();
    List<ListedJob<R>> alike = like(dated, Likeness.CONTENT);
    List<Entry> rivals = rivals(alike);
    // Whoever was told of the doubt may go for any of the jobs by now.
    boolean oneEach =
        alike.size() == 1 + rivals.size()
            && rivals.stream()
                .allMatch(other -> other.mark.isSame(entry.mark) && !open.isLeftInDoubt(other));
    if (oneEach) {
      long older = rivals.stream().filter(other -> other.began - entry.began < 0).count();
      return Optional.of(claimed(alike.get(alike.size() - 1 - (int) older)));
    }
    boolean only = onlyWriter && free.size() == 1 && dated.size() == 1 && rivals(dated).isEmpty();
    return only ? Optional.of(claimed(dated.get(0))) : Optional.empty();
  }

  private JobReading<R> claimed(ListedJob<R> job) {
    open.accepted(entry, job.reading().id());
    return job.reading();
  }

  private List<ListedJob<R>> like(List<ListedJob<R>> jobs, Likeness likeness) {
    return jobs.stream().filter(job -> entry.mark.likeness(job.mark()) == likeness).toList();
  }

  /** Returns the other submissions in doubt that may have made one of the jobs. */
  private List<Entry> rivals(List<ListedJob<R>> jobs) {
    return open.inDoubtBeside(entry).stream()
        .filter(other -> jobs.stream().anyMatch(job -> other.fits(job.mark()) && began(other, job)))
        .toList();
  }

  /** Whether the submission was under way when the job was made. */
  private boolean began(Entry other, ListedJob<R> job) {
    Instant made = job.createdAt();
    return since == null
        || made == null
        || !made.isBefore(since.plusNanos(other.began - entry.began));
  }

  private List<Candidate> candidates() {
    List<ListedJob<R>> free = new ArrayList<>(seen.values());
    free.removeIf(job -> open.isClaimed(job.reading().id()));
    List<ListedJob<R>> alike = like(free, Likeness.CONTENT);
    return (alike.isEmpty() ? free : alike)
        .stream()
            .limit(MOST_CANDIDATES)
            .map(
                job -> new Candidate(job.reading().id(), job.reading().rawState(), job.createdAt()))
            .toList();
  }

  private void lookAgain() {
    if (looks >= LOOKS) {
      give(best);
      return;
    }
    Duration pause = runtime.options.firstPoll().multipliedBy(looks);
    try {
      found.waitFor(
          runtime.schedule(
              () -> guarded(this::look),
              pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
    } catch (RejectedExecutionException closed) {
      give(best);
    }
  }
}
