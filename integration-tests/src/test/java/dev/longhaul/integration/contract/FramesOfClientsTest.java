package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.functionrunner.FunctionRunnerOptions.EventDialect;
import dev.longhaul.functionrunner.FunctionRunnerOptions.InputCheck;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.Registration;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.projectevents.FileSessionStore;
import dev.longhaul.projectevents.ProjectEventsClient;
import dev.longhaul.projectevents.ProjectEventsOptions;
import dev.longhaul.realtime.RealtimeConnection;
import dev.longhaul.realtime.RealtimeOptions;
import dev.longhaul.streamer.StreamerAction;
import dev.longhaul.streamer.StreamerClient;
import dev.longhaul.streamer.StreamerOptions;
import dev.longhaul.streamer.StreamerOptions.RequestShape;
import dev.longhaul.streamer.StreamerRequest;
import dev.longhaul.testkit.EventsDialect;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FakeProjectEvents;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.FakeStreamer;
import dev.longhaul.testkit.FakeStreamerOptions;
import dev.longhaul.testkit.FakeStreamerOptions.Shapes;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.StreamerTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every frame that a client sends fits its schema, whatever of the client is used. */
@Timeout(60)
class FramesOfClientsTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir private Path folder;

  private static RealtimeOptions.Builder quick(RealtimeOptions options) {
    Duration step = Duration.ofMillis(5);
    return options.toBuilder().backOff(step, 1, step).restartDelay(step);
  }

  private static void awaitUp(RealtimeConnection connection) throws InterruptedException {
    assertThat(connection.awaitConnected(LONG)).isTrue();
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 5_000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(2);
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }

  private static boolean came(List<FakeSocket> sockets, String part, int times) {
    return sockets.stream()
            .flatMap(socket -> socket.received().stream())
            .filter(text -> text.contains(part))
            .count()
        >= times;
  }

  @Test
  void projectEventsKeepTheContract() throws Exception {
    ProjectEventsOptions defaults = ProjectEventsOptions.defaults();
    ProjectEventsOptions options =
        defaults.toBuilder()
            .realtime(quick(defaults.realtime()).heartbeat(Duration.ofMillis(20)).build())
            .sessionStore(FileSessionStore.in(folder))
            .build();
    try (FakeProjectEvents fake = FakeProjectEvents.start()) {
      ClientOptions client = ClientOptions.builder(fake.socketUrl()).build();
      try (ProjectEventsClient events = ProjectEventsClient.open(client, options)) {
        events.connect();
        awaitUp(events.connection());
        Registration kept = events.subscribe("project-7");
        Registration ended = events.on("project-8", event -> {});
        await("a subscription", () -> fake.subscriptions("project-8") == 1);
        ended.close();
        await("its end", () -> fake.subscriptions("project-8") == 0);
        events.connection().reconnect();
        await("a session gone on", () -> came(fake.sockets().all(), "project-7", 2));
        await("a ping", () -> came(fake.sockets().all(), "\"ping\"", 1));
        assertThat(kept).isNotNull();
      }
      try (ProjectEventsClient again = ProjectEventsClient.open(client, options)) {
        again.connect();
        await("a session restored", () -> came(fake.sockets().all(), "project-7", 3));
      }

      List<JsonObject> frames = SentFrames.EVENTS.keptTheContract(fake.sockets().all(), Set.of());
      assertThat(frames)
          .filteredOn(frame -> frame.get("type").getAsString().equals("session.init"))
          .extracting(frame -> frame.get("reconnect").getAsBoolean())
          .containsExactly(false, true, true);
    }
  }

  @Test
  void aProjectInThePathIsNotSubscribedTo() throws Exception {
    try (FakeProjectEvents fake = FakeProjectEvents.start();
        ProjectEventsClient events =
            ProjectEventsClient.open(
                ClientOptions.builder(fake.socketUrl()).build(),
                ProjectEventsOptions.builder().projectInPath("project-7").build())) {
      events.connect();
      awaitUp(events.connection());
      events.subscribe("project-7").close();
      events.connection().reconnect();
      fake.sockets().await(2).next();

      for (FakeSocket socket : fake.sockets().all()) {
        assertThat(socket.received()).singleElement().asString().contains("session.init");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"SUBSCRIBE,USER,TASKS_OF_A_USER", "PROGRESS,PROGRESS,PROGRESS"})
  void aFunctionRunnersTasksAreAskedFor(
      EventsDialect spoken, EventDialect understood, SentFrames sent) throws Exception {
    try (FakeFunctionRunner fake = runner(spoken);
        FunctionRunnerClient client = runnerClient(fake, understood)) {
      List<JobHandle<?>> jobs = submitTwo(client);
      RealtimeConnection connection = client.events().orElseThrow();
      awaitUp(connection);
      await("both", () -> came(fake.eventSockets().all(), "subscribe", 2));
      jobs.get(0).detach();
      connection.reconnect();
      await("one again", () -> came(fake.eventSockets().all(), "subscribe", 3));

      List<JsonObject> frames = sent.keptTheContract(fake.eventSockets().all(), Set.of());
      assertThat(frames)
          .extracting(frame -> frame.getAsJsonArray("task_ids").get(0).getAsString())
          .contains(jobs.get(0).id().orElseThrow(), jobs.get(1).id().orElseThrow());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CHANNEL", "GENERATION"})
  void aFunctionRunnerThatTellsAllIsAskedForNothing(EventsDialect dialect) throws Exception {
    try (FakeFunctionRunner fake = runner(dialect);
        FunctionRunnerClient client = runnerClient(fake, EventDialect.valueOf(dialect.name()))) {
      List<JobHandle<?>> jobs = submitTwo(client);
      awaitUp(client.events().orElseThrow());
      fake.jobs().forEach(job -> job.completed());
      for (JobHandle<?> job : jobs) {
        job.await(LONG);
      }

      assertThat(fake.eventSockets().all()).allMatch(socket -> socket.received().isEmpty());
    }
  }

  private static FakeFunctionRunner runner(EventsDialect dialect) {
    FakeFunctionRunner fake =
        FakeFunctionRunner.start(FakeOptions.builder().events(dialect).build());
    fake.everyJob(JobScript.byHand());
    return fake;
  }

  private static FunctionRunnerClient runnerClient(FakeFunctionRunner fake, EventDialect dialect) {
    return FunctionRunnerClient.open(
        ClientOptions.builder(fake.baseUrl()).build(),
        FunctionRunnerOptions.builder()
            .inputCheck(InputCheck.OFF)
            .events(fake.eventsUrl(), dialect)
            .eventSocket(quick(RealtimeOptions.defaults()).build())
            .build());
  }

  private static List<JobHandle<?>> submitTwo(FunctionRunnerClient client)
      throws InterruptedException {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse");
    TaskSubmission task = new TaskSubmission().templateId("text-to-image").inputs(inputs);
    List<JobHandle<?>> jobs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      JobHandle<?> job = client.submit(task);
      job.listen(event -> {});
      jobs.add(job);
    }
    return jobs;
  }

  @ParameterizedTest
  @EnumSource
  void requestsToAStreamerKeepTheContract(RequestShape shape) throws Exception {
    FakeStreamerOptions server =
        FakeStreamerOptions.builder().shapes(Shapes.valueOf(shape.name())).build();
    try (FakeStreamer fake = FakeStreamer.start(server);
        StreamerClient client =
            StreamerClient.open(
                ClientOptions.builder(fake.url())
                    .credentials(Credentials.bearer(StreamerTokens.valid()))
                    .build(),
                StreamerOptions.builder().requestShape(shape).build())) {
      StreamerPayloads payloads = StreamerPayloads.of(shape);
      client.health();
      client.healthAsync().join();
      for (JobHandle<?> job : payloads.askAll(client)) {
        job.await(LONG);
      }
      client
          .request(
              StreamerRequest.builder("echo")
                  .payload(new JsonPrimitive("a \"quoted\" text"))
                  .metadata("trace_id", "4bf92f35\n")
                  .metadata("idempotency_key", "the caller's own")
                  .build())
          .await(LONG);
      client.request("echo", new JsonPrimitive(7)).await(LONG);
      client.request(StreamerAction.of("echo", JsonElement.class), List.of(1, "two")).await(LONG);

      List<JsonObject> frames =
          SentFrames.REQUESTS.keptTheContract(
              fake.sockets().all(), Set.of("RequestFrame body.type"));
      payloads.fit(SentFrames.REQUESTS.check(), frames);
      assertThat(frames).extracting(frame -> frame.get("id")).doesNotHaveDuplicates();
    }
  }
}
