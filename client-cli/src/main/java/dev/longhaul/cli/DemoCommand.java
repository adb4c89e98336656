package dev.longhaul.cli;

import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeFunctionRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs one job against a fake service in this process, so that everything can be seen without a
 * server. Ctrl-C just ends it: the job ends with this process, so there is nothing to ask about and
 * nothing to come back to.
 */
@Command(
    name = "demo",
    description =
        "Starts a fake service in this process, runs a job on it and saves the picture it makes.")
final class DemoCommand implements Callable<Integer> {
  private static final Duration PACE = Duration.ofMillis(100);

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The folder for the picture; without it, a new folder among the temporary files.")
  private @Nullable Path out;

  private final Surroundings surroundings;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = out == null ? Files.createTempDirectory("longhaul-demo-") : out;
    OutOption.checkFolder(folder);
    try (FakeFunctionRunner fake = FakeFunctionRunner.start();
        FunctionsService service =
            new FunctionsService(
                FunctionRunnerClient.open(options(fake)), surroundings.display())) {
      fake.nextJob(DemoJob.script());
      surroundings
          .display()
          .note(
              "A fake Function Runner listens on "
                  + fake.baseUrl()
                  + "; nothing leaves this machine.");
      new JobFollower<>(service, surroundings, folder)
          .run(() -> service.client().submit(submission()));
    }
    return ExitCode.DONE;
  }

  private static ClientOptions options(FakeFunctionRunner fake) {
    return ClientOptions.builder(fake.baseUrl())
        .watch(WatchOptions.builder().pollPace(PACE, 1.0, PACE).build())
        .build();
  }

  private static TaskSubmission submission() {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "A harbour at dusk, hills behind it");
    inputs.addProperty("width", DemoJob.WIDTH);
    inputs.addProperty("height", DemoJob.HEIGHT);
    inputs.addProperty("seed", DemoJob.SEED);
    inputs.addProperty("style", "painting");
    return new TaskSubmission().templateId("text-to-image").inputs(inputs);
  }
}
