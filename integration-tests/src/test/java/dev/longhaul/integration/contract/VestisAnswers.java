package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;

/** The forms that Vestis may give an answer, and the one that callers see. */
final class VestisAnswers {
  /** The names that differ, as a table, so that no rule of the client's is repeated here. */
  private static final Map<String, String> SNAKE =
      Map.ofEntries(
          Map.entry("jobId", "job_id"),
          Map.entry("jobType", "job_type"),
          Map.entry("createdAt", "created_at"),
          Map.entry("startedAt", "started_at"),
          Map.entry("completedAt", "completed_at"),
          Map.entry("imageUrl", "image_url"),
          Map.entry("generatedAt", "generated_at"),
          Map.entry("estimatedTime", "estimated_time"),
          Map.entry("modelId", "model_id"),
          Map.entry("backgroundId", "background_id"),
          Map.entry("productCount", "product_count"),
          Map.entry("photoCount", "photo_count"));

  private VestisAnswers() {}

  /** Returns an answer without its wrapper, with names in snake case and its id as text. */
  static JsonObject plain(JsonElement answer) {
    JsonObject inner = answer.getAsJsonObject();
    JsonObject plain = new JsonObject();
    (inner.has("job") ? inner.getAsJsonObject("job") : inner)
        .asMap()
        .forEach((name, value) -> plain.add(SNAKE.getOrDefault(name, name), value));
    if (plain.has("job_id")) {
      plain.add("job_id", text(plain.get("job_id")));
    }
    if (plain.has("result")) {
      plain.add("result", plain(plain.get("result")));
    }
    return plain;
  }

  /** Returns a job in the form that the document calls Job; its image is its result. */
  static JsonObject job(JsonElement answer) {
    JsonObject job = plain(answer);
    if (job.has("image_url")) {
      job.add("result", only(job, "image_url"));
    }
    return job;
  }

  static JsonObject only(JsonObject from, String... names) {
    JsonObject only = from.deepCopy();
    only.keySet().retainAll(List.of(names));
    return only;
  }

  static JsonPrimitive text(JsonElement id) {
    return new JsonPrimitive(id.getAsString());
  }
}
