package dev.longhaul.integration.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobFailedException;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's example of a test: what stands in its region is what a user would write. */
class ReadmeTestkitSnippetTest {
  /** Stands for the reader's own code. */
  private record Painter(String url) {
    TaskResult paint(String prompt) throws InterruptedException {
      JsonObject inputs = new JsonObject();
      inputs.addProperty("prompt", prompt);
      TaskSubmission task = new TaskSubmission().templateId("text-to-image").inputs(inputs);
      try (var client = FunctionRunnerClient.open(ClientOptions.builder(url).build())) {
        return client.submit(task).await(Duration.ofSeconds(30)).resultOrThrow();
      }
    }
  }

  // region: testkit
  @Test
  @ExtendWith(FakeExtension.class)
  void aFailureIsReportedAndNothingIsPaidTwice(FakeFunctionRunner service) {
    service.nextJob(JobScript.failing());
    service.fault(FunctionRunnerOperation.READ_STATUS, WireFault.resetAfterRead());
    Painter painter = new Painter(service.baseUrl());

    assertThrows(JobFailedException.class, () -> painter.paint("a lighthouse at dawn"));
    assertEquals(1, service.ledger().creates());
  }
  // endregion
}
