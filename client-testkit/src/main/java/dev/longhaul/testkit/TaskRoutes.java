package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.JobOutput.Content;

/** Tasks, their results and their files, in the first dialect. */
final class TaskRoutes {

  private final ServiceData data;
  private final JobJson json;
  private final EnvelopeErrors errors;
  private final Submissions submissions;

  TaskRoutes(ServiceData data, JobJson json, EnvelopeErrors errors) {
    this.data = data;
    this.json = json;
    this.errors = errors;
    this.submissions = new Submissions(data, errors);
  }

  WireAnswer submit(ReceivedRequest request) {
    JsonObject body = submissions.body(request);
    InputCheck check = InputCheck.ofBody();
    check.submission(body);
    submissions.demand(check);
    submissions.checkInputs(body, check);
    submissions.demand(check);
    return data.keys().answer(request, body, errors, () -> create(request, body));
  }

  WireAnswer status(String id) {
    FakeJob job = job(id);
    return WireAnswer.json(200, json.status(job, job.readStatus()));
  }

  WireAnswer result(String id) {
    FakeJob job = job(id);
    Moment moment = job.moment();
    return moment.ended()
        ? WireAnswer.json(200, json.result(job, moment))
        : errors.conflict("The task has not finished", moment.state());
  }

  WireAnswer cancel(String id) {
    FakeJob job = job(id);
    return switch (job.cancel()) {
      case ACCEPTED -> WireAnswer.json(200, json.cancelAccepted(job));
      case REFUSED -> errors.plain(400, "The task could not be cancelled");
      case ENDED -> errors.conflict("The task has already finished", job.state());
    };
  }

  WireAnswer file(String fileId) {
    Content content = data.jobs().file(fileId);
    return content == null
        ? errors.notFound("File", fileId)
        : WireAnswer.bytes(200, content.mimeType(), content.bytes());
  }

  private WireAnswer create(ReceivedRequest request, JsonObject body) {
    return WireAnswer.json(200, json.accepted(submissions.create(request, body)));
  }

  private FakeJob job(String id) {
    FakeJob job = data.jobs().find(id);
    if (job == null) {
      throw new RefusalException(errors.notFound("Task", id));
    }
    return job;
  }
}
