package dev.longhaul.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The states of one image job: what its script says, and what a hand or a cancel made of it. Safe
 * for use by several threads.
 */
final class ImageLife {

  private final ImageScript script;
  private final InstantSource clock;
  private final Instant created;
  private @Nullable ImageMoment byHand;

  ImageLife(ImageScript script, InstantSource clock) {
    this.script = script;
    this.clock = clock;
    this.created = clock.instant();
  }

  Instant created() {
    return created;
  }

  ImageScript script() {
    return script;
  }

  synchronized ImageMoment moment() {
    return byHand != null ? byHand : scripted(clock.instant());
  }

  /** Sets the state; what makes it is told how the job looks now, and the time. */
  synchronized void change(BiFunction<ImageMoment, Instant, ImageMoment> hand) {
    byHand = hand.apply(moment(), clock.instant());
  }

  /** Cancels the job if it is pending, and tells whether it was. */
  synchronized boolean cancel() {
    if (!moment().isPending()) {
      return false;
    }
    change(ImageMoment::cancelled);
    return true;
  }

  private ImageMoment scripted(Instant now) {
    Instant start = created.plus(script.pendingFor());
    if (script.isHeldPending() || now.isBefore(start)) {
      return ImageMoment.pending(0);
    }
    int attempts = 1;
    for (ImageScript.Retry retry : script.retries()) {
      Instant givenUp = start.plus(retry.after());
      if (now.isBefore(givenUp)) {
        return ImageMoment.processing(attempts, start, percent(start, now));
      }
      start = givenUp.plus(retry.pendingAgain());
      if (now.isBefore(start)) {
        return ImageMoment.pending(attempts);
      }
      attempts++;
    }
    return lastTry(attempts, start, now);
  }

  private ImageMoment lastTry(int attempts, Instant start, Instant now) {
    Instant end = start.plus(script.processingFor());
    ImageMoment working = ImageMoment.processing(attempts, start, percent(start, now));
    if (script.isStuck() || now.isBefore(end)) {
      return working;
    }
    String failure = script.failure();
    return failure == null ? working.completed(end) : working.failed(end, failure);
  }

  private int percent(Instant start, Instant now) {
    long whole = Math.max(1, script.processingFor().toMillis());
    return (int) Math.min(99, 100 * Duration.between(start, now).toMillis() / whole);
  }
}
