package dev.longhaul.integration.docs;

import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.functionrunner.BatchHandle;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.functionrunner.FunctionRunnerOptions.InputCheck;
import dev.longhaul.functionrunner.TemplateQuery;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.generated.functionrunner.model.BatchTask;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.GroupOutcome;
import dev.longhaul.job.GroupProgress;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.transfer.DownloadedFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;

/** The examples of docs/function-runner.md: what lies in a region stands there word for word. */
final class FunctionRunnerSnippets {
  private FunctionRunnerSnippets() {}

  static void open(String url, String token, Consumer<Template> show) throws InterruptedException {
    // region: runner-open
    ClientOptions options =
        ClientOptions.builder(url) // the server's root, such as https://runner.example.com
            .credentials(Credentials.bearer(token))
            .build();
    try (var client = FunctionRunnerClient.open(options)) {
      show.accept(client.template("text-to-image"));
    }
    // endregion
  }

  /** A program of its own, since nobody can set the environment of one that runs. */
  static final class FromEnvironment {
    private FromEnvironment() {}

    /** Prints how many templates there are. */
    public static void main(String[] arguments) throws InterruptedException {
      // region: runner-environment
      try (var client = FunctionRunnerClient.fromEnvironment()) {
        System.out.println(client.templates(TemplateQuery.all()).size() + " templates");
      }
      // endregion
    }
  }

  static FunctionRunnerClient ownOptions(ClientOptions options) {
    // region: runner-options
    FunctionRunnerOptions peculiar =
        FunctionRunnerOptions.builder()
            .pathPrefix("/runner/v2")
            .keys(KeyMode.REPLAYED)
            .inputCheck(InputCheck.UNKNOWN_ALLOWED)
            .templateAge(Duration.ofMinutes(1), Duration.ofMinutes(1))
            .build();
    FunctionRunnerClient client = FunctionRunnerClient.open(options, peculiar);
    // endregion
    return client;
  }

  static List<Template> pages(FunctionRunnerClient client) throws InterruptedException {
    // region: runner-templates
    List<Template> found = new ArrayList<>();
    TemplateQuery page = TemplateQuery.builder().category("image").limit(50).build();
    List<Template> next = client.templates(page);
    found.addAll(next);
    while (next.size() == 50) { // the service tells no total: a short page is the last
      page = page.nextPage();
      next = client.templates(page);
      found.addAll(next);
    }
    // endregion
    return found;
  }

  static String inputs(FunctionRunnerClient client) throws InterruptedException {
    // region: runner-inputs
    JsonObject inputs = new JsonObject();
    inputs.addProperty("promt", "a lighthouse at dawn");
    try {
      client.submit(new TaskSubmission().templateId("text-to-image").inputs(inputs));
    } catch (InvalidInputException wrong) {
      // inputs.promt is not an input of the template. Did you mean prompt? Also, inputs.prompt is
      // missing.
      return wrong.getMessage();
    }
    // endregion
    throw new AssertionError("The inputs were sent.");
  }

  static List<JobHandle<TaskResult>> ownKey(FunctionRunnerClient client, TaskSubmission task)
      throws InterruptedException {
    // region: runner-submit
    UUID key = UUID.randomUUID(); // keep it with your own order before you submit
    JobHandle<TaskResult> job = client.submit(task, key);
    String id = job.id().orElseThrow(); // keep it too: attach(id) finds the task after a restart
    // endregion
    return List.of(job, client.submit(task, key), client.attach(id));
  }

  static String watch(FunctionRunnerClient client, String id, Logger log)
      throws InterruptedException {
    // region: runner-watch
    JobHandle<TaskResult> job = client.attach(id);
    job.listen(event -> log.info("{}", event.snapshot()));
    JobOutcome<TaskResult> outcome = job.await(Duration.ofMinutes(10));
    String ending =
        outcome.fold(
            succeeded -> "done by " + succeeded.result().getWorkerId(),
            failed -> "failed with " + failed.failure().code(),
            cancelled -> "cancelled");
    // endregion
    return ending;
  }

  static String cancel(JobHandle<TaskResult> job) throws InterruptedException {
    // region: runner-cancel
    CancelResult<TaskResult> result = job.cancel();
    if (result instanceof CancelResult.Accepted) {
      return "will end: " + job.await(Duration.ofMinutes(1));
    } else if (result instanceof CancelResult.AlreadyFinished<TaskResult> late) {
      return "had ended: " + late.outcome();
    } else if (result instanceof CancelResult.StillRunning<TaskResult> refused) {
      return "goes on: " + refused.reason().userMessage();
    }
    return "ask again: " + result;
    // endregion
  }

  static List<DownloadedFile> result(FunctionRunnerClient client, String id, Path folder)
      throws InterruptedException {
    // region: runner-result
    TaskStatus status = client.status(id); // what the service says now, without a handle
    TaskResult result = client.result(id); // refused while the task has not ended
    List<DownloadedFile> files = client.download(result, folder);
    // endregion
    return status.getTaskId().equals(id) ? files : List.of();
  }

  // region: runner-batch
  static GroupOutcome<TaskResult> stillThenCopy(
      FunctionRunnerClient client, JsonObject still, JsonObject copy, Logger log)
      throws InterruptedException {
    BatchSubmission submission =
        new BatchSubmission()
            .addTasksItem(
                new BatchTask().taskName("still").templateId("text-to-image").inputs(still))
            .addTasksItem(
                new BatchTask()
                    .taskName("copy")
                    .templateId("thumbnail")
                    .inputs(copy)
                    .addDependenciesItem("still"))
            .stopOnError(true);
    BatchHandle batch = client.submitBatch(submission);
    batch.task("still").listen(event -> log.info("still: {}", event.snapshot()));
    GroupProgress progress = batch.progress();
    log.info("{} of {} are running", progress.running(), progress.total());
    return batch.await(Duration.ofMinutes(30));
  }
  // endregion
}
