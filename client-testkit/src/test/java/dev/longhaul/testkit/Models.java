package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.ToNumberPolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Holds frames against the generated models. */
final class Models {

  private static final Gson GSON =
      new GsonBuilder().setObjectToNumberStrategy(ToNumberPolicy.LAZILY_PARSED_NUMBER).create();

  private Models() {}

  /** Fails unless the model takes in every field of the frame and gives it back as it was. */
  static void fit(JsonObject frame, Class<?> model) {
    JsonElement back = GSON.toJsonTree(GSON.fromJson(frame, model));
    assertThat(plain(back)).as(model.getSimpleName()).isEqualTo(plain(frame));
  }

  /** The same with numbers and times in one form: 5.0 is 5, and .50Z is .5Z. */
  private static JsonElement plain(JsonElement json) {
    if (json.isJsonObject()) {
      JsonObject copy = new JsonObject();
      json.getAsJsonObject().entrySet().forEach(it -> copy.add(it.getKey(), plain(it.getValue())));
      return copy;
    }
    if (json.isJsonArray()) {
      JsonArray copy = new JsonArray();
      json.getAsJsonArray().forEach(it -> copy.add(plain(it)));
      return copy;
    }
    return json.isJsonPrimitive() ? new JsonPrimitive(canonical(json.getAsJsonPrimitive())) : json;
  }

  private static String canonical(JsonPrimitive value) {
    if (value.isNumber()) {
      return canonical(value.getAsBigDecimal());
    }
    try {
      return "time " + Instant.parse(value.getAsString());
    } catch (DateTimeParseException e) {
      return value.toString();
    }
  }

  private static String canonical(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
