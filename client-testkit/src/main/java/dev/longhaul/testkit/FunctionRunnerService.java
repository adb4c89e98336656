package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.longhaul.testkit.JobOutput.Content;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** What the Function Runner does with a request that has reached it in one piece. */
final class FunctionRunnerService implements Exchange.Service {

  /** 10 MB, the size of a task that the service takes. */
  static final int BODY_LIMIT = 10 * 1024 * 1024;

  private final @Nullable String token;
  private final TemplateCatalog templates;
  private final JobStore jobs;
  private final JobJson json;
  private final RequestLedger ledger;
  private final ErrorAnswers errors;

  FunctionRunnerService(
      FakeOptions options,
      TemplateCatalog templates,
      JobStore jobs,
      JobJson json,
      RequestLedger ledger) {
    this.token = options.token();
    this.templates = templates;
    this.jobs = jobs;
    this.json = json;
    this.ledger = ledger;
    this.errors = new ErrorAnswers(options.clock());
  }

  @Override
  public ErrorAnswers errors() {
    return errors;
  }

  @Override
  public WireAnswer answer(ReceivedRequest request, long bodyBytes) {
    if (token != null && !("Bearer " + token).equals(request.header("Authorization"))) {
      return errors.plain(401, "Not authenticated").with("WWW-Authenticate", "Bearer");
    }
    if (bodyBytes > BODY_LIMIT) {
      JsonObject details = new JsonObject();
      details.addProperty("limit_bytes", BODY_LIMIT);
      return errors.of(413, "HTTP_413", "The body is too large", details);
    }
    try {
      return route(request);
    } catch (IllegalArgumentException e) {
      return errors.plain(400, "The request cannot be read");
    }
  }

  private WireAnswer route(ReceivedRequest request) {
    return switch (request.operation()) {
      case LIST_TEMPLATES -> WireAnswer.json(200, templates.list(query(request)));
      case READ_TEMPLATE -> template(lastId(request));
      case SUBMIT_TASK -> submit(request);
      case READ_STATUS -> status(lastId(request));
      case READ_RESULT -> result(lastId(request));
      case CANCEL_TASK -> cancel(lastId(request));
      case DOWNLOAD -> file(lastId(request));
      case UNKNOWN, ANY ->
          Operation.isServed(pathOf(request))
              ? errors.plain(405, "Method not allowed")
              : errors.plain(404, "Not found");
    };
  }

  private WireAnswer template(String id) {
    JsonObject template = templates.find(id);
    return template == null ? errors.notFound("Template", id) : WireAnswer.json(200, template);
  }

  private WireAnswer submit(ReceivedRequest request) {
    JsonObject body;
    try {
      body = request.json();
    } catch (JsonParseException | IllegalStateException e) {
      return invalid(new JsonArray());
    }
    JsonArray faults = InputCheck.ofSubmission(body);
    if (!faults.isEmpty()) {
      return invalid(faults);
    }
    String templateId = body.get("template_id").getAsString();
    JsonObject template = templates.find(templateId);
    if (template == null) {
      return errors.notFound("Template", templateId);
    }
    faults = InputCheck.ofInputs(body.getAsJsonObject("inputs"), template);
    return faults.isEmpty() ? create(request, body) : invalid(faults);
  }

  private WireAnswer create(ReceivedRequest request, JsonObject body) {
    FakeJob job = jobs.create(new FakeJob.Submission(body, request.header("Idempotency-Key")));
    ledger.countCreate();
    return WireAnswer.json(200, json.accepted(job));
  }

  private WireAnswer status(String id) {
    FakeJob job = jobs.find(id);
    return job == null ? errors.notFound("Task", id) : WireAnswer.json(200, json.status(job));
  }

  private WireAnswer result(String id) {
    FakeJob job = jobs.find(id);
    if (job == null) {
      return errors.notFound("Task", id);
    }
    Moment moment = job.moment();
    return moment.ended()
        ? WireAnswer.json(200, json.result(job, moment))
        : errors.conflict("The task has not finished", moment.state());
  }

  private WireAnswer cancel(String id) {
    FakeJob job = jobs.find(id);
    if (job == null) {
      return errors.notFound("Task", id);
    }
    return switch (job.cancel()) {
      case ACCEPTED -> WireAnswer.json(200, json.cancelAccepted(job));
      case REFUSED -> errors.plain(400, "The task could not be cancelled");
      case ENDED -> errors.conflict("The task has already finished", job.state());
    };
  }

  private WireAnswer file(String fileId) {
    Content content = jobs.file(fileId);
    return content == null
        ? errors.notFound("File", fileId)
        : WireAnswer.bytes(200, content.mimeType(), content.bytes());
  }

  private WireAnswer invalid(JsonArray faults) {
    JsonObject details = new JsonObject();
    details.add("errors", faults);
    return errors.of(422, "VALIDATION_ERROR", "The request is not valid", details);
  }

  private static String lastId(ReceivedRequest request) {
    Matcher path = request.operation().path().matcher(pathOf(request));
    if (!path.matches()) {
      throw new IllegalArgumentException("the path has no id");
    }
    return decoded(path.group(1));
  }

  private static String pathOf(ReceivedRequest request) {
    return request.path().split("\\?", 2)[0];
  }

  private static Map<String, List<String>> query(ReceivedRequest request) {
    Map<String, List<String>> query = new HashMap<>();
    String[] parts = request.path().split("\\?", 2);
    for (String pair : parts.length == 2 ? parts[1].split("&") : new String[0]) {
      String[] halves = pair.split("=", 2);
      String value = halves.length == 2 ? URLDecoder.decode(halves[1], StandardCharsets.UTF_8) : "";
      query.computeIfAbsent(halves[0], name -> new ArrayList<>()).add(value);
    }
    return query;
  }

  /** A plus stands for itself in a path; only in a query does it stand for a space. */
  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
