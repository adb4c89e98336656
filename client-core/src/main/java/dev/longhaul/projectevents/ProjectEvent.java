package dev.longhaul.projectevents;

import dev.longhaul.generated.projectevents.model.AnyEvent;
import dev.longhaul.generated.projectevents.model.ConnectionEstablishedFrame;
import dev.longhaul.generated.projectevents.model.ContainerReconnectFrame;
import dev.longhaul.generated.projectevents.model.FileChangedFrame;
import dev.longhaul.generated.projectevents.model.FileFrame;
import dev.longhaul.generated.projectevents.model.GitFrame;
import dev.longhaul.generated.projectevents.model.HeartbeatFrame;
import dev.longhaul.generated.projectevents.model.PayloadFrame;
import dev.longhaul.generated.projectevents.model.PongFrame;
import dev.longhaul.generated.projectevents.model.ProcessFrame;
import dev.longhaul.generated.projectevents.model.ProjectFrame;
import dev.longhaul.generated.projectevents.model.RelayErrorFrame;
import dev.longhaul.generated.projectevents.model.SessionRestoredFrame;
import dev.longhaul.generated.projectevents.model.StructureChangedFrame;
import dev.longhaul.generated.projectevents.model.SubscriptionConfirmedFrame;
import dev.longhaul.generated.projectevents.model.WorkspaceChangedFrame;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that a server of project events told. The set is open: later versions add kinds, so
 * code that looks at kinds needs a branch for the rest. A frame of a type that nobody knows is
 * {@link Unrecognized}, never an error. Immutable but for the frames, which must not be changed.
 */
public interface ProjectEvent {
  /** Returns the type as the frame tells it, such as {@code git.commit}. */
  String type();

  /** Returns the project that it is about, if the frame names one. */
  Optional<String> projectId();

  /** Returns when it was sent, by the server's clock, if the frame tells. */
  Optional<Instant> timestamp();

  /** Returns the frame's own text. It may hold anything: keep it out of shared logs. */
  String json();

  /** The server greets a new socket: {@code connection.established}. */
  final class ConnectionEstablished extends FramedEvent<ConnectionEstablishedFrame> {
    ConnectionEstablished(ConnectionEstablishedFrame frame, String json) {
      super(frame, text(frame.getType()), frame.getProjectId(), frame.getTimestamp(), json);
    }
  }

  /** A subscription took effect: {@code subscription.confirmed}. Not every server sends it. */
  final class SubscriptionConfirmed extends FramedEvent<SubscriptionConfirmedFrame> {
    SubscriptionConfirmed(SubscriptionConfirmedFrame frame, String json) {
      super(frame, text(frame.getType()), frame.getProjectId(), frame.getTimestamp(), json);
    }
  }

  /** The server knew our session again: {@code session.restored}. No known server sends it. */
  final class SessionRestored extends FramedEvent<SessionRestoredFrame> {
    SessionRestored(SessionRestoredFrame frame, String json) {
      super(frame, text(frame.getType()), null, frame.getTimestamp(), json);
    }
  }

  /** A sign of life from the server: {@code system.heartbeat}. */
  final class Heartbeat extends FramedEvent<HeartbeatFrame> {
    Heartbeat(HeartbeatFrame frame, String json) {
      super(frame, text(frame.getType()), null, frame.getTimestamp(), json);
    }
  }

  /** The answer to our own sign of life: {@code pong}. */
  final class Pong extends FramedEvent<PongFrame> {
    Pong(PongFrame frame, String json) {
      super(frame, text(frame.getType()), frame.getProjectId(), frame.getTimestamp(), json);
    }
  }

  /** The server is about to restart: {@code container.reconnect}. */
  final class RestartAnnounced extends FramedEvent<ContainerReconnectFrame> {
    RestartAnnounced(ContainerReconnectFrame frame, String json) {
      super(frame, text(frame.getType()), null, frame.getTimestamp(), json);
    }
  }

  /**
   * A project was created, updated or deleted: {@code project.*}. A creation is told to everyone.
   */
  final class ProjectChanged extends FramedEvent<ProjectFrame> {
    ProjectChanged(ProjectFrame frame, String json) {
      super(frame, text(frame.getType()), frame.getProjectId(), frame.getTimestamp(), json);
    }
  }

  /** A file was uploaded: {@code file.uploaded}. */
  final class FileStored extends FramedEvent<FileFrame> {
    FileStored(FileFrame frame, String json) {
      super(frame, text(frame.getType()), frame.getProjectId(), frame.getTimestamp(), json);
    }
  }

