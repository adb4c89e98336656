package dev.longhaul.functionrunner;

import com.google.gson.JsonObject;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.JobOutput;
import dev.longhaul.testkit.JobScript;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A fake Function Runner and a client of it, closed together. The client calls with a token. */
final class Bench implements AutoCloseable {
  static final String TOKEN = TestSecrets.TOKEN;
  static final String PROMPT = TestSecrets.PROMPT;

  /** Every call of a test is a request: nothing is kept, and no template is read for a check. */
  static final FunctionRunnerOptions PLAIN =
      FunctionRunnerOptions.builder()
          .inputCheck(FunctionRunnerOptions.InputCheck.OFF)
          .templateAge(Duration.ZERO, Duration.ZERO)
          .build();

  final FakeFunctionRunner fake;
  final FunctionRunnerClient client;
  private final Queue<JobHandle<?>> handles = new ConcurrentLinkedQueue<>();

  private Bench(FakeFunctionRunner fake, ClientOptions options, FunctionRunnerOptions runner) {
    this.fake = fake;
    client = FunctionRunnerClient.open(options, runner);
  }

  static Bench open() {
    return open(options -> options);
  }

  static Bench open(UnaryOperator<ClientOptions.Builder> change) {
    return open(FakeOptions.builder().token(TOKEN).build(), change);
  }

  static Bench open(FakeOptions options, UnaryOperator<ClientOptions.Builder> change) {
    return open(options, change, PLAIN);
  }

  static Bench open(FunctionRunnerOptions runner) {
    return open(FakeOptions.builder().token(TOKEN).build(), options -> options, runner);
  }

  static Bench open(
      FakeOptions options,
      UnaryOperator<ClientOptions.Builder> change,
      FunctionRunnerOptions runner) {
    FakeFunctionRunner fake = FakeFunctionRunner.start(options);
    return new Bench(fake, change.apply(options(fake.baseUrl())).build(), runner);
  }

  /** Options of a client that tries once, so that a test meets each failure. */
  static ClientOptions.Builder options(String baseUrl) {
    Duration step = Duration.ofMillis(10);
    return ClientOptions.builder(baseUrl)
        .credentials(Credentials.bearer(TOKEN))
        .resilience(ResilienceOptions.builder().maxRetries(0).build())
        .watch(WatchOptions.builder().pollPace(step, 1, step).build());
  }

  static TaskSubmission task() {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", PROMPT);
    return new TaskSubmission().templateId("text-to-image").inputs(inputs);
  }

  /** Submits a job that is held in the queue until the test moves it. */
  JobHandle<TaskResult> submitted() throws InterruptedException {
    fake.nextJob(JobScript.byHand());
    JobHandle<TaskResult> handle = client.submit(task());
    handles.add(handle);
    return handle;
  }

  /** Returns the result of a job that made these outputs. */
  TaskResult resultWith(JobOutput... outputs) throws InterruptedException {
    JobHandle<TaskResult> job = submitted();
    String id = job.id().orElseThrow();
    job.detach();
    fake.job(id).completedWith(outputs);
    return client.result(id);
  }

  /** Returns what a future that must fail failed with. */
  static LonghaulException failure(CompletableFuture<?> future) throws Exception {
    try {
      Object value = future.get(10, TimeUnit.SECONDS);
      throw new AssertionError("It should have failed, but gave " + value);
    } catch (ExecutionException failed) {
      TextForms.remember(failed.getCause());
      return (LonghaulException) failed.getCause();
    } catch (TimeoutException late) {
      throw new AssertionError("It hangs", late);
    }
  }

  @Override
  public void close() {
    TextForms.remember(client, handles);
    client.close();
    fake.close();
  }
}
