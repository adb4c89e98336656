package dev.longhaul.cli;

import dev.longhaul.functionrunner.TemplateQuery;
import dev.longhaul.generated.functionrunner.model.ParameterRule;
import dev.longhaul.generated.functionrunner.model.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what can be run, with the inputs that each takes. */
@Command(name = "templates", description = "Lists the templates and their inputs.")
final class TemplatesCommand implements Callable<Integer> {
  @Mixin private final FunctionsServer server = new FunctionsServer();

  private final Surroundings surroundings;

  TemplatesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (FunctionsService service = server.open(surroundings)) {
      service.client().templates(TemplateQuery.all()).forEach(this::print);
    }
    return ExitCode.DONE;
  }

  private void print(Template template) {
    String about =
        Objects.requireNonNullElse(
            template.getDescription(), Objects.requireNonNullElse(template.getName(), ""));
    surroundings
        .display()
        .result(about.isEmpty() ? template.getId() : template.getId() + "  " + about);
    Map<String, ParameterRule> rules =
        Objects.requireNonNullElse(template.getParameterSchema(), Map.of());
    rules.forEach(
        (name, rule) -> surroundings.display().result("    " + name + "  " + describe(rule)));
  }

  private static String describe(ParameterRule rule) {
    List<String> words = new ArrayList<>();
    words.add(rule.getType() == null ? "any" : rule.getType().value());
    if (Boolean.TRUE.equals(rule.getRequired())) {
      words.add("required");
    }
    add(
        words,
        "at least ",
        rule.getMinValue() == null ? null : InputLimits.plain(rule.getMinValue()));
    add(
        words,
        "at most ",
        rule.getMaxValue() == null ? null : InputLimits.plain(rule.getMaxValue()));
    add(words, "length at least ", rule.getMinLength());
    add(words, "length at most ", rule.getMaxLength());
    add(words, "one of ", rule.getEnum());
    add(words, "default ", rule.getDefault());
    return String.join(", ", words);
  }

  private static void add(List<String> words, String name, @Nullable Object value) {
    if (value != null) {
      words.add(name + value);
    }
  }
}
