package dev.longhaul.sora;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoDeleted;
import dev.longhaul.generated.sora.model.VideoList;
import dev.longhaul.generated.sora.model.VideoSeed;
import dev.longhaul.internal.http.AnswerDecoder;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of video servers of either dialect. What a server sends in a shape of its own
 * is brought into that of the model, or stays reachable among the unknown fields.
 */
final class VideoAnswers {
  private static final TypeToken<Video> VIDEO = TypeToken.get(Video.class);
  private static final double LATEST = 1e15; // far beyond any year, in milliseconds too
  private static final TypeToken<VideoSeed> SEED = TypeToken.get(VideoSeed.class);

  /** The answer to a create: without an id nothing can be done with the video. */
  static final AnswerDecoder<Video> ACCEPTED =
      ((AnswerDecoder<Video>) text -> video(object(text)))
          .requiring("id", video -> PathId.isFit(video.getId()))
          .requiring("status", VideoAnswers::hasStatus);

  static final AnswerDecoder<VideoList> LIST = VideoAnswers::list;

  private VideoAnswers() {}

  /** Returns the decoder of the answer about one video, which need not repeat its id. */
  static AnswerDecoder<Video> of(String id) {
    return ((AnswerDecoder<Video>)
            text -> {
              Video video = video(object(text));
              return video.getId() == null ? video.id(id) : video;
            })
        .requiring("status", VideoAnswers::hasStatus);
  }

  /** Returns the decoder of the answer to a delete, whose content is not stated everywhere. */
  static AnswerDecoder<VideoDeleted> deleted(String id) {
    return text -> {
      AnswerDecoder.ignored().decode(text);
      try {
        return Json.read(text, TypeToken.get(VideoDeleted.class));
      } catch (MalformedJsonException unstated) {
        return new VideoDeleted().id(id);
      }
    };
  }

  private static boolean hasStatus(Video video) {
    return video.getStatus() != null && !video.getStatus().value().isBlank();
  }

  private static JsonObject object(String text) throws MalformedJsonException {
    return Json.read(text, TypeToken.get(JsonObject.class));
  }

  /** Items may be partial; what is no object at all is left out. */
  private static VideoList list(String text) throws MalformedJsonException {
    JsonElement root = Json.read(text, TypeToken.get(JsonElement.class));
    JsonObject told = root instanceof JsonObject object ? object : new JsonObject();
    JsonElement data = root.isJsonArray() ? root : told.get("data");
    if (!(data instanceof JsonArray items)) {
      throw new MalformedJsonException("its data is missing");
    }
    List<Video> videos = new ArrayList<>();
    for (JsonElement item : items) {
      if (item instanceof JsonObject video) {
        videos.add(video(video));
      }
    }
    return new VideoList()
        .data(videos)
        .firstId(text(told.get("first_id")))
        .lastId(text(told.get("last_id")))
        .hasMore(root.isJsonArray() ? Boolean.FALSE : bool(told.get("has_more")));
  }

  private static @Nullable String text(@Nullable JsonElement value) {
    return value instanceof JsonPrimitive ? value.getAsString() : null;
  }

  private static @Nullable Boolean bool(@Nullable JsonElement value) {
    return value instanceof JsonPrimitive ? value.getAsBoolean() : null;
  }

  /** Returns the cursor of the page that follows, null when there is none. */
  static @Nullable String next(VideoList page, @Nullable String cursor) {
    List<Video> videos = page.getData();
    if (Boolean.FALSE.equals(page.getHasMore()) || videos.isEmpty()) {
      return null;
    }
    String last =
        page.getLastId() == null ? videos.get(videos.size() - 1).getId() : page.getLastId();
    return last == null || last.equals(cursor) ? null : last;
  }

  private static Video video(JsonObject told) throws MalformedJsonException {
    shape(told);
    try {
      return Json.read(told, VIDEO);
    } catch (MalformedJsonException misfit) {
      return withoutMisfits(told);
    }
  }

  /** Writes a time as the model has it, a failure in words, and progress in parts of a percent. */
  private static void shape(JsonObject told) {
    for (String time : List.of("created_at", "completed_at", "expires_at")) {
      Long seconds = seconds(told.get(time));
      if (seconds != null) {
        told.addProperty(time, seconds);
      }
    }
    Long created = told.has("created_at") ? null : seconds(told.get("createdAt"));
    if (created != null) {
      told.addProperty("created_at", created);
    }
    if (told.get("error") instanceof JsonPrimitive words && words.isString()) {
      JsonObject error = new JsonObject();
      error.add("message", words);
      told.add("error", error);
    }
    if (told.get("progress") instanceof JsonPrimitive progress && progress.isNumber()) {
      told.addProperty("progress", (int) Math.floor(progress.getAsDouble()));
    }
  }

  /** Returns Unix seconds of a number or an ISO text, null of anything else. */
  private static @Nullable Long seconds(@Nullable JsonElement time) {
    if (time == null || time.isJsonNull()) {
      return null;
    }
    if (time instanceof JsonPrimitive number && number.isNumber()) {
      double told = Math.floor(number.getAsDouble());
      return Math.abs(told) < LATEST ? (long) told : null;
    }
    JsonObject seed = new JsonObject();
    seed.add("createdAt", time);
    try {
      VideoSeed read = Json.read(seed, SEED);
      return read.getCreatedAt() == null ? null : read.getCreatedAt().toEpochSecond();
    } catch (MalformedJsonException misfit) {
      return null;
    }
  }

  /** A field that does not fit must not hide that a video has ended. */
  private static Video withoutMisfits(JsonObject told) throws MalformedJsonException {
    JsonObject fitting = told.deepCopy();
    JsonObject misfits = new JsonObject();
    for (String name : told.keySet()) {
      JsonObject alone = new JsonObject();
      alone.add(name, told.get(name));
      try {
        Json.read(alone, VIDEO);
      } catch (MalformedJsonException misfit) {
        misfits.add(name, fitting.remove(name));
      }
    }
    Video video = Json.read(fitting, VIDEO);
    misfits.asMap().forEach(video::putUnknown);
    return video;
  }
}
