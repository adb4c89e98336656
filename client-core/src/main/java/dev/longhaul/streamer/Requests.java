package dev.longhaul.streamer;

import com.google.gson.JsonElement;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.streamer.StreamerOptions.OverGatewayLimit;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks requests before anything is sent. */
final class Requests {
  private static final Logger LOG = LoggerFactory.getLogger(StreamerClient.class);

  /** Of all that a message holds beside the payload. */
  private static final int METADATA_LIMIT = 64 << 10;

  private final StreamerOptions options;
  private final PayloadRules rules;
  private final AtomicBoolean warned = new AtomicBoolean();

  Requests(StreamerOptions options) {
    this.options = options;
    rules = new PayloadRules(options.requestShape());
  }

  Ask ask(StreamerRequest<?> request, UUID key) {
    JsonElement payload = rules.checked(request.payload(), request.model());
    int payloadLength = payload == null ? 0 : bytes(payload.toString());
    require("payload", payloadLength, options.payloadLimit());
    boolean repeatable =
        request.action().isRepeatable() || options.repeatable().contains(request.action().name());
    Ask ask = new Ask(request, key, payload, repeatable);
    int length = bytes(ask.message());
    require("metadata", length - payloadLength, METADATA_LIMIT);
    if (options.overGatewayLimit() == OverGatewayLimit.REFUSED) {
      require("message", length, options.gatewayLimit());
    } else if (length > options.gatewayLimit() && warned.compareAndSet(false, true)) {
      LOG.warn(
          "A request has {} bytes, and gateways close the connection above {}.",
          length,
          options.gatewayLimit());
    }
    return ask;
  }

  private static void require(String field, int length, int limit) {
    if (length > limit) {
      throw InvalidInputException.of(
          field,
          "has " + length + " bytes of JSON, above the limit of " + limit,
          "Send less, or a reference to what is stored elsewhere.");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
