package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as it reached a fake.
 *
 * @param operation what it asks for
 * @param method HTTP method
 * @param path path and query as sent, still escaped
 * @param headers values by name; names are looked up in any case; empty when a fault dropped the
 *     request before its headers were read
 * @param body the body as UTF-8 text; empty when there was none or it was not read
 * @param at when it came, by the fake's clock
 * @param connectionId number of the connection it came on, counted from 1
 */
public record ReceivedRequest(
    Operation operation,
    String method,
    String path,
    Map<String, List<String>> headers,
    String body,
    Instant at,
    int connectionId) {

  /**
   * Returns the first value of a header, or null when it was not sent.
   *
   * @param name name of the header, in any case
   */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name);
    return values == null ? null : values.get(0);
  }

  /** Returns the body as a JSON object; throws what Gson throws when it is none. */
  public JsonObject json() {
    return JsonParser.parseString(body).getAsJsonObject();
  }

  /** Returns what was asked and when, with no header value, no query and no body. */
  @Override
  public String toString() {
    String plain = path.contains("?") ? path.substring(0, path.indexOf('?')) + "?…" : path;
    return "%s %s %s on connection %d at %s".formatted(operation, method, plain, connectionId, at);
  }
}
