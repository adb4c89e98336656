package dev.longhaul.job;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A client, on virtual time, of a service that lists its jobs. A request is {@code kind} or {@code
 * kind/content}; a listed job is written the same way.
 */
final class ListingService implements AutoCloseable {
  /** How far the service's clock is ahead of ours. */
  static final Duration AHEAD = Duration.ofHours(3);

  final VirtualTime time = VirtualTime.create();
  final ByHandService service = new ByHandService();
  final List<String> cursors = new ArrayList<>();
  final List<CompletableFuture<ListedJobs<String>>> lists = new ArrayList<>();
  final JobClient<String, String> client;

  ListingService(UnaryOperator<JobService.Builder<String, String>> declared) {
    JobService.Builder<String, String> builder =
        service
            .builder()
            .read(service::read)
            .list(
                cursor -> {
                  cursors.add(String.valueOf(cursor));
                  lists.add(new CompletableFuture<>());
                  return list();
                })
            .mark(ListingService::mark)
            .deadline(Duration.ofMinutes(2));
    WatchOptions options =
        WatchOptions.builder()
            .scheduler(time)
            .clock(time)
            .jitter(0)
            .pollPace(Duration.ofSeconds(1), 2, Duration.ofSeconds(8))
            .callbackExecutor(Runnable::run)
            .build();
    client = JobClient.open(declared.apply(builder).build(), options);
  }

  static ListingService withContent() {
    return new ListingService(builder -> builder);
  }

  static ListingService onlyWriter() {
    return new ListingService(JobService.Builder::onlyWriter);
  }

  static JobMark mark(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? JobMark.none().with("kind", text)
        : JobMark.none().with("kind", text.substring(0, slash)).content(text.substring(slash + 1));
  }

  /** The newest list read: the one that the search waits for. */
  CompletableFuture<ListedJobs<String>> list() {
    return lists.get(lists.size() - 1);
  }

  /** Submits, and leaves the request on the wire. */
  CompletableFuture<JobHandle<String>> submits(String request) {
    return client.submitAsync(request);
  }

  /** Submits, and loses the answer. */
  CompletableFuture<JobHandle<String>> loses(String request) {
    CompletableFuture<JobHandle<String>> handle = submits(request);
    losesAnswer(service.submissions.size() - 1);
    return handle;
  }

  void losesAnswer(int submission) {
    service
        .submissions
        .get(submission)
        .completeExceptionally(ByHandService.unreachable(Reach.MAY_HAVE_TAKEN_EFFECT));
  }

  void accepts(int submission, String id) {
    service
        .submissions
        .get(submission)
        .complete(JobReading.<String>builder(id, "queued").waiting());
  }

  /** A job that the service made just now. */
  ListedJob<String> job(String id, String mark) {
    return job(id, mark, Duration.ZERO);
  }

  ListedJob<String> job(String id, String mark, Duration age) {
    JobReading<String> reading = JobReading.<String>builder(id, "queued").waiting();
    return new ListedJob<>(reading, mark(mark), serverTime().minus(age));
  }

  Instant serverTime() {
    return time.instant().plus(AHEAD);
  }

  void shows(List<ListedJob<String>> jobs) {
    list().complete(new ListedJobs<>(jobs, null, serverTime()));
  }

  /** Lets the search look for the last time, which shows the same. */
  void showsToTheEnd(List<ListedJob<String>> jobs) {
    shows(jobs);
    time.advance(Duration.ofSeconds(1));
    shows(jobs);
    time.advance(Duration.ofSeconds(2));
    shows(jobs);
  }

  @Override
  public void close() {
    client.close();
  }
}
