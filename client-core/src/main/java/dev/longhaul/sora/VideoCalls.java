package dev.longhaul.sora;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoList;
import dev.longhaul.internal.call.EventRelay;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.Dated;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.job.JobService.Cancelling;
import dev.longhaul.job.ListedJob;
import dev.longhaul.job.ListedJobs;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.sora.SoraOptions.Deletion;
import dev.longhaul.sora.SoraOptions.Dialect;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A video server as the job engine sees it: what it does with a video, each as one call. */
final class VideoCalls {
  private final VideoServer server;

  VideoCalls(VideoServer server) {
    this.server = server;
  }

  JobService<VideoRequest, Video> asJobService() {
    SoraOptions options = server.options();
    JobService.Builder<VideoRequest, Video> service =
        JobService.builder(VideoServer.SERVICE, this::submit)
            .read(this::read)
            .mark(VideoReadings::mark)
            .kind(VideoReadings::kind)
            .keys(options.keys())
            .cancelRetries(server.maxRetries())
            .deadline(server.deadline());
    if (options.dialect() == Dialect.OPENAI) {
      service.list(this::list);
    }
    if (options.deletion() == Deletion.STOPS) {
      service.cancel(id -> server.cancel(id).start(), Cancelling.UNLESS_ENDED);
    }
    return (options.isOnlyWriter() ? service.onlyWriter() : service).build();
  }

  private CompletableFuture<JobReading<Video>> submit(VideoRequest request, UUID key) {
    return LinkedFuture.map(
        server.create(request, key).dated().start(),
        answer -> VideoReadings.reading(answer.value().getId(), answer));
  }

  private CompletableFuture<JobReading<Video>> read(String id) {
    return LinkedFuture.map(
        server.read(id).dated().start(),
        answer -> {
          tell(id, VideoReadings.state(answer.value()));
          return VideoReadings.reading(id, answer);
        });
  }

  private void tell(String id, String state) {
    EventRelay events = server.transport().policies().events();
    if (events.isHeard()) {
      events.tell(new ClientEvent.Polled(VideoServer.SERVICE, id, state));
    }
  }

  private CompletableFuture<ListedJobs<Video>> list(@Nullable String cursor) {
    return LinkedFuture.map(
        server.list(VideoRules.LARGEST_PAGE, cursor).start(), page -> listed(page, cursor));
  }

  /** A video without an id cannot be adopted, nor be named to anyone. */
  private static ListedJobs<Video> listed(Dated<VideoList> page, @Nullable String cursor) {
    List<ListedJob<Video>> videos =
        page.value().getData().stream()
            .filter(video -> PathId.isFit(video.getId()))
            .map(video -> VideoReadings.listed(video.getId(), page.of(video)))
            .toList();
    return new ListedJobs<>(videos, VideoAnswers.next(page.value(), cursor), page.serverTime());
  }
}
