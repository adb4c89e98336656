package dev.longhaul.projectevents;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
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
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of frames. The first type in the text tells which model to read; the type in the
 * model then tells whether it was the right one.
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

  private record Kind<F>(TypeAdapter<F> adapter, Maker<F> maker) {
    ProjectEvent read(FrameReader reader, String json) throws MalformedJsonException {
      return maker.event(reader.read(json, adapter), json);
    }
  }

  private static <F> Kind<F> kind(Class<F> model, Maker<F> maker) {
    return new Kind<>(Json.adapter(model), maker);
  }

  private static Map<String, Kind<?>> kinds() {
    Map<String, Kind<?>> kinds = new HashMap<>();
    Kind<PayloadFrame> wrapped = kind(PayloadFrame.class, TaskFrames::wrapped);
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
    kinds.put("task.progress", kind(TaskProgressFrame.class, TaskFrames::progress));
    kinds.put("task.queued", kind(TaskQueuedFrame.class, TaskFrames::queued));
    kinds.put("task.started", kind(TaskStartedFrame.class, TaskFrames::started));
    kinds.put("task.completed", kind(TaskCompletedFrame.class, TaskFrames::completed));
    kinds.put("task.success", kind(TaskSuccessFrame.class, TaskFrames::succeeded));
    kinds.put("task.failed", kind(TaskFailedFrame.class, TaskFrames::failed));
    kinds.put("task.cancelled", kind(TaskCancelledFrame.class, TaskFrames::cancelled));
    kinds.put("progress", kind(RelayProgressFrame.class, TaskFrames::relayProgress));
    kinds.put("complete", kind(RelayCompleteFrame.class, TaskFrames::relayComplete));
    kinds.put("error", kind(RelayErrorFrame.class, TaskFrames::relayError));
    kinds.put("task_started", kind(RelayTaskStartedFrame.class, TaskFrames::relayStarted));
  }

  private static ProjectEvent unrecognized(AnyEvent frame, String json) {
    JsonElement project = frame.unknown().get("project_id");
    return new ProjectEvent.Unrecognized(
        frame, project instanceof JsonPrimitive id ? id.getAsString() : null, json);
  }

  /**
   * Returns the event that a frame is.
   *
   * @throws MalformedJsonException when it is not JSON, has no type, or does not fit its type
   */
  synchronized FramedEvent<?> decode(String json) throws MalformedJsonException {
    Kind<?> guess = kind(reader.typeHint(json));
    ProjectEvent event;
    try {
      event = guess.read(reader, json);
      if (!kind(event.type()).equals(guess)) {
        event = asItIs(guess, json, null);
      }
    } catch (MalformedJsonException misfit) {
      event = asItIs(guess, json, misfit);
    }
    if (event.type().isEmpty()) {
      throw new MalformedJsonException("its type is missing");
    }
    return believing && event instanceof ProjectEvent.TaskChanged task
        ? task.believed()
        : (FramedEvent<?>) event;
  }

  /** Reads a frame whose first type was that of something inside. */
  private ProjectEvent asItIs(Kind<?> guess, String json, @Nullable MalformedJsonException misfit)
      throws MalformedJsonException {
    ProjectEvent any = ANY.read(reader, json);
    Kind<?> right = kind(any.type());
    if (right.equals(guess) && misfit != null) {
      throw misfit;
    }
    return right.equals(ANY) ? any : right.read(reader, json);
  }

  private static Kind<?> kind(@Nullable String type) {
    return type == null ? ANY : KINDS.getOrDefault(type, ANY);
  }
}
