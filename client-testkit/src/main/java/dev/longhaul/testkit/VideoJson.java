package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.longhaul.testkit.FakeSoraOptions.Dialect;
import dev.longhaul.testkit.FakeSoraOptions.ListItems;
import dev.longhaul.testkit.VideoScript.Failure;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes videos as the service writes them, in either dialect. */
final class VideoJson {

  private static final int USUAL_FPS = 30;

  /** Always with milliseconds, also where they are zero. */
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final FakeSoraOptions options;
  private final VideoUrls urls;

  VideoJson(FakeSoraOptions options, VideoUrls urls) {
    this.options = options;
    this.urls = urls;
  }

  JsonObject video(FakeVideo video, VideoMoment moment) {
    return options.dialect == Dialect.SEED ? seed(video, moment) : openAi(video, moment);
  }

  JsonObject list(List<FakeVideo> page, boolean more) {
    JsonArray data = new JsonArray();
    page.forEach(video -> data.add(item(video)));
    JsonObject body = new JsonObject();
    body.addProperty("object", "list");
    body.add("data", data);
    if (!page.isEmpty()) {
      body.addProperty("first_id", page.get(0).id());
      body.addProperty("last_id", page.get(page.size() - 1).id());
    }
    body.addProperty("has_more", more);
    return body;
  }

  static JsonObject deleted(String id) {
    JsonObject body = new JsonObject();
    body.addProperty("id", id);
    body.addProperty("object", "video.deleted");
    body.addProperty("deleted", true);
    return body;
  }

  JsonObject models() {
    JsonArray data = new JsonArray();
    for (String name : options.models) {
      JsonObject model = new JsonObject();
      model.addProperty("id", name);
      model.addProperty("object", "model");
      model.addProperty("created", name.equals("sora-2-pro") ? 1_759_708_663 : 1_759_708_615);
      model.addProperty("owned_by", "openai");
      data.add(model);
    }
    JsonObject body = new JsonObject();
    body.addProperty("object", "list");
    body.add("data", data);
    return body;
  }

  private JsonObject item(FakeVideo video) {
    JsonObject whole = openAi(video, video.moment());
    if (options.listItems == ListItems.WHOLE) {
      return whole;
    }
    if (options.listItems == ListItems.PARTIAL) {
      whole.keySet().retainAll(List.of("id", "object", "status"));
    }
    whole.remove("prompt");
    return whole;
  }

  private static JsonObject openAi(FakeVideo video, VideoMoment moment) {
    VideoPlan plan = video.plan();
    JsonObject body = new JsonObject();
    body.addProperty("id", video.id());
    body.addProperty("object", "video");
    body.addProperty("model", plan.model());
    body.addProperty("status", moment.state());
    body.addProperty("progress", moment.progress());
    body.addProperty("created_at", video.created().getEpochSecond());
    Instant expires = video.expiresAt(moment);
    if (expires != null) {
      body.addProperty("completed_at", moment.since().getEpochSecond());
      body.addProperty("expires_at", expires.getEpochSecond());
    }
    body.add("prompt", plan.request().get("prompt"));
    body.addProperty("size", plan.size());
    body.addProperty("seconds", Integer.toString(plan.seconds()));
    if (plan.remixedFrom() != null) {
      body.addProperty("remixed_from_video_id", plan.remixedFrom());
    }
    addError(body, moment.failure());
    return body;
  }

  private JsonObject seed(FakeVideo video, VideoMoment moment) {
    JsonObject body = new JsonObject();
    body.addProperty("id", video.id());
    body.addProperty("status", moment.state());
    if (moment.isCompleted()) {
      body.addProperty("videoUrl", video.videoUrl(urls));
      body.addProperty("thumbnailUrl", video.thumbnailUrl(urls));
      body.add("metadata", metadata(video));
    }
    addError(body, moment.failure());
    body.addProperty("createdAt", ISO.format(video.created()));
    body.addProperty("updatedAt", ISO.format(moment.since()));
    return body;
  }

  private static JsonObject metadata(FakeVideo video) {
    VideoPlan plan = video.plan();
    String[] size = plan.size().split("x", -1);
    JsonObject request = plan.request();
    JsonObject body = new JsonObject();
    body.addProperty("duration", plan.seconds());
    body.addProperty("width", Integer.valueOf(size[0]));
    body.addProperty("height", Integer.valueOf(size[1]));
    body.addProperty("fps", request.has("fps") ? request.get("fps").getAsInt() : USUAL_FPS);
    body.addProperty("format", "mp4");
    body.addProperty("fileSize", video.file().length);
    return body;
  }

  private static void addError(JsonObject body, @Nullable Failure failure) {
    if (failure != null) {
      JsonObject error = new JsonObject();
      error.addProperty("code", failure.code());
      error.addProperty("message", failure.message());
      body.add("error", error);
    }
  }
}
