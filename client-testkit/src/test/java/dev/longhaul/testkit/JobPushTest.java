package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.longhaul.generated.functionrunner.model.GenerationCancelledFrame;
import dev.longhaul.generated.functionrunner.model.GenerationCompletedFrame;
import dev.longhaul.generated.functionrunner.model.GenerationFailedFrame;
import dev.longhaul.generated.functionrunner.model.GenerationProgressFrame;
import dev.longhaul.generated.functionrunner.model.TaskCancelledFrame;
import dev.longhaul.generated.functionrunner.model.TaskCompletedFrame;
import dev.longhaul.generated.functionrunner.model.TaskFailedFrame;
import dev.longhaul.generated.functionrunner.model.TaskProgressFrame;
import dev.longhaul.generated.functionrunner.model.UserTaskCancelledFrame;
import dev.longhaul.generated.functionrunner.model.UserTaskCompletedFrame;
import dev.longhaul.generated.functionrunner.model.UserTaskFailedFrame;
import dev.longhaul.generated.functionrunner.model.UserTaskProgressFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(LeakCheck.class)
class JobPushTest {

  private static final List<Class<?>> CHANNEL =
      List.of(
          TaskProgressFrame.class,
          TaskCompletedFrame.class,
          TaskProgressFrame.class,
          TaskFailedFrame.class,
          TaskCancelledFrame.class);
  private static final List<Class<?>> SUBSCRIBED =
      List.of(
          UserTaskProgressFrame.class,
          UserTaskCompletedFrame.class,
          UserTaskProgressFrame.class,
          UserTaskFailedFrame.class,
          UserTaskCancelledFrame.class);
  private static final List<Class<?>> GENERATION =
      List.of(
          GenerationProgressFrame.class,
          GenerationCompletedFrame.class,
          GenerationProgressFrame.class,
          GenerationFailedFrame.class,
          GenerationCancelledFrame.class);
  private static final List<String> STEPS =
      List.of("progress", "completed", "progress", "failed", "cancelled");

