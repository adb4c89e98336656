package dev.longhaul.projectevents;

import com.google.gson.JsonElement;
import dev.longhaul.generated.projectevents.model.TaskState;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What is known of a Celery task at a moment. Immutable but for the result's own JSON. */
public final class TaskUpdate {
  /** How far on a state is. One that nobody knows counts as under way. */
  private static final int UNDER_WAY = 3;

  private static final int ENDED = 4;

  private final String taskId;
  private final TaskState state;
  private final @Nullable String projectId;
  private final @Nullable OffsetDateTime time;
  private final double percent;
  private final @Nullable String message;
  private final @Nullable JsonElement result;
  private final @Nullable String error;
  private final boolean unproven;
  private final int rank;

  private TaskUpdate(Draft draft) {
    taskId = draft.taskId;
    state = draft.state;
    projectId = draft.projectId;
    time = draft.time;
    percent = draft.percent;
    message = draft.message;
    result = draft.result;
    error = draft.error;
    unproven = draft.unproven;
    rank = rank(state);
  }

  private static int rank(TaskState state) {
    return switch (state.value()) {
      case "PENDING" -> 0;
      case "RECEIVED", "RETRY" -> 1;
      case "STARTED" -> 2;
      case "SUCCESS", "FAILURE", "REVOKED" -> ENDED;
      default -> UNDER_WAY;
    };
  }

  /** Returns the id of the task. */
  public String taskId() {
    return taskId;
  }

  /** Returns the id of the project, if a frame has named it. */
  public Optional<String> projectId() {
    return Optional.ofNullable(projectId);
  }

  /**
   * Returns the state as Celery names it; {@link TaskState#value()} is the server's own word. One
   * that is not known counts as under way.
   */
  public TaskState state() {
    return state;
  }

  /** Returns how far the task is, in percent from 0 to 100, if that is known. */
  public OptionalDouble percent() {
    return Double.isNaN(percent) ? OptionalDouble.empty() : OptionalDouble.of(percent);
  }

  /** Returns what is being done, a text for people, if the server told. */
  public Optional<String> message() {
    return Optional.ofNullable(message);
  }

  /** Returns what the task gave back, if it did. Shared, so it must not be changed. */
  public Optional<JsonElement> result() {
    return Optional.ofNullable(result);
  }

  /**
   * Returns what went wrong, if something did: a text for people, or JSON where the server sent
   * something else than a text.
   */
  public Optional<String> error() {
    return Optional.ofNullable(error);
  }

  /** Returns when the server told it, by its own clock, if it said so. */
  public Optional<Instant> timestamp() {
    return time == null ? Optional.empty() : Optional.of(time.toInstant());
  }

  /** Returns whether the task has ended: {@code SUCCESS}, {@code FAILURE} or {@code REVOKED}. */
  public boolean isTerminal() {
    return rank == ENDED;
  }

  /**
   * Returns whether the server called the task complete and nothing proves it: a {@code complete}
   * frame without a result, which some servers send with the first report of progress. The state is
   * then {@code PROGRESS}.
   */
  public boolean isUnprovenEnding() {
    return unproven;
  }

  /** Returns task, state and percent; no text of the server's but the state. */
  @Override
  public String toString() {
    return "TaskUpdate["
        + taskId
        + " "
        + state.value()
        + (Double.isNaN(percent) ? "" : " " + percent + " %")
        + "]";
  }

  /**
   * Returns what is known after this came behind another: the other itself when nothing is new. An
   * ending stays, fields that are missing keep their value, and percent falls only when the task
   * begins again.
   */
  TaskUpdate after(@Nullable TaskUpdate before) {
    if (before == null) {
      return this;
    }
    if (before.isTerminal() || (!isTerminal() && isOlderThan(before))) {
      return before;
    }
    Draft draft = new Draft(taskId, state);
    draft.projectId = or(projectId, before.projectId);
    draft.time = or(time, before.time);
    draft.message = or(message, before.message);
    draft.result = or(result, before.result);
    draft.error = or(error, before.error);
    draft.unproven = unproven;
    draft.percent = startsAgain(before) ? percent : furthest(percent, before.percent);
    TaskUpdate after = draft.done();
    return after.tellsNothingBeyond(before) ? before : after;
  }

  /** Returns about how many characters it holds, in texts of any length. */
  int characters() {
    int texts = (message == null ? 0 : message.length()) + (error == null ? 0 : error.length());
    return texts + (result == null ? 0 : result.toString().length());
  }

  /** Returns the same, as the ending that it was called. */
  TaskUpdate believed() {
    return new Draft(taskId, TaskState.SUCCESS).of(projectId, time).at(1, 1).done();
  }

  private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
    return first == null ? second : first;
  }

  private static double furthest(double one, double other) {
    return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.max(one, other);
  }

  /** Guards against frames that overtook each other: by their times, else by their states. */
  private boolean isOlderThan(TaskUpdate before) {
    int order = order(before);
    return order < 0 || (order == 0 && rank < before.rank && !state.equals(TaskState.RETRY));
  }

  private boolean startsAgain(TaskUpdate before) {
    return !isTerminal() && (state.equals(TaskState.RETRY) || rank < before.rank);
  }

  /** Returns how the times of the two compare, 0 when that is not known. */
  private int order(TaskUpdate before) {
    if (time == null || before.time == null) {
      return 0;
    }
    return OffsetDateTime.timeLineOrder().compare(time, before.time);
  }

  private boolean tellsNothingBeyond(TaskUpdate other) {
    return state.equals(other.state)
        && Double.compare(percent, other.percent) == 0
        && unproven == other.unproven
        && Objects.equals(message, other.message)
        && Objects.equals(error, other.error)
        && Objects.equals(projectId, other.projectId)
        && Objects.equals(result, other.result);
  }

  /** Gathers an update. */
  static final class Draft {
    private final String taskId;
    private final TaskState state;
    private @Nullable String projectId;
    private @Nullable OffsetDateTime time;
    private double percent = Double.NaN;
    private @Nullable String message;
    private @Nullable JsonElement result;
    private @Nullable String error;
    private boolean unproven;

    Draft(String taskId, TaskState state) {
      this.taskId = taskId;
      this.state = state;
    }

    Draft of(@Nullable String project, @Nullable OffsetDateTime sent) {
      projectId = project;
      time = sent;
      return this;
    }

    /**
     * Takes in how far it is. The unit is the caller's to know; what lies outside of it is no
     * number of that unit and tells nothing.
     *
     * @param whole what stands for all of it, 100 or 1
     */
    Draft at(@Nullable Number part, double whole) {
      double share = part == null ? Double.NaN : part.doubleValue() / whole;
      percent = share >= 0 && share <= 1 ? share * 100 : Double.NaN;
      return this;
    }

    Draft says(@Nullable String text) {
      message = text;
      return this;
    }

    Draft gives(@Nullable JsonElement value) {
      result = value == null || value.isJsonNull() ? null : value;
      return this;
    }

    Draft fails(@Nullable String text) {
      error = text;
      return this;
    }

    Draft unproven() {
      unproven = true;
      return this;
    }

    TaskUpdate done() {
      return new TaskUpdate(this);
    }
  }
}
