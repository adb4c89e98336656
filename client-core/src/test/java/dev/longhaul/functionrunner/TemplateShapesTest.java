package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.DeadlineExceededException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Templates are of use whatever shape their rules come in, and to every view on its own terms. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TemplateShapesTest {
  private static Bench open() {
    return Bench.open(FunctionRunnerOptions.defaults());
  }

  @Test
  void rulesThatAreAJsonSchemaAreUnderstood() throws Exception {
    try (Bench bench = open()) {
      bench.fake.fault(
          FunctionRunnerOperation.READ_TEMPLATE,
          WireFault.malformedJson(
              """
              {"id": "text-to-image", "parameter_schema": {"type": "object",
               "properties": {"prompt": {"type": "string", "maxLength": 3}, "size": {"type": "integer"}},
               "required": ["prompt"]}}
              """));

      Template template = bench.client.template("text-to-image");
      assertThat(template.getParameterSchema().keySet()).containsExactly("prompt", "size");
      assertThat(
              catchThrowableOfType(
                  InvalidInputException.class, () -> bench.client.submit(Bench.task())))
          .hasMessageContaining("inputs.prompt");
    }
  }

  @Test
  void aMalformedRuleHidesNeitherTheTemplateNorTheOtherRules() throws Exception {
    try (Bench bench = open()) {
      bench.fake.fault(
          FunctionRunnerOperation.LIST_TEMPLATES,
          WireFault.malformedJson(
              """
              {"templates": [{"id": "a", "parameter_schema":
                {"odd": {"type": "integer", "min_value": "x"}, "fine": {"type": "string", "required": true}}}]}
              """));

      Template template = bench.client.templates(TemplateQuery.all()).get(0);
      assertThat(template.getParameterSchema().get("fine").getRequired()).isTrue();
      assertThat(template.getParameterSchema()).containsKey("odd");
    }
  }

  @Test
  void aHastyViewDoesNotWaitForTheLoadOfAPatientOne() throws Exception {
    try (Bench bench = open()) {
      bench.fake.fault(
          FunctionRunnerOperation.READ_TEMPLATE, WireFault.delay(Duration.ofSeconds(1)));
      var patient = bench.client.templateAsync("text-to-image");
      bench.fake.ledger().await(FunctionRunnerOperation.READ_TEMPLATE, 1);
      FunctionRunnerClient hasty =
          bench.client.with(CallOptions.builder().deadline(Duration.ofMillis(100)).build());

      assertThat(
              catchThrowableOfType(
                  DeadlineExceededException.class, () -> hasty.template("text-to-image")))
          .isNotNull();
      assertThat(patient.get().getId()).isEqualTo("text-to-image");
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.READ_TEMPLATE)).hasSize(1);
    }
  }

  @Test
  void viewsWithOtherHeadersShareNoTemplates() throws Exception {
    try (Bench bench = open()) {
      FunctionRunnerClient blue =
          bench.client.with(CallOptions.builder().header("X-Team", "blue").build());
      bench.client.template("text-to-image");
      blue.template("text-to-image");
      blue.template("text-to-image");

      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.READ_TEMPLATE))
          .hasSize(2)
          .last()
          .matches(request -> "blue".equals(request.header("X-Team")));
    }
  }

  @Test
  void aClosedClientGivesNothingThatItKept() throws Exception {
    try (Bench bench = open()) {
      bench.client.template("text-to-image");
      bench.client.close();

      assertThat(
              catchThrowableOfType(
                  ClientClosedException.class, () -> bench.client.template("text-to-image")))
          .isNotNull();
    }
  }
}
