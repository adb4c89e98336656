package dev.longhaul.projectevents;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.generated.projectevents.model.AnyEvent;
import dev.longhaul.generated.projectevents.model.ConnectionEstablishedFrame;
import dev.longhaul.generated.projectevents.model.ContainerReconnectFrame;
import dev.longhaul.generated.projectevents.model.FileChangedFrame;
import dev.longhaul.generated.projectevents.model.FileFrame;
import dev.longhaul.generated.projectevents.model.GitFrame;
import dev.longhaul.generated.projectevents.model.HeartbeatFrame;
import dev.longhaul.generated.projectevents.model.PayloadFrame;
import dev.longhaul.generated.projectevents.model.PayloadMessageType;
import dev.longhaul.generated.projectevents.model.PongFrame;
import dev.longhaul.generated.projectevents.model.ProcessFrame;
import dev.longhaul.generated.projectevents.model.ProjectFrame;
import dev.longhaul.generated.projectevents.model.RelayCompleteFrame;
import dev.longhaul.generated.projectevents.model.RelayErrorFrame;
import dev.longhaul.generated.projectevents.model.RelayProgressFrame;
import dev.longhaul.generated.projectevents.model.RelayTaskStartedFrame;
import dev.longhaul.generated.projectevents.model.SessionRestoredFrame;
import dev.longhaul.generated.projectevents.model.StructureChangedFrame;
import dev.longhaul.generated.projectevents.model.SubscriptionConfirmedFrame;
import dev.longhaul.generated.projectevents.model.TaskCancelledFrame;
import dev.longhaul.generated.projectevents.model.TaskCompletedFrame;
import dev.longhaul.generated.projectevents.model.TaskFailedFrame;
import dev.longhaul.generated.projectevents.model.TaskProgressFrame;
import dev.longhaul.generated.projectevents.model.TaskQueuedFrame;
import dev.longhaul.generated.projectevents.model.TaskStartedFrame;
import dev.longhaul.generated.projectevents.model.TaskSuccessFrame;
import dev.longhaul.generated.projectevents.model.WorkspaceChangedFrame;
import dev.longhaul.internal.json.FrameReader;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of frames. The first type in the text tells which model to read; the type in the
 * model then tells whether it was the right one. The frame of a task may have fields that do not
 * fit its model: it is read without them, since no field may cost an ending. Any other such frame
 * makes no event.
 *
 * <p><i>Concurrency:</i> thread-safe. The monitor guards the reader; it is free but for the moment
 * when one socket takes the place of another.
 */
final class FrameDecoder {
  private static final Kind<AnyEvent> ANY = kind(AnyEvent.class, FrameDecoder::unrecognized);
  private static final Map<String, Kind<?>> KINDS = kinds();

  private final FrameReader reader = new FrameReader();
  private final boolean believing;

  /**
   * Makes a decoder.
   *
   * @param believing whether every task that is called complete is
   */
  FrameDecoder(boolean believing) {
    this.believing = believing;
  }

  /** Makes an event of a model and its text. */
  private interface Maker<F> {
    ProjectEvent event(F frame, String json) throws MalformedJsonException;
  }

  private record Kind<F>(TypeAdapter<F> adapter, Maker<F> maker, boolean ofTask) {
    ProjectEvent read(FrameReader reader, String json) throws MalformedJsonException {
      return maker.event(reader.read(json, adapter), json);
    }

    ProjectEvent readWhatFits(FrameReader reader, String json) throws MalformedJsonException {
      JsonObject members = reader.read(json, JsonObject.class);
      return maker.event(Json.readWhatFits(members, adapter), json);
    }
  }

  private static <F> Kind<F> kind(Class<F> model, Maker<F> maker) {
    return new Kind<>(Json.adapter(model), maker, false);
  }

  private static <F> Kind<F> task(Class<F> model, Maker<F> maker) {
    return new Kind<>(Json.adapter(model), maker, true);
  }

