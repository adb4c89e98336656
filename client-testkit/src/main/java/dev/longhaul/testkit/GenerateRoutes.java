package dev.longhaul.testkit;

import dev.longhaul.testkit.ImageFeature.Wish;
import dev.longhaul.testkit.ImageScript.Answer;

/** Creates of image jobs. */
final class GenerateRoutes {

  private final ImageJobStore jobs;
  private final KeyBook keys;
  private final ImageAllowance allowance;
  private final RequestLedger ledger;
  private final ImageJobJson json;
  private final VestisErrors errors;

  GenerateRoutes(VestisData data, ImageJobJson json, VestisErrors errors) {
    this.jobs = data.jobs();
    this.keys = data.keys();
    this.allowance = data.allowance();
    this.ledger = data.ledger();
    this.json = json;
    this.errors = errors;
  }

  WireAnswer create(ReceivedRequest request, RequestUrl url) {
    allowance.admit();
    ImageFeature feature = ImageFeature.of(url, errors);
    Wish wish = new Wish(feature, errors.demandObject(request));
    ImageBodyRules.demand(feature, wish.body(), errors);
    return keys.answer(request, wish, errors, () -> answered(make(request, wish)));
  }

  /** One lock over limits and creating: of two creates at once only one gets the last place. */
  private synchronized FakeImageJob make(ReceivedRequest request, Wish wish) {
    allowance.demandRoom(jobs);
    allowance.charge();
    String key = request.header(KeyBook.HEADER);
    FakeImageJob job =
        jobs.create(new FakeImageJob.Submission(wish.feature().type(), wish.body(), key));
    ledger.countCreate(key);
    return job;
  }

  private WireAnswer answered(FakeImageJob job) {
    return job.life().script().answer() == Answer.ACCEPTED
        ? WireAnswer.json(202, json.accepted(job))
        : WireAnswer.json(200, json.ready(job));
  }
}
