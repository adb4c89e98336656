package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.SubmissionUncertainException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a bad answer has to become: the error whose remedy helps, with all that it was told. */
final class Remedy {
  private final CannedAnswer answer;
  private final JsonObject body;
  private final JsonObject error;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private Remedy(CannedAnswer answer) {
    this.answer = answer;
    body = object(answer.json());
    error = object(body.get("error"));
    headers.putAll(answer.headers());
  }

  static Remedy of(CannedAnswer answer) {
    return new Remedy(answer);
  }

  private static JsonObject object(JsonElement value) {
    return value instanceof JsonObject object ? object : new JsonObject();
  }

  /** Returns the class of the error. */
  Class<? extends LonghaulException> type() {
    if (answer.operation().creates() && isInDoubt()) {
      return SubmissionUncertainException.class;
    }
    return switch (answer.status()) {
      case 401, 403 -> CredentialsException.class;
      case 402 -> QuotaExhaustedException.class;
      case 404 -> isHiddenFault() ? ServiceFailedException.class : NotFoundException.class;
      case 429 ->
          code().filter("insufficient_quota"::equals).isPresent()
              ? QuotaExhaustedException.class
              : RateLimitedException.class;
      case 408, 500, 502, 503, 504 -> ServiceFailedException.class;
      default -> RefusedException.class;
    };
  }

  /** Whether the service may have done what it was asked for. */
  boolean isInDoubt() {
    return switch (answer.status()) {
      case 404 -> isHiddenFault();
      case 408, 500, 502, 504 -> true;
      case 503 -> !headers.containsKey("retry-after") && code().isEmpty();
      default -> false;
    };
  }

  /**
   * The document has one such answer: a fault of the server under the status of a missing thing.
   */
  private boolean isHiddenFault() {
    return answer.example().equals("hiddenServerFault");
  }

  /** Returns the code for programs: where it stands by itself it looks like one. */
  Optional<String> code() {
    return text(error, "code")
        .or(() -> text(body, "error_code"))
        .or(() -> text(body, "error").filter(word -> word.matches("[A-Z_]+")));
  }

  /** Returns the wait in its most exact form. */
  Optional<Duration> pause() {
    return Optional.ofNullable(headers.get("retry-after-ms"))
        .map(milliseconds -> Duration.ofMillis(Long.parseLong(milliseconds)))
        .or(() -> Optional.ofNullable(headers.get("retry-after")).map(Remedy::seconds))
        .or(() -> text(error, "retry_after").map(Remedy::seconds));
  }

  private static Duration seconds(String text) {
    return Duration.ofSeconds(Long.parseLong(text));
  }

  /** Returns what is wrong with each field, where the error is a map of them. */
  Optional<Map<String, String>> fields() {
    if (error.isEmpty() || error.has("message")) {
      return Optional.empty();
    }
    Map<String, String> fields = new TreeMap<>();
    error.asMap().forEach((name, words) -> fields.put(name, words.getAsString()));
    return Optional.of(fields);
  }

  /** Returns how many credits there are, and how many would be needed, of an error about them. */
  Optional<List<Double>> credits() {
    return type() == QuotaExhaustedException.class && body.has("credits_required")
        ? Optional.of(
            List.of(
                body.get("credits_available").getAsDouble(),
                body.get("credits_required").getAsDouble()))
        : Optional.empty();
  }

  Optional<String> requestId() {
    return Optional.ofNullable(headers.get("x-request-id"));
  }

  private static Optional<String> text(JsonObject from, String name) {
    return Optional.ofNullable(from.get(name))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString);
  }
}
