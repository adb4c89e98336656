package dev.longhaul.testkit;

import com.google.gson.JsonObject;

/** The history: a record for every picture that was made. */
final class GenerationRoutes {

  private final ImageJobStore jobs;
  private final VestisErrors errors;

  GenerationRoutes(VestisData data, VestisErrors errors) {
    this.jobs = data.jobs();
    this.errors = errors;
  }

  WireAnswer list(RequestUrl url) {
    return new ImagePages(errors)
        .page(url, "generations", jobs.history(), ImageJobJson::generation);
  }

  WireAnswer read(String id) {
    JsonObject body = new JsonObject();
    body.add("generation", ImageJobJson.generation(job(id)));
    return WireAnswer.json(200, body);
  }

  WireAnswer delete(String id) {
    job(id).removeFromHistory();
    return errors.message(200, "Generation deleted");
  }

  private FakeImageJob job(String id) {
    return jobs.history().stream()
        .filter(job -> Integer.toString(job.number()).equals(id))
        .findFirst()
        .orElseThrow(() -> new RefusalException(errors.notFound()));
  }
}
