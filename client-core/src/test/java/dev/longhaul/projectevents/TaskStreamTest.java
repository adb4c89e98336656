package dev.longhaul.projectevents;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonPrimitive;
import dev.longhaul.generated.projectevents.model.TaskState;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.projectevents.ListeningTest.Recorder;
import dev.longhaul.testkit.FakeProjectEventsOptions;
import dev.longhaul.testkit.FakeProjectEventsOptions.ProgressShape;
import dev.longhaul.testkit.FakeProjectEventsOptions.TaskEvents;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.FakeTask;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ProjectEventsOperation;
import dev.longhaul.testkit.SocketFault;
import dev.longhaul.testkit.VirtualTime;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A task's stream tells its life truly, and its end always. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskStreamTest {
  @ParameterizedTest
  @CsvSource({
    "NUMBER, BY_STATE",
    "OBJECT, BY_STATE",
    "NUMBER, BY_TYPE",
    "OBJECT, BY_TYPE",
  })
  void aLifeIsToldInEveryDialect(ProgressShape shape, TaskEvents types) throws Exception {
    try (EventsBench bench =
        new EventsBench(
                FakeProjectEventsOptions.builder().progressShape(shape).taskEvents(types),
                ProjectEventsOptions.builder())
            .connected()) {
      Recorder<TaskUpdate> recorder = new Recorder<>(Long.MAX_VALUE);
      bench.client.task("p", "t").subscribe(recorder);
      // The read that follows a subscription; over HTTP a task that has begun is as far as one can
      // be.
      FakeTask task = bench.fake.task("p", "t");
      await(recorder, TaskState.PENDING);
      task.started();
      await(recorder, TaskState.STARTED);
      task.progress(40, "Frame 91 of 200");
      await(recorder, TaskState.PROGRESS);
      task.succeeded(new JsonPrimitive("out.mp4"));

      recorder.completed.get(5, TimeUnit.SECONDS);
      TaskUpdate end = newest(recorder);
      assertThat(end.state()).isEqualTo(TaskState.SUCCESS);
      assertThat(end.percent()).hasValue(100);
      assertThat(end.message()).contains("Frame 91 of 200");
      assertThat(end.result()).contains(new JsonPrimitive("out.mp4"));
      bench.awaitSubscriptions("p", 0);
    }
  }

  @Test
  void failuresAndRevocationsAreEndings() throws Exception {
    // Over HTTP there is no word for a revocation: it is read as a failure.
    try (EventsBench bench =
        new EventsBench(
                FakeProjectEventsOptions.builder(),
                ProjectEventsOptions.builder().withoutHttpTasks())
            .connected()) {
      CompletableFuture<TaskUpdate> failed = bench.client.taskEnded("p", "a");
      CompletableFuture<TaskUpdate> revoked = bench.client.taskEnded("p", "b");
      bench.awaitSubscriptions("p", 1);
      bench.fake.task("p", "a").retrying();
      bench.fake.task("p", "a").failed("no memory");
      bench.fake.task("p", "b").revoked();

      assertThat(failed.get(5, TimeUnit.SECONDS).error()).contains("no memory");
      assertThat(revoked.get(5, TimeUnit.SECONDS).state()).isEqualTo(TaskState.REVOKED);
    }
  }

  @Test
  void aTaskThatEndedBeforeAnyoneLookedIsReadOnce() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      bench.fake.task("p", "t").succeeded(new JsonPrimitive(7));

      assertThat(bench.client.taskEnded("p", "t").get(5, TimeUnit.SECONDS).result())
          .contains(new JsonPrimitive(7));
      assertThat(reads(bench)).isEqualTo(1);
      assertThat(bench.client.taskEnded("p", "t").get(5, TimeUnit.SECONDS).isTerminal()).isTrue();
      assertThat(reads(bench)).isEqualTo(1);
    }
  }

  private static EventsBench confirmingNothing() throws InterruptedException {
    return new EventsBench(
            FakeProjectEventsOptions.builder().withoutConfirmations(),
            ProjectEventsOptions.builder())
        .connected();
  }

  @Test
  void aServerThatConfirmsNothingIsReadFromAllTheSame() throws Exception {
    try (EventsBench bench = confirmingNothing()) {
      bench.fake.task("p", "t").succeeded(new JsonPrimitive(7));

      assertThat(bench.client.taskEnded("p", "t").get(5, TimeUnit.SECONDS).isTerminal()).isTrue();
    }
  }

  @Test
  void aTaskIsReadOnceItsSubscriptionHoldsAlsoTheSecondTime() throws Exception {
    try (EventsBench bench = confirmingNothing()) {
      for (int time = 1; time <= 2; time++) {
        String id = "t" + time;
        CompletableFuture<TaskUpdate> ended = bench.client.taskEnded("p", id);
        bench.awaitSubscriptions("p", 1);
        long before = reads(bench);
        confirm(bench);
        EventsBench.await(() -> reads(bench) == before + 1);
        bench.fake.task("p", id).succeeded(new JsonPrimitive(7));
        ended.get(5, TimeUnit.SECONDS);
        bench.awaitSubscriptions("p", 0);
      }
    }
  }

  @Test
  void aTaskThatWasReadTooEarlyIsReadAgain() throws Exception {
    try (EventsBench bench = confirmingNothing()) {
      bench.client.taskEnded("p", "t");
      EventsBench.await(() -> reads(bench) == 1); // the server seemed to confirm nothing
      confirm(bench);
      EventsBench.await(() -> reads(bench) == 2);
      for (int i = 0; i < 50; i++) {
        confirm(bench);
      }
      EventsBench.await(() -> reads(bench) == 3);
      TimeUnit.MILLISECONDS.sleep(200);
      assertThat(reads(bench)).isEqualTo(3);
    }
  }

  private static void confirm(EventsBench bench) {
    FakeSocket socket = bench.fake.sockets().open().get(0);
    socket.send("{\"type\":\"subscription.confirmed\",\"project_id\":\"p\"}");
  }

  @Test
  void readsThatFailDoNotMultiplyWithTheSockets() throws Exception {
    VirtualTime time = VirtualTime.create();
    WatchOptions watch = WatchOptions.builder().clock(time).scheduler(time).build();
    ResilienceOptions once = ResilienceOptions.builder().maxRetries(0).build();
    try (EventsBench bench =
        new EventsBench(
                FakeProjectEventsOptions.builder(),
                ProjectEventsOptions.builder(),
                options -> options.watch(watch).resilience(once))
            .connected()) {
      bench.fake.always(ProjectEventsOperation.READ_TASK, WireFault.status(500));
      bench.client.taskEnded("p", "t");
      for (int sockets = 1; sockets <= 5; sockets++) {
        int expected = sockets;
        EventsBench.await(() -> reads(bench) == expected);
        settled(bench);
        time.advance(Duration.ofSeconds(1));
        if (sockets < 5) {
          bench.client.connection().reconnect();
        }
      }
      for (int second = 0; second < 60; second++) {
        time.advance(Duration.ofSeconds(1));
        settled(bench);
      }

      assertThat(reads(bench)).isEqualTo(5 + 2);
    }
  }

  /** Waits until nothing more is read for now. */
  private static void settled(EventsBench bench) throws InterruptedException {
    long before = -1;
    while (before != reads(bench)) {
      before = reads(bench);
      TimeUnit.MILLISECONDS.sleep(15);
    }
  }

  @Test
  void anEndWhileTheSocketWasDownIsCaughtUpWith() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      CompletableFuture<TaskUpdate> ended = bench.client.taskEnded("p", "t");
      bench.awaitSubscriptions("p", 1);
      FakeTask task = bench.fake.task("p", "t");
      task.progress(40, "m");
      EventsBench.await(() -> reads(bench) == 1);
      bench.fake.sockets().fault(SocketFault.refuse(503, Map.of(), ""));
      bench.fake.crash();
      bench.awaitSubscriptions("p", 0);
      task.failed("lost worker");

      assertThat(ended.get(5, TimeUnit.SECONDS).error()).contains("lost worker");
      assertThat(ended.join().message()).contains("m");
      assertThat(reads(bench)).isEqualTo(2);
    }
  }

  @Test
  void aReadThatFailsEndsNothing() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      bench.fake.fault(ProjectEventsOperation.READ_TASK, WireFault.status(400));
      CompletableFuture<TaskUpdate> ended = bench.client.taskEnded("p", "t");
      EventsBench.await(() -> reads(bench) == 1);
      bench.fake.task("p", "t").succeeded(new JsonPrimitive(7));

      assertThat(ended.get(5, TimeUnit.SECONDS).isTerminal()).isTrue();
    }
  }

  @Test
  void aServerWithoutThePathIsAskedOnce() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      bench.fake.always(
          ProjectEventsOperation.READ_TASK,
          WireFault.status(404, Map.of(), "{\"detail\":\"Not Found\"}"));
      bench.client.taskEnded("p", "t0");
      EventsBench.await(() -> reads(bench) == 1);
      EventsBench.await(() -> attempts(bench) == 1);
      for (int i = 1; i < 10; i++) {
        bench.client.taskEnded("p", "t" + i);
      }
      bench.fake.crash();
      bench.awaitSubscriptions("p", 1);
      CompletableFuture<TaskUpdate> ended = bench.client.taskEnded("p", "t");
      bench.fake.task("p", "t").succeeded(new JsonPrimitive(7));

      assertThat(ended.get(5, TimeUnit.SECONDS).isTerminal()).isTrue();
      // A second question may have begun before the first answer was understood.
      assertThat(reads(bench)).isBetween(1L, 3L);
    }
  }

  @Test
  void aServerThatKnowsNoTaskAtAllIsSoonAskedNoMore() throws Exception {
    try (EventsBench bench =
        new EventsBench(
                FakeProjectEventsOptions.builder().withoutHttpTasks(),
                ProjectEventsOptions.builder())
            .connected()) {
      bench.client.subscribe("p");
      for (int i = 0; i < 20; i++) {
        bench.client.taskEnded("p", "t" + i);
        int expected = Math.min(5, i + 1);
        EventsBench.await(() -> attempts(bench) >= expected);
      }
      CompletableFuture<TaskUpdate> ended = bench.client.taskEnded("p", "t");
      bench.fake.task("p", "t").succeeded(new JsonPrimitive(7));

      assertThat(ended.get(5, TimeUnit.SECONDS).isTerminal()).isTrue();
      assertThat(reads(bench)).isBetween(5L, 8L);
    }
  }

  @Test
  void nothingIsReadWhereThatIsNotWished() throws Exception {
    try (EventsBench bench =
        new EventsBench(
                FakeProjectEventsOptions.builder(),
                ProjectEventsOptions.builder().withoutHttpTasks())
            .connected()) {
      CompletableFuture<TaskUpdate> ended = bench.client.taskEnded("p", "t");
      bench.awaitSubscriptions("p", 1);
      bench.fake.task("p", "t").succeeded(new JsonPrimitive(7));
      ended.get(5, TimeUnit.SECONDS);

      assertThat(reads(bench)).isZero();
    }
  }

  @Test
  void anEarlyCompletionIsCheckedAndEndsNothing() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      Recorder<TaskUpdate> recorder = new Recorder<>(Long.MAX_VALUE);
      bench.client.task("p", "t").subscribe(recorder);
      EventsBench.await(() -> reads(bench) == 1);
      FakeSocket socket = bench.fake.sockets().open().get(0);
      socket.send("{\"type\":\"complete\",\"task_id\":\"t\",\"result\":{},\"duration\":0}");
      EventsBench.await(() -> recorder.seen.stream().anyMatch(TaskUpdate::isUnprovenEnding));
      EventsBench.await(() -> reads(bench) == 2);
      assertThat(recorder.completed).isNotDone();
      socket.send("{\"type\":\"complete\",\"task_id\":\"t\",\"result\":{\"output\":\"o\"}}");

      recorder.completed.get(5, TimeUnit.SECONDS);
      assertThat(newest(recorder).result()).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "task.failed|\"error\":{\"message\":\"boom\"}|FAILURE|false",
        "task.failed|\"error\":[\"boom\"]|FAILURE|false",
        "task.failed|\"error\":\"boom\",\"traceback\":[\"line\"]|FAILURE|true",
        "complete|\"result\":\"s3://out.mp4\",\"duration\":3|SUCCESS|false",
        "complete|\"result\":[7]|SUCCESS|false",
        "error|\"error_code\":\"TASK_ERROR\",\"details\":\"trace\"|FAILURE|false",
        "task.completed|\"message\":{},\"timestamp\":\"noon\"|SUCCESS|true",
        "task.cancelled|\"node_id\":{}|REVOKED|true",
        "task_complete|\"payload\":{\"task_id\":\"t\",\"result\":7}|SUCCESS|false",
        "task_complete|\"payload\":{\"task_id\":\"t\",\"message\":{}}|SUCCESS|true",
      })
  void noFieldOfAnotherTypeCostsAnEnding(String type, String members, String state, boolean isTold)
      throws Exception {
    try (EventsBench bench =
        new EventsBench(
                FakeProjectEventsOptions.builder(),
                ProjectEventsOptions.builder().withoutHttpTasks())
            .connected()) {
      CompletableFuture<TaskUpdate> ended = bench.client.taskEnded("p", "t");
      bench.awaitSubscriptions("p", 1);
      FakeSocket socket = bench.fake.sockets().open().get(0);
      socket.send("{\"type\":\"%s\",\"task_id\":\"t\",%s}".formatted(type, members));

      assertThat(ended.get(5, TimeUnit.SECONDS).state().value()).isEqualTo(state);
      socket.send("nonsense");
      EventsBench.await(() -> ignored(bench, "nonsense".length()) == 1);
      assertThat(ignored(bench, 0)).isEqualTo(isTold ? 2 : 1);
    }
  }

  @Test
  void anAnswerWhoseErrorIsNoTextEndsTheTaskToo() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      bench.fake.fault(
          ProjectEventsOperation.READ_TASK,
          WireFault.status(
              200,
              Map.of("Content-Type", "application/json"),
              "{\"task_id\":\"t\",\"status\":\"failed\",\"error\":{\"code\":1}}"));

      assertThat(bench.client.taskEnded("p", "t").get(5, TimeUnit.SECONDS).error())
          .contains("{\"code\":1}");
    }
  }

  @Test
  void aLateWatcherHearsFirstWhatIsKnown() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      bench.client.subscribe("p");
      bench.awaitSubscriptions("p", 1);
      bench.fake.task("p", "t").progress(40, "m");
      bench.next(ProjectEvent.TaskChanged.class);
      Recorder<TaskUpdate> late = new Recorder<>(1);
      bench.client.task("p", "t").subscribe(late);

      EventsBench.await(() -> !late.seen.isEmpty());
      assertThat(late.seen.get(0).percent()).hasValue(40);
    }
  }

  @Test
  void aCancelledWaitLetsTheProjectGo() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      CompletableFuture<TaskUpdate> one = bench.client.taskEnded("p", "t");
      CompletableFuture<TaskUpdate> other = bench.client.taskEnded("p", "t");
      bench.awaitSubscriptions("p", 1);
      one.cancel(false);
      bench.fake.task("p", "t").started();
      bench.next();
      assertThat(bench.fake.subscriptions("p")).isEqualTo(1);
      other.cancel(false);

      bench.awaitSubscriptions("p", 0);
    }
  }

  @Test
  void endingsSurviveFramesThatComeTwiceAndOutOfOrder() throws Exception {
    FakeProjectEventsOptions.Builder twice = FakeProjectEventsOptions.builder().duplicates();
    try (EventsBench bench = new EventsBench(twice, ProjectEventsOptions.builder())) {
      bench.fake.sockets().always(SocketFault.reorderFrames(4, 17));
      bench.connected();
      Recorder<TaskUpdate> recorder = new Recorder<>(Long.MAX_VALUE);
      bench.client.task("p", "t").subscribe(recorder);
      bench.awaitSubscriptions("p", 1);
      FakeTask task = bench.fake.task("p", "t");
      for (int percent = 10; percent <= 90; percent += 10) {
        task.progress(percent, "m" + percent);
      }
      task.succeeded(new JsonPrimitive(7));
      for (int i = 0; i < 10; i++) {
        bench.fake.heartbeat(); // pushes out what the reordering holds back
      }

      recorder.completed.get(5, TimeUnit.SECONDS);
      assertThat(recorder.seen).extracting(update -> update.percent().orElse(0)).isSorted();
      assertThat(newest(recorder).result()).contains(new JsonPrimitive(7));
    }
  }

  private static void await(Recorder<TaskUpdate> recorder, TaskState state) throws Exception {
    EventsBench.await(
        () -> recorder.seen.stream().anyMatch(update -> update.state().equals(state)));
  }

  private static TaskUpdate newest(Recorder<TaskUpdate> recorder) {
    return recorder.seen.get(recorder.seen.size() - 1);
  }

  private static long ignored(EventsBench bench, int length) {
    return bench.clientEvents.stream()
        .filter(ClientEvent.FrameIgnored.class::isInstance)
        .filter(event -> length == 0 || ((ClientEvent.FrameIgnored) event).length() == length)
        .count();
  }

  private static long attempts(EventsBench bench) {
    return bench.clientEvents.stream().filter(ClientEvent.Attempted.class::isInstance).count();
  }

  private static long reads(EventsBench bench) {
    return bench.fake.ledger().requests(ProjectEventsOperation.READ_TASK).size();
  }
}
