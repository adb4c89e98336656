package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Map;

/** Makes error answers in the several forms of Vestis. */
final class VestisErrors implements ErrorAnswers {

  @Override
  public WireAnswer plain(int status, String message) {
    return WireAnswer.json(status, object("error", message));
  }

  @Override
  public WireAnswer coded(int status, String code, String message) {
    JsonObject body = failure(message);
    body.addProperty("error_code", code);
    return WireAnswer.json(status, body);
  }

  /** The form that has its code where the others have their text. */
  WireAnswer codeAsError(int status, String code, String message) {
    JsonObject body = failure(message);
    body.addProperty("error", code);
    return WireAnswer.json(status, body);
  }

  WireAnswer message(int status, String message) {
    return WireAnswer.json(status, object("message", message));
  }

  /** One text for each wrong field. */
  WireAnswer fields(Map<String, String> faults) {
    JsonObject texts = new JsonObject();
    faults.forEach(texts::addProperty);
    JsonObject body = new JsonObject();
    body.add("error", texts);
    return WireAnswer.json(422, body);
  }

  WireAnswer credits(int available, int required) {
    JsonObject body = object("error", "Not enough credits");
    body.addProperty("credits_available", available);
    body.addProperty("credits_required", required);
    return WireAnswer.json(402, body);
  }

  WireAnswer notFound() {
    return plain(404, "the requested resource could not be found");
  }

  /** The body of a request, which has to be a JSON object. */
  JsonObject demandObject(ReceivedRequest request) {
    try {
      return request.json();
    } catch (JsonParseException | IllegalStateException e) {
      throw new RefusalException(plain(400, "the body must be a JSON object"));
    }
  }

  private static JsonObject failure(String message) {
    JsonObject body = new JsonObject();
    body.addProperty("success", false);
    body.addProperty("message", message);
    return body;
  }

  private static JsonObject object(String name, String value) {
    JsonObject body = new JsonObject();
    body.addProperty(name, value);
    return body;
  }
}