  private final VirtualTime time = VirtualTime.create();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : opened) {
      part.close();
    }
  }

  @Test
  void aChannelTellsEveryJobToEverybody() throws Exception {
    FakeFunctionRunner fake = start(EventsDialect.CHANNEL);
    SocketClient one = client(fake.eventsUrl());
    SocketClient other = client(fake.eventsUrl() + "/anything");
    String id = submit(fake);

    List<JsonObject> frames = life(fake.job(id), one);

    fit(frames, CHANNEL, "task.");
    assertThat(frames).allMatch(frame -> frame.get("channel").getAsString().equals("task." + id));
    JsonObject data = frames.get(0).getAsJsonObject("data");
    assertThat(data.get("progress").getAsDouble()).isEqualTo(42.5);
    assertThat(data.get("stage").getAsString()).isEqualTo("resize");
    assertThat(frames.get(3).getAsJsonObject("data").get("error").getAsString())
        .isEqualTo("TASK_ERROR: broken");
    assertThat(other.next(5)).hasSize(5);
  }

  @Test
  void aSubscriberGetsTheJobsItNamed() throws Exception {
    FakeFunctionRunner fake = start(EventsDialect.SUBSCRIBE);
    SocketClient client = client(fake.eventsUrl());
    String other = submit(fake);
    String id = submit(fake);
    client.send("{\"type\":\"subscribe\",\"task_ids\":[\"" + id + "\"]}");
    fake.eventSockets().await(1).next();
    client.send("{\"type\":\"nothing\"}");
    fake.eventSockets().await(1).next();
    fake.job(other).completed();

    List<JsonObject> frames = life(fake.job(id), client);

    fit(frames, SUBSCRIBED, "task.");
    assertThat(frames)
        .allMatch(it -> it.getAsJsonObject("data").get("task_id").getAsString().equals(id));
  }

  @Test
  void aGenerationSocketTellsEveryJobInItsWords() throws Exception {
    FakeFunctionRunner fake = start(EventsDialect.GENERATION);
    SocketClient client = client(fake.eventsUrl());
    String id = submit(fake);

    List<JsonObject> frames = life(fake.job(id), client);

    fit(frames, GENERATION, "generation.");
    assertThat(frames)
        .allMatch(it -> it.getAsJsonObject("data").get("taskId").getAsString().equals(id));
    assertThat(frames.get(1).getAsJsonObject("data").has("executionTime")).isTrue();
  }

  @Test
  void aScriptIsToldAsTimeGoesOn() throws Exception {
    FakeFunctionRunner fake = start(EventsDialect.CHANNEL);
    fake.nextJob(JobScript.builder().stage("resize", Duration.ofSeconds(10)).build());
    SocketClient client = client(fake.eventsUrl());
    submit(fake);

    time.advance(Duration.ofSeconds(5));
    JsonObject half = nextAt(client, 50);
    time.advance(Duration.ofSeconds(5));

    Models.fit(half, TaskProgressFrame.class);
    assertThat(half.getAsJsonObject("data").has("eta")).isTrue();
    assertThat(client.nextOf("task.completed")).isNotNull();
  }

  @Test
  void whatHappenedWhileNobodyListenedIsNotTold() throws Exception {
    FakeFunctionRunner fake = start(EventsDialect.CHANNEL);
    String early = submit(fake);
    fake.job(early).completed();
    SocketClient client = client(fake.eventsUrl());
    String id = submit(fake);
    fake.holdEvents();
    fake.job(id).completed();
    fake.resumeEvents();
    fake.job(id).failed("TASK_ERROR", "after its end");

    JsonObject frame = client.nextObject();
    while (frame.get("type").getAsString().equals("task.progress")) {
      frame = client.nextObject();
    }

    assertThat(frame.get("type").getAsString()).isEqualTo("task.failed");
    assertThat(frame.get("channel").getAsString()).isEqualTo("task." + id);
  }

  @Test
  void anEventCanBePushedAgain() throws Exception {
    FakeFunctionRunner fake = start(EventsDialect.CHANNEL);
    SocketClient client = client(fake.eventsUrl());
    FakeJob job = fake.job(submit(fake));
    job.completed();
    JsonObject told = client.nextOf("task.completed");

    fake.pushEvent(job);

    assertThat(client.nextObject()).isEqualTo(told);
  }

  @Test
  void theSocketAsksForTheTokenAndIsCounted() throws Exception {
    FakeFunctionRunner fake =
        started(FakeOptions.builder().token("secret").events(EventsDialect.CHANNEL).build());

    assertThat(SocketClient.to(fake.eventsUrl()).refusal()).isEqualTo(401);
    assertThat(fake.ledger().requests(FunctionRunnerOperation.CONNECT_EVENTS)).hasSize(1);
    assertThat(fake.eventSockets().opened()).isZero();
  }

  @Test
  void withoutTheOptionThereIsNoSocket() throws Exception {
    FakeFunctionRunner fake = started(FakeOptions.defaults());

    assertThatThrownBy(fake::eventsUrl).isInstanceOf(IllegalStateException.class);
    assertThat(SocketClient.to(fake.baseUrl() + "/ws").refusal()).isEqualTo(404);
  }

  /** Moves a job by hand, one frame at a time; returns the frames. */
  private static List<JsonObject> life(FakeJob job, SocketClient client)
      throws InterruptedException {
    List<Runnable> steps =
        List.of(
            () -> job.running(42.5, "resize", "Step 17 of 40"),
            job::completed,
            () -> job.running(1, "resize", "once more"),
            () -> job.failed("TASK_ERROR", "broken"),
            job::cancelled);
    List<JsonObject> frames = new ArrayList<>();
    for (Runnable step : steps) {
      step.run();
      frames.add(client.nextObject());
    }
    return frames;
  }

  private static void fit(List<JsonObject> frames, List<Class<?>> models, String prefix) {
    for (int index = 0; index < models.size(); index++) {
      Models.fit(frames.get(index), models.get(index));
    }
    assertThat(frames)
        .extracting(frame -> frame.get("type").getAsString())
        .containsExactlyElementsOf(STEPS.stream().map(prefix::concat).toList());
  }

  private static JsonObject nextAt(SocketClient client, double percent) throws Exception {
    JsonObject frame = client.nextOf("task.progress");
    while (frame.getAsJsonObject("data").get("progress").getAsDouble() != percent) {
      frame = client.nextOf("task.progress");
    }
    return frame;
  }

  private String submit(FakeFunctionRunner fake) throws IOException {
    try (Http http = new Http(fake)) {
      return http.submit();
    }
  }

  private SocketClient client(String url) throws Exception {
    SocketClient client = SocketClient.open(url);
    opened.add(0, client);
    return client;
  }

  private FakeFunctionRunner start(EventsDialect dialect) {
    FakeFunctionRunner fake = started(FakeOptions.builder().clock(time).events(dialect).build());
    fake.everyJob(JobScript.byHand());
    return fake;
  }

  private FakeFunctionRunner started(FakeOptions options) {
    FakeFunctionRunner fake = FakeFunctionRunner.start(options);
    opened.add(fake);
    return fake;
  }
}
