package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.functionrunner.FunctionRunnerOptions.EventDialect;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.EventsDialect;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the socket of a Function Runner should not say does no harm and is told. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrangeFramesTest {
  private static final String SENSELESS = "it is not what the service sends";
  private static final String UNKNOWN = "its type is not known";

  private final List<ClientEvent> events = new CopyOnWriteArrayList<>();
  private FakeFunctionRunner fake;
  private FunctionRunnerClient client;
  private JobHandle<TaskResult> job;
  private FakeSocket socket;

  @BeforeEach
  void open() throws Exception {
    fake = FakeFunctionRunner.start(FakeOptions.builder().events(EventsDialect.CHANNEL).build());
    fake.everyJob(JobScript.byHand());
    client =
        FunctionRunnerClient.open(
            ClientOptions.builder(fake.baseUrl())
                .resilience(ResilienceOptions.builder().listener(events::add).build())
                .build(),
            Bench.PLAIN.toBuilder().events(fake.eventsUrl(), EventDialect.CHANNEL).build());
    job = client.submit(Bench.task());
    assertThat(client.events().orElseThrow().awaitConnected(Duration.ofSeconds(10))).isTrue();
    socket = fake.eventSockets().await(1);
  }

  @AfterEach
  void close() {
    client.close();
    fake.close();
  }

  private List<String> problems() {
    return events.stream()
        .filter(ClientEvent.FrameIgnored.class::isInstance)
        .map(event -> ((ClientEvent.FrameIgnored) event).problem())
        .toList();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  /** Frames come in order, so that all before this one were taken in. */
  private void moves(double percent) throws InterruptedException {
    fake.jobs().get(0).running(percent, "generation", "on its way");
    await(() -> job.snapshot().percent().orElse(0) == percent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[]",
        "{}",
        "{\"type\":7}",
        "{\"type\":null,\"task_id\":\"t\"}",
        "{\"type\":{\"a\":[]},\"channel\":\"task.t\"}",
        "{\"channel\":\"task.t\",\"data\":{\"progress\":5}}",
        "{\"type\":\"task.progress\",\"data\":{\"progress\":5}}",
        "{\"type\":\"task.completed\",\"channel\":7}",
        "{\"type\":\"task.failed\",\"channel\":\"task.\"}",
        "{\"type\":\"task.cancelled\",\"task_id\":{}}",
        "{\"type\":\"generation.completed\",\"data\":\"taskId\"}",
        "{\"type\":\"progress.update\",\"task_id\":\"..\",\"data\":{}}"
      })
  void whatMakesNoSenseIsToldAndTheSocketGoesOn(String text) throws Exception {
    socket.send(text);
    await(() -> !problems().isEmpty());
    fake.jobs().get(0).completed();

    assertThat(job.await(Duration.ofSeconds(10))).isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(problems()).containsExactly(SENSELESS);
    assertThat(fake.eventSockets().opened()).isEqualTo(1);
  }

  @Test
  void aTypeThatNobodyKnowsIsToldOnce() throws Exception {
    for (int i = 0; i < 3; i++) {
      socket.send("{\"type\":\"task.paused\",\"channel\":\"task.t\"}");
      socket.send("{\"type\":\"%s\"}".formatted("x".repeat(64) + i));
    }
    moves(40);

    await(() -> problems().size() == 2);
    assertThat(problems()).containsExactly(UNKNOWN, UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"subscribed\",\"task_ids\":[\"t\"]}",
        "{\"type\":\"progress.not_found\",\"task_id\":\"t\"}",
        "{\"type\":\"batch_progress.response\",\"batch_id\":\"b\"}",
        "{\"type\":\"error\",\"message\":\"No task ids\"}",
        "{\"type\":\"pong\"}",
        "{\"type\":\"system.heartbeat\"}",
        "{\"type\":\"task.progress\",\"channel\":\"project.7\"}",
        "{\"type\":\"task.progress\",\"channel\":\"task.of-another\"}",
        "{\"type\":\"task.progress\",\"task_id\":7}"
      })
  void whatIsNoneOfOursIsNotWorthAWord(String text) throws Exception {
    socket.send(text);
    socket.send("{\"type\":\"a mark\"}");
    await(() -> !problems().isEmpty());

    assertThat(problems()).containsExactly(UNKNOWN);
  }
}
