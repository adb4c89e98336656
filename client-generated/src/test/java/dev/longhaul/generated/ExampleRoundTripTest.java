package dev.longhaul.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Takes every example of every document through its Java type and back, with a plain Gson. */
class ExampleRoundTripTest {
  private static final Gson GSON = new Gson();

  @TestFactory
  Stream<DynamicContainer> everyExampleSurvivesReadingAndWriting() {
    return Contract.all().stream().map(ExampleRoundTripTest::roundTrips);
  }

  private static DynamicContainer roundTrips(Contract contract) {
    List<Example> examples = contract.examples();
    System.out.println(contract + ": " + examples.size() + " examples taken there and back");
    return DynamicContainer.dynamicContainer(
        contract.name(),
        Stream.concat(
            Stream.of(
                DynamicTest.dynamicTest("has examples", () -> assertThat(examples).isNotEmpty())),
            examples.stream()
                .map(
                    example ->
                        DynamicTest.dynamicTest(
                            example.where(), () -> survives(contract, example)))));
  }

  private static void survives(Contract contract, Example example) {
    Object value = GSON.fromJson(example.value(), contract.type(example.schema()));
    JsonElement written =
        JsonParser.parseString(GSON.toJson(value, contract.type(example.schema())));

    assertThat(new Comparison(contract).differences(example, written))
        .as("%s", example.where())
        .isEmpty();
  }

  @Test
  void fiveDocumentsAreTaken() {
    assertThat(Contract.all())
        .extracting(Contract::name)
        .containsExactlyInAnyOrder(
            "function-runner", "vestis", "sora", "streamer", "project-events");
  }
}
