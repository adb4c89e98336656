package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.generated.functionrunner.model.BatchTask;
import dev.longhaul.internal.future.LinkedFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Holds the inputs of every task of a batch against the rules of its template, before the batch is
 * sent. A template that several tasks are made from is looked up once.
 */
final class BatchInputs {
  private final InputsBeforeSending inputs;
  private final List<BatchTask> tasks;

  BatchInputs(InputsBeforeSending inputs, BatchSubmission batch) {
    this.inputs = inputs;
    tasks = batch.getTasks();
  }

  /** Returns a future of the time that is left of the call's deadline once the inputs are right. */
  CompletableFuture<Duration> check() {
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    for (int place = 0; place < tasks.size(); place++) {
      places.computeIfAbsent(tasks.get(place).getTemplateId(), id -> new ArrayList<>()).add(place);
    }
    List<CompletableFuture<Duration>> checks = new ArrayList<>();
    places.forEach((id, of) -> checks.add(inputs.check(id, rules -> check(of, rules))));
    return LinkedFuture.map(
        LinkedFuture.all(checks), left -> left.stream().min(Duration::compareTo).orElseThrow());
  }

  private void check(List<Integer> places, InputRules rules) {
    for (int place : places) {
      try {
        rules.check(tasks.get(place).getInputs(), inputs.unknown());
      } catch (InvalidInputException wrong) {
        throw wrong.below(BatchRules.at(place));
      }
    }
  }
}
