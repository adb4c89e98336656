package dev.longhaul.integration.docs;

import com.google.gson.JsonObject;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.generated.sora.model.VideoVariant;
import dev.longhaul.generated.vestis.model.BackgroundRequest;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.generated.vestis.model.Photo;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.job.WaitTimeoutException;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.VideoRequest;
import dev.longhaul.transfer.DataUri;
import dev.longhaul.transfer.DownloadedFile;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;

/**
 * The snippets of the README, so that they compile and run. What lies in a region stands there word
 * for word.
 */
final class ReadmeSnippets {
  private ReadmeSnippets() {}

  static List<DownloadedFile> blocking(String url, Path folder, Logger log)
      throws InterruptedException {
    // region: blocking
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse at dawn");
    TaskSubmission task = new TaskSubmission().templateId("text-to-image").inputs(inputs);

    try (var client = FunctionRunnerClient.open(ClientOptions.builder(url).build())) {
      JobHandle<TaskResult> job = client.submit(task);
      job.listen(event -> log.info("{}", event.snapshot()));
      TaskResult result = job.await(Duration.ofMinutes(10)).resultOrThrow();
      return client.download(result, folder);
    }
    // endregion
  }

  static CompletableFuture<List<DownloadedFile>> async(
      FunctionRunnerClient client, TaskSubmission task, Path folder) {
    // region: async
    return client
        .submitAsync(task)
        .thenCompose(JobHandle::outcome)
        .thenCompose(outcome -> client.downloadAsync(outcome.resultOrThrow(), folder));
    // endregion
  }

  static DownloadedFile image(ClientOptions options, Path photo, Path folder)
      throws InterruptedException {
    // region: readme-vestis
    ImageRequest coat =
        ImageRequest.background(
            new BackgroundRequest()
                .backgroundId("7")
                .addPhotosItem(new Photo().id("front").image(DataUri.ofImage(photo))));
    try (var client = VestisClient.open(options)) { // its base URL ends in /api/v1
      JobResult result = client.submit(coat).await(Duration.ofMinutes(10)).resultOrThrow();
      return client.download(result, folder);
    }
    // endregion
  }

  static DownloadedFile video(ClientOptions options, Path folder) throws InterruptedException {
    // region: readme-sora
    VideoRequest lighthouse =
        VideoRequest.create(
            new VideoCreate().prompt("A lighthouse at dawn").seconds(VideoSeconds._8));
    try (var client = SoraClient.open(options)) { // its base URL ends in /v1
      Video video = client.submit(lighthouse).await(Duration.ofMinutes(30)).resultOrThrow();
      return client.download(video.getId(), VideoVariant.VIDEO, folder.resolve("dawn.mp4"));
    }
    // endregion
  }

  static String ownServer(Map<String, String> environment, TaskSubmission task, Logger log)
      throws InterruptedException {
    // region: own-server
    ClientOptions options =
        ClientOptions.builder(environment.get("RUNNER_URL")) // the server's root
            .credentials(Credentials.bearer(environment.get("RUNNER_TOKEN")))
            .allowPlainHttp("runner.internal") // elsewhere a token needs https
            .watch(
                WatchOptions.builder()
                    .pollPace(Duration.ofSeconds(1), 1.5, Duration.ofSeconds(30))
                    .build())
            .build();
    try (var client = FunctionRunnerClient.open(options)) {
      JobHandle<TaskResult> job = client.submit(task);
      log.info("accepted as {}", job.id().orElseThrow());
      return job.await(Duration.ofMinutes(30))
          .fold(
              succeeded -> "done by " + succeeded.result().getWorkerId(),
              failed -> "failed: " + failed.failure().code(),
              cancelled -> "cancelled");
    } catch (SubmissionUncertainException uncertain) {
      return "look for " + uncertain.key() + " before you submit again";
    } catch (WaitTimeoutException ours) {
      return "goes on, attach to " + ours.snapshot().id().orElseThrow() + " later";
    }
    // endregion
  }

  /** Stands for an API of the reader's own. */
  interface RenderFarm {
    CompletableFuture<Frames> start(String scene, UUID key);

    CompletableFuture<Frames> look(String id);

    CompletableFuture<Void> stop(String id);
  }

  /** What that API answers. */
  record Frames(String id, String state, double percent, Optional<URI> film) {}

  // region: own-api
  static URI render(RenderFarm farm, String lighthouse) throws InterruptedException {
    JobService<String, URI> service =
        JobService.<String, URI>builder(
                "render-farm",
                (scene, key) -> farm.start(scene, key).thenApply(ReadmeSnippets::decode))
            .read(id -> farm.look(id).thenApply(ReadmeSnippets::decode))
            .cancel(farm::stop)
            .keys(KeyMode.REPLAYED) // the farm answers a key that it knows as it did at first
            .build();
    try (var jobs =
        JobClient.open(service, ResilienceOptions.defaults(), WatchOptions.defaults())) {
      return jobs.submit(lighthouse).await(Duration.ofHours(1)).resultOrThrow();
    }
  }

  static JobReading<URI> decode(Frames frames) {
    var reading = JobReading.<URI>builder(frames.id(), frames.state()).percent(frames.percent());
    return frames.film().map(reading::succeeded).orElseGet(reading::running);
  }
  // endregion
}
