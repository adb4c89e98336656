package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.JobOutput.Content;
import dev.longhaul.testkit.ScriptParts.UrlStyle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes jobs as the service writes them. */
final class JobJson {

  static final String FILES = "/api/v1/functions/files/";

  private final String baseUrl;

  JobJson(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  JsonObject accepted(FakeJob job) {
    JsonObject body = new JsonObject();
    body.addProperty("task_id", job.id());
    body.addProperty("status", "pending");
    body.addProperty("queue_position", 1);
    addTime(body, "estimated_start", job.life().plannedStart());
    addTime(body, "estimated_completion", job.life().plannedEnd());
    return body;
  }

  JsonObject status(FakeJob job, Moment moment) {
    JsonObject body = moment.fields();
    body.addProperty("task_id", job.id());
    addTime(body, "created_at", job.life().created());
    return body;
  }

  JsonObject result(FakeJob job, Moment moment) {
    JsonObject body = new JsonObject();
    body.addProperty("task_id", job.id());
    body.addProperty("status", moment.state());
    if (moment.state().equals("completed")) {
      body.add("outputs", outputs(job));
    }
    String error = moment.text("error");
    if (error != null) {
      body.addProperty("error", error);
    }
    body.addProperty("execution_time_seconds", seconds(moment));
    body.addProperty("worker_id", FakeJob.WORKER);
    if (job.submission().has("metadata")) {
      body.add("metadata", job.submission().get("metadata"));
    }
    return body;
  }

  JsonObject cancelAccepted(FakeJob job) {
    JsonObject body = new JsonObject();
    body.addProperty("message", "Task is being cancelled");
    body.addProperty("task_id", job.id());
    return body;
  }

  JsonObject outputs(FakeJob job) {
    JsonObject all = new JsonObject();
    List<JobOutput> outputs = job.outputs();
    for (int index = 0; index < outputs.size(); index++) {
      all.add(outputs.get(index).name(), output(job, index));
    }
    return all;
  }

  private JsonObject output(FakeJob job, int index) {
    JobOutput output = job.outputs().get(index);
    JsonObject body = new JsonObject();
    String url = job.urlOf(output);
    Content content = output.content();
    if (content != null) {
      body.addProperty("type", "file");
      body.addProperty("url", url != null ? url : ownUrl(job, index));
      body.addProperty("filename", content.filename());
      body.addProperty("mime_type", content.mimeType());
      body.addProperty("size_bytes", content.bytes().length);
    } else if (output.value() != null) {
      body.addProperty("type", "data");
      body.add("value", output.value());
    } else {
      body.addProperty("type", "url");
      body.addProperty("url", url);
    }
    return body;
  }

  private String ownUrl(FakeJob job, int index) {
    String path = FILES + JobStore.fileId(job, index);
    return job.life().script().urlStyle == UrlStyle.RELATIVE ? path : baseUrl + path;
  }

  static double seconds(Moment moment) {
    Instant started = moment.time("started_at");
    Instant ended = moment.time("completed_at");
    return started == null || ended == null
        ? 0
        : Duration.between(started, ended).toMillis() / 1000.0;
  }

  static void addTime(JsonObject body, String name, @Nullable Instant time) {
    if (time != null) {
      body.addProperty(name, time.toString());
    }
  }
}
