package dev.longhaul.testkit;

import java.util.List;

/**
 * What a fake video service remembers, and how it writes it.
 *
 * @param options how it behaves
 * @param videos every video and character
 * @param keys the idempotency keys seen
 * @param limits who may ask and how often
 * @param ledger what came in
 * @param json writes videos
 * @param errors writes errors
 */
record VideoData(
    FakeSoraOptions options,
    VideoStore videos,
    KeyBook keys,
    SoraLimits limits,
    RequestLedger ledger,
    VideoJson json,
    SoraErrors errors) {

  static VideoData of(FakeSoraOptions options, RequestLedger ledger, VideoUrls urls) {
    SoraErrors errors = new SoraErrors(options.dialect);
    return new VideoData(
        options,
        new VideoStore(options),
        new KeyBook(options.keys),
        new SoraLimits(options, errors),
        ledger,
        new VideoJson(options, urls),
        errors);
  }

  /** Makes a video and answers with it, unless its key says otherwise or nothing may be spent. */
  WireAnswer make(ReceivedRequest request, VideoPlan plan) {
    String key = request.header(KeyBook.HEADER);
    // The path is part of what was asked: a remix names its video there.
    List<Object> submission = List.of(request.path(), plan.request());
    return keys.answer(request, submission, errors, () -> made(plan.under(key)));
  }

  /** A video that the service shows; refused with 404 when there is none. */
  FakeVideo video(String param, String id) {
    FakeVideo video = videos.shown(id);
    if (video == null) {
      throw errors.noVideo(param, id);
    }
    return video;
  }

  /** Loses all that requests have left here, but not the ledger of them. */
  void forget() {
    videos.forget();
    keys.forget();
  }

  private WireAnswer made(VideoPlan plan) {
    limits.spend();
    FakeVideo video = videos.create(plan);
    ledger.countCreate(plan.key());
    return WireAnswer.json(200, json.video(video, video.moment()));
  }
}
