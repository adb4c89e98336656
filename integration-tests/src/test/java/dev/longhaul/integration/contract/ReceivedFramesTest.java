package dev.longhaul.integration.contract;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every frame that a document shows is understood by the client that it is sent to. */
@Timeout(60)
class ReceivedFramesTest {
  static final Map<String, Supplier<FrameHearer>> HEARERS =
      Map.of(
          "project-events", EventHearer::new,
          "function-runner", TaskHearer::new,
          "streamer", RequestHearer::new);

  @TestFactory
  Stream<DynamicContainer> everyFrameIsUnderstood() {
    return HEARERS.entrySet().stream()
        .map(
            hearer ->
                dynamicContainer(
                    hearer.getKey(),
                    hearer.getValue().get().schemas().stream()
                        .sorted()
                        .map(schema -> frames(hearer.getKey(), schema))));
  }

  private static DynamicContainer frames(String document, String schema) {
    return dynamicContainer(
        schema,
        FrameCheck.of(document).examples(schema).entrySet().stream()
            .map(
                example ->
                    dynamicTest(
                        example.getKey(),
                        () -> {
                          FrameHearer hearer = HEARERS.get(document).get();
                          hearer.hears(
                              schema, hearer.meaning(schema, example.getKey()), example.getValue());
                        })));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ProgressSubscribedFrame",
        "ProgressNotFoundFrame",
        "ProgressErrorFrame",
        "BatchProgressResponseFrame"
      })
  void whatSaysNothingOfAnyTaskDoesNoHarm(String schema) throws Exception {
    FrameCheck check = FrameCheck.of("function-runner");
    TaskHearer hearer = new TaskHearer(check.examples(schema).get("example").toString());
    hearer.hears(
        "ProgressUpdateFrame",
        hearer.meaning("ProgressUpdateFrame", "example"),
        check.examples("ProgressUpdateFrame").get("example"));
  }
}
