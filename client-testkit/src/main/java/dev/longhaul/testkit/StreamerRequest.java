package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import java.time.Instant;
import java.util.Map;

/**
 * One request as it reached a {@link FakeStreamer}.
 *
 * @param id the client's id for it, or one of the service's own when the client sent none
 * @param action name of the handler that is asked for
 * @param payload what came as payload; JSON null when nothing did
 * @param metadata the text values of its metadata; others are dropped, as the service does
 * @param connection {@link FakeSocket#id} of the connection that it came on
 * @param at when it came, by the fake's clock
 */
public record StreamerRequest(
    String id,
    String action,
    JsonElement payload,
    Map<String, String> metadata,
    long connection,
    Instant at) {

  /** Returns id, action and connection, with no payload and no metadata. */
  @Override
  public String toString() {
    return "%s %s on connection %d at %s".formatted(action, id, connection, at);
  }
}
