package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule that the page names is held against inputs before anything is sent. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
class InputRulesTableTest {
  /** A rule with each word, and inputs that break it. */
  private static final Map<String, List<String>> BREACHES =
      Map.ofEntries(
          breach("type", "{'type':'integer'}", "'ten'"),
          breach("required", "{'required':true}", "null"),
          breach("default", "{'type':'integer','required':true,'default':1}", "'ten'"),
          breach("enum", "{'enum':['a','b']}", "'c'"),
          breach("min_value", "{'min_value':2}", "1"),
          breach("minimum", "{'minimum':2}", "1"),
          breach("min", "{'min':2}", "1"),
          breach("max_value", "{'max_value':2}", "3"),
          breach("maximum", "{'maximum':2}", "3"),
          breach("max", "{'max':2}", "3"),
          breach("min_length", "{'min_length':2}", "'a'"),
          breach("minLength", "{'minLength':2}", "['a']"),
          breach("minItems", "{'minItems':2}", "['a']"),
          breach("max_length", "{'max_length':2}", "'abc'"),
          breach("maxLength", "{'maxLength':2}", "['a','b','c']"),
          breach("maxItems", "{'maxItems':2}", "['a','b','c']"),
          breach("pattern", "{'pattern':'^[a-z]+$'}", "'A1'"),
          breach("file_formats", "{'type':'file','file_formats':['png']}", "'dog.gif'"),
          breach("format", "{'type':'file','format':['png']}", "'dog.gif'"));

  static List<String> words() {
    return Document.read("docs/function-runner.md").table("The check of the inputs").stream()
        .flatMap(row -> Document.code(row.get(0)).stream())
        .toList();
  }

  @Test
  void noRuleIsLeftOut() {
    assertThat(words()).containsExactlyInAnyOrderElementsOf(BREACHES.keySet());
  }

  @ParameterizedTest
  @MethodSource("words")
  void aBreachIsRefusedAndNothingIsSubmitted(String word, FakeFunctionRunner fake) {
    String template = "{'id':'ruled','parameter_schema':{'it':" + BREACHES.get(word).get(0) + "}}";
    fake.fault(
        FunctionRunnerOperation.READ_TEMPLATE,
        WireFault.status(200, Map.of(), json(template).toString()));
    JsonObject inputs = json(BREACHES.get(word).get(1));
    try (FunctionRunnerClient client =
        FunctionRunnerClient.open(ClientOptions.builder(fake.baseUrl()).build())) {
      InvalidInputException error =
          catchThrowableOfType(
              InvalidInputException.class,
              () -> client.submit(new TaskSubmission().templateId("ruled").inputs(inputs)));

      assertThat(error.field()).isEqualTo("inputs.it");
      assertThat(fake.ledger().createsReceived()).isZero();
    }
  }

  private static Map.Entry<String, List<String>> breach(String word, String rule, String value) {
    return Map.entry(word, List.of(rule, "{'it':" + value + "}"));
  }

  private static JsonObject json(String text) {
    return new Gson().fromJson(text, JsonObject.class);
  }
}
