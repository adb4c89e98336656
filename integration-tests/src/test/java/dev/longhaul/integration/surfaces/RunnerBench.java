package dev.longhaul.integration.surfaces;

import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.functionrunner.FunctionRunnerOptions.EventDialect;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.EventsDialect;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Tasks of the Function Runner. */
final class RunnerBench implements ServiceBench {
  private static final FunctionRunnerOptions PLAIN =
      FunctionRunnerOptions.builder().inputCheck(FunctionRunnerOptions.InputCheck.OFF).build();

  private final FakeFunctionRunner fake;
  private final FunctionRunnerClient client;

  RunnerBench(Machine machine) {
    this(FakeFunctionRunner.start(), PLAIN, ServiceBench.watch(machine));
  }

  private RunnerBench(FakeFunctionRunner fake, FunctionRunnerOptions options, WatchOptions watch) {
    this.fake = fake;
    fake.everyJob(JobScript.byHand());
    client = FunctionRunnerClient.open(ServiceBench.client(fake.baseUrl(), watch), options);
  }

  /** Tells of the tasks over a socket, and they are read rarely. */
  static RunnerBench thatPushes(Machine machine) {
    FakeFunctionRunner fake =
        FakeFunctionRunner.start(FakeOptions.builder().events(EventsDialect.CHANNEL).build());
    FunctionRunnerOptions options =
        PLAIN.toBuilder().events(fake.eventsUrl(), EventDialect.CHANNEL).build();
    return new RunnerBench(
        fake,
        options,
        ServiceBench.watch(machine).toBuilder().safetyPoll(Duration.ofMillis(50)).build());
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
