package dev.longhaul.sora;

import com.google.gson.JsonElement;
import dev.longhaul.error.CallFacts;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoVariant;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.Dated;
import dev.longhaul.internal.http.Downloads;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.job.JobPhase;
import dev.longhaul.transfer.DownloadFailedException;
import dev.longhaul.transfer.DownloadedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Saves one file of a video. The video is read first: it tells whether there is a file by now, and
 * some servers name its address there.
 */
final class VideoFile {
  private final VideoServer server;
  private final String id;
  private final VideoVariant variant;
  private final Path folder;
  private final String name;
  private final Operation operation;

  VideoFile(VideoServer server, String id, VideoVariant variant, Path file) {
    this.server = server;
    this.id = PathId.required("id", id);
    this.variant = VideoRules.required("variant", variant);
    Path whole = VideoRules.required("file", file).toAbsolutePath();
    if (whole.getFileName() == null || Files.isDirectory(whole)) {
      throw InvalidInputException.of(
          "file", "is a folder", "Pass the file to write, such as video.mp4 in that folder.");
    }
    folder = Objects.requireNonNull(whole.getParent());
    name = whole.getFileName().toString();
    operation = Operation.read(VideoServer.SERVICE, "downloadVideo", id);
  }

  CompletableFuture<DownloadedFile> save() {
    return LinkedFuture.chain(
        server.read(id).startForCaller(),
        video -> {
          requireDone(video);
          return LinkedFuture.map(
              LinkedFuture.explain(fetched(video), error -> explained(video, error)),
              path -> new DownloadedFile(variant.value(), path, length(path)));
        });
  }

  /** A state that nobody knows may have a file, so it is tried. */
  private void requireDone(Video video) {
    JobPhase phase = VideoReadings.reading(id, new Dated<>(video, null, null)).phase();
    if (phase == JobPhase.WAITING || phase == JobPhase.RUNNING) {
      throw new RefusedException(
          "The video is not done, and has no file yet. Wait for its ending, then download.",
          facts(),
          null);
    }
    if (phase == JobPhase.FAILED || phase == JobPhase.CANCELLED) {
      throw new NotFoundException(
          "The video was not made, so there is no file. Its status tells why.", facts(), null);
    }
  }

  private CallFacts facts() {
    return operation.facts().reach(CallFacts.Reach.NOT_SENT).build();
  }

  private CompletableFuture<Path> fetched(Video video) {
    Downloads downloads = server.transport().downloads();
    String url = address(video);
    if (url == null) {
      return downloads.save(operation, server.content(id, variant), folder, name);
    }
    HttpUrl absolute = server.transport().base().resolve(url);
    if (absolute == null) {
      throw new DownloadFailedException(
          "The answer names no http address of the file. Ask the server's owner why.",
          facts(),
          null);
    }
    // As a request, whose answer is refused when it is text in place of the file.
    return downloads.save(operation, new Request.Builder().url(absolute).build(), folder, name);
  }

  private @Nullable String address(Video video) {
    JsonElement url =
        VideoVariant.VIDEO.equals(variant)
            ? video.unknown().get("videoUrl")
            : VideoVariant.THUMBNAIL.equals(variant) ? video.unknown().get("thumbnailUrl") : null;
    return url == null || !url.isJsonPrimitive() || url.getAsString().isBlank()
        ? null
        : url.getAsString();
  }

  private Throwable explained(Video video, Throwable error) {
    if (error instanceof NotFoundException missing) {
      return new NotFoundException(
          isExpired(video)
              ? "The files of this video have expired. Make the video again, and download it"
                  + " sooner."
              : "The server has no such file of this video: it makes none of this variant, or has"
                  + " let it go; files last about one hour.",
          missing.facts(),
          null);
    }
    return error instanceof RefusedException refused
        ? new RefusedException(
            "The server does not give this file of the video. Try again later, or another variant.",
            refused.facts(),
            null)
        : error;
  }

  private boolean isExpired(Video video) {
    Long expires = video.getExpiresAt();
    Instant now = server.transport().clock().instant();
    return expires != null && expires <= now.getEpochSecond();
  }

  /** A file that someone took away at once was still written whole. */
  private static long length(Path path) {
    try {
      return Files.size(path);
    } catch (IOException gone) {
      return 0;
    }
  }
}
