package dev.longhaul.vestis;

import dev.longhaul.generated.vestis.model.Job;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.Dated;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.job.ListedJob;
import dev.longhaul.job.ListedJobs;
import dev.longhaul.policy.ClientEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Vestis as the job engine sees it: what it does with a job, each as one call. */
final class VestisCalls {
  private static final int PAGE = 100;

  private final VestisRoutes routes;
  private final @Nullable ImageKind kind;

  /** One object for all kinds, by which the engine knows that they share one list. */
  private final JobService.Listing<JobResult> listing;

  /** Makes the calls for jobs of which it is not known what they make. */
  VestisCalls(VestisRoutes routes) {
    this.routes = routes;
    kind = null;
    listing = this::list;
  }

  private VestisCalls(VestisCalls any, ImageKind kind) {
    routes = any.routes;
    this.kind = kind;
    listing = any.listing;
  }

  /** Returns the calls for jobs of one kind, by which some servers have to be asked. */
  VestisCalls of(ImageKind known) {
    return new VestisCalls(this, known);
  }

  VestisRoutes routes() {
    return routes;
  }

  JobService<ImageRequest, JobResult> asJobService() {
    JobService.Builder<ImageRequest, JobResult> service =
        JobService.builder(VestisClient.SERVICE, this::submit)
            .read(this::read)
            .cancel(id -> routes.cancel(id).start(), JobService.Cancelling.WHILE_WAITING)
            .list(listing)
            .mark(ImageRequest::mark)
            .kind(image -> image.kind().toString())
            .keys(routes.options().keys())
            .cancelRetries(routes.maxRetries())
            .deadline(routes.deadline());
    return (routes.options().isOnlyWriter() ? service.onlyWriter() : service).build();
  }

  private CompletableFuture<JobReading<JobResult>> submit(ImageRequest image, UUID key) {
    return LinkedFuture.map(
        routes.create(image, key).dated().start(),
        answer -> VestisReadings.accepted(answer, now()));
  }

  private CompletableFuture<JobReading<JobResult>> read(String id) {
    return LinkedFuture.map(
        routes.job(id, kind).dated().start(),
        answer -> {
          tell(id, answer.value());
          return VestisReadings.read(id, answer, now());
        });
  }

  private Instant now() {
    return routes.transport().clock().instant();
  }

  private void tell(String id, Job job) {
    if (routes.transport().policies().events().isHeard()) {
      String state = job.getStatus().value();
      ClientEvent polled = new ClientEvent.Polled(VestisClient.SERVICE, id, state);
      routes.transport().policies().events().tell(polled);
    }
  }

  /**
   * The order of the list is stated nowhere. It is delivered as it comes, except that a list with
   * the oldest jobs first is read from its end, which the number of rows tells: new jobs are what
   * is looked for. Cursors are page numbers, with a minus on the way back.
   */
  private CompletableFuture<ListedJobs<JobResult>> list(@Nullable String cursor) {
    if (cursor == null) {
      return LinkedFuture.chain(
          page(1),
          first -> {
            int last = first.value().last();
            return last > 1 && isOldestFirst(first.value().rows())
                ? LinkedFuture.map(page(last), page -> backward(page, last))
                : CompletableFuture.completedFuture(forward(first, 1));
          });
    }
    int number = Math.abs(Integer.parseInt(cursor));
    return LinkedFuture.map(
        page(number),
        page -> cursor.startsWith("-") ? backward(page, number) : forward(page, number));
  }

  private CompletableFuture<Dated<NumberedPage<Job>>> page(int number) {
    return routes.jobs(number, PAGE).start();
  }

  private ListedJobs<JobResult> forward(Dated<NumberedPage<Job>> page, int number) {
    boolean more = page.value().hasNext(number, page.value().size());
    return listed(page, jobs(page), more ? String.valueOf(number + 1) : null);
  }

  private ListedJobs<JobResult> backward(Dated<NumberedPage<Job>> page, int number) {
    List<ListedJob<JobResult>> newestFirst = jobs(page);
    Collections.reverse(newestFirst);
    return listed(page, newestFirst, number > 1 ? String.valueOf(1 - number) : null);
  }

  private static ListedJobs<JobResult> listed(
      Dated<NumberedPage<Job>> page, List<ListedJob<JobResult>> jobs, @Nullable String next) {
    return new ListedJobs<>(jobs, next, page.serverTime());
  }

  private List<ListedJob<JobResult>> jobs(Dated<NumberedPage<Job>> page) {
    Instant now = now();
    return page.value().rows().stream()
        .map(row -> VestisReadings.listed(page.of(row), now))
        .filter(Objects::nonNull)
        .collect(Collectors.toList());
  }

  /** Only where every time says so, and not all are the same. */
  private static boolean isOldestFirst(List<Job> jobs) {
    List<OffsetDateTime> times =
        jobs.stream().map(Job::getCreatedAt).filter(Objects::nonNull).toList();
    return times.size() == jobs.size()
        && times.stream().distinct().count() > 1
        && times.stream().sorted(OffsetDateTime.timeLineOrder()).toList().equals(times);
  }
}
