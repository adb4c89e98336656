package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.testkit.FakeSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whose frames leave, and which schema each of them has to fit by its type. */
enum SentFrames {
  EVENTS(
      "project-events",
      Map.of(
          "session.init", "SessionInitFrame",
          "subscribe", "SubscribeFrame",
          "unsubscribe", "UnsubscribeFrame",
          "ping", "PingFrame")),
  TASKS_OF_A_USER("function-runner", Map.of("subscribe", "TaskSubscribeFrame")),
  PROGRESS(
      "function-runner",
      Map.of(
          "subscribe", "ProgressSubscribeFrame",
          "unsubscribe", "ProgressUnsubscribeFrame")),
  REQUESTS("streamer", Map.of("", "RequestFrame"));

  private final String document;
  private final Map<String, String> byType;

  SentFrames(String document, Map<String, String> byType) {
    this.document = document;
    this.byType = byType;
  }

  FrameCheck check() {
    return FrameCheck.of(document);
  }

  /**
   * Returns the schemas with the name of their document, such as {@code streamer: RequestFrame}.
   */
  Stream<String> schemas() {
    return byType.values().stream().map(schema -> document + ": " + schema);
  }

  /**
   * Checks that all that came fits its schema, that every schema was met, and every field of each
   * but some.
   *
   * @param neverSent fields that no client sends, such as {@code RequestFrame body.type}
   * @return the frames in order
   */
  List<JsonObject> keptTheContract(List<FakeSocket> sockets, Set<String> neverSent) {
    List<JsonObject> frames = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Set<String> missing = new TreeSet<>();
    byType.values().forEach(schema -> missing.addAll(named(schema, check().fields(schema))));
    for (FakeSocket socket : sockets) {
      for (String text : socket.received()) {
        JsonObject frame = JsonParser.parseString(text).getAsJsonObject();
        String schema = schema(frame);
        problems.addAll(check().problems(schema, text));
        missing.removeAll(named(schema, FrameCheck.fieldsOf(text)));
        frames.add(frame);
      }
    }
    assertThat(problems).as("%s", this).isEmpty();
    assertThat(missing).as("what nobody sent, %s", this).isEqualTo(neverSent);
    return frames;
  }

  private String schema(JsonObject frame) {
    String type = frame.has("type") ? frame.get("type").getAsString() : "";
    assertThat(byType).as("the type of %s", frame).containsKey(type);
    return byType.get(type);
  }

  private static List<String> named(String schema, Set<String> fields) {
    return fields.stream().map(field -> schema + " " + field).toList();
  }
}
