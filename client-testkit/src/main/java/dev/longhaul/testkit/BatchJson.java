package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes batches as the service writes them. */
final class BatchJson {

  private final JobJson json;

  BatchJson(JobJson json) {
    this.json = json;
  }

  JsonObject status(Batch batch) {
    Batch.View view = batch.view();
    List<Moment> moments = view.jobs();
    JsonObject body = new JsonObject();
    body.addProperty("batch_id", batch.id());
    body.addProperty("status", state(moments));
    body.addProperty("total_tasks", moments.size());
    body.addProperty("completed_tasks", count(moments, "completed"));
    body.addProperty("failed_tasks", failures(moments));
    body.addProperty("cancelled_tasks", count(moments, "cancelled"));
    body.addProperty("overall_progress", progress(moments));
    JobJson.addTime(body, "eta", eta(batch, moments));
    JsonArray tasks = new JsonArray();
    for (int place = 0; place < moments.size(); place++) {
      tasks.add(json.status(batch.jobs().get(place), moments.get(place)));
    }
    body.add("tasks", tasks);
    JobJson.addTime(body, "created_at", batch.created());
    JobJson.addTime(body, "updated_at", updated(view));
    return body;
  }

  /** When all have ended: failed before cancelled before completed; else how far the first is. */
  static String state(List<Moment> moments) {
    if (moments.stream().allMatch(Moment::ended)) {
      if (failures(moments) > 0) {
        return "failed";
      }
      return count(moments, "cancelled") > 0 ? "cancelled" : "completed";
    }
    if (moments.stream().allMatch(moment -> moment.state().equals("pending"))) {
      return "pending";
    }
    boolean begun =
        moments.stream()
            .anyMatch(it -> !it.state().equals("pending") && !it.state().equals("queued"));
    return begun ? "running" : "queued";
  }

  private static long count(List<Moment> moments, String state) {
    return moments.stream().filter(moment -> moment.state().equals(state)).count();
  }

  /** All that ended otherwise than completed or cancelled. */
  private static long failures(List<Moment> moments) {
    long ended = moments.stream().filter(Moment::ended).count();
    return ended - count(moments, "completed") - count(moments, "cancelled");
  }

  /** The mean over the tasks; one that has ended counts whole, however it ended. */
  private static double progress(List<Moment> moments) {
    double mean = moments.stream().mapToDouble(BatchJson::percent).average().orElse(0);
    return Math.round(mean * 10) / 10.0;
  }

  private static double percent(Moment moment) {
    if (moment.ended()) {
      return 100;
    }
    String progress = moment.text("progress");
    return progress == null ? 0 : Double.parseDouble(progress);
  }

  /** When the last of those that have not ended is due; null when that is not known of all. */
  private static @Nullable Instant eta(Batch batch, List<Moment> moments) {
    Instant last = null;
    for (int place = 0; place < moments.size(); place++) {
      if (!moments.get(place).ended()) {
        Instant end = batch.jobs().get(place).life().plannedEnd();
        if (end == null) {
          return null;
        }
        last = last == null || end.isAfter(last) ? end : last;
      }
    }
    return last;
  }

  private static Instant updated(Batch.View view) {
    boolean ended = view.jobs().stream().allMatch(Moment::ended);
    Instant last =
        view.jobs().stream()
            .map(moment -> moment.time("completed_at"))
            .filter(Objects::nonNull)
            .max(Instant::compareTo)
            .orElse(view.now());
    return ended ? last : view.now();
  }
}
