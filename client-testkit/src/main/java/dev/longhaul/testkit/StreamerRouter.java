package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.longhaul.testkit.FakeStreamerOptions.ErrorIds;
import dev.longhaul.testkit.FakeStreamerOptions.Shapes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads what clients send, refuses what breaks a rule, and puts the rest to work. */
final class StreamerRouter implements SocketScript {

  private static final Integer TOO_BIG = 1009;
  private static final String RATE_LIMITED = "RATE_LIMITED";

  private final FakeStreamerOptions options;
  private final StreamerGate gate;
  private final StreamerBook book;
  private final StreamerPlayer player;
  private final RequestLedger ledger;
  private final Map<FakeSocket, StreamerConnection> connections = new ConcurrentHashMap<>();

  StreamerRouter(
      FakeStreamerOptions options,
      StreamerGate gate,
      StreamerBook book,
      StreamerPlayer player,
      RequestLedger ledger) {
    this.options = options;
    this.gate = gate;
    this.book = book;
    this.player = player;
    this.ledger = ledger;
  }

  @Override
  public @Nullable WireAnswer refuse(ReceivedRequest handshake) {
    return gate.refuse(handshake);
  }

  @Override
  public void opened(FakeSocket socket) {
    StreamerConnection connection = new StreamerConnection(socket, player.timer());
    connections.put(socket, connection);
    connection.begin(options.idleLimit, options.lifeLimit);
  }

  @Override
  public void closed(FakeSocket socket) {
    StreamerConnection connection = connections.remove(socket);
    if (connection != null) {
      connection.ended();
    }
  }

  @Override
  public void text(FakeSocket socket, String text) {
    StreamerConnection connection = connections.get(socket);
    if (connection == null) {
      return;
    }
    connection.active();
    if (text.getBytes(StandardCharsets.UTF_8).length > options.messageLimit) {
      connection.end(TOO_BIG);
      return;
    }
    boolean tooMany = connection.exceeds(options.messagesPerSecond, options.clock.instant());
    JsonObject frame = parsed(text);
    if (frame == null || !hasAction(frame)) {
      player.refuse(connection, unreadable(frame));
      return;
    }
    StreamerRequest request = request(connection, frame);
    book.add(request);
    route(connection, request, tooMany);
  }

  private void route(StreamerConnection connection, StreamerRequest request, boolean tooMany) {
    StreamerError error =
        tooMany
            ? StreamerError.refusal(RATE_LIMITED, "Too many messages")
            : refusal(connection, request);
    if (error == null && !book.accept(request)) {
      error = StreamerError.refusal("INTERNAL_ERROR", "The request could not be stored");
    }
    if (error != null) {
      player.refuse(connection, error.naming(nameable(request)));
      return;
    }
    ledger.countCreate(null);
    player.play(
        connection, request, isDropped(request) ? StreamerScript.silent() : book.script(request));
  }

  private @Nullable StreamerError refusal(StreamerConnection connection, StreamerRequest request) {
    StreamerAction action = StreamerAction.of(request.action());
    if (action == null && !book.hasAction(request.action())) {
      return StreamerError.refusal("INVALID_ACTION", "No handler of that name");
    }
    if (player.unfinished(connection) >= options.requestsAtOnce) {
      return StreamerError.refusal(RATE_LIMITED, "Too many requests at once");
    }
    byte[] payload = request.payload().toString().getBytes(StandardCharsets.UTF_8);
    if (payload.length > options.payloadLimit) {
      return StreamerError.refusal("INTERNAL_ERROR", "The payload is too large");
    }
    return action == null
        ? null
        : action.check(request.payload(), options.shapes != Shapes.DOCUMENTED);
  }

  /** Whether the processor drops without a word what the router has taken. */
  private boolean isDropped(StreamerRequest request) {
    StreamerAction action = StreamerAction.of(request.action());
    return options.shapes == Shapes.AS_DEPLOYED
        && action != null
        && action.check(request.payload(), false) != null;
  }

  /** The id that an error may name; of two requests with one id, nobody could tell which. */
  private @Nullable String nameable(StreamerRequest request) {
    return options.errorIds == ErrorIds.WITHOUT || book.knows(request.id()) ? null : request.id();
  }

  private StreamerRequest request(StreamerConnection connection, JsonObject frame) {
    JsonElement id = frame.get("id");
    JsonElement payload = frame.get("payload");
    return new StreamerRequest(
        id != null && InputCheck.isText(id) ? id.getAsString() : UUID.randomUUID().toString(),
        frame.get("action").getAsString(),
        payload == null ? JsonNull.INSTANCE : payload,
        texts(frame.get("metadata")),
        connection.id(),
        options.clock.instant());
  }

  private static Map<String, String> texts(@Nullable JsonElement metadata) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (metadata != null && metadata.isJsonObject()) {
      metadata
          .getAsJsonObject()
          .asMap()
          .forEach(
              (name, value) -> {
                if (InputCheck.isText(value)) {
                  texts.put(name, value.getAsString());
                }
              });
    }
    return Map.copyOf(texts);
  }

  private static boolean hasAction(JsonObject frame) {
    return frame.has("action") && InputCheck.isText(frame.get("action"));
  }

  private static StreamerError unreadable(@Nullable JsonObject frame) {
    return frame == null
        ? StreamerError.refusal("VALIDATION_ERROR", "The message is no JSON object")
        : StreamerPayloadCheck.error("action", "text", frame.get("action"));
  }

  private static @Nullable JsonObject parsed(String text) {
    try {
      JsonElement frame = JsonParser.parseString(text);
      return frame.isJsonObject() ? frame.getAsJsonObject() : null;
    } catch (JsonParseException e) {
      return null;
    }
  }
}
