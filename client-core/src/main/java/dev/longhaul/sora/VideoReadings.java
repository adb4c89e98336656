package dev.longhaul.sora;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoCreateSeed;
import dev.longhaul.generated.sora.model.VideoError;
import dev.longhaul.generated.sora.model.VideoModel;
import dev.longhaul.generated.sora.model.VideoSize;
import dev.longhaul.internal.http.Dated;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobMark;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.ListedJob;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what a video server says into readings and marks. Its progress counts from 0 to 100. */
final class VideoReadings {
  private static final String SOURCE = "made from";
  private static final String PROMPT = "prompt";

  /** Later seconds than of the year 5138 are milliseconds, which some servers write. */
  private static final long LATEST_SECOND = 99_999_999_999L;

  private VideoReadings() {}

  /** Returns what a server said of a video. */
  static JobReading<Video> reading(String id, Dated<Video> answer) {
    return reading(id, answer, true);
  }

  /** Returns the reading of a video; a row of a list may lack the state, and what makes an end. */
  private static JobReading<Video> reading(String id, Dated<Video> answer, boolean whole) {
    Video video = answer.value();
    String state = state(video);
    Integer progress = video.getProgress();
    JobReading.Builder<Video> reading =
        JobReading.<Video>builder(id, state)
            .percent(progress == null ? null : progress.doubleValue())
            .pollAfter(answer.pollAfter());
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "queued" -> reading.waiting();
      case "in_progress", "processing" -> reading.running();
      case "completed", "succeeded" ->
          whole || video.getCompletedAt() != null || video.getExpiresAt() != null
              ? reading.succeeded(video)
              : reading.ended();
      case "failed" ->
          whole || video.getError() != null
              ? reading.failed(failure(state, video.getError()))
              : reading.ended();
      case "cancelled", "canceled" -> reading.cancelled();
      default -> reading.unrecognized();
    };
  }

  static String state(Video video) {
    return video.getStatus() == null ? "" : video.getStatus().value();
  }

  private static JobFailure failure(String state, @Nullable VideoError error) {
    return error == null
        ? JobFailure.of(state, null)
        : JobFailure.of(error.getCode() == null ? state : error.getCode(), error.getMessage());
  }

  /**
   * Returns a video as a list shows it, which may be in parts: one that is completed and tells
   * neither when nor until when its file lasts, or failed and not why, has to be read for that.
   */
  static ListedJob<Video> listed(String id, Dated<Video> row) {
    Video video = row.value();
    JobMark mark =
        details(video.getModel(), video.getSize(), video.getSeconds())
            .with(SOURCE, video.getRemixedFromVideoId())
            .with(PROMPT, digest(video.getPrompt()))
            .content(video.getPrompt());
    return new ListedJob<>(reading(id, row, false), mark, createdAt(video));
  }

  private static @Nullable Instant createdAt(Video video) {
    Long created = video.getCreatedAt();
    try {
      return created == null ? null : instant(created);
    } catch (DateTimeException outOfRange) {
      return null;
    }
  }

  static Instant instant(long time) {
    return time > LATEST_SECOND ? Instant.ofEpochMilli(time) : Instant.ofEpochSecond(time);
  }

  /** Returns what of a request decides how long it takes. */
  static String kind(VideoRequest request) {
    Object body = request.body;
    if (body instanceof VideoCreate create) {
      return create.getModel() + " " + create.getSize() + " " + create.getSeconds();
    }
    return body instanceof VideoCreateSeed create
        ? create.getResolution() + " " + create.getDuration()
        : body.getClass().getSimpleName();
  }

  /**
   * Returns what a list would show of the video that a request makes. What the request leaves out
   * is not known: a server may have defaults of its own. A video that was made from nothing never
   * is one that was made from another. Of one that is made from another, model and size follow from
   * that, and the seconds of an extension are told as those of the whole.
   *
   * <p>No list shows images, characters and files of the caller's, and not every list shows the
   * video that another was made from: where there are any, videos that differ may have the same
   * prompt, and it proves nothing.
   */
  static JobMark mark(VideoRequest request) {
    String prompt = VideoRules.prompt(request);
    JobMark mark =
        request.body instanceof VideoCreate create
            ? details(
                    create.getModel(),
                    create.getSize(),
                    create.getSeconds() == null ? null : create.getSeconds().value())
                .with(SOURCE, "")
            : JobMark.none().with(SOURCE, VideoRules.source(request));
    JobMark marked = mark.with(PROMPT, digest(prompt));
    return isAllInThePrompt(request) ? marked.content(prompt) : marked;
  }

  private static boolean isAllInThePrompt(VideoRequest request) {
    boolean more =
        request.body instanceof VideoCreate create
            && (create.getInputReference() != null || create.getCharacters() != null);
    return request.file == null && VideoRules.source(request) == null && !more;
  }

  /** Tells prompts apart, without keeping them. */
  private static @Nullable String digest(@Nullable String prompt) {
    return prompt == null ? null : prompt.length() + "/" + prompt.hashCode();
  }

  private static JobMark details(
      @Nullable VideoModel model, @Nullable VideoSize size, @Nullable String seconds) {
    return JobMark.none()
        .with("model", model == null ? null : model.value())
        .with("size", size == null ? null : size.value())
        .with("seconds", seconds);
  }
}
