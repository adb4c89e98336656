package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.FakeSoraOptions.Deletion;
import dev.longhaul.testkit.VideoScript.Failure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One video as the fake service holds it: what was asked for, what state it is in, and a hand on
 * that state.
 *
 * <p>A video follows its {@link VideoScript} until a test sets its state; from then on it stays as
 * it was set until it is set again, or until a {@code DELETE} stops it.
 *
 * <p><em>Threading:</em> any thread may call anything.
 */
public final class FakeVideo {

  private final String id;
  private final VideoPlan plan;
  private final VideoScript script;
  private final FakeSoraOptions options;
  private final Instant created;
  private @Nullable VideoMoment byHand;
  private @Nullable String videoUrl;
  private @Nullable String thumbnailUrl;
  private boolean deleted;
  private int statusReads;

  FakeVideo(int number, VideoPlan plan, VideoScript script, FakeSoraOptions options) {
    this.id = options.jobIds.apply(number);
    this.plan = plan;
    this.script = script;
    this.options = options;
    this.created = options.clock.instant();
  }

  /** Returns the id that the service gave the video. */
  public String id() {
    return id;
  }

  /**
   * Returns a copy of what was asked for: the JSON body, or the fields of the form by name. A file
   * of a form stands as an object of {@code filename}, {@code content_type}, {@code size_bytes} and
   * {@code sha256} in lower-case hex.
   */
  public JsonObject request() {
    return plan.request().deepCopy();
  }

  /** Returns the {@code Idempotency-Key} header of the create, or null when it had none. */
  public @Nullable String idempotencyKey() {
    return plan.key();
  }

  /** Returns the present state as the service names it, for example {@code in_progress}. */
  public String state() {
    return moment().state();
  }

  /** Returns how many reads of this single video the service answered; lists do not count. */
  public synchronized int statusReads() {
    return statusReads;
  }

  /** Tells whether a {@code DELETE} has removed the video, or the record of it. */
  public synchronized boolean deleted() {
    return deleted;
  }

  /** Sets the video to {@code queued}. */
  public void queued() {
    set("queued", 0, null);
  }

  /**
   * Sets the video to {@code in_progress}, which the other dialect names {@code processing}.
   *
   * @param percent progress, sent as it is; the service means 0 to 100
   */
  public void inProgress(int percent) {
    set("in_progress", percent, null);
  }

  /**
   * Sets the video to {@code completed}, which the other dialect names {@code succeeded}. Its files
   * last from now on.
   */
  public void completed() {
    set("completed", 100, null);
  }

  /**
   * Sets the video to {@code failed}; its progress stays where it is.
   *
   * @param code for example {@code moderation_blocked}
   * @param message a line for people
   */
  public void failed(String code, String message) {
    set("failed", moment().progress(), new Failure(code, message));
  }

  /** Sets the video to {@code cancelled}; its progress stays where it is. */
  public void cancelled() {
    set("cancelled", moment().progress(), null);
  }

  /**
   * Sets the state to any text, for example one that no client knows. Where the text means an
   * ending, such as {@code SUCCEEDED}, the video has ended.
   *
   * @param state sent as {@code status}
   */
  public synchronized void rawState(String state) {
    byHand = new VideoMoment(state, moment().progress(), options.clock.instant(), null);
  }

  /**
   * Lets answers of the other dialect give another URL for the file, for example one on another
   * origin.
   *
   * @param url sent as {@code videoUrl}
   */
  public synchronized void videoUrl(String url) {
    videoUrl = url;
  }

  /**
   * Lets answers of the other dialect give another URL for the preview picture.
   *
   * @param url sent as {@code thumbnailUrl}
   */
  public synchronized void thumbnailUrl(String url) {
    thumbnailUrl = url;
  }

  /** Returns the id and the state, without what was asked for. */
  @Override
  public String toString() {
    return "FakeVideo[" + id + ", " + state() + "]";
  }

  VideoPlan plan() {
    return plan;
  }

  Instant created() {
    return created;
  }

  synchronized VideoMoment moment() {
    return byHand != null
        ? byHand
        : script.at(created, options.clock.instant()).in(options.dialect);
  }

  /** The present moment; counts as a read of the state. */
  synchronized VideoMoment readMoment() {
    statusReads++;
    return moment();
  }

  /** When the files go away, or null when there are none. */
  @Nullable Instant expiresAt(VideoMoment moment) {
    return moment.isCompleted() ? moment.since().plus(options.filesLast) : null;
  }

  /** Tells whether there were files and they have gone away. */
  boolean isExpired(VideoMoment moment) {
    Instant end = expiresAt(moment);
    return end != null && !options.clock.instant().isBefore(end);
  }

  @Nullable Duration pollAfter() {
    return script.pollAfter();
  }

  byte[] file() {
    byte[] content = script.content();
    return content != null ? content : VideoFiles.mp4(id, plan.seconds());
  }

  synchronized String videoUrl(VideoUrls own) {
    return videoUrl != null ? videoUrl : own.video(id);
  }

  synchronized String thumbnailUrl(VideoUrls own) {
    return thumbnailUrl != null ? thumbnailUrl : own.thumbnail(id);
  }

  /** Does what a DELETE does at this service, and tells whether that was allowed. */
  synchronized boolean delete(Deletion rule) {
    VideoMoment moment = moment();
    boolean refused =
        switch (rule) {
          case REMOVES -> !moment.ended();
          case CANCELS -> moment.ended() && !moment.isCancelled();
          case STOPS, FORGETS -> false;
        };
    if (refused) {
      return false;
    }
    if (!moment.ended() && rule != Deletion.FORGETS) {
      cancelled();
    }
    deleted = rule != Deletion.CANCELS;
    return true;
  }

  private synchronized void set(String state, int progress, @Nullable Failure failure) {
    Instant now = options.clock.instant();
    byHand = new VideoMoment(state, progress, now, failure).in(options.dialect);
  }
}
