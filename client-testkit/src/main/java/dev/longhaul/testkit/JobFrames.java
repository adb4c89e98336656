package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what happens to jobs as the event sockets of the Function Runner tell it. */
final class JobFrames {

  /** The last word of the type of a frame for a state. */
  private static final Map<String, String> ENDINGS =
      Map.ofEntries(
          Map.entry("completed", "completed"),
          Map.entry("failed", "failed"),
          Map.entry("timeout", "failed"),
          Map.entry("cancelled", "cancelled"));

  private static final Set<String> FAILURES = Set.of("failed", "timeout");

  private final EventsDialect dialect;
  private final JobJson json;
  private final InstantSource clock;

  JobFrames(EventsDialect dialect, JobJson json, InstantSource clock) {
    this.dialect = dialect;
    this.json = json;
    this.clock = clock;
  }

  /** The frame that tells of a moment, or null when the dialect has none for it. */
  @Nullable JsonObject change(FakeJob job, Moment moment) {
    if (dialect == EventsDialect.PROGRESS) {
      return aboutJob("progress.update", job, moment);
    }
    String ending = ENDINGS.get(moment.state());
    if (ending == null && moment.fields().get("progress") == null) {
      return null;
    }
    String word = ending == null ? "progress" : ending;
    return switch (dialect) {
      case CHANNEL -> {
        JsonObject frame = framed("task." + word, taskData(word, moment));
        frame.addProperty("channel", "task." + job.id());
        yield frame;
      }
      case SUBSCRIBE -> {
        JsonObject data = taskData(word, moment);
        data.addProperty("task_id", job.id());
        yield framed("task." + word, data);
      }
      default -> framed("generation." + word, generationData(word, job, moment));
    };
  }

  /** A snapshot as the third dialect writes it. */
  JsonObject aboutJob(String type, FakeJob job, Moment moment) {
    boolean answer = type.equals("progress.response");
    JsonObject data = snapshot(moment);
    if (type.equals("progress.update")) {
      data.addProperty("task_id", job.id());
    }
    if (answer) {
      JobJson.addTime(data, "created_at", job.life().created());
      copy(moment, data, "started_at");
      copy(moment, data, "completed_at");
    } else {
      data.addProperty("updated_at", clock.instant().toString());
    }
    JsonObject frame = framed(type, data);
    frame.addProperty("task_id", job.id());
    return frame;
  }

  JsonObject notFound(String id) {
    JsonObject frame = new JsonObject();
    frame.addProperty("type", "progress.not_found");
    frame.addProperty("task_id", id);
    return frame;
  }

  JsonObject subscribed(List<String> ids) {
    JsonArray list = new JsonArray();
    ids.forEach(list::add);
    JsonObject frame = new JsonObject();
    frame.addProperty("type", "subscribed");
    frame.add("task_ids", list);
    return frame;
  }

  JsonObject error(String message) {
    JsonObject frame = new JsonObject();
    frame.addProperty("type", "error");
    frame.addProperty("message", message);
    return frame;
  }

  /** The sum over jobs; ids that are unknown have been left out. */
  JsonObject batch(String id, Iterable<FakeJob> jobs) {
    JsonArray summaries = new JsonArray();
    int completed = 0;
    int failed = 0;
    double sum = 0;
    for (FakeJob job : jobs) {
      Moment moment = job.moment();
      completed += moment.state().equals("completed") ? 1 : 0;
      failed += FAILURES.contains(moment.state()) ? 1 : 0;
      sum += percent(moment);
      summaries.add(summary(job, moment));
    }
    JsonObject data = new JsonObject();
    data.addProperty("total_tasks", summaries.size());
    data.addProperty("completed_tasks", completed);
    data.addProperty("failed_tasks", failed);
    data.addProperty("overall_progress", summaries.isEmpty() ? 0 : sum / summaries.size());
    data.add("task_summaries", summaries);
    JsonObject frame = framed("batch_progress.response", data);
    frame.addProperty("batch_id", id);
    return frame;
  }

  private static JsonObject summary(FakeJob job, Moment moment) {
    JsonObject summary = new JsonObject();
    summary.addProperty("task_id", job.id());
    summary.addProperty("status", progressState(moment));
    summary.addProperty("progress", percent(moment));
    summary.addProperty("current_stage", 0);
    copy(moment, summary, "eta");
    return summary;
  }

  private static JsonObject taskData(String word, Moment moment) {
    JsonObject data = new JsonObject();
    if (word.equals("progress")) {
      copy(moment, data, "stage");
      copy(moment, data, "progress");
      copy(moment, data, "message");
      copy(moment, data, "eta");
    } else if (word.equals("failed")) {
      data.addProperty("error", error(moment));
    }
    return data;
  }

  private JsonObject generationData(String word, FakeJob job, Moment moment) {
    JsonObject data = taskData(word, moment);
    data.addProperty("taskId", job.id());
    data.addProperty("timestamp", clock.instant().toString());
    if (word.equals("completed")) {
      data.add("outputs", json.outputs(job));
      data.addProperty("executionTime", JobJson.seconds(moment));
    } else if (word.equals("failed")) {
      data.addProperty("recoverable", false);
    } else if (word.equals("cancelled")) {
      data.addProperty("reason", "Stopped by the user");
    }
    return data;
  }

  private static JsonObject snapshot(Moment moment) {
    JsonObject stage = new JsonObject();
    String name = moment.text("stage");
    stage.addProperty("name", name == null ? "work" : name);
    stage.addProperty("status", stageState(moment));
    stage.addProperty("progress", percent(moment) / 100);
    JsonObject stages = new JsonObject();
    stages.add("0", stage);
    JsonObject data = new JsonObject();
    data.addProperty("status", progressState(moment));
    data.addProperty("current_stage", 0);
    data.addProperty("overall_progress", percent(moment));
    data.add("stages", stages);
    data.add("resource_usage", new JsonObject());
    copy(moment, data, "eta");
    copy(moment, data, "message");
    copy(moment, data, "error");
    return data;
  }

  /** This dialect has a word of its own for a job at work. */
  private static String progressState(Moment moment) {
    return moment.state().equals("running") ? "executing" : moment.state();
  }

  private static String stageState(Moment moment) {
    return switch (moment.state()) {
      case "completed" -> "completed";
      case "failed", "timeout" -> "failed";
      case "cancelled" -> "skipped";
      case "running" -> "in_progress";
      default -> "pending";
    };
  }

  private static double percent(Moment moment) {
    String progress = moment.text("progress");
    return progress == null ? 0 : Double.parseDouble(progress);
  }

  private static String error(Moment moment) {
    String error = moment.text("error");
    return error == null ? moment.state() : error;
  }

  private static JsonObject framed(String type, JsonObject data) {
    JsonObject frame = new JsonObject();
    frame.addProperty("type", type);
    frame.add("data", data);
    return frame;
  }

  private static void copy(Moment from, JsonObject to, String name) {
    JsonElement value = from.fields().get(name);
    if (value != null) {
      to.add(name, value);
    }
  }
}
