package dev.longhaul.functionrunner;

import com.google.gson.JsonObject;
import dev.longhaul.error.CallFacts;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.DeadlineExceededException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.functionrunner.FunctionRunnerOptions.InputCheck;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Holds the inputs of a task against the rules of its template, before the task is sent. The
 * template comes from the cache, or is read for it; where it cannot be had, the service's own check
 * has to do.
 */
final class InputsBeforeSending {
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
    return LinkedFuture.chain(
        orNothing(runner.template(templateId)),
        template -> {
          template.ifPresent(found -> check(found, check));
          Duration left = left(Duration.ofNanos(ticker.nanos() - began));
          return CompletableFuture.completedFuture(left);
        });
  }

  /** A template that cannot be read is no reason not to ask the service itself. */
  private static CompletableFuture<Optional<Template>> orNothing(CompletableFuture<Template> read) {
    LinkedFuture<Optional<Template>> found = new LinkedFuture<>(read);
    read.whenComplete(
        (template, error) -> {
          Throwable reason = error == null ? null : LinkedFuture.reason(error);
          boolean fatal = reason != null && !(reason instanceof LonghaulException);
          found.settle(
              Optional.ofNullable(template),
              fatal || reason instanceof ClientClosedException ? reason : null);
        });
    return found;
  }

  private static void check(Template template, Consumer<InputRules> check) {
    if (template.getParameterSchema() != null) {
      check.accept(InputRules.of(Json.tree(template.getParameterSchema()).getAsJsonObject()));
    }
  }

  /** Returns what becomes of an input that the template does not name. */
  UnknownInputs unknown() {
    return runner.options().inputCheck() == InputCheck.STRICT
        ? UnknownInputs.REFUSED
        : UnknownInputs.PASSED_ON;
  }

  private Duration left(Duration taken) {
    Duration left = runner.deadline().minus(taken);
    if (left.isNegative() || left.isZero()) {
      throw new DeadlineExceededException(
          "The template could not be read within the call's deadline of " + runner.deadline() + ".",
          CallFacts.builder(FunctionRunnerClient.SERVICE, "readTemplate")
              .reach(CallFacts.Reach.NOT_SENT)
              .build(),
          null);
    }
    return left;
  }
}
