package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;

/** What every kind of submission goes through before it makes a job. */
final class Submissions {

  private final ServiceData data;
  private final EnvelopeErrors errors;

  Submissions(ServiceData data, EnvelopeErrors errors) {
    this.data = data;
    this.errors = errors;
  }

  /** The body as JSON; anything but an object is refused. */
  JsonObject body(ReceivedRequest request) {
    try {
      return request.json();
    } catch (JsonParseException | IllegalStateException e) {
      throw invalid(new JsonArray());
    }
  }

  /** Refuses the request when a check has found faults. */
  void demand(InputCheck check) {
    if (!check.passed()) {
      throw invalid(check.faults());
    }
  }

  /** Checks the inputs of a submission that is sound in itself, by the rules of its template. */
  void checkInputs(JsonObject task, InputCheck check) {
    String id = task.get("template_id").getAsString();
    JsonObject template = data.templates().find(id);
    if (template == null) {
      throw new RefusalException(errors.notFound("Template", id));
    }
    check.inputs(task.getAsJsonObject("inputs"), template);
  }

  /** Makes a job that runs at once. */
  FakeJob create(ReceivedRequest request, JsonObject task) {
    return counted(data.jobs().create(submission(request, task)));
  }

  /** Makes a job that waits for its batch. */
  FakeJob createWaiting(ReceivedRequest request, JsonObject task) {
    return counted(data.jobs().createWaiting(submission(request, task)));
  }

  private FakeJob counted(FakeJob job) {
    data.ledger().countCreate(job.idempotencyKey());
    return job;
  }

  private static FakeJob.Submission submission(ReceivedRequest request, JsonObject task) {
    return new FakeJob.Submission(task, request.header(KeyBook.HEADER));
  }

  private RefusalException invalid(JsonArray faults) {
    JsonObject details = new JsonObject();
    details.add("errors", faults);
    return new RefusalException(
        errors.of(422, "VALIDATION_ERROR", "The request is not valid", details));
  }
}
