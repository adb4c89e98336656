package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import dev.longhaul.integration.contract.Exchange.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the frames of sockets against the schemas of a document, as strictly as bodies are held
 * against it.
 */
final class FrameCheck {
  private static final Map<String, FrameCheck> CHECKS = new ConcurrentHashMap<>();
  private static final Message NOTHING = new Message(Map.of(), new byte[0]);

  private final String document;
  private final Spec spec;

  private FrameCheck(String document) {
    this.document = document;
    spec = Spec.named(document).withFrames();
  }

  /** Returns the check for a document, such as {@code streamer}. */
  static FrameCheck of(String document) {
    return CHECKS.computeIfAbsent(document, FrameCheck::new);
  }

  /** Returns every schema of a frame in every document, such as {@code streamer: PingFrame}. */
  static Set<String> declared() {
    return Spec.all().stream()
        .map(Spec::name)
        .flatMap(
            document ->
                Stream.of("send", "receive")
                    .flatMap(direction -> of(document).schemas(direction).stream())
                    .map(schema -> document + ": " + schema))
        .collect(Collectors.toSet());
  }

  /**
   * Returns the schemas of the frames that go one way.
   *
   * @param direction {@code send} for those of clients, {@code receive} for those of servers
   */
  List<String> schemas(String direction) {
    return spec.operations().stream()
        .filter(operation -> direction.equals(operation.text("x-direction")))
        .map(SpecOperation::id)
        .toList();
  }

  /** Returns the schemas of all frames, and those of what is within them. */
  List<String> schemas() {
    return spec.operations().stream().map(SpecOperation::id).toList();
  }

  /** Returns how a text breaks a schema; empty when it fits. */
  List<String> problems(String schema, String text) {
    return SpecCheck.of(spec).requestProblems(exchange(schema, text)).stream()
        .map(problem -> document + ": " + problem + " in " + text)
        .toList();
  }

  /** Returns the examples that the document gives for a schema, by name. */
  Map<String, JsonElement> examples(String schema) {
    return spec.own(schema).requestExamples();
  }

  /** Returns the fields that a schema declares, as dotted paths. */
  Set<String> fields(String schema) {
    return spec.own(schema).requestParts();
  }

  /** Returns the fields that a text has, as dotted paths. */
  static Set<String> fieldsOf(String text) {
    return exchange("any", text).sent().json().isEmpty()
        ? Set.of()
        : exchange("any", text).requestParts();
  }

  private static Exchange exchange(String schema, String text) {
    Message frame =
        new Message(
            Map.of("Content-Type", List.of("application/json")),
            text.getBytes(StandardCharsets.UTF_8));
    return new Exchange(null, "POST", "/frames/" + schema, Map.of(), frame, 204, NOTHING);
  }
}
