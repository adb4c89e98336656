package dev.longhaul.functionrunner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.generated.functionrunner.model.IntegrationTaskAccepted;
import dev.longhaul.generated.functionrunner.model.TaskAccepted;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.http.AnswerDecoder;
import dev.longhaul.internal.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of the dialect with paths of their own as those of the other one, so that
 * nobody but this package has to know two kinds of templates and tasks.
 */
final class IntegrationAnswers {
  static final AnswerDecoder<Template> TEMPLATE =
      text -> TaskAnswers.TEMPLATE.decode(template(object(text)).toString());

  static final AnswerDecoder<TaskAccepted> ACCEPTED =
      text -> accepted(Json.read(text, TypeToken.get(IntegrationTaskAccepted.class)));

  static final AnswerDecoder<TaskResult> RESULT =
      text -> TaskAnswers.RESULT.decode(result(object(text)).toString());

  private static final List<String> COMMON =
      List.of("id", "name", "version", "category", "description", "author", "tags", "examples");

  private IntegrationAnswers() {}

  private static JsonObject template(JsonObject answer) {
    JsonObject template = new JsonObject();
    COMMON.stream().filter(answer::has).forEach(name -> template.add(name, answer.get(name)));
    if (answer.get("interface") instanceof JsonObject ends) {
      if (ends.get("inputs") instanceof JsonObject inputs) {
        template.add("parameter_schema", rules(inputs));
      }
      if (ends.get("outputs") instanceof JsonObject outputs) {
        template.add("output_schema", outputs);
      }
    }
    return template;
  }

  private static JsonObject rules(JsonObject inputs) {
    JsonObject rules = new JsonObject();
    for (Map.Entry<String, JsonElement> input : inputs.entrySet()) {
      rules.add(
          input.getKey(),
          input.getValue() instanceof JsonObject rule ? flat(rule) : input.getValue());
    }
    return rules;
  }

  /** Puts the limits beside the type, where templates have them; what is unknown stays in place. */
  private static JsonObject flat(JsonObject rule) {
    rule.remove("name");
    if (rule.get("constraints") instanceof JsonObject constraints) {
      rule.remove("constraints");
      constraints
          .entrySet()
          .forEach(
              limit -> {
                if (!limit.getValue().isJsonNull() && !rule.has(limit.getKey())) {
                  rule.add(limit.getKey(), limit.getValue());
                }
              });
    }
    return rule;
  }

  /** The estimate is a number of an unknown unit, which would be taken for a time of day. */
  private static TaskAccepted accepted(IntegrationTaskAccepted answer) {
    return new TaskAccepted().taskId(answer.getTaskId()).status(answer.getStatus());
  }

  private static JsonObject result(JsonObject answer) {
    if (answer.get("outputs") instanceof JsonObject outputs) {
      JsonObject known = new JsonObject();
      outputs.entrySet().forEach(it -> known.add(it.getKey(), output(it.getValue())));
      answer.add("outputs", known);
    }
    return answer;
  }

  /** The shape of an output is open here; one without a type is kept whole, as data. */
  private static JsonElement output(JsonElement output) {
    if (output instanceof JsonObject typed && isText(typed.get("type"))) {
      return typed;
    }
    JsonObject data = new JsonObject();
    data.addProperty("type", "data");
    data.add("value", output);
    return data;
  }

  private static boolean isText(@Nullable JsonElement value) {
    return value instanceof JsonPrimitive text && text.isString();
  }

  private static JsonObject object(String text) throws Json.MalformedJsonException {
    return Json.read(text, TypeToken.get(JsonObject.class));
  }
}
