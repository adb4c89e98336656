package dev.longhaul.cli;

import com.google.gson.JsonObject;
import dev.longhaul.generated.functionrunner.model.ParameterRule;
import dev.longhaul.generated.functionrunner.model.Template;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Fills in the inputs of a template, checked against its rules, before anything is submitted. */
final class InputForm {
  private final Map<String, ParameterRule> rules;

  InputForm(Template template) {
    rules = Objects.requireNonNullElse(template.getParameterSchema(), Map.of());
  }

  /** Returns the inputs as they are sent. A template without rules takes everything. */
  JsonObject fill(List<InputArgument> given) {
    JsonObject inputs = new JsonObject();
    for (InputArgument argument : given) {
      ParameterRule rule = rules.isEmpty() ? new ParameterRule() : rules.get(argument.name());
      if (rule == null) {
        throw argument.wrong(
            "is no input of this template", "It takes " + String.join(", ", rules.keySet()));
      }
      inputs.add(argument.name(), InputValue.of(argument, rule));
    }
    rules.forEach((name, rule) -> requirePresent(name, rule, inputs));
    requireFit(inputs);
    return inputs;
  }

  private static void requirePresent(String name, ParameterRule rule, JsonObject inputs) {
    // The service fills in a default by itself.
    if (Boolean.TRUE.equals(rule.getRequired()) && rule.getDefault() == null && !inputs.has(name)) {
      throw CommandFailure.usage(
          "--input " + name + " is missing, and required. Pass --input " + name + "=VALUE.");
    }
  }

  private static void requireFit(JsonObject inputs) {
    int bytes = inputs.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > InputArgument.MOST_BYTES) {
      throw CommandFailure.usage(
          "The inputs take "
              + bytes
              + " bytes together, above the limit of 10 MB. Pass smaller files.");
    }
  }
}
