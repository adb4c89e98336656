package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.testkit.FakeVestisOptions.Names;
import dev.longhaul.testkit.ImageScript.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes image jobs as the service writes them. */
final class ImageJobJson {

  private static final Pattern UNDERSCORE = Pattern.compile("_([a-z])");
  private static final int USER = 5;

  private final FakeVestisOptions options;

  ImageJobJson(FakeVestisOptions options) {
    this.options = options;
  }

  /** The answer to a create whose job waits. */
  JsonObject accepted(FakeImageJob job) {
    JsonObject body = new JsonObject();
    body.addProperty("success", true);
    addId(body, job);
    body.addProperty("status", "pending");
    body.addProperty("message", "Image generation job created");
    Duration estimate = job.life().script().estimatedTime();
    if (estimate != null) {
      body.addProperty("estimated_time", estimate.toSeconds());
    }
    return named(body, options.names() == Names.CAMEL);
  }

  /** The answer to a create whose picture is there already. */
  JsonObject ready(FakeImageJob job) {
    JsonObject body = new JsonObject();
    body.addProperty("success", true);
    body.addProperty("image_url", job.url());
    if (job.life().script().answer() == Answer.AT_ONCE) {
      addId(body, job);
    }
    body.addProperty("status", "completed");
    body.addProperty("generated_at", madeAt(job).toString());
    body.addProperty("message", "Image generated");
    addInput(body, job.submission());
    return named(body, options.names() == Names.CAMEL);
  }

  JsonObject job(FakeImageJob job, ImageMoment moment) {
    JsonObject body = new JsonObject();
    addId(body, job);
    body.addProperty("status", moment.state());
    body.addProperty("job_type", job.type().value());
    body.addProperty("created_at", job.life().created().toString());
    add(body, "started_at", moment.startedAt());
    add(body, "completed_at", moment.completedAt());
    body.addProperty("attempts", moment.attempts());
    if (moment.isCompleted()) {
      JsonObject result = new JsonObject();
      result.addProperty("image_url", job.url());
      add(result, "generated_at", moment.completedAt());
      result.addProperty("message", "Image generated");
      body.add("result", result);
    }
    add(body, "error", moment.error());
    return named(body, options.names() == Names.CAMEL);
  }

  /** The job on the route of its feature. */
  JsonObject featureStatus(FakeImageJob job, ImageMoment moment) {
    JsonObject body = new JsonObject();
    addId(body, job);
    body.addProperty("status", moment.state());
    body.addProperty("progress", moment.percent());
    if (moment.isCompleted()) {
      body.addProperty("image_url", job.url());
    }
    add(body, "error", moment.error());
    body.addProperty("created_at", job.life().created().toString());
    add(body, "completed_at", moment.completedAt());
    return named(body, options.names() != Names.SNAKE);
  }

  /** The picture of a job as a record of the history. */
  static JsonObject generation(FakeImageJob job) {
    JsonObject body = new JsonObject();
    body.addProperty("id", job.number());
    body.addProperty("user_id", USER);
    body.addProperty("feature_type", job.type().value());
    body.addProperty("image_url", job.url());
    body.addProperty("created_at", madeAt(job).toString());
    JsonObject submission = job.submission();
    addInput(body, submission);
    if (submission.has("prompt")) {
      body.add("prompt", submission.get("prompt"));
    }
    return body;
  }

  /** When a job ended; when it was asked for if it has not. */
  static Instant madeAt(FakeImageJob job) {
    Instant ended = job.moment().completedAt();
    return ended == null ? job.life().created() : ended;
  }

  private void addId(JsonObject body, FakeImageJob job) {
    if (options.hasTextIds()) {
      body.addProperty("job_id", job.id());
    } else {
      body.addProperty("job_id", job.number());
    }
  }

  /** What went into a picture. Ids are text in requests and numbers in answers. */
  private static void addInput(JsonObject body, JsonObject submission) {
    addNumber(body, "model_id", submission.get("modelId"));
    addNumber(body, "background_id", submission.get("backgroundId"));
    addCount(body, "product_count", submission.get("products"));
    addCount(body, "photo_count", submission.get("photos"));
  }

  private static void addNumber(JsonObject body, String name, @Nullable JsonElement id) {
    if (id != null && InputCheck.isText(id) && id.getAsString().matches("\\d{1,18}")) {
      body.addProperty(name, id.getAsLong());
    }
  }

  private static void addCount(JsonObject body, String name, @Nullable JsonElement list) {
    if (list instanceof JsonArray items) {
      body.addProperty(name, items.size());
    }
  }

  private static void add(JsonObject body, String name, @Nullable Object value) {
    if (value != null) {
      body.addProperty(name, value.toString());
    }
  }

  private static JsonObject named(JsonObject body, boolean inCamelCase) {
    if (!inCamelCase) {
      return body;
    }
    JsonObject renamed = new JsonObject();
    for (Map.Entry<String, JsonElement> field : body.entrySet()) {
      String name =
          UNDERSCORE.matcher(field.getKey()).replaceAll(it -> it.group(1).toUpperCase(Locale.ROOT));
      JsonElement value = field.getValue();
      renamed.add(name, value.isJsonObject() ? named(value.getAsJsonObject(), true) : value);
    }
    return renamed;
  }
}
