package dev.longhaul.functionrunner;

import com.google.gson.JsonObject;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.functionrunner.FunctionRunnerOptions.InputCheck;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the inputs of a task against the rules of its template, before the task is sent. The
 * template comes from the cache, or is read for it; where it cannot be had, the service's own check
 * has to do.
 */
final class InputsBeforeSending {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Runner runner;

  InputsBeforeSending(Runner runner) {
    this.runner = runner;
  }

  /** Returns a future of the time that is left of the call's deadline once the inputs are right. */
  CompletableFuture<Duration> check(String templateId, JsonObject inputs) {
    return check(templateId, rules -> rules.check(inputs, unknown()));
  }

  /**
   * Returns a future of the time that is left of the call's deadline once the check has passed.
   *
   * @param check holds whatever is to be sent against the rules, and throws what is wrong
   */
  CompletableFuture<Duration> check(String templateId, Consumer<InputRules> check) {
    if (runner.options().inputCheck() == InputCheck.OFF) {
      return CompletableFuture.completedFuture(runner.deadline());
    }
    Ticker ticker = runner.transport().ticker();
    long began = ticker.nanos();
    CompletableFuture<Template> template = runner.template(templateId);
    LinkedFuture<Duration> checked = new LinkedFuture<>(template);
    template.whenComplete(
        (found, error) -> {
          LonghaulException wrong = error == null ? wrong(found, check) : fatal(error);
          checked.settle(left(Duration.ofNanos(ticker.nanos() - began)), wrong);
        });
    return checked;
  }

  private static @Nullable LonghaulException wrong(Template template, Consumer<InputRules> check) {
    if (template.getParameterSchema() == null) {
      return null;
    }
    try {
      check.accept(InputRules.of(Json.tree(template.getParameterSchema()).getAsJsonObject()));
      return null;
    } catch (InvalidInputException wrong) {
      return wrong;
    }
  }

  /** Returns what becomes of an input that the template does not name. */
  UnknownInputs unknown() {
    return runner.options().inputCheck() == InputCheck.STRICT
        ? UnknownInputs.REFUSED
        : UnknownInputs.PASSED_ON;
  }

  /** A template that cannot be read is no reason not to ask the service itself. */
  private static @Nullable LonghaulException fatal(Throwable error) {
    return LinkedFuture.reason(error) instanceof ClientClosedException closed ? closed : null;
  }

  private Duration left(Duration taken) {
    Duration left = runner.deadline().minus(taken);
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
  }
}
