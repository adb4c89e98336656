package dev.longhaul.streamer;

import com.google.gson.JsonObject;
import com.google.gson.TypeAdapter;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.call.EventRelay;
import dev.longhaul.internal.call.UnknownTypes;
import dev.longhaul.internal.json.FrameReader;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.realtime.ConnectionStatus;
import dev.longhaul.realtime.RealtimeProtocol;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What is spoken with a Streamer server: no greeting, no subscription, and no sign of life but the
 * protocol's own pings.
 *
 * <p><i>Concurrency:</i> the monitor guards the reader, since the last frame of an old socket may
 * be read while a new one begins.
 */
final class StreamerProtocol implements RealtimeProtocol {
  private static final TypeAdapter<JsonObject> FRAME = Json.adapter(JsonObject.class);

  private final Asks asks;
  private final InstantSource clock;
  private final EventRelay events;
  private final FrameReader reader = new FrameReader();
  private final UnknownTypes unknownTypes;

  StreamerProtocol(Asks asks, InstantSource clock, EventRelay events) {
    this.asks = asks;
    this.clock = clock;
    this.events = events;
    unknownTypes = new UnknownTypes(StreamerErrors.SERVICE, events);
  }

  @Override
  public FrameKind frame(String text) {
    StreamerFrame frame;
    try {
      synchronized (this) {
        frame = new StreamerFrame(reader.read(text, FRAME));
      }
    } catch (MalformedJsonException malformed) {
      return FrameKind.MALFORMED;
    }
    switch (frame.kind) {
      case PING -> {
        // No answer is expected.
      }
      case GATEWAY_FAULT -> {
        if (frame.message() == null) {
          return FrameKind.MALFORMED;
        }
        events.tell(
            new ClientEvent.FrameIgnored(
                StreamerErrors.SERVICE, "it is a fault of the gateway", text.length()));
      }
      case UNKNOWN -> unknownTypes.heard(frame.type, text.length());
      default -> asks.life().heard(frame, text.length());
    }
    return FrameKind.VALID;
  }

  @Override
  public Optional<LonghaulException> flawOf(String authorization) {
    return TokenCheck.flawOf(authorization, clock.instant());
  }

  @Override
  public int inFlight() {
    return asks.inFlight();
  }

  @Override
  public void connected() {
    asks.connected();
  }

  @Override
  public void lost(ConnectionStatus status) {
    asks.lost(status);
  }
}
