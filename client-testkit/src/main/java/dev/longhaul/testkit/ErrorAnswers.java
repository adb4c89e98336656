package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.time.InstantSource;
import java.util.UUID;

/** Makes error answers in the envelope of the service: error, request id and time. */
final class ErrorAnswers {

  private final InstantSource clock;

  ErrorAnswers(InstantSource clock) {
    this.clock = clock;
  }

  /** A plain HTTP error, whose code is made of the status. */
  WireAnswer plain(int status, String message) {
    return of(status, "HTTP_" + status, message, new JsonObject());
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
