package dev.longhaul.sora;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoCreateSeed;
import dev.longhaul.generated.sora.model.VideoEdit;
import dev.longhaul.generated.sora.model.VideoExtension;
import dev.longhaul.generated.sora.model.VideoReference;
import dev.longhaul.generated.sora.model.VideoRemix;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.internal.json.Json;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One video to be made: from a prompt, or from another video. Immutable; models are copied. It is
 * held against the rules of the server when it is submitted, before anything is sent. Files are
 * read when it is sent, so they must stay as they are until then.
 */
public final class VideoRequest {
  /** The body as it goes out, without its file: one of the generated requests. */
  final Object body;

  /** The video that a remix starts from, whose id is in the path. */
  final @Nullable String source;

  final @Nullable Path file;

  private VideoRequest(Object body, @Nullable String source, @Nullable Path file) {
    this.body = body;
    this.source = source;
    this.file = file;
  }

  /**
   * Returns a request for a new video.
   *
   * <p>The rules: {@code prompt} 1 to 32,000 characters; {@code model}, {@code seconds} and {@code
   * size} as {@link SoraOptions} list them, or left out for the server's own ({@code sora-2}, 4 s,
   * {@code 720x1280}); {@code sora-2} makes only the sizes with 720, and {@code 1920x1080} and
   * {@code 1080x1920} take {@code sora-2-pro}; at most 2 characters; {@code input_reference} holds
   * either a {@code file_id} or an {@code image_url}, a web address or data URL of up to 20 MiB of
   * text. An image in a data URL is a JPEG, PNG or WebP of exactly the video's size.
   *
   * @param video what it shall be
   */
  public static VideoRequest create(VideoCreate video) {
    return new VideoRequest(copy(video, VideoCreate.class), null, null);
  }

  /**
   * Returns a request for a new video that starts from an image of this machine, which is sent
   * along. Otherwise as {@link #create(VideoCreate)}; characters cannot go with a file.
   *
   * @param video what it shall be, without {@code input_reference}
   * @param reference a JPEG, PNG or WebP of exactly the video's size; no limit of its bytes is
   *     known
   */
  public static VideoRequest create(VideoCreate video, Path reference) {
    Path present = VideoRules.required("reference", reference);
    return new VideoRequest(copy(video, VideoCreate.class), null, present);
  }

  /**
   * Returns a request for a new video in the words of {@link SoraOptions.Dialect#SEED}.
   *
   * <p>The rules: {@code prompt} 1 to 2,000 characters; {@code duration} 1 to 60 seconds (10 when
   * left out); {@code fps} 24 to 60 (30); {@code seed} 0 or more; {@code negativePrompt} up to 500
   * characters; {@code resolution} 480p, 720p (left out), 1080p or 2160p; {@code aspectRatio} 1:1,
   * 9:16, 16:9 (left out) or 21:9.
   *
   * @param video what it shall be
   */
  public static VideoRequest seed(VideoCreateSeed video) {
    return new VideoRequest(copy(video, VideoCreateSeed.class), null, null);
  }

  /**
   * Returns a request for a changed version of a video, the older way; prefer {@link #edit(String,
   * String)}.
   *
   * @param id the finished video to start from
   * @param prompt the change, 1 to 32,000 characters
   */
  public static VideoRequest remix(String id, String prompt) {
    return new VideoRequest(new VideoRemix().prompt(prompt), PathId.required("id", id), null);
  }

  /**
   * Returns a request for a changed version of a video.
   *
   * @param id the finished video to start from
   * @param prompt the change, 1 to 32,000 characters
   */
  public static VideoRequest edit(String id, String prompt) {
    return new VideoRequest(new VideoEdit().prompt(prompt).video(video(id)), null, null);
  }

  /**
   * Returns a request for a changed version of a video of this machine, which is sent along. A
   * large one takes longer than the 30 s that an attempt to create has: raise {@code
   * createTimeout}.
   *
   * @param video an mp4 file, not empty; no limit of its bytes is known
   * @param prompt the change, 1 to 32,000 characters
   */
  public static VideoRequest edit(Path video, String prompt) {
    return new VideoRequest(new VideoEdit().prompt(prompt), null, video);
  }

  /**
   * Returns a request for a longer version of a video. The {@code seconds} of its answer are those
   * of the whole, up to 120 in six steps.
   *
   * @param id the finished video to go on from
   * @param seconds by how much, as {@link SoraOptions} list it
   * @param prompt how it goes on, 1 to 32,000 characters
   */
  public static VideoRequest extend(String id, VideoSeconds seconds, String prompt) {
    return new VideoRequest(
        new VideoExtension().prompt(prompt).seconds(seconds).video(video(id)), null, null);
  }

  /**
   * Returns a request for a longer version of a video of this machine, which is sent along. A large
   * one takes longer than the 30 s that an attempt to create has: raise {@code createTimeout}.
   *
   * @param video an mp4 file, not empty; no limit of its bytes is known
   * @param seconds by how much, as {@link SoraOptions} list it
   * @param prompt how it goes on, 1 to 32,000 characters
   */
  public static VideoRequest extend(Path video, VideoSeconds seconds, String prompt) {
    return new VideoRequest(new VideoExtension().prompt(prompt).seconds(seconds), null, video);
  }

  /**
   * Returns the shortest of 4, 8, 12, 16 and 20 seconds that is not below a length. A request is
   * never rounded by itself, since longer videos cost more.
   *
   * @param length in seconds, 1 to 20
   */
  public static VideoSeconds secondsAtLeast(int length) {
    return VideoSeconds.known().stream()
        .filter(allowed -> length >= 1 && Integer.parseInt(allowed.value()) >= length)
        .findFirst()
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "length",
                    "is " + length + ", outside 1 to 20",
                    "Pass a length in between; for more, extend the video afterwards."));
  }

  private static VideoReference video(String id) {
    return new VideoReference().id(PathId.required("id", id));
  }

  private static <T> T copy(@Nullable T video, Class<T> type) {
    return Json.copy(VideoRules.required("video", video), type);
  }

  /** Returns whether both ask for the same, files compared by their paths. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VideoRequest that
        && body.equals(that.body)
        && Objects.equals(source, that.source)
        && Objects.equals(file, that.file);
  }

  @Override
  public int hashCode() {
    return Objects.hash(body, source, file);
  }

  /** Returns what kind of request it is, without a value of it. */
  @Override
  public String toString() {
    String kind = body.getClass().getSimpleName().substring("Video".length());
    return "VideoRequest["
        + kind.toLowerCase(Locale.ROOT)
        + (file == null ? "" : ", with a file")
        + "]";
  }
}
