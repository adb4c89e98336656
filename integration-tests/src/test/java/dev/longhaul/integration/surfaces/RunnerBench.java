package dev.longhaul.integration.surfaces;

import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobHandle;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.WireFault;
import java.util.concurrent.CompletableFuture;

/** Tasks of the Function Runner. */
final class RunnerBench implements ServiceBench {
  private final FakeFunctionRunner fake = FakeFunctionRunner.start();
  private final FunctionRunnerClient client;

  RunnerBench(Machine machine) {
    fake.everyJob(JobScript.byHand());
    FunctionRunnerOptions options =
        FunctionRunnerOptions.builder().inputCheck(FunctionRunnerOptions.InputCheck.OFF).build();
    client = FunctionRunnerClient.open(ServiceBench.client(fake.baseUrl(), machine), options);
  }

  private static TaskSubmission task() {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse");
    return new TaskSubmission().templateId("text-to-image").inputs(inputs);
  }

  @Override
  public JobHandle<TaskResult> submit() throws InterruptedException {
    return client.submit(task());
  }

  @Override
  public CompletableFuture<JobHandle<TaskResult>> submitAsync() {
    return client.submitAsync(task());
  }

  @Override
  public JobHandle<TaskResult> attach(String id) {
    return client.attach(id);
  }

  @Override
  public String unknownId() {
    return "task-99";
  }

  @Override
  public JobThere job(String id) {
    FakeJob job = fake.job(id);
    return new JobThere() {
      @Override
      public void waits() {
        job.queued(1);
      }

      @Override
      public void runs(int percent, int attempt) {
        job.running(percent, "render", "");
      }

      @Override
      public void succeeds() {
        job.completed();
      }

      @Override
      public void fails() {
        job.failed("TASK_ERROR", "no colours left");
      }

      @Override
      public void isStopped() {
        job.cancelled();
      }

      @Override
      public void isInState(String word) {
        job.rawState(word);
      }
    };
  }

  @Override
  public Stops stops() {
    return Stops.ANY;
  }

  @Override
  public boolean tellsPercent() {
    return true;
  }

  @Override
  public void takesTheNextCancelAndGoesOn() {
    fake.fault(FunctionRunnerOperation.CANCEL_TASK, WireFault.status(200));
  }

  @Override
  public void hidesJobsOnce() {
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(404));
  }

  @Override
  public void hidesJobs() {
    fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.status(404));
  }

  @Override
  public void staggers() {
    for (WireFault fault : FAULTS_OF_READS) {
      fake.fault(FunctionRunnerOperation.READ_STATUS, fault);
    }
  }

  @Override
  public void forgetsEverything() {
    fake.forgetJobs();
  }

  @Override
  public void refusesCredentials() {
    fake.always(FunctionRunnerOperation.ANY, WireFault.status(401));
  }

  @Override
  public int requests() {
    return fake.ledger().requests().size();
  }

  @Override
  public void closeClient() {
    client.close();
  }

  @Override
  public void close() {
    client.close();
    fake.close();
  }
}
