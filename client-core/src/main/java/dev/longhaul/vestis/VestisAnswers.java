package dev.longhaul.vestis;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.generated.vestis.model.Generation;
import dev.longhaul.generated.vestis.model.Job;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.internal.http.AnswerDecoder;
import dev.longhaul.internal.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of the service in all their forms: with a wrapper or without, with names in
 * snake case or camel case, from the route of a job or that of a feature. All become one form
 * first, which the generated models know. A field that does not fit is left out, since it must not
 * hide how a job ended.
 */
final class VestisAnswers {
  static final AnswerDecoder<Job> SUBMITTED = text -> job(tree(text));

  static final AnswerDecoder<Job> JOB =
      SUBMITTED.requiring("status", job -> job.getStatus() != null);

  static final AnswerDecoder<Generation> GENERATION =
      ((AnswerDecoder<Generation>) text -> generation(tree(text)))
          .requiring("id", image -> image.getId() != null);

  private static final int MOST_DIGITS = 40;

  private VestisAnswers() {}

  /**
   * Returns a decoder of a page of a list.
   *
   * @param name the field that the list is in
   * @param number the number of the page
   * @param asked how many rows were asked for
   */
  static <T> AnswerDecoder<NumberedPage<T>> page(
      String name, Function<JsonElement, T> row, int number, int asked) {
    return text -> {
      JsonElement answer = Json.read(text, TypeToken.get(JsonElement.class));
      JsonObject page = answer instanceof JsonObject object ? object : new JsonObject();
      JsonElement list = answer.isJsonArray() ? answer : page.get(name);
      if (list == null || !(list.isJsonArray() || list.isJsonNull())) {
        throw new Json.MalformedJsonException("its " + name + " are missing");
      }
      List<T> rows = new ArrayList<>();
      for (JsonElement member : list instanceof JsonArray members ? members : new JsonArray()) {
        if (member.isJsonObject()) {
          rows.add(row.apply(member));
        }
      }
      JsonObject about = snake(page.get("metadata"));
      return NumberedPage.of(
          rows, number, asked, number(about, "total_records"), number(about, "page_size"));
    };
  }

  private static JsonObject tree(String text) throws Json.MalformedJsonException {
    return Json.read(text, TypeToken.get(JsonObject.class));
  }

  static Job job(JsonElement answer) {
    return fitting(normal(answer), Job.class);
  }

  static Generation generation(JsonElement answer) {
    return fitting(snake(inside(answer, "generation")), Generation.class);
  }

  /** Returns any form of a job as the one that the contract calls Job. */
  static JsonObject normal(JsonElement answer) {
    JsonObject job = snake(inside(answer, "job"));
    if (job.get("job_id") instanceof JsonPrimitive id) {
      job.addProperty("job_id", plain(id));
    }
    if (job.get("error") != null && !job.get("error").isJsonNull()) {
      putFailure(job, job.get("error"));
    }
    JsonObject result = snake(job.get("result"));
    if (!isText(result.get("image_url")) && isText(job.get("image_url"))) {
      Set.of("image_url", "generated_at", "message").stream()
          .filter(job::has)
          .forEach(name -> result.add(name, job.get(name)));
    }
    job.remove("result");
    if (isText(result.get("image_url"))) {
      job.add("result", Json.tree(fitting(result, JobResult.class)));
    }
    return job;
  }

  private static JsonElement inside(JsonElement answer, String wrapper) {
    JsonElement inner = answer instanceof JsonObject object ? object.get(wrapper) : null;
    return inner instanceof JsonObject ? inner : answer;
  }

  /** Returns a copy with names in snake case; a name that is in that case already comes first. */
  private static JsonObject snake(@Nullable JsonElement from) {
    JsonObject to = new JsonObject();
    if (from instanceof JsonObject object) {
      object.asMap().forEach((name, value) -> to.add(name, value.deepCopy()));
      for (String name : object.keySet()) {
        String snake = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        if (!to.has(snake) || to.get(snake).isJsonNull()) {
          to.add(snake, to.remove(name));
        }
      }
    }
    return to;
  }

  /** An id is text, even where it looks like a number: 123 and never 123.0 or 1.23E2. */
  private static String plain(JsonPrimitive id) {
    String text = id.getAsString();
    if (!id.isNumber() || text.length() > MOST_DIGITS) {
      return text;
    }
    BigDecimal number = new BigDecimal(text).stripTrailingZeros();
    // Guards against exponents that would fill the memory with zeros.
    return Math.abs((long) number.scale()) > MOST_DIGITS ? text : number.toPlainString();
  }

  /** What a job failed of is text, an object with a code and a message, or a map of fields. */
  private static void putFailure(JsonObject job, JsonElement error) {
    JsonObject told = error instanceof JsonObject object ? object : new JsonObject();
    if (isText(told.get("code")) && !job.has("error_code")) {
      job.add("error_code", told.get("code"));
    }
    if (isText(told.get("message"))) {
      job.add("error", told.get("message"));
    } else if (!told.isEmpty()) {
      job.addProperty("error", inLine(told));
    } else if (!error.isJsonPrimitive()) {
      job.addProperty("error", error.toString());
    }
  }

  private static String inLine(JsonObject fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + ": " + words(field.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String words(JsonElement value) {
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  private static <T> T fitting(JsonObject object, Class<T> type) {
    try {
      return read(object, type);
    } catch (Json.MalformedJsonException misfit) {
      JsonObject fits = new JsonObject();
      for (Map.Entry<String, JsonElement> field : object.entrySet()) {
        JsonObject alone = new JsonObject();
        alone.add(field.getKey(), field.getValue());
        if (canRead(alone, type)) {
          fits.add(field.getKey(), field.getValue());
        }
      }
      return readFitting(fits, type);
    }
  }

  private static boolean canRead(JsonObject object, Class<?> type) {
    try {
      return read(object, type) != null;
    } catch (Json.MalformedJsonException misfit) {
      return false;
    }
  }

  private static <T> T readFitting(JsonObject object, Class<T> type) {
    try {
      return read(object, type);
    } catch (Json.MalformedJsonException impossible) {
      throw new IllegalStateException("Fields that fit alone do not fit together", impossible);
    }
  }

  private static <T> T read(JsonObject object, Class<T> type) throws Json.MalformedJsonException {
    return Json.read(object, TypeToken.get(type));
  }

  private static boolean isText(@Nullable JsonElement value) {
    return value instanceof JsonPrimitive text && text.isString() && !text.getAsString().isBlank();
  }

  /** Returns a whole number from 0 on, or null where there is none. */
  static @Nullable Long number(JsonObject from, String name) {
    try {
      return from.get(name) instanceof JsonPrimitive value && value.getAsDouble() >= 0
          ? (long) value.getAsDouble()
          : null;
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }
}
