package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** Batches: several tasks in one submission. */
final class BatchRoutes {

  private final ServiceData data;
  private final JobJson json;
  private final EnvelopeErrors errors;
  private final Submissions submissions;

  BatchRoutes(ServiceData data, JobJson json, EnvelopeErrors errors) {
    this.data = data;
    this.json = json;
    this.errors = errors;
    this.submissions = new Submissions(data, errors);
  }

  WireAnswer submit(ReceivedRequest request) {
    JsonObject body = submissions.body(request);
    InputCheck check = InputCheck.ofBody();
    BatchPlan plan = BatchPlan.read(body, check);
    submissions.demand(check);
    for (int place = 0; place < plan.tasks().size(); place++) {
      submissions.checkInputs(plan.tasks().get(place), check.below("tasks", place));
    }
    submissions.demand(check);
    return data.keys().answer(request, body, errors, () -> create(request, plan));
  }

  WireAnswer read(String id) {
    return WireAnswer.json(200, new BatchJson(json).status(batch(id)));
  }

  WireAnswer cancel(String id) {
    Batch batch = batch(id);
    return switch (batch.cancel()) {
      case ACCEPTED -> WireAnswer.json(200, cancelAccepted(batch));
      case REFUSED -> errors.plain(400, "The batch could not be cancelled");
      case ENDED ->
          errors.conflict("The batch has already finished", BatchJson.state(batch.view().jobs()));
    };
  }

  private WireAnswer create(ReceivedRequest request, BatchPlan plan) {
    List<FakeJob> jobs =
        plan.tasks().stream().map(task -> submissions.createWaiting(request, task)).toList();
    Batch batch = data.batches().create(plan, jobs);
    JsonObject answer = new JsonObject();
    answer.addProperty("batch_id", batch.id());
    JsonArray tasks = new JsonArray();
    jobs.forEach(job -> tasks.add(json.accepted(job)));
    answer.add("tasks", tasks);
    return WireAnswer.json(200, answer);
  }

  private static JsonObject cancelAccepted(Batch batch) {
    JsonObject body = new JsonObject();
    body.addProperty("message", "Batch is being cancelled");
    body.addProperty("batch_id", batch.id());
    return body;
  }

  private Batch batch(String id) {
    Batch batch = data.batches().find(id);
    if (batch == null) {
      throw new RefusalException(errors.notFound("Batch", id));
    }
    return batch;
  }
}
