package dev.longhaul.functionrunner;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.functionrunner.FunctionRunnerOptions.EventDialect;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.internal.call.EventRelay;
import dev.longhaul.internal.call.UnknownTypes;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.PushSink;
import dev.longhaul.job.PushSource;
import dev.longhaul.job.Registration;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.realtime.ConnectionStatus;
import dev.longhaul.realtime.RealtimeConnection;
import dev.longhaul.realtime.RealtimeProtocol;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a Function Runner as its WebSocket tells of them.
 *
 * <p><i>Concurrency:</i> the engine makes its calls one after the other, to which {@link #asked}
 * belongs; {@link #sink} is volatile for the thread of the socket. Whoever hears of a socket before
 * the first job is watched has nobody to tell.
 */
final class TaskEvents implements PushSource<TaskResult>, RealtimeProtocol, AutoCloseable {
  private static final TypeToken<JsonObject> FRAME = TypeToken.get(JsonObject.class);

  private final EventDialect dialect;
  private final RealtimeConnection connection;
  private final UnknownTypes unknownTypes;
  private final Map<String, Registration> asked = new HashMap<>();
  private volatile @Nullable PushSink<TaskResult> sink;

  /**
   * Makes the events of a runner; opens nothing.
   *
   * @param client as whom to call, on whose threads and clock; with the URL of the socket
   * @param events who hears of frames that nobody understands
   */
  TaskEvents(ClientOptions client, FunctionRunnerOptions options, EventRelay events) {
    dialect = options.eventDialect();
    unknownTypes = new UnknownTypes(FunctionRunnerClient.SERVICE, events);
    connection =
        RealtimeConnection.open(FunctionRunnerClient.SERVICE, this, client, options.eventSocket());
  }

  RealtimeConnection connection() {
    return connection;
  }

  @Override
  public Registration open(PushSink<TaskResult> hearer) {
    sink = hearer;
    connection.connect();
    if (connection.status().state() == ConnectionState.CONNECTED) {
      hearer.connected(); // somebody had asked for the socket by hand
    }
    return () -> {
      sink = null;
      asked.values().forEach(Registration::close);
      asked.clear();
      connection.disconnect();
    };
  }

  /** The connection asks again by itself on each new socket. */
  @Override
  public void watch(String id) {
    if (asksForTasks()) {
      asked.computeIfAbsent(id, connection::subscribe);
    }
  }

  @Override
  public void unwatch(String id) {
    Registration ended = asked.remove(id);
    if (ended != null) {
      ended.close();
    }
  }

  private boolean asksForTasks() {
    return dialect == EventDialect.USER || dialect == EventDialect.PROGRESS;
  }

  @Override
  public FrameKind frame(String text) {
    Optional<JobReading<TaskResult>> reading;
    try {
      JsonObject frame = Json.read(text, FRAME);
      String type = TaskFrames.type(frame);
      if (!TaskFrames.isKnown(type)) {
        unknownTypes.heard(type, text.length());
      }
      reading = TaskFrames.read(frame);
    } catch (MalformedJsonException malformed) {
      return FrameKind.MALFORMED;
    }
    PushSink<TaskResult> hearer = sink;
    if (hearer != null) {
      reading.ifPresent(hearer::frame);
    }
    return FrameKind.VALID;
  }

  @Override
  public Optional<String> subscribe(String topic) {
    return Optional.of(request("subscribe", topic));
  }

  @Override
  public Optional<String> unsubscribe(String topic) {
    // On the socket of a user there is no such frame; events that nobody wants are dropped.
    return dialect == EventDialect.PROGRESS
        ? Optional.of(request("unsubscribe", topic))
        : Optional.empty();
  }

  private static String request(String type, String id) {
    JsonArray ids = new JsonArray();
    ids.add(id);
    JsonObject frame = new JsonObject();
    frame.addProperty("type", type);
    frame.add("task_ids", ids);
    return Json.write(frame);
  }

  @Override
  public void connected() {
    PushSink<TaskResult> hearer = sink;
    if (hearer != null) {
      hearer.connected();
    }
  }

  @Override
  public void lost(ConnectionStatus status) {
    PushSink<TaskResult> hearer = sink;
    if (hearer != null) {
      hearer.lost();
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
