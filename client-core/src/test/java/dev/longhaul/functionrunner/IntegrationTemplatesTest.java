package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.functionrunner.FunctionRunnerOptions.Dialect;
import dev.longhaul.functionrunner.FunctionRunnerOptions.InputCheck;
import dev.longhaul.generated.functionrunner.model.BackendType;
import dev.longhaul.generated.functionrunner.model.ParameterRule;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.WireFault;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates on the other paths have the same rules, under other names. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IntegrationTemplatesTest {
  private static final FunctionRunnerOptions PLAIN =
      Bench.PLAIN.toBuilder().dialect(Dialect.INTEGRATION).build();
  private static final FunctionRunnerOptions STRICT =
      PLAIN.toBuilder().inputCheck(InputCheck.STRICT).build();

  @Test
  void categoryAndEveryTagFilterTheTemplates() throws Exception {
    try (Bench bench = Bench.open(PLAIN)) {
      TemplateQuery query =
          TemplateQuery.builder().category("image").tags(List.of("image", "resize")).build();

      assertThat(bench.client.templates(query))
          .extracting(Template::getId)
          .containsExactly("thumbnail");
      assertThat(bench.client.templates(TemplateQuery.all())).hasSizeGreaterThan(1);
      ReceivedRequest sent =
          bench.fake.ledger().requests(FunctionRunnerOperation.LIST_TEMPLATES).get(0);
      assertThat(sent.path()).isEqualTo("/api/v1/templates/?category=image&tag=image&tag=resize");
    }
  }

  static Stream<TemplateQuery> queriesThatItCannotAnswer() {
    return Stream.of(
        TemplateQuery.builder().search("sunset").build(),
        TemplateQuery.builder().backendType(BackendType.COMFYUI).build(),
        TemplateQuery.builder().limit(5).build(),
        TemplateQuery.builder().offset(5).build());
  }

  @ParameterizedTest
  @MethodSource("queriesThatItCannotAnswer")
  void aFilterThatItLacksIsRefusedBeforeAnythingIsSent(TemplateQuery query) throws Exception {
    try (Bench bench = Bench.open(PLAIN)) {
      assertThatThrownBy(() -> bench.client.templates(query))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("INTEGRATION");
      assertThat(Bench.failure(bench.client.templatesAsync(query)))
          .isInstanceOf(InvalidInputException.class);
      assertThat(bench.fake.ledger().requests()).isEmpty();
    }
  }

  @Test
  void theRulesOfATemplateAreThoseOfTheOtherDialect() throws Exception {
    try (Bench bench = Bench.open(PLAIN);
        FunctionRunnerClient other =
            FunctionRunnerClient.open(Bench.options(bench.fake.baseUrl()).build(), Bench.PLAIN)) {
      for (String id : List.of("text-to-image", "thumbnail", "report")) {
        Template template = bench.client.template(id);
        Template same = other.template(id);

        assertThat(template.getParameterSchema()).isEqualTo(same.getParameterSchema());
        assertThat(template.getId()).isEqualTo(id);
        assertThat(template.getName()).isEqualTo(same.getName());
        assertThat(template.getTags()).isEqualTo(same.getTags());
        assertThat(template.getExamples())
            .isEqualTo(Objects.requireNonNullElse(same.getExamples(), List.of()));
        assertThat(template.getOutputSchema().keySet()).isEqualTo(same.getOutputSchema().keySet());
      }
      assertThatThrownBy(() -> bench.client.template("nothing"))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void aLimitThatIsUnknownOrNamedTwiceIsKept() throws Exception {
    String width =
        "{\"name\":\"width\",\"type\":\"integer\",\"min_value\":8,\"step\":2,"
            + "\"constraints\":{\"min_value\":64,\"max_value\":null,\"multiple_of\":8}}";
    try (Bench bench = Bench.open(PLAIN)) {
      bench.fake.fault(
          FunctionRunnerOperation.READ_TEMPLATE,
          WireFault.malformedJson(
              "{\"id\":\"t\",\"interface\":{\"inputs\":{\"width\":" + width + "}}}"));
      ParameterRule rule = bench.client.template("t").getParameterSchema().get("width");

      assertThat(rule.getMinValue()).isEqualTo(8);
      assertThat(rule.getMaxValue()).isNull();
      assertThat(rule.unknown().keySet()).containsExactlyInAnyOrder("step", "multiple_of");
    }
  }

  @Test
  void inputsAreHeldAgainstTheNestedRules() {
    try (Bench bench = Bench.open(STRICT)) {
      TaskSubmission wide = Bench.task();
      wide.getInputs().addProperty("width", 5_000);
      TaskSubmission unnamed = Bench.task();
      unnamed.getInputs().addProperty("widht", 64);

      assertThatThrownBy(() -> bench.client.submit(wide))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("inputs.width is a number above the limit of 2048");
      assertThatThrownBy(() -> bench.client.submit(unnamed))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("Did you mean width?");
      assertThat(bench.fake.ledger().createsReceived()).isZero();
    }
  }
}
