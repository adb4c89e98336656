package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What an error frame says.
 *
 * @param requestId the request it answers, or null when it names none
 * @param source who sends it
 * @param code for example {@code VALIDATION_ERROR}
 * @param message a line for people
 * @param details facts about it, or null
 */
record StreamerError(
    @Nullable String requestId,
    Source source,
    String code,
    String message,
    @Nullable JsonObject details) {

  /** Where a request goes wrong. */
  enum Source {
    /** Before any work. */
    ROUTER,
    /** At work. */
    PROCESSOR
  }

  static StreamerError refusal(String code, String message) {
    return new StreamerError(null, Source.ROUTER, code, message, null);
  }

  static StreamerError failure(StreamerRequest request, String code, String message) {
    return new StreamerError(request.id(), Source.PROCESSOR, code, message, null);
  }

  StreamerError naming(@Nullable String id) {
    return new StreamerError(id, source, code, message, details);
  }

  /** Code, message and details, as every family writes them. */
  JsonObject body() {
    JsonObject body = new JsonObject();
    body.addProperty("code", code);
    body.addProperty("message", message);
    if (details != null) {
      body.add("details", details);
    }
    return body;
  }
}
