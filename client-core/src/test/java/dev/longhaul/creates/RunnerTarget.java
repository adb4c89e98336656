package dev.longhaul.creates;

import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.functionrunner.FunctionRunnerOptions.InputCheck;
import dev.longhaul.functionrunner.TemplateQuery;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.RequestLedger;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The Function Runner, which has no list of jobs. */
final class RunnerTarget implements CreateTarget {
  private final KeyMode keys;
  private final FakeFunctionRunner fake;

  RunnerTarget(KeyMode keys) {
    this.keys = keys;
    fake =
        FakeFunctionRunner.start(
            FakeOptions.builder().token(TOKEN).keys(FakeOptions.Keys.valueOf(keys.name())).build());
  }

  private record Runner(FunctionRunnerClient client) implements Caller {
    @Override
    public JobHandle<TaskResult> submit(UUID key) throws InterruptedException {
      return client.submit(task(), key);
    }

    @Override
    public CompletableFuture<JobHandle<TaskResult>> submitAsync(UUID key) {
      return client.submitAsync(task(), key);
    }

    private static TaskSubmission task() {
      JsonObject inputs = new JsonObject();
      inputs.addProperty("prompt", PROMPT);
      return new TaskSubmission().templateId("text-to-image").inputs(inputs);
    }

    @Override
    public void read() throws InterruptedException {
      client.templates(TemplateQuery.all());
    }

    @Override
    public void close() {
      client.close();
    }
  }

  @Override
  public Caller open(ClientOptions options) {
    FunctionRunnerOptions runner =
        FunctionRunnerOptions.builder()
            .keys(keys)
            .inputCheck(InputCheck.OFF)
            .templateAge(Duration.ZERO, Duration.ZERO)
            .build();
    return new Runner(FunctionRunnerClient.open(options, runner));
  }

  @Override
  public CreateTarget another() {
    return new RunnerTarget(keys);
  }

  @Override
  public String baseUrl() {
    return fake.baseUrl();
  }

  @Override
  public String createUrl() {
    return fake.baseUrl() + "/api/v1/functions/tasks";
  }

  @Override
  public void failCreate(WireFault fault) {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, fault);
  }

  @Override
  public void failRead(WireFault fault) {
    fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, fault);
  }

  @Override
  public RequestLedger ledger() {
    return fake.ledger();
  }

  @Override
  public int openConnections() {
    return fake.openConnections();
  }

  @Override
  public int listed() {
    return 0;
  }

  @Override
  public Map<String, String> made() {
    return fake.jobs().stream().collect(Collectors.toMap(FakeJob::id, FakeJob::idempotencyKey));
  }

  @Override
  public void close() {
    fake.close();
  }
}