  /** A file was deleted: {@code file.deleted}. */
  final class FileRemoved extends FramedEvent<FileFrame> {
    FileRemoved(FileFrame frame, String json) {
      super(frame, text(frame.getType()), frame.getProjectId(), frame.getTimestamp(), json);
    }
  }

  /** A file was changed on the server's disk: {@code file.changed}. */
  final class FileChanged extends FramedEvent<FileChangedFrame> {
    FileChanged(FileChangedFrame frame, String json) {
      super(frame, text(frame.getType()), frame.getProjectId(), frame.getTimestamp(), json);
    }
  }

  /** The workspace around the projects changed: {@code workspace.changed}. Told to everyone. */
  final class WorkspaceChanged extends FramedEvent<WorkspaceChangedFrame> {
    WorkspaceChanged(WorkspaceChangedFrame frame, String json) {
      super(frame, text(frame.getType()), null, frame.getTimestamp(), json);
    }
  }

  /** Files and folders of a project changed: {@code structure.changed}. */
  final class StructureChanged extends FramedEvent<StructureChangedFrame> {
    StructureChanged(StructureChangedFrame frame, String json) {
      super(frame, text(frame.getType()), frame.getProjectId(), frame.getTimestamp(), json);
    }
  }

  /** A commit, push or pull happened: {@code git.*}. */
  final class GitChanged extends FramedEvent<GitFrame> {
    GitChanged(GitFrame frame, String json) {
      super(frame, text(frame.getType()), frame.getProjectId(), frame.getTimestamp(), json);
    }
  }

  /**
   * A long operation of the server started, moved on or completed: {@code process.*}. Its progress
   * counts as percent from 0 to 100, which no source states.
   */
  final class ProcessChanged extends FramedEvent<ProcessFrame> {
    ProcessChanged(ProcessFrame frame, String json) {
      super(frame, text(frame.getType()), frame.getProjectId(), frame.getTimestamp(), json);
    }
  }

  /** The server reports an error that is no task's own ending: {@code error}. */
  final class ServerTrouble extends FramedEvent<RelayErrorFrame> {
    ServerTrouble(RelayErrorFrame frame, String json) {
      super(frame, text(frame.getType()), frame.getProjectId(), frame.getTimestamp(), json);
    }
  }

  /**
   * Something happened to a task: every frame that names one. A field whose value does not fit the
   * contract is missing from the frame's model, so that it costs no ending; the text has it.
   */
  final class TaskChanged extends FramedEvent<Object> {
    private final TaskUpdate update;

    TaskChanged(
        Object frame,
        @Nullable String type,
        @Nullable OffsetDateTime timestamp,
        TaskUpdate update,
        String json) {
      super(frame, type, update.projectId().orElse(null), timestamp, json);
      this.update = update;
    }

    /**
     * Returns what this one frame tells of the task. Frames may come twice, late and out of order;
     * {@link ProjectEventsClient#task} puts them together.
     */
    public TaskUpdate update() {
      return update;
    }

    /** Returns the same event, whose task has ended if it was called complete. */
    FramedEvent<Object> believed() {
      return update.isUnprovenEnding()
          ? new TaskChanged(frame(), type(), sent(), update.believed(), json()).odd(isOdd())
          : this;
    }
  }

  /** A frame with a wrapper, as no known server sends it today but for its own front end. */
  final class Wrapped extends FramedEvent<PayloadFrame> {
    Wrapped(PayloadFrame frame, String json) {
      super(
          frame,
          frame.getType() == null ? null : frame.getType().value(),
          null,
          frame.getTimestamp(),
          json);
    }
  }

  /** A frame of a type that this version does not know, with all its fields. */
  final class Unrecognized extends FramedEvent<AnyEvent> {
    Unrecognized(
        AnyEvent frame,
        @Nullable String projectId,
        @Nullable OffsetDateTime timestamp,
        String json) {
      super(frame, frame.getType(), projectId, timestamp, json);
    }
  }

  /**
   * This listener was too slow: so many events were dropped before the next one. Nobody sent it.
   *
   * @param events how many, at least 1
   */
  record Missed(int events) implements ProjectEvent {
    /** Returns {@code longhaul.missed}. */
    @Override
    public String type() {
      return "longhaul.missed";
    }

    @Override
    public Optional<String> projectId() {
      return Optional.empty();
    }

    @Override
    public Optional<Instant> timestamp() {
      return Optional.empty();
    }

    @Override
    public String json() {
      return "{}";
    }
  }
}
