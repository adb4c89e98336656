package consumer;

import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.transfer.DownloadedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one job to its file as a module, where Gson sees only the packages that are open to it. */
public final class Consumer {
  private Consumer() {}

  public static void main(String[] args) throws Exception {
    if (!FunctionRunnerClient.class.getModule().isNamed()) {
      throw new IllegalStateException("This is not the module path.");
    }
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse at dawn");
    TaskSubmission task = new TaskSubmission().templateId("text-to-image").inputs(inputs);
    try (FakeFunctionRunner fake = FakeFunctionRunner.start();
        FunctionRunnerClient client =
            FunctionRunnerClient.open(ClientOptions.builder(fake.baseUrl()).build())) {
      List<DownloadedFile> files =
          client
              .submitAsync(task)
              .thenCompose(JobHandle::outcome)
              .thenCompose(end -> client.downloadAsync(end.resultOrThrow(), Path.of(args[0])))
              .get(30, TimeUnit.SECONDS);
      System.out.println("saved " + Files.size(files.get(0).path()) + " bytes");
    }
  }
}
