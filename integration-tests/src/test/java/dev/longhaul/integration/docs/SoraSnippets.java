package dev.longhaul.integration.docs;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.SubmissionUncertainException.Candidate;
import dev.longhaul.generated.sora.model.CharacterReference;
import dev.longhaul.generated.sora.model.ImageReference;
import dev.longhaul.generated.sora.model.ResolutionSeed;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCharacter;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoCreateSeed;
import dev.longhaul.generated.sora.model.VideoModel;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.generated.sora.model.VideoSize;
import dev.longhaul.generated.sora.model.VideoVariant;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobFailedException;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.Pages;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.SoraHealth;
import dev.longhaul.sora.SoraOptions;
import dev.longhaul.sora.VideoRequest;
import dev.longhaul.transfer.DataUri;
import dev.longhaul.transfer.DownloadedFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;

/** The examples of docs/sora.md: what lies in a region stands there word for word. */
final class SoraSnippets {
  private SoraSnippets() {}

  static DownloadedFile open(String url, String key, Path file, Logger log)
      throws InterruptedException {
    // region: sora-open
    ClientOptions options =
        ClientOptions.builder(url) // ends in /v1, such as https://videos.example.com/v1
            .credentials(Credentials.bearer(key))
            .build();
    VideoRequest boat =
        VideoRequest.create(
            new VideoCreate()
                .prompt("A paper boat drifts down a rainy street")
                .seconds(VideoSeconds._8)
                .size(VideoSize._1280X720));
    try (var client = SoraClient.open(options)) {
      JobHandle<Video> job = client.submit(boat);
      job.listen(event -> log.info("{}", event.snapshot()));
      Video video = job.await(Duration.ofMinutes(30)).resultOrThrow();
      return client.download(video.getId(), VideoVariant.VIDEO, file);
    }
    // endregion
  }

  /** A program of its own, since nobody can set the environment of one that runs. */
  static final class FromEnvironment {
    private FromEnvironment() {}

    /** Prints how the server is. */
    public static void main(String[] arguments) throws InterruptedException {
      // region: sora-environment
      try (var client = SoraClient.fromEnvironment()) {
        System.out.println(client.health().state());
      }
      // endregion
    }
  }

  static SoraClient ownOptions(ClientOptions options) {
    // region: sora-options
    SoraOptions peculiar =
        SoraOptions.builder()
            .models(List.of(VideoModel.of("open-video-1")))
            .sizes(List.of(VideoSize.of("832x480")))
            .seconds(List.of(VideoSeconds.of("5")))
            .deletion(SoraOptions.Deletion.STOPS) // declare it only where it is so
            .organization("org-lighthouse")
            .project("proj-dawn")
            .build();
    SoraClient client = SoraClient.open(options, peculiar);
    // endregion
    return client;
  }

  static JobHandle<Video> seedDialect(SoraClient client) throws InterruptedException {
    // region: sora-seed
    VideoRequest boat =
        VideoRequest.seed(
            new VideoCreateSeed()
                .prompt("A paper boat drifts down a rainy street")
                .duration(8)
                .resolution(ResolutionSeed._720P));
    JobHandle<Video> job = client.submit(boat);
    // endregion
    return job;
  }

  static List<VideoRequest> references(VideoCreate create, Path picture, String characterId) {
    // region: sora-reference
    VideoRequest sentAlong = VideoRequest.create(create, picture); // a form, streamed from the file
    VideoRequest inside =
        VideoRequest.create(
            new VideoCreate()
                .prompt(create.getPrompt())
                .inputReference(new ImageReference().imageUrl(DataUri.ofImage(picture)))
                .addCharactersItem(new CharacterReference().id(characterId)));
    // endregion
    return List.of(sentAlong, inside);
  }

  static List<VideoRequest> remakes(String id, Path film) {
    // region: sora-remakes
    VideoRequest edited = VideoRequest.edit(id, "The same at night");
    VideoRequest longer = VideoRequest.extend(id, VideoSeconds._12, "The boat reaches the sea");
    VideoRequest ownFilm = VideoRequest.edit(film, "The same at night");
    VideoRequest remixed = VideoRequest.remix(id, "The same at night"); // the older way
    // endregion
    return List.of(edited, longer, ownFilm, remixed);
  }

  static VideoSeconds seconds() {
    // region: sora-seconds
    VideoSeconds seconds = VideoRequest.secondsAtLeast(10); // 12: you say that you would pay it
    // endregion
    return seconds;
  }

