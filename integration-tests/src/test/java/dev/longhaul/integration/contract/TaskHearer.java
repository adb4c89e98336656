package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.functionrunner.FunctionRunnerOptions.EventDialect;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobSnapshot;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.EventsDialect;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that watches a task of a Function Runner and is sent a frame about it. It reads the task
 * once before and then once an hour, so that what it tells comes from the frame; but for an ending,
 * which a frame has it read.
 */
final class TaskHearer implements FrameHearer {
  private static final Pattern ID =
      Pattern.compile("\"(?:channel\":\"task\\.|task_?[iI]d\":\")([^\"]+)\"");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String MOVED = "RUNNING 42.5 %, generation, Step 17 of 40, 10:01:00Z";

  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("TaskProgressFrame", MOVED),
          Map.entry("TaskCompletedFrame", "Succeeded"),
          Map.entry("TaskFailedFrame", "Failed"),
          Map.entry("TaskCancelledFrame", "Cancelled"),
          Map.entry("UserTaskProgressFrame", MOVED),
          Map.entry("UserTaskCompletedFrame", "Succeeded"),
          Map.entry("UserTaskFailedFrame", "Failed"),
          Map.entry("UserTaskCancelledFrame", "Cancelled"),
          Map.entry("ProgressCurrentFrame", "WAITING 0.5 %, queue"),
          Map.entry("ProgressUpdateFrame", "RUNNING 55.5 %, generation, Step 17 of 40, 10:01:00Z"),
          Map.entry("ProgressResponseFrame", "Failed"),
          Map.entry("GenerationProgressFrame", MOVED),
          Map.entry("GenerationCompletedFrame", "Succeeded"),
          Map.entry("GenerationFailedFrame", "Failed"),
          Map.entry("GenerationCancelledFrame", "Cancelled"));

  private static final Map<String, String> ENDS =
      Map.of("Succeeded", "completed", "Failed", "failed", "Cancelled", "cancelled");

  private final List<ClientEvent> clientEvents = new CopyOnWriteArrayList<>();
  private final List<String> before;

  /**
   * Makes a client.
   *
   * @param before frames that say nothing of the task, which are sent before any other
   */
  TaskHearer(String... before) {
    this.before = List.of(before);
  }

  @Override
  public Map<String, String> meanings() {
    return MEANINGS;
  }

  @Override
  public void hears(String schema, String meaning, JsonElement example) throws Exception {
    String id = id(example);
    try (FakeFunctionRunner fake =
            FakeFunctionRunner.start(FakeOptions.builder().events(spoken(schema)).build());
        FunctionRunnerClient client = client(fake, spoken(schema))) {
      is(fake, id, "pending");
      client.attach("another").listen(event -> {});
      assertThat(client.events().orElseThrow().awaitConnected(Duration.ofSeconds(10))).isTrue();
      JobHandle<TaskResult> job = client.attach(id);
      job.listen(event -> {});
      await(() -> wasRead(id));
      is(fake, id, ENDS.getOrDefault(meaning, "pending"));
      before.forEach(frame -> fake.eventSockets().open().get(0).send(frame));
      fake.eventSockets().open().get(0).send(example.toString());

      if (ENDS.containsKey(meaning)) {
        JobOutcome<TaskResult> outcome = job.outcome().get(10, TimeUnit.SECONDS);
        assertThat(outcome.getClass().getSimpleName()).isEqualTo(meaning);
      } else {
        await(() -> job.snapshot().percent().isPresent());
        assertThat(told(job.snapshot())).isEqualTo(meaning);
      }
      assertThat(clientEvents).noneMatch(ClientEvent.FrameIgnored.class::isInstance);
    }
  }

  /** Whoever is attached to while the socket is open is read once, and then told of by it. */
  private boolean wasRead(String id) {
    return clientEvents.stream()
        .anyMatch(event -> event instanceof ClientEvent.Polled read && read.jobId().equals(id));
  }

  private static String id(JsonElement example) {
    Matcher id = ID.matcher(example.toString());
    assertThat(id.find()).as("an id in %s", example).isTrue();
    return id.group(1);
  }

  private static EventsDialect spoken(String schema) {
    return schema.startsWith("Task")
        ? EventsDialect.CHANNEL
        : schema.startsWith("User")
            ? EventsDialect.SUBSCRIBE
            : schema.startsWith("Progress") ? EventsDialect.PROGRESS : EventsDialect.GENERATION;
  }

  private FunctionRunnerClient client(FakeFunctionRunner fake, EventsDialect spoken) {
    EventDialect dialect =
        spoken == EventsDialect.SUBSCRIBE ? EventDialect.USER : EventDialect.valueOf(spoken.name());
    return FunctionRunnerClient.open(
        ClientOptions.builder(fake.baseUrl())
            .resilience(ResilienceOptions.builder().listener(clientEvents::add).build())
            .watch(WatchOptions.builder().pollPace(HOUR, 1, HOUR).safetyPoll(HOUR).build())
            .build(),
        FunctionRunnerOptions.builder().events(fake.eventsUrl(), dialect).build());
  }

  /** Lets every read of the task find it in a state. */
  private static void is(FakeFunctionRunner fake, String id, String state) {
    JsonObject status = new JsonObject();
    status.addProperty("task_id", id);
    status.addProperty("status", state);
    fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.malformedJson(status.toString()));
    fake.always(FunctionRunnerOperation.READ_RESULT, WireFault.malformedJson(status.toString()));
  }

  private static String told(JobSnapshot now) {
    StringBuilder told = new StringBuilder();
    told.append(now.phase()).append(' ').append(now.percent().orElse(-1)).append(" %");
    now.stage().ifPresent(stage -> told.append(", ").append(stage));
    now.message().ifPresent(message -> told.append(", ").append(message));
    now.eta().ifPresent(eta -> told.append(", ").append(eta.toString().substring(11)));
    return told.toString();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 5_000 && !condition.getAsBoolean(); i++) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }
}
