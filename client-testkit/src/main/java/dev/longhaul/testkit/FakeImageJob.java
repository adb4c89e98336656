package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.generated.vestis.model.JobType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One image job as {@link FakeVestis} holds it: what was submitted, what state it is in, and a hand
 * on that state.
 *
 * <p>A job follows its {@link ImageScript} until a test sets its state, or a cancel is accepted;
 * from then on it stays as it is until it is set again.
 *
 * <p><em>Threading:</em> any thread may call anything.
 */
public final class FakeImageJob {

  private final int number;
  private final String id;
  private final Submission submission;
  private final ImageLife life;
  private final String ownUrl;
  private String url;
  private boolean cancelRequested;
  private boolean removed;
  private boolean removedFromHistory;
  private int statusReads;

  FakeImageJob(int number, String id, Submission submission, ImageLife life, String ownUrl) {
    this.number = number;
    this.id = id;
    this.submission = submission;
    this.life = life;
    this.ownUrl = ownUrl;
    this.url = ownUrl;
    this.removed = life.script().answer() == ImageScript.Answer.AT_ONCE_WITHOUT_ID;
  }

  /** What came in with a create. */
  record Submission(JobType type, JsonObject body, @Nullable String idempotencyKey) {}

  /** Returns the id that the service gave the job, as text. */
  public String id() {
    return id;
  }

  /** Returns the kind of the job as the service stores it, for example {@code mannequin}. */
  public JobType type() {
    return submission.type();
  }

  /**
   * Returns a copy of the JSON body of the create; an object without fields when the job was made
   * by {@link FakeVestis#madeElsewhere}.
   */
  public JsonObject submission() {
    return submission.body().deepCopy();
  }

  /** Returns the {@code Idempotency-Key} header of the create, or null when it had none. */
  public @Nullable String idempotencyKey() {
    return submission.idempotencyKey();
  }

  /** Returns the present state as the service names it, for example {@code processing}. */
  public String state() {
    return moment().state();
  }

  /** Tells whether the service was asked to cancel the job, whatever it answered. */
  public synchronized boolean cancelRequested() {
    return cancelRequested;
  }

  /** Returns how many reads of this one job the service answered; reads of lists do not count. */
  public synchronized int statusReads() {
    return statusReads;
  }

  /** Sets the job to {@code pending}; the tries so far still count. */
  public void pending() {
    life.change((before, now) -> ImageMoment.pending(before.attempts()));
  }

  /**
   * Sets the job to {@code processing}.
   *
   * @param attempts which try of the service it is, counted from 1
   */
  public void processing(int attempts) {
    life.change((before, now) -> ImageMoment.processing(attempts, now, 0));
  }

  /** Sets the job to {@code completed}, with a picture that the fake serves. */
  public void completed() {
    completed(ownUrl);
  }

  /**
   * Sets the job to {@code completed}, with a picture somewhere else.
   *
   * @param imageUrl sent as it is
   */
  public void completed(String imageUrl) {
    synchronized (this) {
      url = Objects.requireNonNull(imageUrl, "imageUrl");
    }
    life.change(ImageMoment::completed);
  }

  /**
   * Sets the job to {@code failed}.
   *
   * @param error a line for people
   */
  public void failed(String error) {
    life.change((before, now) -> before.failed(now, error));
  }

  /**
   * Sets the job to {@code cancelled}. It can still be read, also where the service removes jobs
   * that were cancelled by a request.
   */
  public void cancelled() {
    life.change(ImageMoment::cancelled);
  }

  /**
   * Sets the state to any text, for example one that no client knows.
   *
   * @param state sent as {@code status}
   */
  public void rawState(String state) {
    life.change((before, now) -> before.named(state));
  }

  /** Returns the id and the state, without what was submitted. */
  @Override
  public String toString() {
    return "FakeImageJob[" + id + ", " + state() + "]";
  }

  int number() {
    return number;
  }

  ImageLife life() {
    return life;
  }

  ImageMoment moment() {
    return life.moment();
  }

  synchronized String url() {
    return url;
  }

  /** The present moment; counts as a read of the job. */
  ImageMoment read() {
    synchronized (this) {
      statusReads++;
    }
    return moment();
  }

  boolean cancel() {
    synchronized (this) {
      cancelRequested = true;
    }
    return life.cancel();
  }

  /** Lets the service know nothing of the job any more, except for what it has made. */
  synchronized void remove() {
    removed = true;
  }

  synchronized boolean isRemoved() {
    return removed;
  }

  synchronized void removeFromHistory() {
    removedFromHistory = true;
  }

  /** Tells whether the job has made a picture that is in the history. */
  boolean isInHistory() {
    synchronized (this) {
      if (removedFromHistory) {
        return false;
      }
    }
    return moment().isCompleted();
  }
}