  static JobHandle<Video> ownKey(SoraClient client, VideoRequest request)
      throws InterruptedException {
    // region: sora-submit
    UUID key = UUID.randomUUID(); // keep it with your own order before you submit
    JobHandle<Video> job = client.submit(request, key);
    String id = job.id().orElseThrow(); // keep it too: attach(id) finds the video after a restart
    // endregion
    return client.attach(id);
  }

  static String cancel(SoraClient client, String id) throws InterruptedException {
    // region: sora-cancel
    CancelResult<Video> result = client.cancel(id);
    if (result instanceof CancelResult.NotSupported) {
      return "it cannot be stopped, and nothing was sent";
    } else if (result instanceof CancelResult.AlreadyFinished<Video> late) {
      return "had ended: " + late.outcome();
    }
    return "asked: " + result;
    // endregion
  }

  static Optional<Instant> expiry(SoraClient client, String id, Path folder)
      throws InterruptedException {
    // region: sora-files
    Video video = client.status(id); // what the server says now, without a handle
    DownloadedFile film = client.download(id, VideoVariant.VIDEO, folder.resolve("boat.mp4"));
    DownloadedFile still = client.download(id, VideoVariant.THUMBNAIL, folder.resolve("boat.webp"));
    Optional<Instant> until = Optional.ofNullable(video.getExpiresAt()).map(Instant::ofEpochSecond);
    // endregion
    return film.bytes() > still.bytes() ? until : Optional.empty();
  }

  static List<String> list(SoraClient client) throws InterruptedException {
    // region: sora-list
    List<String> ids = new ArrayList<>();
    Pages<Video> pages = client.videos(50);
    Optional<List<Video>> page = pages.next(); // nothing is sent before this
    while (page.isPresent()) {
      page.get().forEach(video -> ids.add(video.getId()));
      page = pages.next();
    }
    // endregion
    return ids;
  }

  static VideoRequest character(SoraClient client, Path film) throws InterruptedException {
    // region: sora-character
    VideoCharacter captain = client.createCharacter("The captain", film);
    VideoRequest voyage =
        VideoRequest.create(
            new VideoCreate()
                .prompt("The captain looks out to sea")
                .addCharactersItem(new CharacterReference().id(captain.getId())));
    // endregion
    return voyage;
  }

  static String health(SoraClient client) throws InterruptedException {
    // region: sora-health
    SoraHealth health = client.health();
    String advice =
        switch (health.state()) {
          case UP -> "go on";
          case CREDENTIALS_REFUSED -> "look at the key";
          case DOWN -> "wait: " + health.reason().map(LonghaulException::userMessage).orElse("");
        };
    // endregion
    return advice;
  }

  // region: sora-uncertain
  static List<String> submitOrLook(SoraClient client, VideoRequest request)
      throws InterruptedException {
    try {
      return List.of(client.submit(request).id().orElseThrow());
    } catch (SubmissionUncertainException uncertain) {
      // Nobody can tell which of these it is, if any: let a person look before it is paid twice.
      return uncertain.candidates().stream().map(Candidate::id).toList();
    }
  }

  // endregion

  static SoraClient retries(String url) {
    // region: sora-retries
    ResilienceOptions resilience =
        ResilienceOptions.builder()
            .maxRetries(5)
            .backOff(Duration.ofMillis(500), 2, Duration.ofSeconds(20))
            .deadline(Duration.ofMinutes(5))
            .build();
    ClientOptions options =
        ClientOptions.builder(url)
            .attemptTimeout(Duration.ofSeconds(30))
            .createTimeout(Duration.ofMinutes(2)) // for large files that go along
            .resilience(resilience)
            .watch(
                WatchOptions.builder()
                    .pollPace(Duration.ofSeconds(20), 1, Duration.ofSeconds(20))
                    .build())
            .build();
    SoraClient client = SoraClient.open(options);
    // endregion
    return client;
  }

  // region: sora-errors
  static String render(SoraClient client, VideoRequest request) throws InterruptedException {
    try {
      Video video = client.submit(request).await(Duration.ofMinutes(30)).resultOrThrow();
      return "done: " + video.getId();
    } catch (InvalidInputException wrong) {
      return "correct " + wrong.field();
    } catch (QuotaExhaustedException broke) {
      return "the account may not spend more";
    } catch (RateLimitedException busy) {
      return "again in " + busy.facts().retryAfter().orElse(Duration.ofMinutes(1));
    } catch (SubmissionUncertainException uncertain) {
      return "look at " + uncertain.candidates().size() + " videos before you submit again";
    } catch (JobFailedException failed) {
      return failed.failure().moderated() ? "change the prompt" : failed.failure().code();
    } catch (LonghaulException other) {
      return other.userMessage();
    }
  }
  // endregion
}
