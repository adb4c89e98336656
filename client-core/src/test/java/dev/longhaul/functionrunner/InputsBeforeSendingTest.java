package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.functionrunner.FunctionRunnerOptions.InputCheck;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The inputs of a task are held against its template before the task is sent. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InputsBeforeSendingTest {
  private static Bench open(InputCheck check) {
    return Bench.open(FunctionRunnerOptions.builder().inputCheck(check).build());
  }

  private static TaskSubmission with(String name, Object value) {
    TaskSubmission task = Bench.task();
    JsonObject inputs = task.getInputs().deepCopy();
    if (value instanceof Number number) {
      inputs.addProperty(name, number);
    } else {
      inputs.addProperty(name, (String) value);
    }
    return task.inputs(inputs);
  }

  @Test
  void whatTheTemplateForbidsIsNeverSubmitted() {
    try (Bench bench = open(InputCheck.STRICT)) {
      InvalidInputException wrong =
          catchThrowableOfType(
              InvalidInputException.class, () -> bench.client.submit(with("prompt", 7)));

      assertThat(wrong.field()).isEqualTo("inputs.prompt");
      assertThat(bench.fake.ledger().createsReceived()).isZero();
    }
  }

  @Test
  void anInputThatTheTemplateDoesNotNameIsRefusedUnlessItMayPass() throws Exception {
    TaskSubmission odd = with("promt", "not for anyone's eyes");
    try (Bench strict = open(InputCheck.STRICT)) {
      InvalidInputException unknown =
          catchThrowableOfType(InvalidInputException.class, () -> strict.client.submit(odd));

      assertThat(unknown).hasMessageContaining("promt").hasMessageContaining("prompt");
      assertThat(unknown).hasMessageNotContaining("eyes");
      assertThat(strict.fake.ledger().createsReceived()).isZero();
    }
    for (InputCheck lenient : new InputCheck[] {InputCheck.UNKNOWN_ALLOWED, InputCheck.OFF}) {
      try (Bench bench = open(lenient)) {
        catchThrowableOfType(RuntimeException.class, () -> bench.client.submit(odd).detach());

        assertThat(bench.fake.ledger().createsReceived()).isEqualTo(1);
      }
    }
  }

  @Test
  void theTemplateIsReadOnceForManyTasks() throws Exception {
    try (Bench bench = open(InputCheck.STRICT)) {
      for (int i = 0; i < 5; i++) {
        bench.client.submit(Bench.task()).detach();
      }

      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.READ_TEMPLATE)).hasSize(1);
      bench.client.forgetTemplates();
      bench.client.submit(Bench.task()).detach();
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.READ_TEMPLATE)).hasSize(2);
    }
  }

  @Test
  void aTemplateThatCannotBeReadLeavesTheCheckToTheService() throws Exception {
    for (WireFault fault :
        new WireFault[] {WireFault.status(404), WireFault.status(500), WireFault.htmlPage()}) {
      try (Bench bench = open(InputCheck.STRICT)) {
        bench.fake.always(FunctionRunnerOperation.READ_TEMPLATE, fault);

        assertThat(bench.client.submit(Bench.task()).id()).contains("task-1");
      }
    }
  }

  @Test
  void theCheckChangesNothingInTheCallersTask() throws Exception {
    try (Bench bench = open(InputCheck.STRICT)) {
      TaskSubmission task = Bench.task();
      TaskSubmission before = Bench.task();
      bench.client.submit(task).detach();

      assertThat(task).isEqualTo(before);
    }
  }
}
