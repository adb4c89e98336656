package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.HttpReader.Body;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates, reads, lists, deletes and hands out videos. */
final class VideoRoutes {

  private static final int USUAL_PAGE = 20;
  private static final int LONGEST_PAGE = 100;

  private final VideoData data;
  private final SoraErrors errors;
  private final VideoPlanner planner;

  VideoRoutes(VideoData data, VideoPlanner planner) {
    this.data = data;
    this.errors = data.errors();
    this.planner = planner;
  }

  WireAnswer create(ReceivedRequest request, Body body) {
    return data.make(request, planner.plan(VideoRequestBody.of(request, body, errors)));
  }

  WireAnswer read(String id) {
    FakeVideo video = data.video("id", id);
    VideoMoment moment = video.readMoment();
    WireAnswer answer = WireAnswer.json(200, data.json().video(video, moment));
    Duration wait = video.pollAfter();
    return wait == null || moment.ended()
        ? answer
        : answer.with("openai-poll-after-ms", Long.toString(wait.toMillis()));
  }

  WireAnswer delete(String id) {
    FakeVideo video = data.video("id", id);
    if (!video.delete(data.options().deletion)) {
      throw errors.conflict(
          video.moment().ended()
              ? "The video has already ended"
              : "The video is still in progress");
    }
    return WireAnswer.json(200, VideoJson.deleted(id));
  }

  WireAnswer list(RequestUrl url) {
    int limit = limit(url.query().containsKey("limit") ? url.first("limit") : null);
    List<FakeVideo> rest = behind(ordered(url), url.first("after"));
    List<FakeVideo> page = rest.subList(0, Math.min(limit, rest.size()));
    return WireAnswer.json(200, data.json().list(page, rest.size() > page.size()));
  }

  WireAnswer models() {
    return WireAnswer.json(200, data.json().models());
  }

  WireAnswer health() {
    JsonObject body = new JsonObject();
    body.addProperty("status", "ok");
    return WireAnswer.json(200, body);
  }

  WireAnswer content(String id, RequestUrl url) {
    FakeVideo video = finished(id);
    String variant = url.query().containsKey("variant") ? url.first("variant") : "video";
    return switch (variant) {
      case "video" -> mp4(video);
      case "thumbnail" -> WireAnswer.bytes(200, "image/webp", VideoFiles.webp());
      case "spritesheet" -> jpeg();
      default ->
          throw errors.invalid(
              "variant",
              "invalid_value",
              "'variant' must be one of [video, thumbnail, spritesheet].");
    };
  }

  /** A file that the other dialect has given the URL of. */
  WireAnswer file(String name) {
    FakeVideo video = finished(VideoUrls.idOf(name));
    if (VideoUrls.isVideo(name)) {
      return mp4(video);
    }
    if (VideoUrls.isThumbnail(name)) {
      return jpeg();
    }
    throw errors.notFound("id", "No such file");
  }

  private FakeVideo finished(String id) {
    FakeVideo video = data.video("id", id);
    VideoMoment moment = video.moment();
    if (!moment.isCompleted()) {
      throw errors.notFound("id", "Video " + id + " has no content: it is " + moment.state());
    }
    if (video.isExpired(moment)) {
      throw errors.notFound("id", "The content of video " + id + " has expired");
    }
    return video;
  }

  private int limit(@Nullable String text) {
    if (text == null) {
      return USUAL_PAGE;
    }
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > LONGEST_PAGE) {
      throw errors.invalid("limit", "invalid_value", "'limit' must lie in 0 to 100.");
    }
    return Integer.parseInt(text);
  }

  /** All videos, deleted ones included: a list goes on behind one that went away. */
  private List<FakeVideo> ordered(RequestUrl url) {
    List<FakeVideo> all = data.videos().all();
    String order = url.query().containsKey("order") ? url.first("order") : "desc";
    if (order.equals("desc")) {
      Collections.reverse(all);
    } else if (!order.equals("asc")) {
      throw errors.invalid("order", "invalid_value", "'order' must be one of [asc, desc].");
    }
    return all;
  }

  private List<FakeVideo> behind(List<FakeVideo> all, String after) {
    int start = 0;
    if (!after.isEmpty()) {
      FakeVideo last = data.videos().find(after);
      if (last == null) {
        throw errors.noVideo("after", after);
      }
      start = all.indexOf(last) + 1;
    }
    return all.subList(start, all.size()).stream().filter(video -> !video.deleted()).toList();
  }

  private static WireAnswer mp4(FakeVideo video) {
    return WireAnswer.bytes(200, "video/mp4", video.file());
  }

  private static WireAnswer jpeg() {
    return WireAnswer.bytes(200, "image/jpeg", VideoFiles.jpeg());
  }
}
