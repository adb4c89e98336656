package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.longhaul.testkit.FakeProjectEventsOptions.ProgressShape;
import dev.longhaul.testkit.FakeProjectEventsOptions.TaskEvents;

/**
 * One Celery task of a {@link FakeProjectEvents}, moved by hand. Each step is published to the
 * subscribers of its project, in the shape that the options say, and can then be read over HTTP.
 * Any step may follow any other, also one that no task would take.
 *
 * <p><em>Threading:</em> any thread may call anything; steps by several threads may be published in
 * another order than they are kept.
 */
public final class FakeTask {

  private static final String NAME = "project.task";

  private final String projectId;
  private final String taskId;
  private final FakeProjectEventsOptions options;
  private final ProjectHub hub;
  private JsonObject answer;
  private String state = "PENDING";
  private int attempts;

  FakeTask(String projectId, String taskId, FakeProjectEventsOptions options, ProjectHub hub) {
    this.projectId = projectId;
    this.taskId = taskId;
    this.options = options;
    this.hub = hub;
    this.answer = record(taskId, "pending");
  }

  /** Returns the id of the task. */
  public String id() {
    return taskId;
  }

  /** Returns the id of the project whose subscribers get the task's events. */
  public String projectId() {
    return projectId;
  }

  /** Returns the state as Celery names it, {@code PENDING} before the first step. */
  public synchronized String state() {
    return state;
  }

  /** Tells that a worker has begun: {@code STARTED}. */
  public void started() {
    begun("STARTED");
  }

  /**
   * Tells how far it is: {@code PROGRESS}.
   *
   * @param percent sent as it is; the service means 0 to 100
   * @param message a line for people
   */
  public void progress(double percent, String message) {
    JsonObject kept = record(taskId, "running");
    kept.addProperty("progress", percent);
    keep("PROGRESS", kept);
    JsonObject event = event("task.progress", "PROGRESS");
    addProgress(event, percent);
    event.addProperty("message", message);
    if (options.progressShape() == ProgressShape.OBJECT) {
      event.add("metadata", new JsonObject());
    }
    publish(event);
  }

  /** Tells that the service begins again by itself: {@code RETRY}. */
  public void retrying() {
    begun("RETRY");
  }

  /**
   * Tells that it ended well: {@code SUCCESS}.
   *
   * @param result any JSON
   */
  public void succeeded(JsonElement result) {
    JsonObject kept = record(taskId, "completed");
    kept.addProperty("progress", 100);
    kept.add("result", result.deepCopy());
    keep("SUCCESS", kept);
    JsonObject event = event("task.completed", "SUCCESS");
    if (byState()) {
      addProgress(event, 100);
    }
    event.add("result", result.deepCopy());
    publish(event);
  }

  /**
   * Tells that it failed: {@code FAILURE}.
   *
   * @param error a line for people; where states are told, the {@code message}
   */
  public void failed(String error) {
    JsonObject kept = record(taskId, "failed");
    kept.addProperty("error", error);
    keep("FAILURE", kept);
    JsonObject event = event("task.failed", "FAILURE");
    event.addProperty(byState() ? "message" : "error", error);
    publish(event);
  }

  /**
   * Tells that it was stopped: {@code REVOKED}. Over HTTP, where there is no word for it, the task
   * has failed with the error {@code revoked}.
   */
  public void revoked() {
    JsonObject kept = record(taskId, "failed");
    kept.addProperty("error", "revoked");
    keep("REVOKED", kept);
    publish(event("task.cancelled", "REVOKED"));
  }

  /** Returns the id and the state. */
  @Override
  public String toString() {
    return "FakeTask[" + taskId + ", " + state() + "]";
  }

  /** What a read over HTTP gives. */
  synchronized JsonObject answer() {
    return answer.deepCopy();
  }

  private void begun(String newState) {
    int attempt = keep(newState, record(taskId, "running"));
    JsonObject event = event("task.started", newState);
    if (!byState()) {
      JsonObject metadata = new JsonObject();
      metadata.addProperty("attempt", attempt);
      event.addProperty("task_name", NAME);
      event.add("metadata", metadata);
    }
    publish(event);
  }

  /** Returns how many beginnings there were. */
  private synchronized int keep(String newState, JsonObject newAnswer) {
    state = newState;
    answer = newAnswer;
    if (newState.equals("STARTED") || newState.equals("RETRY")) {
      attempts++;
    }
    return attempts;
  }

  private void publish(JsonObject event) {
    hub.publish(projectId, event.toString());
  }

  private static JsonObject record(String taskId, String status) {
    JsonObject kept = new JsonObject();
    kept.addProperty("task_id", taskId);
    kept.addProperty("status", status);
    return kept;
  }

  /** The form whose frames have a state also leaves out what all its subscribers know. */
  private JsonObject event(String type, String newState) {
    JsonObject event = hub.timed(byState() ? "task.progress" : type);
    event.addProperty("task_id", taskId);
    if (byState()) {
      event.addProperty("state", newState);
    }
    if (!byState() || options.progressShape() == ProgressShape.OBJECT) {
      event.addProperty("project_id", projectId);
    }
    return event;
  }

  private void addProgress(JsonObject event, double percent) {
    JsonElement progress = new JsonPrimitive(percent);
    if (options.progressShape() == ProgressShape.OBJECT) {
      JsonObject object = new JsonObject();
      object.addProperty("current", Math.round(percent));
      object.addProperty("total", 100);
      object.addProperty("percentage", percent);
      progress = object;
    }
    event.add("progress", progress);
  }

  private boolean byState() {
    return options.taskEvents() == TaskEvents.BY_STATE;
  }
}
