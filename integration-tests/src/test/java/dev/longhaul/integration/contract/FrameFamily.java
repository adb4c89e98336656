package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which servers are known to speak on their sockets, and which schema each of their
 * frames has to fit. The documents leave the type of a frame open to all that they know, so it is
 * these tables that hold a type to its schema.
 */
enum FrameFamily {
  /** Project events; the schema of a task's progress is the one that reads all variants. */
  EVENTS(
      "project-events",
      Map.ofEntries(
          Map.entry("connection.established", "ConnectionEstablishedFrame"),
          Map.entry("subscription.confirmed", "SubscriptionConfirmedFrame"),
          Map.entry("pong", "PongFrame"),
          Map.entry("system.heartbeat", "HeartbeatFrame"),
          Map.entry("container.reconnect", "ContainerReconnectFrame"),
          Map.entry("task.started", "TaskStartedFrame"),
          Map.entry("task.progress", "TaskProgressFrame"),
          Map.entry("task.completed", "TaskCompletedFrame"),
          Map.entry("task.failed", "TaskFailedFrame"),
          Map.entry("task.cancelled", "TaskCancelledFrame"))),
  CHANNEL(
      "function-runner",
      Map.of(
          "task.progress", "TaskProgressFrame",
          "task.completed", "TaskCompletedFrame",
          "task.failed", "TaskFailedFrame",
          "task.cancelled", "TaskCancelledFrame")),
  USER(
      "function-runner",
      Map.of(
          "task.progress", "UserTaskProgressFrame",
          "task.completed", "UserTaskCompletedFrame",
          "task.failed", "UserTaskFailedFrame",
          "task.cancelled", "UserTaskCancelledFrame")),
  PROGRESS(
      "function-runner",
      Map.of(
          "progress.current", "ProgressCurrentFrame",
          "progress.update", "ProgressUpdateFrame",
          "progress.response", "ProgressResponseFrame",
          "progress.not_found", "ProgressNotFoundFrame",
          "subscribed", "ProgressSubscribedFrame",
          "batch_progress.response", "BatchProgressResponseFrame",
          "error", "ProgressErrorFrame")),
  GENERATION(
      "function-runner",
      Map.of(
          "generation.progress", "GenerationProgressFrame",
          "generation.completed", "GenerationCompletedFrame",
          "generation.failed", "GenerationFailedFrame",
          "generation.cancelled", "GenerationCancelledFrame")),
  NESTED(
      "streamer",
      Map.of(
          "response/success", "SyncResponseFrame",
          "response/queued", "QueuedResponseFrame",
          "progress", "ProgressFrame",
          "result", "ResultFrame",
          "error", "ErrorFrame",
          "ping", "PingFrame",
          "", "GatewayFaultFrame")),
  /** The router does not name the request of an error, the processor does. */
  FLAT(
      "streamer",
      Map.of(
          "response", "FlatResponseFrame",
          "acknowledgment/queued", "FlatAcknowledgmentFrame",
          "progress", "FlatProgressFrame",
          "complete", "FlatCompleteFrame",
          "error", "FlatErrorFrame",
          "error of a request", "FlatProcessorErrorFrame",
          "ping", "PingFrame",
          "", "GatewayFaultFrame")) {
    @Override
    String type(JsonObject frame) {
      String type = super.type(frame);
      return type.equals("error") && frame.has("request_id") ? "error of a request" : type;
    }
  },
  TYPED(
      "streamer",
      Map.of(
          "response", "TypedResponseFrame",
          "acknowledgment/queued", "TypedAcknowledgmentFrame",
          "progress", "TypedProgressFrame",
          "complete", "FlatCompleteFrame",
          "error", "TypedErrorFrame",
          "ping", "PingFrame",
          "", "GatewayFaultFrame")),
  /** The specification has no error; one with an id beside it is as the typed family has them. */
  SPEC(
      "streamer",
      Map.of(
          "ack/queued", "SpecAckFrame",
          "progress", "SpecProgressFrame",
          "result", "SpecResultFrame",
          "error", "TypedErrorFrame",
          "ping", "PingFrame",
          "", "GatewayFaultFrame"));

  private final String document;
  private final Map<String, String> byType;

  FrameFamily(String document, Map<String, String> byType) {
    this.document = document;
    this.byType = byType;
  }

  FrameCheck check() {
    return FrameCheck.of(document);
  }

  /** Returns how a frame of such a server breaks the contract; empty when it keeps it. */
  List<String> problems(String text) {
    return check().problems(schema(text), text);
  }

  /** Returns the schema that a frame has to fit. */
  String schema(String text) {
    JsonObject frame = JsonParser.parseString(text).getAsJsonObject();
    String schema = byType.get(type(frame));
    if (schema == null) {
      throw new AssertionError(this + " knows no frame of the type " + type(frame) + ": " + text);
    }
    return schema;
  }

  /** Returns every schema of the family. */
  Collection<String> schemas() {
    return byType.values();
  }

  /** Returns the type of a frame and, where it has one, the status that sets it apart. */
  String type(JsonObject frame) {
    String type = text(frame.get("type"));
    JsonElement body = frame.get(type);
    String status =
        text(body instanceof JsonObject nested ? nested.get("status") : frame.get("status"));
    return status.isEmpty() ? type : type + "/" + status;
  }

  private static String text(@Nullable JsonElement value) {
    return value == null ? "" : value.getAsString();
  }
}
