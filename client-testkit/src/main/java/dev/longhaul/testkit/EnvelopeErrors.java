package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.time.InstantSource;
import java.util.UUID;

/** Makes error answers in the envelope of the Function Runner: error, request id and time. */
final class EnvelopeErrors implements ErrorAnswers {

  private final InstantSource clock;

  EnvelopeErrors(InstantSource clock) {
    this.clock = clock;
  }

  /** The code is made of the status. */
  @Override
  public WireAnswer plain(int status, String message) {
    return of(status, "HTTP_" + status, message, new JsonObject());
  }

  @Override
  public WireAnswer coded(int status, String code, String message) {
    return of(status, code, message, new JsonObject());
  }

  WireAnswer notFound(String kind, String id) {
    JsonObject details = new JsonObject();
    details.addProperty("resource_type", kind);
    details.addProperty("resource_id", id);
    return of(404, "RESOURCE_NOT_FOUND", kind + " not found", details);
  }

  WireAnswer conflict(String message, String state) {
    JsonObject details = new JsonObject();
    details.addProperty("status", state);
    return of(409, "HTTP_409", message, details);
  }

  WireAnswer of(int status, String code, String message, JsonObject details) {
    String requestId = UUID.randomUUID().toString();
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", message);
    error.add("details", details);
    JsonObject envelope = new JsonObject();
    envelope.add("error", error);
    envelope.addProperty("request_id", requestId);
    envelope.addProperty("timestamp", clock.instant().toString());
    return WireAnswer.json(status, envelope).with(WireAnswer.REQUEST_ID, requestId);
  }
}
