package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.ScriptParts.CancelRule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One job as the fake service holds it: what was submitted, what state it is in, and a hand on that
 * state.
 *
 * <p>A job follows its {@link JobScript} until a test sets its state; from then on it stays as it
 * was set until it is set again, or until a cancel accepted after that takes effect.
 *
 * <p><em>Threading:</em> any thread may call anything.
 */
public final class FakeJob {

  static final String WORKER = "worker-1";

  /** What became of a cancel. */
  enum CancelAnswer {
    ACCEPTED,
    REFUSED,
    ENDED
  }

  private final int number;
  private final String id;
  private final Submission submission;
  private final ScriptParts script;
  private final InstantSource clock;
  private final Instant created;
  private final ScriptTimeline timeline;
  private final Map<String, String> urls = new HashMap<>();
  private List<JobOutput> outputs;
  private @Nullable Moment byHand;
  private @Nullable Instant startedByHand;
  private @Nullable Instant cancelAccepted;
  private boolean cancelRequested;
  private int statusReads;

  FakeJob(int number, String id, Submission submission, JobScript script, InstantSource clock) {
    this.number = number;
    this.id = id;
    this.submission = submission;
    this.script = script.parts();
    this.clock = clock;
    this.created = clock.instant();
    this.timeline = new ScriptTimeline(this.script, created);
    this.outputs = List.copyOf(this.script.outputs);
  }

  /** What came in with a task submission. */
  record Submission(JsonObject body, @Nullable String idempotencyKey) {}

  /** Returns the id that the service gave the job. */
  public String id() {
    return id;
  }

  /** Returns a copy of the JSON body of the submission. */
  public JsonObject submission() {
    return submission.body().deepCopy();
  }

  /** Returns the {@code Idempotency-Key} header of the submission, or null when it had none. */
  public @Nullable String idempotencyKey() {
    return submission.idempotencyKey();
  }

  /** Returns the present state as the service names it, for example {@code running}. */
  public synchronized String state() {
    return moment().state();
  }

  /** Tells whether the service was asked to cancel the job, whatever it answered. */
  public synchronized boolean cancelRequested() {
    return cancelRequested;
  }

  /** Returns how many status reads of the job the service answered. */
  public synchronized int statusReads() {
    return statusReads;
  }

  /**
   * Sets the job to {@code queued}.
   *
   * @param position place in the queue
   */
  public void queued(int position) {
    set(Moment.of("queued").with("queue_position", position));
  }

  /**
   * Sets the job to {@code running}.
   *
   * @param percent progress, sent as it is; the service means 0 to 100
   * @param stage sent as {@code stage}
   * @param message sent as {@code message}
   */
  public synchronized void running(double percent, String stage, String message) {
    startedByHand = start();
    set(
        Moment.of("running")
            .with("progress", percent)
            .with("stage", stage)
            .with("message", message)
            .with("started_at", startedByHand)
            .with("worker_id", WORKER));
  }

  /** Sets the job to {@code completed}, with the outputs of its script. */
  public void completed() {
    set(ended("completed").with("progress", 100));
  }

  /**
   * Sets the job to {@code completed}, with these outputs in place of the script's.
   *
   * @param made the outputs
   */
  public synchronized void completedWith(JobOutput... made) {
    outputs = List.of(made);
    completed();
  }

  /**
   * Sets the job to {@code failed}. The service has one line of text for an error, so the line is
   * {@code code: message}, or the message when the code is empty.
   *
   * @param code for example {@code TASK_ERROR}
   * @param message a line for people
   */
  public void failed(String code, String message) {
    set(ended("failed").with("error", new ScriptParts.Failure(code, message).line()));
  }

  /** Sets the job to {@code cancelled}. */
  public void cancelled() {
    set(ended("cancelled"));
  }

  /**
   * Sets the state to any text, for example one that no client knows.
   *
   * @param state sent as {@code status}
   */
  public void rawState(String state) {
    set(Moment.of(state));
  }

  /**
   * Lets the result give another URL for an output, for example one on another origin.
   *
   * @param name name of the output
   * @param url sent as it is
   */
  public synchronized void outputUrl(String name, String url) {
    urls.put(name, url);
  }

  /** Returns the id and the state, without what was submitted. */
  @Override
  public String toString() {
    return "FakeJob[" + id + ", " + state() + "]";
  }

  int number() {
    return number;
  }

  Instant created() {
    return created;
  }

  ScriptParts script() {
    return script;
  }

  @Nullable Instant plannedStart() {
    return timeline.start();
  }

  @Nullable Instant plannedEnd() {
    return timeline.end();
  }

  synchronized Moment readStatus() {
    statusReads++;
    return moment();
  }

  synchronized Moment moment() {
    return momentAt(clock.instant());
  }

  synchronized List<JobOutput> outputs() {
    return new ArrayList<>(outputs);
  }

  synchronized @Nullable String urlOf(JobOutput output) {
    return urls.getOrDefault(output.name(), output.url());
  }

  synchronized CancelAnswer cancel() {
    cancelRequested = true;
    if (moment().ended()) {
      // A repeat of a cancel that worked is no error.
      return cancelAccepted == null ? CancelAnswer.ENDED : repeatedCancel();
    }
    if (script.cancelRule == CancelRule.REFUSE) {
      return CancelAnswer.REFUSED;
    }
    cancelAccepted = cancelAccepted == null ? clock.instant() : cancelAccepted;
    return CancelAnswer.ACCEPTED;
  }

  private CancelAnswer repeatedCancel() {
    return moment().state().equals("cancelled") ? CancelAnswer.ACCEPTED : CancelAnswer.ENDED;
  }

  private Moment momentAt(Instant now) {
    Instant cancelled = cancelTakesEffect();
    if (cancelled == null || now.isBefore(cancelled)) {
      return undisturbed(now);
    }
    Moment then = undisturbed(cancelled);
    return then.ended() ? then : cancelledAt(cancelled, then);
  }

  private Moment undisturbed(Instant now) {
    return byHand != null ? byHand : timeline.at(now);
  }

  private @Nullable Instant cancelTakesEffect() {
    return cancelAccepted == null || script.cancelRule == CancelRule.IGNORE
        ? null
        : cancelAccepted.plus(script.cancelTakes);
  }

  private static Moment cancelledAt(Instant at, Moment before) {
    Moment cancelled = Moment.of("cancelled").with("completed_at", at);
    Instant started = before.time("started_at");
    return started == null ? cancelled : cancelled.with("started_at", started);
  }

  private synchronized void set(Moment moment) {
    Instant effect = cancelTakesEffect();
    if (effect != null && !clock.instant().isBefore(effect)) {
      // The cancel has had its effect; the hand that comes after it has the last word.
      cancelAccepted = null;
    }
    byHand = moment;
  }

  private synchronized Moment ended(String state) {
    return Moment.of(state)
        .with("started_at", start())
        .with("completed_at", clock.instant())
        .with("worker_id", WORKER);
  }

  private Instant start() {
    if (startedByHand != null) {
      return startedByHand;
    }
    Instant started = moment().time("started_at");
    return started == null ? clock.instant() : started;
  }
}
