package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.JobLife.CancelAnswer;
import java.time.Duration;
import java.time.Instant;

/**
 * Tasks in the second dialect. Its refusals pass through a catch-all: an unknown task and a cancel
 * that was refused are answered with 500.
 */
final class IntegrationRoutes {

  private final ServiceData data;
  private final JobJson json;
  private final EnvelopeErrors errors;
  private final Submissions submissions;

  IntegrationRoutes(ServiceData data, JobJson json, EnvelopeErrors errors) {
    this.data = data;
    this.json = json;
    this.errors = errors;
    this.submissions = new Submissions(data, errors);
  }

  WireAnswer submit(ReceivedRequest request) {
    JsonObject body = submissions.body(request);
    InputCheck check = InputCheck.ofBody();
    check.submission(body);
    check.optional(body, "project_id", "string");
    check.optional(body, "shot_id", "string");
    check.optional(body, "canvas_node_id", "string");
    submissions.demand(check);
    demandTemplate(body.get("template_id").getAsString());
    submissions.checkInputs(body, check);
    submissions.demand(check);
    return data.keys().answer(request, body, errors, () -> create(request, body));
  }

  WireAnswer status(String id) {
    FakeJob job = job(id, "The status could not be read");
    return WireAnswer.json(200, status(job, job.readStatus()));
  }

  WireAnswer cancel(String id) {
    String refusal = "The task could not be cancelled";
    FakeJob job = job(id, refusal);
    // Only an active job can be cancelled here; a repeat after the end is refused like any other.
    boolean ended = job.moment().ended();
    if (job.cancel() != CancelAnswer.ACCEPTED || ended) {
      return errors.plain(500, refusal);
    }
    JsonObject body = new JsonObject();
    body.addProperty("message", "Task is cancelled");
    body.addProperty("task_id", job.id());
    return WireAnswer.json(200, body);
  }

  /** This dialect says in its own way that there is no such template. */
  private void demandTemplate(String id) {
    if (data.templates().find(id) == null) {
      JsonObject details = new JsonObject();
      details.addProperty("field", "template_id");
      throw new RefusalException(errors.of(400, "VALIDATION_ERROR", "Unknown template", details));
    }
  }

  private FakeJob job(String id, String refusal) {
    FakeJob job = data.jobs().find(id);
    if (job == null) {
      throw new RefusalException(errors.plain(500, refusal));
    }
    return job;
  }

  private WireAnswer create(ReceivedRequest request, JsonObject body) {
    return WireAnswer.json(200, accepted(submissions.create(request, body)));
  }

  private static JsonObject accepted(FakeJob job) {
    JsonObject body = new JsonObject();
    body.addProperty("task_id", job.id());
    body.addProperty("tracking_id", "track-" + job.number());
    body.addProperty("status", "submitted");
    Instant end = job.life().plannedEnd();
    if (end != null) {
      Duration left = Duration.between(job.life().created(), end);
      body.addProperty("estimated_completion", left.toMillis() / 1000.0);
    }
    body.addProperty("message", "Task submitted");
    return body;
  }

  private JsonObject status(FakeJob job, Moment moment) {
    JsonObject fields = moment.fields();
    JsonObject body = new JsonObject();
    body.addProperty("task_id", job.id());
    body.addProperty("status", moment.state());
    body.addProperty("progress", fields.has("progress") ? fields.get("progress").getAsDouble() : 0);
    copy(fields, "stage", body, "stage");
    copy(fields, "message", body, "message");
    copy(fields, "error", body, "error_message");
    boolean completed = moment.state().equals("completed");
    body.add("outputs", completed ? json.outputs(job) : new JsonObject());
    if (moment.ended()) {
      body.addProperty("execution_time", JobJson.seconds(moment));
    }
    return body;
  }

  private static void copy(JsonObject from, String name, JsonObject to, String newName) {
    if (from.has(name)) {
      to.add(newName, from.get(name));
    }
  }
}
