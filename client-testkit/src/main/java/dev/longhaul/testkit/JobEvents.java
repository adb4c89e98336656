package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells event sockets what became of the jobs. A job's state is computed when it is read, so
 * somebody has to look: {@link #look} tells what has changed since the look before.
 *
 * <p>Safe for use by several threads; one looks at a time.
 */
final class JobEvents implements SocketScript {

  /** What was last told of a job, and how often a hand had moved it then. */
  private record Told(Moment moment, int hands) {}

  private final EventsDialect dialect;
  private final @Nullable String token;
  private final JobStore jobs;
  private final JobFrames frames;
  private final EnvelopeErrors errors;
  private final Map<FakeJob, Told> told = new HashMap<>();
  private final Map<FakeSocket, Set<String>> subscriptions = new HashMap<>();
  private boolean held;

  JobEvents(EventsDialect dialect, FakeOptions options, JobStore jobs, JobFrames frames) {
    this.dialect = dialect;
    this.token = options.token();
    this.jobs = jobs;
    this.frames = frames;
    this.errors = new EnvelopeErrors(options.clock());
  }

  @Override
  public @Nullable WireAnswer refuse(ReceivedRequest request) {
    return token == null || ("Bearer " + token).equals(request.header("Authorization"))
        ? null
        : errors.plain(401, "Not authenticated").with("WWW-Authenticate", "Bearer");
  }

  @Override
  public synchronized void opened(FakeSocket socket) {
    if (subscriptions.isEmpty()) {
      catchUp(); // What happened while nobody listened is told to nobody.
    }
    subscriptions.put(socket, new HashSet<>());
  }

  @Override
  public synchronized void closed(FakeSocket socket) {
    subscriptions.remove(socket);
  }

  @Override
  public synchronized void text(FakeSocket socket, String text) {
    JsonObject frame = object(text);
    String type = text(frame, "type");
    if (dialect == EventsDialect.PROGRESS) {
      progress(socket, frame, type);
    } else if (dialect == EventsDialect.SUBSCRIBE && type.equals("subscribe")) {
      own(socket).addAll(ids(frame));
    }
  }

  /** Tells what has changed. */
  synchronized void look() {
    if (held) {
      return;
    }
    for (FakeJob job : jobs.all()) {
      Told before = told.get(job);
      int hands = job.life().hands();
      if (before != null && before.hands() == hands && before.moment().ended()) {
        continue; // Only a hand brings a job back from its end.
      }
      Moment moment = job.moment();
      told.put(job, new Told(moment, hands));
      if (before == null || !before.moment().fields().equals(moment.fields())) {
        tell(job, moment);
      }
    }
  }

  /** Tells the present state of a job, changed or not. */
  synchronized void push(FakeJob job) {
    Moment moment = job.moment();
    told.put(job, new Told(moment, job.life().hands()));
    tell(job, moment);
  }

  /** Tells nothing until {@link #resume}. */
  synchronized void hold() {
    held = true;
  }

  /** Goes on; what changed meanwhile is told to nobody. */
  synchronized void resume() {
    catchUp();
    held = false;
  }

  private void catchUp() {
    jobs.all().forEach(job -> told.put(job, new Told(job.moment(), job.life().hands())));
  }

  private void tell(FakeJob job, Moment moment) {
    JsonObject frame = frames.change(job, moment);
    if (frame == null) {
      return;
    }
    String text = frame.toString();
    subscriptions.forEach(
        (socket, ids) -> {
          if (!dialect.subscribes() || ids.contains(job.id())) {
            socket.send(text);
          }
        });
  }

  private void progress(FakeSocket socket, JsonObject frame, String type) {
    List<String> ids = ids(frame);
    switch (type) {
      case "subscribe" -> subscribe(socket, ids);
      case "unsubscribe" -> ids.forEach(own(socket)::remove);
      case "get_progress" ->
          socket.send(standing("progress.response", text(frame, "task_id")).toString());
      case "get_batch_progress" -> {
        List<FakeJob> known = ids.stream().map(jobs::find).filter(Objects::nonNull).toList();
        socket.send(frames.batch(text(frame, "batch_id"), known).toString());
      }
      default -> socket.send(frames.error("No such message type").toString());
    }
  }

  private void subscribe(FakeSocket socket, List<String> ids) {
    if (ids.isEmpty()) {
      socket.send(frames.error("No task ids").toString());
      return;
    }
    own(socket).addAll(ids);
    ids.forEach(id -> socket.send(standing("progress.current", id).toString()));
    socket.send(frames.subscribed(ids).toString());
  }

  private JsonObject standing(String type, String id) {
    FakeJob job = jobs.find(id);
    return job == null ? frames.notFound(id) : frames.aboutJob(type, job, job.moment());
  }

  private Set<String> own(FakeSocket socket) {
    return subscriptions.getOrDefault(socket, new HashSet<>());
  }

  /** What is no object is as good as an empty one. */
  private static JsonObject object(String text) {
    try {
      JsonElement frame = JsonParser.parseString(text);
      return frame.isJsonObject() ? frame.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      return new JsonObject();
    }
  }

  private static String text(JsonObject frame, String name) {
    JsonElement value = frame.get(name);
    return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
  }

  private static List<String> ids(JsonObject frame) {
    List<String> ids = new ArrayList<>();
    JsonElement list = frame.get("task_ids");
    if (list != null && list.isJsonArray()) {
      for (JsonElement id : list.getAsJsonArray()) {
        if (id.isJsonPrimitive()) {
          ids.add(id.getAsString());
        }
      }
    }
    return ids;
  }
}
