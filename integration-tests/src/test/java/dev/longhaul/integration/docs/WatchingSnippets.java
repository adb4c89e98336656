package dev.longhaul.integration.docs;

import dev.longhaul.integration.docs.OwnServiceSnippets.Scene;
import dev.longhaul.job.GroupOutcome;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobGroup;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobService;
import dev.longhaul.job.WaitTimeoutException;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;

/** The examples of docs/watching-jobs.md: what lies in a region stands there word for word. */
final class WatchingSnippets {
  private WatchingSnippets() {}

  static Optional<URI> waitForAMinute(JobClient<Scene, URI> client, Scene scene, Logger log)
      throws InterruptedException {
    // region: watching-wait
    JobHandle<URI> job = client.submit(scene);
    String id = job.id().orElseThrow(); // keep it: attach(id) finds the job after a restart
    job.listen(event -> log.info("{}", event.snapshot()));
    try {
      return Optional.of(job.await(Duration.ofMinutes(1)).resultOrThrow());
    } catch (WaitTimeoutException ours) {
      log.info("{} goes on and is still watched: {}", id, ours.snapshot());
      return Optional.empty();
    }
    // endregion
  }

  static CompletableFuture<JobOutcome<URI>> attach(JobClient<Scene, URI> client, String id) {
    // region: watching-attach
    JobHandle<URI> job = client.attach(id); // nobody needs to have submitted it here
    CompletableFuture<JobOutcome<URI>> outcome = job.outcome();
    // endregion
    return outcome;
  }

  static CompletableFuture<List<URI>> group(List<JobHandle<URI>> jobs, Logger log) {
    // region: watching-group
    JobGroup<URI> films = JobGroup.of(jobs);
    log.info("{} of {} have succeeded", films.progress().succeeded(), films.progress().total());
    CompletableFuture<List<URI>> all = films.results(); // or at once the first failure
    // endregion
    return all;
  }

  static WatchOptions strict() {
    // region: watching-strict
    WatchOptions sparing =
        WatchOptions.builder()
            .readsPerSecond(5) // of all jobs together
            .pollPace(Duration.ofSeconds(5), 1.5, Duration.ofMinutes(1))
            .fastestPoll(Duration.ofSeconds(2))
            .build();
    // endregion
    return sparing;
  }

  // region: watching-night
  static GroupOutcome<URI> overNight(JobService<Scene, URI> service, List<Scene> scenes)
      throws InterruptedException {
    ResilienceOptions calls =
        ResilienceOptions.builder()
            .concurrency(50, scenes.size()) // 50 requests at a time, the others in line
            .deadline(Duration.ofHours(1)) // the time in line counts
            .build();
    WatchOptions unhurried =
        WatchOptions.builder()
            .pollPace(Duration.ofSeconds(10), 1.5, Duration.ofMinutes(1))
            .readsPerSecond(100)
            .build();
    try (var client = JobClient.open(service, calls, unhurried)) {
      List<CompletableFuture<JobHandle<URI>>> submissions =
          scenes.stream().map(client::submitAsync).toList();
      List<JobHandle<URI>> jobs = submissions.stream().map(CompletableFuture::join).toList();
      return JobGroup.of(jobs).await(Duration.ofHours(8));
    }
  }

  // endregion

  static WatchOptions quick() {
    // region: watching-quick
    WatchOptions eager =
        WatchOptions.builder()
            .pollPace(Duration.ofMillis(100), 1.2, Duration.ofSeconds(1))
            .fastestPoll(Duration.ofMillis(50))
            .build();
    // endregion
    return eager;
  }

  static WatchOptions steady() {
    Duration pace = Duration.ofSeconds(10);
    // region: watching-steady
    WatchOptions steady =
        WatchOptions.builder().pollPace(pace, 1, pace).fastestPoll(pace).jitter(0).build();
    // endregion
    return steady;
  }
}
