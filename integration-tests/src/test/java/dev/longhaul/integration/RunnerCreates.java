package dev.longhaul.integration;

import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientEventListener;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.RequestLedger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Tasks of the Function Runner, all alike; it has no list of them. */
final class RunnerCreates implements CreateService {
  private static final String PROMPT = "a lighthouse";

  private final FakeFunctionRunner fake;
  private final FunctionRunnerClient client;

  private RunnerCreates(KeyMode real, KeyMode declared, long seed, ClientEventListener listener) {
    fake =
        FakeFunctionRunner.start(
            FakeOptions.builder().keys(FakeOptions.Keys.valueOf(real.name())).build());
    fake.everyJob(JobScript.stuck());
    String tasks = fake.baseUrl() + "/api/v1/functions/tasks";
    fake.faultsFrom(seed, FaultyWire.SHARE, FaultyWire.faults(tasks));
    FunctionRunnerOptions options =
        FunctionRunnerOptions.builder()
            .keys(declared)
            .inputCheck(FunctionRunnerOptions.InputCheck.OFF)
            .build();
    client =
        FunctionRunnerClient.open(FaultyWire.clientOf(fake.baseUrl(), listener).build(), options);
  }

  /**
   * Returns what opens such a service.
   *
   * @param real what the service does with keys
   * @param declared what the client believes that it does
   */
  static Opener keys(KeyMode real, KeyMode declared) {
    return (seed, listener) -> new RunnerCreates(real, declared, seed, listener);
  }

  @Override
  public String content(SplittableRandom random) {
    return PROMPT;
  }

  @Override
  public CompletableFuture<JobHandle<TaskResult>> submit(UUID key, String content) {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", content);
    return client.submitAsync(new TaskSubmission().templateId("text-to-image").inputs(inputs), key);
  }

  @Override
  public Listing listing() {
    return Listing.NONE;
  }

  @Override
  public boolean beginsList(ReceivedRequest request) {
    return false;
  }

  @Override
  public RequestLedger ledger() {
    return fake.ledger();
  }

  @Override
  public List<Made> made() {
    return fake.jobs().stream()
        .map(job -> new Made(job.id(), job.idempotencyKey(), PROMPT))
        .toList();
  }

  @Override
  public void close() {
    client.close();
    fake.close();
  }
}
