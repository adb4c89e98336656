package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads, lists and cancels of image jobs, and their pictures. */
final class ImageJobRoutes {

  private final FakeVestisOptions options;
  private final ImageJobStore jobs;
  private final ImageJobJson json;
  private final VestisErrors errors;

  ImageJobRoutes(
      FakeVestisOptions options, VestisData data, ImageJobJson json, VestisErrors errors) {
    this.options = options;
    this.jobs = data.jobs();
    this.json = json;
    this.errors = errors;
  }

  WireAnswer list(RequestUrl url) {
    List<FakeImageJob> known = new ArrayList<>(jobs.known());
    if (!options.listsOldestFirst()) {
      Collections.reverse(known);
    }
    return new ImagePages(errors).page(url, "jobs", known, job -> json.job(job, job.moment()));
  }

  WireAnswer read(String id) {
    FakeImageJob job = job(id);
    JsonObject body = json.job(job, job.read());
    if (!options.wrapsJobs()) {
      return WireAnswer.json(200, body);
    }
    JsonObject wrapped = new JsonObject();
    wrapped.add("job", body);
    return WireAnswer.json(200, wrapped);
  }

  /** A job is read only on the route of its own feature. */
  WireAnswer readFeature(RequestUrl url, String id) {
    String feature = url.path().split("/", -1)[3];
    FakeImageJob job = job(id);
    return ImageFeature.isServed(feature, job.type())
        ? WireAnswer.json(200, json.featureStatus(job, job.read()))
        : errors.notFound();
  }

  WireAnswer cancel(String id) {
    FakeImageJob job = job(id);
    if (!job.cancel()) {
      return errors.plain(409, "only pending jobs can be cancelled");
    }
    if (!options.keepsCancelledJobs()) {
      job.remove();
    }
    return errors.message(200, "Job cancelled");
  }

  /** Pictures are public; one that is asked for with a token shows a client that leaks it. */
  WireAnswer picture(ReceivedRequest request, String name) {
    if (request.header("Authorization") != null) {
      return errors.plain(403, "pictures are read without a token");
    }
    FakeImageJob job = jobs.withPicture(name);
    return job == null ? errors.notFound() : job.life().script().picture().answer();
  }

  private FakeImageJob job(String id) {
    FakeImageJob job = jobs.find(id);
    if (job == null || job.isRemoved()) {
      throw new RefusalException(errors.notFound());
    }
    return job;
  }
}
