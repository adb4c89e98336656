package dev.longhaul.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prompts, tokens and payloads are values of models, and no model prints a value. */
class QuietToStringTest {
  static Stream<Class<?>> shapes() {
    return Contract.all().stream()
        .flatMap(contract -> contract.models().stream())
        .filter(model -> !FilledModel.isOpenValue(model));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void noModelPrintsAValue(Class<?> model) {
    String printed = FilledModel.of(model).toString();

    assertThat(printed).startsWith(model.getSimpleName() + "[");
    assertThat(FilledModel.MARKS).noneMatch(printed::contains);
  }

  @Test
  void aModelPrintsWhichFieldsAreSet() {
    TaskSubmission submission = new TaskSubmission().templateId("secret-template").priority(3);

    assertThat(submission).hasToString("TaskSubmission[templateId, priority]");
    assertThat(new TaskSubmission()).hasToString("TaskSubmission[]");
  }

  @Test
  void aMapOfFieldsPrintsNeitherItsKeysNorItsValues() {
    assertThat(FilledModel.of(TrapClient.model("Closed")))
        .hasToString("Closed[name, mood, moods, byMood]");
    assertThat(FilledModel.of(TrapClient.model("Open")).toString())
        .startsWith("Open[")
        .endsWith("unknown]")
        .doesNotContain("MARK");
  }
}
