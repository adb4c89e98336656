package dev.longhaul.cli;

import com.google.gson.JsonElement;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoError;
import dev.longhaul.generated.sora.model.VideoVariant;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.sora.SoraClient;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The videos of a server. */
final class VideosService implements Service.Listed<Video> {
  private static final int LARGEST_PAGE = 100;

  private final SoraClient client;
  private final Display display;
  private final boolean deleteStops;
  private VideoVariant variant = VideoVariant.VIDEO;

  VideosService(SoraClient client, Display display, boolean deleteStops) {
    this.client = client;
    this.display = display;
    this.deleteStops = deleteStops;
  }

  SoraClient client() {
    return client;
  }

  /** Sets which of the files of a video is saved, the video itself at first. */
  VideosService variant(VideoVariant variant) {
    this.variant = variant;
    return this;
  }

  @Override
  public JobHandle<Video> attach(String id) {
    return client.attach(id);
  }

  @Override
  public Facts status(String id) throws InterruptedException {
    Video video = Interruptible.await(client.statusAsync(id));
    return new Facts()
        .add("job", id)
        .add("state", video.getStatus())
        .add("progress", percent(video))
        .add("model", video.getModel())
        .add("size", video.getSize())
        .add("seconds", video.getSeconds())
        .add("made from", video.getRemixedFromVideoId())
        .add("created", time(video.getCreatedAt()))
        .add("ended", time(video.getCompletedAt()))
        .add("files go away", time(video.getExpiresAt()))
        .add("video", address(video, "videoUrl"))
        .add("thumbnail", address(video, "thumbnailUrl"))
        .add("error", words(video.getError()));
  }

  private static @Nullable String percent(Video video) {
    return video.getProgress() == null ? null : video.getProgress() + " %";
  }

  private static @Nullable Instant time(@Nullable Long seconds) {
    try {
      return seconds == null ? null : Instant.ofEpochSecond(seconds);
    } catch (DateTimeException absurd) {
      return null;
    }
  }

  private static @Nullable String address(Video video, String name) {
    JsonElement url = video.unknown().get(name);
    return url != null && url.isJsonPrimitive() ? url.getAsString() : null;
  }

  private static @Nullable String words(@Nullable VideoError error) {
    return error == null
        ? null
        : Stream.of(error.getCode(), error.getMessage())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(": "));
  }

  @Override
  public CancelResult<Video> cancel(String id) throws InterruptedException {
    return client.cancel(id);
  }

  @Override
  public Optional<String> whyNotCancelled() {
    return deleteStops
        ? Optional.empty()
        : Optional.of(
            "Nothing was sent: videos are stopped with DELETE alone, which destroys a finished one."
                + " If DELETE stops a running video at this server, declare it with"
                + " --delete-stops.");
  }

  @Override
  public String afterCancel() {
    return CancelWords.GONE;
  }

  @Override
  public void save(String id, Video video, Path out) throws InterruptedException {
    Path saved = client.download(id, variant, out).path();
    // Told the way it was typed; the name may have got a number.
    display.result(out.resolveSibling(Objects.requireNonNull(saved.getFileName())).toString());
  }

  @Override
  public Table list(int limit) throws InterruptedException {
    Table table = new Table("ID", "STATE", "MODEL", "CREATED", "PROGRESS");
    for (Video video : Table.first(limit, client.videos(Math.min(limit, LARGEST_PAGE)))) {
      table.row(
          video.getId(),
          video.getStatus(),
          video.getModel(),
          time(video.getCreatedAt()),
          percent(video));
    }
    return table;
  }

  @Override
  public void close() {
    client.close();
  }
}
