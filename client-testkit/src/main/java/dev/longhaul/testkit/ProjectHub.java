package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Who listens to which project, and what is said to them. Safe for use by several threads. */
final class ProjectHub implements SocketScript {

  private static final int RAISED = 1011;
  private static final int REPLACED = 1000;

  private final FakeProjectEventsOptions options;
  private final ErrorAnswers errors;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final Map<FakeSocket, Set<String>> projects = new LinkedHashMap<>();

  ProjectHub(FakeProjectEventsOptions options, ErrorAnswers errors) {
    this.options = options;
    this.errors = errors;
  }

  @Override
  public @Nullable WireAnswer refuse(ReceivedRequest request) {
    String token = options.token();
    return token == null || ("Bearer " + token).equals(request.header("Authorization"))
        ? null
        : errors.plain(401, "Not authenticated").with("WWW-Authenticate", "Bearer");
  }

  @Override
  public void opened(FakeSocket socket) {
    String project = ownProject(socket);
    FakeSocket before = add(socket, project);
    if (before != null) {
      before.close(REPLACED, "replaced by another client");
    }
    if (options.greets()) {
      JsonObject greeting = typed("connection.established");
      greeting.addProperty("client_id", UUID.randomUUID().toString());
      addProject(greeting, project);
      socket.send(greeting.toString());
    }
  }

  @Override
  public void text(FakeSocket socket, String text) {
    received.add(text);
    JsonObject frame = object(text);
    String type = string(frame, "type");
    switch (type) {
      case "" -> socket.close(RAISED, "");
      case "subscribe", "unsubscribe" -> subscription(socket, frame, type);
      case "ping" -> ping(socket);
      default -> {
        // The service ignores what it does not know, session.init included.
      }
    }
  }

  @Override
  public void closed(FakeSocket socket) {
    synchronized (projects) {
      projects.remove(socket);
    }
  }

  List<String> received() {
    return List.copyOf(received);
  }

  int subscriptions(String projectId) {
    return listeners(projectId).size();
  }

  void forgetSubscriptions() {
    synchronized (projects) {
      projects.values().forEach(Set::clear);
    }
  }

  void publish(@Nullable String projectId, String event) {
    for (FakeSocket socket : listeners(projectId)) {
      socket.send(event);
      if (options.duplicates()) {
        socket.send(event);
      }
    }
  }

  void announce(String event) {
    listeners(null).forEach(socket -> socket.send(event));
  }

  /** A frame that has a type and the present time. */
  JsonObject timed(String type) {
    JsonObject frame = typed(type);
    frame.addProperty("timestamp", options.clock().instant().toString());
    return frame;
  }

  private void subscription(FakeSocket socket, JsonObject frame, String type) {
    String project = string(frame, "project_id");
    if (project.isEmpty()) {
      socket.close(RAISED, "");
      return;
    }
    boolean added = type.equals("subscribe");
    synchronized (projects) {
      Set<String> own = projects.getOrDefault(socket, new HashSet<>());
      if (added) {
        own.add(project);
      } else {
        own.remove(project);
      }
    }
    if (added && options.confirms()) {
      JsonObject confirmation = typed("subscription.confirmed");
      confirmation.addProperty("project_id", project);
      socket.send(confirmation.toString());
    }
  }

  private void ping(FakeSocket socket) {
    if (options.answersPings()) {
      socket.send(timed("pong").toString());
    }
  }

  /** Returns the socket whose place this one takes, if it does. */
  private @Nullable FakeSocket add(FakeSocket socket, @Nullable String project) {
    synchronized (projects) {
      Set<String> own = new HashSet<>();
      projects.put(socket, own);
      if (project == null) {
        return null;
      }
      own.add(project);
      for (Map.Entry<FakeSocket, Set<String>> other : projects.entrySet()) {
        FakeSocket before = other.getKey();
        boolean holdsIt = other.getValue().contains(project);
        if (before != socket && holdsIt && project.equals(ownProject(before))) {
          other.getValue().clear();
          return before;
        }
      }
      return null;
    }
  }

  /** The sockets that get the events of a project, or all when it is null. */
  private List<FakeSocket> listeners(@Nullable String projectId) {
    List<FakeSocket> listeners = new ArrayList<>();
    synchronized (projects) {
      projects.forEach(
          (socket, own) -> {
            if (socket.isOpen() && (projectId == null || own.contains(projectId))) {
              listeners.add(socket);
            }
          });
    }
    return listeners;
  }

  private static @Nullable String ownProject(FakeSocket socket) {
    return ProjectEventsOperation.CONNECT.id(socket.path());
  }

  private static void addProject(JsonObject frame, @Nullable String project) {
    if (project != null) {
      frame.addProperty("project_id", project);
    }
  }

  private static JsonObject typed(String type) {
    JsonObject frame = new JsonObject();
    frame.addProperty("type", type);
    return frame;
  }

  /** What is no object is as good as one without a type. */
  private static JsonObject object(String text) {
    try {
      JsonElement frame = JsonParser.parseString(text);
      return frame.isJsonObject() ? frame.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      return new JsonObject();
    }
  }

  private static String string(JsonObject frame, String name) {
    JsonElement value = frame.get(name);
    return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
  }
}