  private static Map<String, Kind<?>> kinds() {
    Map<String, Kind<?>> kinds = new HashMap<>();
    Kind<PayloadFrame> wrapped = task(PayloadFrame.class, TaskFrames::wrapped);
    PayloadMessageType.known().forEach(type -> kinds.put(type.value(), wrapped));
    kinds.put(
        "connection.established",
        kind(ConnectionEstablishedFrame.class, ProjectEvent.ConnectionEstablished::new));
    kinds.put(
        "subscription.confirmed",
        kind(SubscriptionConfirmedFrame.class, ProjectEvent.SubscriptionConfirmed::new));
    kinds.put("pong", kind(PongFrame.class, ProjectEvent.Pong::new));
    kinds.put("system.heartbeat", kind(HeartbeatFrame.class, ProjectEvent.Heartbeat::new));
    kinds.put(
        "session.restored", kind(SessionRestoredFrame.class, ProjectEvent.SessionRestored::new));
    kinds.put(
        "container.reconnect",
        kind(ContainerReconnectFrame.class, ProjectEvent.RestartAnnounced::new));
    Kind<ProjectFrame> project = kind(ProjectFrame.class, ProjectEvent.ProjectChanged::new);
    kinds.put("project.created", project);
    kinds.put("project.updated", project);
    kinds.put("project.deleted", project);
    kinds.put("file.uploaded", kind(FileFrame.class, ProjectEvent.FileStored::new));
    kinds.put("file.deleted", kind(FileFrame.class, ProjectEvent.FileRemoved::new));
    kinds.put("file.changed", kind(FileChangedFrame.class, ProjectEvent.FileChanged::new));
    kinds.put(
        "workspace.changed", kind(WorkspaceChangedFrame.class, ProjectEvent.WorkspaceChanged::new));
    kinds.put(
        "structure.changed", kind(StructureChangedFrame.class, ProjectEvent.StructureChanged::new));
    Kind<GitFrame> git = kind(GitFrame.class, ProjectEvent.GitChanged::new);
    kinds.put("git.commit", git);
    kinds.put("git.push", git);
    kinds.put("git.pull", git);
    Kind<ProcessFrame> process = kind(ProcessFrame.class, ProjectEvent.ProcessChanged::new);
    kinds.put("process.started", process);
    kinds.put("process.progress", process);
    kinds.put("process.completed", process);
    addTasks(kinds);
    return Map.copyOf(kinds);
  }

  private static void addTasks(Map<String, Kind<?>> kinds) {
    kinds.put("task.progress", task(TaskProgressFrame.class, TaskFrames::progress));
    kinds.put("task.queued", task(TaskQueuedFrame.class, TaskFrames::queued));
    kinds.put("task.started", task(TaskStartedFrame.class, TaskFrames::started));
    kinds.put("task.completed", task(TaskCompletedFrame.class, TaskFrames::completed));
    kinds.put("task.success", task(TaskSuccessFrame.class, TaskFrames::succeeded));
    kinds.put("task.failed", task(TaskFailedFrame.class, TaskFrames::failed));
    kinds.put("task.cancelled", task(TaskCancelledFrame.class, TaskFrames::cancelled));
    kinds.put("progress", task(RelayProgressFrame.class, TaskFrames::relayProgress));
    kinds.put("complete", task(RelayCompleteFrame.class, TaskFrames::relayComplete));
    kinds.put("error", task(RelayErrorFrame.class, TaskFrames::relayError));
    kinds.put("task_started", task(RelayTaskStartedFrame.class, TaskFrames::relayStarted));
  }

  private static ProjectEvent unrecognized(AnyEvent frame, String json) {
    JsonElement project = frame.unknown().get("project_id");
    return new ProjectEvent.Unrecognized(
        frame,
        project instanceof JsonPrimitive id ? id.getAsString() : null,
        time(frame.getTimestamp()),
        json);
  }

  /** Returns the time that every other model would read there, or null when it is none. */
  private static @Nullable OffsetDateTime time(@Nullable JsonElement timestamp) {
    JsonObject timed = new JsonObject();
    timed.add("timestamp", timestamp);
    try {
      return Json.read(timed, TypeToken.get(HeartbeatFrame.class)).getTimestamp();
    } catch (MalformedJsonException noTime) {
      return null;
    }
  }

  /**
   * Returns the event that a frame is.
   *
   * @throws MalformedJsonException when it is not JSON, has no type, or does not fit its type
   */
  synchronized FramedEvent<?> decode(String json) throws MalformedJsonException {
    ProjectEvent event = read(json);
    if (event.type().isEmpty()) {
      throw new MalformedJsonException("its type is missing");
    }
    return believing && event instanceof ProjectEvent.TaskChanged task
        ? task.believed()
        : (FramedEvent<?>) event;
  }

  private ProjectEvent read(String json) throws MalformedJsonException {
    Kind<?> guess = kind(reader.typeHint(json));
    try {
      ProjectEvent event = guess.read(reader, json);
      if (kind(event.type()).equals(guess)) {
        return event;
      }
    } catch (MalformedJsonException misfit) {
      // The first type was that of something inside, or a field does not fit.
    }
    return asItIs(json);
  }

  /** Reads a frame by the type that is its own, wherever in the text that stands. */
  private ProjectEvent asItIs(String json) throws MalformedJsonException {
    ProjectEvent any = ANY.read(reader, json);
    Kind<?> right = kind(any.type());
    if (right.equals(ANY)) {
      return any;
    }
    try {
      return right.read(reader, json);
    } catch (MalformedJsonException misfit) {
      if (right.ofTask()) {
        return ((FramedEvent<?>) right.readWhatFits(reader, json)).odd(true);
      }
      throw misfit;
    }
  }

  private static Kind<?> kind(@Nullable String type) {
    return type == null ? ANY : KINDS.getOrDefault(type, ANY);
  }
}
