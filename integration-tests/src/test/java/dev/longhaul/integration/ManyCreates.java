package dev.longhaul.integration;

import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.Operation;
import dev.longhaul.testkit.ReceivedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Many creates through a faulty wire: what their callers were told, and what the service made. */
final class ManyCreates {
  private static final int IN_FLIGHT = 64;
  private static final double FAULTY = 0.4;
  private static final int PATIENCE_SECONDS = 60;

  private final int creates;
  private final long seed;
  private final FakeFunctionRunner fake;
  private final Queue<ToldOfACreate> told = new ConcurrentLinkedQueue<>();
  private final Map<UUID, Queue<String>> failures = new ConcurrentHashMap<>();
  private final Map<String, List<FakeJob>> made;

  private ManyCreates(int creates, long seed, FakeFunctionRunner fake, KeyMode declared)
      throws InterruptedException {
    this.creates = creates;
    this.seed = seed;
    this.fake = fake;
    submitAll(declared);
    made = fake.jobs().stream().collect(Collectors.groupingBy(FakeJob::idempotencyKey));
  }

  /**
   * Returns the creates when the last caller was told and the service has seen the last request.
   *
   * @param creates how many
   * @param seed of the keys and of the faults
   * @param real what the service does with keys
   * @param declared what the client believes that it does
   */
  static ManyCreates made(int creates, long seed, KeyMode real, KeyMode declared)
      throws InterruptedException {
    FakeOptions options = FakeOptions.builder().keys(FakeOptions.Keys.valueOf(real.name())).build();
    try (FakeFunctionRunner fake = FakeFunctionRunner.start(options)) {
      fake.everyJob(JobScript.stuck());
      String tasks = fake.baseUrl() + "/api/v1/functions/tasks";
      fake.faultsFrom(seed, FAULTY, FaultyWire.faults(tasks));
      return new ManyCreates(creates, seed, fake, declared);
    }
  }

  private void submitAll(KeyMode declared) throws InterruptedException {
    FunctionRunnerOptions runner =
        FunctionRunnerOptions.builder()
            .keys(declared)
            .inputCheck(FunctionRunnerOptions.InputCheck.OFF)
            .build();
    try (fake;
        FunctionRunnerClient client = FunctionRunnerClient.open(options(), runner)) {
      SplittableRandom random = new SplittableRandom(seed);
      Semaphore places = new Semaphore(IN_FLIGHT);
      for (int i = 0; i < creates; i++) {
        places.acquire();
        submit(client, new UUID(random.nextLong(), random.nextLong()), places);
      }
      if (!places.tryAcquire(IN_FLIGHT, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("With seed " + seed + " some creates hang.");
      }
    }
  }

  private ClientOptions options() {
    ResilienceOptions eager =
        ResilienceOptions.builder()
            .backOff(Duration.ofMillis(1), 2, Duration.ofMillis(5))
            .retryBudget(creates)
            .listener(this::note)
            .build();
    return ClientOptions.builder(fake.baseUrl())
        .resilience(eager)
        .createTimeout(FaultyWire.PATIENCE)
        .answerLimit(FaultyWire.ANSWER_LIMIT)
        .build();
  }

  private void submit(FunctionRunnerClient client, UUID key, Semaphore places) {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse");
    TaskSubmission task = new TaskSubmission().templateId("text-to-image").inputs(inputs);
    client
        .submitAsync(task, key)
        .whenComplete(
            (handle, error) -> {
              told.add(new ToldOfACreate(key, handle == null ? null : idOf(handle), error));
              places.release();
            });
  }

  private static String idOf(JobHandle<TaskResult> handle) {
    handle.detach();
    return handle.id().orElseThrow();
  }

  private void note(ClientEvent event) {
    if (event instanceof ClientEvent.Attempted attempt) {
      attempt
          .error()
          .filter(error -> error.facts().key().isPresent())
          .ifPresent(
              error ->
                  failures
                      .computeIfAbsent(
                          error.facts().key().get(), key -> new ConcurrentLinkedQueue<>())
                      .add("attempt " + attempt.attempt() + ": " + error));
    }
  }

  /** Returns a caller who was told something else than the truth, or a job made twice, if any. */
  Optional<ToldOfACreate> firstLie() {
    return told.stream()
        .filter(one -> !one.isTrueOf(jobsOf(one)) || counted(one) != jobsOf(one).size())
        .findFirst();
  }

  private int counted(ToldOfACreate one) {
    return fake.ledger().createsFor(one.key().toString());
  }

  List<FakeJob> jobsOf(ToldOfACreate one) {
    return made.getOrDefault(one.key().toString(), List.of());
  }

  /** Returns how many were told something of that kind. */
  int count(Predicate<ToldOfACreate> what) {
    return (int) told.stream().filter(what).count();
  }

  /** Returns how many callers were told anything. */
  int answered() {
    return told.size();
  }

  /** Returns how many requests for a job the service received. */
  int requests() {
    return fake.ledger().createsReceived();
  }

  /** Returns how many jobs the service made. */
  int jobs() {
    return fake.ledger().creates();
  }

  /** Returns everything that happened under one key; what was reset unread is in nobody's. */
  String historyOf(ToldOfACreate one) {
    Stream<String> requests =
        fake.ledger().requests(Operation.SUBMIT_TASK).stream()
            .filter(request -> one.key().toString().equals(request.header("Idempotency-Key")))
            .map(ReceivedRequest::toString);
    Stream<String> failed =
        failures.getOrDefault(one.key(), new ConcurrentLinkedQueue<>()).stream();
    return Stream.of(Stream.of("seed " + seed, one.toString()), requests, failed, jobLines(one))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n  "));
  }

  private Stream<String> jobLines(ToldOfACreate one) {
    return jobsOf(one).stream().map(FakeJob::toString);
  }
}
