package dev.longhaul.functionrunner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.http.AnswerDecoder;
import dev.longhaul.internal.json.Json;
import java.util.List;
import java.util.Set;

/** Reads the answers about tasks and templates that both dialects give, under all their names. */
final class TaskAnswers {
  static final AnswerDecoder<List<Template>> TEMPLATES =
      mended(AnswerDecoder.list("templates", Template.class))
          .requiring("id", list -> list.stream().allMatch(template -> template.getId() != null));

  static final AnswerDecoder<Template> TEMPLATE =
      mended(AnswerDecoder.json(Template.class))
          .requiring("id", template -> template.getId() != null);

  static final AnswerDecoder<TaskStatus> STATUS =
      ((AnswerDecoder<TaskStatus>) TaskAnswers::statusOf)
          .requiring("status", status -> status.getStatus() != null);

  static final AnswerDecoder<TaskResult> RESULT =
      ((AnswerDecoder<TaskResult>) TaskAnswers::resultOf)
          .requiring("task_id", result -> result.getTaskId() != null || result.getStatus() != null);

  /** What a status must tell, whatever else in it cannot be read. */
  private static final Set<String> ESSENTIAL = Set.of("task_id", "status", "error");

  private TaskAnswers() {}

  /** Reads templates as they are if that goes, else after their rules were brought into shape. */
  private static <T> AnswerDecoder<T> mended(AnswerDecoder<T> plain) {
    return text -> {
      try {
        return plain.decode(text);
      } catch (Json.MalformedJsonException misfit) {
        JsonElement answer = Json.read(text, TypeToken.get(JsonElement.class));
        TemplateShape.mend(answer);
        return plain.decode(answer.toString());
      }
    };
  }

  /**
   * A field that does not fit, such as a date in words, must not hide that a task has ended; nor
   * must a service that writes the reason of a failure under its other name.
   */
  private static TaskStatus statusOf(String text) throws Json.MalformedJsonException {
    String told =
        text.contains("\"error_message\"") ? renamed(text, "error_message", "error") : text;
    try {
      return Json.read(told, TypeToken.get(TaskStatus.class));
    } catch (Json.MalformedJsonException misfit) {
      JsonElement answer = Json.read(told, TypeToken.get(JsonElement.class));
      if (!answer.isJsonObject() || !answer.getAsJsonObject().has("status")) {
        throw misfit;
      }
      answer.getAsJsonObject().keySet().retainAll(ESSENTIAL);
      return Json.read(answer.toString(), TypeToken.get(TaskStatus.class));
    }
  }

  private static TaskResult resultOf(String text) throws Json.MalformedJsonException {
    String known =
        text.contains("\"execution_time\"")
            ? renamed(text, "execution_time", "execution_time_seconds")
            : text;
    String told =
        known.contains("\"error_message\"") ? renamed(known, "error_message", "error") : known;
    return Json.read(told, TypeToken.get(TaskResult.class));
  }

  private static String renamed(String text, String from, String to)
      throws Json.MalformedJsonException {
    JsonElement answer = Json.read(text, TypeToken.get(JsonElement.class));
    if (answer instanceof JsonObject object && object.has(from) && !object.has(to)) {
      object.add(to, object.remove(from));
    }
    return answer.toString();
  }
}
