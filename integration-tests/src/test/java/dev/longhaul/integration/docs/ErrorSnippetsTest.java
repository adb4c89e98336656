package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the page of errors shows does what it says there. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
class ErrorSnippetsTest {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorSnippetsTest.class);

  private FunctionRunnerClient client;

  @BeforeEach
  void open(FakeFunctionRunner fake) {
    ResilienceOptions once = ResilienceOptions.builder().maxRetries(0).build();
    client =
        FunctionRunnerClient.open(ClientOptions.builder(fake.baseUrl()).resilience(once).build());
  }

  @AfterEach
  void close() {
    client.close();
  }

  static Stream<Arguments> remedies() {
    return Stream.of(
        Arguments.of(
            answer(402, "{\"credits_required\":4,\"credits_available\":1}"),
            "needs OptionalDouble[4.0], has OptionalDouble[1.0]"),
        Arguments.of(answer(429, "{\"retry_after\":3}"), "again in PT3S"),
        Arguments.of(WireFault.answerLost(), "look for "),
        Arguments.of(answer(403, ""), "The service did not grant access."));
  }

  @ParameterizedTest
  @MethodSource("remedies")
  void eachErrorHasARemedyOfItsOwn(WireFault fault, String remedy, FakeFunctionRunner fake)
      throws Exception {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, fault);

    assertThat(ErrorSnippets.paint(client, task(), LOG)).startsWith(remedy);
  }

  @Test
  void wrongInputIsCorrected() throws Exception {
    TaskSubmission empty = task().inputs(new JsonObject());

    assertThat(ErrorSnippets.paint(client, empty, LOG)).isEqualTo("correct inputs.prompt");
  }

  @Test
  void aJobThatFailedTellsTheWordForItsStateWhereThereIsNoCode(FakeFunctionRunner fake)
      throws Exception {
    fake.nextJob(JobScript.failing());

    assertThat(ErrorSnippets.paint(client, task(), LOG)).isEqualTo("failed");
  }

  @Test
  void contentThatIsRefusedIsToldApart(FakeFunctionRunner fake) throws Exception {
    String status =
        "{\"task_id\":\"task-1\",\"status\":\"failed\","
            + "\"error\":{\"code\":\"moderation_blocked\"}}";
    fake.fault(FunctionRunnerOperation.READ_STATUS, answer(200, status));

    assertThat(ErrorSnippets.paint(client, task(), LOG)).isEqualTo("change the prompt");
  }

  @Test
  void theFieldsThatAServiceFoundWrongAreTold(FakeFunctionRunner fake) {
    fake.fault(
        FunctionRunnerOperation.READ_STATUS,
        WireFault.status(
            422, Map.of("X-Request-ID", "r-1"), "{\"error\":{\"prompt\":\"must be set\"}}"));

    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> client.status("task-1"));

    assertThat(ErrorSnippets.fields(refused))
        .isEqualTo("The service said no; prompt must be set (request r-1)");
  }

  @Test
  void theReachSaysWhetherToLookFirst(FakeFunctionRunner fake) {
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.resetAfterRead());

    assertThat(ErrorSnippets.reach(failure())).isEqualTo("look before you repeat it");
    assertThat(ErrorSnippets.reach(failure())).isEqualTo("nothing was done");
  }

  private LonghaulException failure() {
    return catchThrowableOfType(LonghaulException.class, () -> client.status("task-1"));
  }

  private static WireFault answer(int status, String body) {
    return WireFault.status(status, Map.of(), body);
  }

  private static TaskSubmission task() {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse at dawn");
    return new TaskSubmission().templateId("text-to-image").inputs(inputs);
  }
}
