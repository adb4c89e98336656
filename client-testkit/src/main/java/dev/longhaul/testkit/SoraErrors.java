package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.FakeSoraOptions.Dialect;
import org.jspecify.annotations.Nullable;

/** Makes error answers as the video service writes them, in either dialect. */
final class SoraErrors implements ErrorAnswers {

  private static final String INVALID = "invalid_request_error";

  private final Dialect dialect;

  SoraErrors(Dialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public WireAnswer plain(int status, String message) {
    return of(status, type(status), message, null, null);
  }

  @Override
  public WireAnswer coded(int status, String code, String message) {
    return of(status, type(status), message, null, code);
  }

  /** The refusal of a field whose value is wrong. */
  RefusalException invalid(String param, String code, String message) {
    return new RefusalException(of(400, INVALID, message, param, code));
  }

  RefusalException notFound(String param, String message) {
    return new RefusalException(of(404, INVALID, message, param, "not_found"));
  }

  RefusalException noVideo(String param, String id) {
    return notFound(param, "Video " + id + " does not exist");
  }

  RefusalException conflict(String message) {
    return new RefusalException(of(409, INVALID, message, null, "conflict"));
  }

  RefusalException wrongPicture() {
    String message = "The reference image must have the size of the video";
    return new RefusalException(of(422, INVALID, message, "input_reference", null));
  }

  RefusalException quota() {
    String code = "insufficient_quota";
    return new RefusalException(of(429, code, "The quota of this account is used up", null, code));
  }

  private WireAnswer of(
      int status, String type, String message, @Nullable String param, @Nullable String code) {
    JsonObject error = new JsonObject();
    error.addProperty("message", message);
    if (dialect == Dialect.SEED) {
      return WireAnswer.json(status, error);
    }
    error.addProperty("type", type);
    if (param != null) {
      error.addProperty("param", param);
    }
    if (code != null) {
      error.addProperty("code", code);
    }
    JsonObject body = new JsonObject();
    body.add("error", error);
    return WireAnswer.json(status, body);
  }

  private static String type(int status) {
    return switch (status) {
      case 403 -> "request_forbidden";
      case 429 -> "requests";
      case 503 -> "service_unavailable";
      default -> status == 408 || status >= 500 ? "server_error" : INVALID;
    };
  }
}
