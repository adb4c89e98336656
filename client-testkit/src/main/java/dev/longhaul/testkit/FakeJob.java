package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.JobLife.CancelAnswer;
import java.time.Instant;
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
 * was set until it is set again, or until a cancel accepted after that takes effect. A job of a
 * batch follows its script from the moment on at which nothing in the batch holds it back.
 *
 * <p><em>Threading:</em> any thread may call anything.
 */
public final class FakeJob {

  static final String WORKER = "worker-1";

  private final int number;
  private final String id;
  private final Submission submission;
  private final JobLife life;
  private final Map<String, String> urls = new HashMap<>();
  private List<JobOutput> outputs;
  private boolean cancelRequested;
  private int statusReads;

  FakeJob(int number, String id, Submission submission, JobLife life) {
    this.number = number;
    this.id = id;
    this.submission = submission;
    this.life = life;
    this.outputs = List.copyOf(life.script().outputs);
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
  public String state() {
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
    life.change(now -> Moment.of("queued").with("queue_position", position));
  }

  /**
   * Sets the job to {@code running}.
   *
   * @param percent progress, sent as it is; the service means 0 to 100
   * @param stage sent as {@code stage}
   * @param message sent as {@code message}
   */
  public void running(double percent, String stage, String message) {
    life.change(
        now ->
            Moment.of("running")
                .with("progress", percent)
                .with("stage", stage)
                .with("message", message)
                .with("started_at", life.begin(now))
                .with("worker_id", WORKER));
  }

  /** Sets the job to {@code completed}, with the outputs of its script. */
  public void completed() {
    life.change(now -> ended("completed", now).with("progress", 100));
  }

  /**
   * Sets the job to {@code completed}, with these outputs in place of the script's.
   *
   * @param made the outputs
   */
  public void completedWith(JobOutput... made) {
    replaceOutputs(List.of(made));
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
    String line = new ScriptParts.Failure(code, message).line();
    life.change(now -> ended("failed", now).with("error", line));
  }

  /** Sets the job to {@code cancelled}. */
  public void cancelled() {
    life.change(now -> ended("cancelled", now));
  }

  /**
   * Sets the state to any text, for example one that no client knows.
   *
   * @param state sent as {@code status}
   */
  public void rawState(String state) {
    life.change(now -> Moment.of(state));
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

  JobLife life() {
    return life;
  }

  /** The present moment; counts as a read of the status. */
  Moment readStatus() {
    synchronized (this) {
      statusReads++;
    }
    return moment();
  }

  Moment moment() {
    return life.at(life.now());
  }

  synchronized List<JobOutput> outputs() {
    return new ArrayList<>(outputs);
  }

  synchronized @Nullable String urlOf(JobOutput output) {
    return urls.getOrDefault(output.name(), output.url());
  }

  CancelAnswer cancel() {
    countCancelRequest();
    return life.cancel(life.now());
  }

  /** A cancel of the whole batch, as it meets this job. */
  CancelAnswer cancelWithBatch(Instant now) {
    countCancelRequest();
    return life.withdraw(now);
  }

  private synchronized void countCancelRequest() {
    cancelRequested = true;
  }

  private synchronized void replaceOutputs(List<JobOutput> made) {
    outputs = made;
  }

  private Moment ended(String state, Instant now) {
    return Moment.of(state)
        .with("started_at", life.start(now))
        .with("completed_at", now)
        .with("worker_id", WORKER);
  }
}
