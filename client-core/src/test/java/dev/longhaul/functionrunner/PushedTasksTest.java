package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.functionrunner.FunctionRunnerOptions.EventDialect;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.realtime.RealtimeConnection;
import dev.longhaul.realtime.RealtimeOptions;
import dev.longhaul.testkit.EventsDialect;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks are watched over a socket: reads are seldom while it is open and quick while it is not. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PushedTasksTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private FakeFunctionRunner fake;
  private FunctionRunnerClient client;

  /** A pace at which no test would end by reads alone. */
  private void open(EventsDialect spoken, EventDialect understood) {
    open(spoken, understood, Duration.ofMinutes(1));
  }

  private void open(EventsDialect spoken, EventDialect understood, Duration pace) {
    fake =
        FakeFunctionRunner.start(FakeOptions.builder().token(Bench.TOKEN).events(spoken).build());
    fake.everyJob(JobScript.byHand());
    ClientOptions options =
        ClientOptions.builder(fake.baseUrl())
            .credentials(Credentials.bearer(Bench.TOKEN))
            .watch(WatchOptions.builder().pollPace(pace, 1, pace).build())
            .build();
    RealtimeOptions socket =
        RealtimeOptions.builder()
            .backOff(Duration.ofMillis(10), 1, Duration.ofMillis(10))
            .restartDelay(Duration.ofMillis(10))
            .build();
    client =
        FunctionRunnerClient.open(
            options,
            Bench.PLAIN.toBuilder()
                .events(fake.eventsUrl(), understood)
                .eventSocket(socket)
                .build());
  }

  @AfterEach
  void close() {
    client.close();
    fake.close();
  }

  private FakeJob only() {
    return fake.jobs().get(0);
  }

  private static EventDialect understood(EventsDialect spoken) {
    return spoken == EventsDialect.SUBSCRIBE
        ? EventDialect.USER
        : EventDialect.valueOf(spoken.name());
  }

  private void awaitConnected() throws InterruptedException {
    assertThat(connection().awaitConnected(LONG)).isTrue();
  }

  private RealtimeConnection connection() {
    return client.events().orElseThrow();
  }

  private static BlockingQueue<JobEvent> heard(JobHandle<?> job) {
    BlockingQueue<JobEvent> events = new LinkedBlockingQueue<>();
    job.listen(events::add);
    return events;
  }

  private static JobEvent await(BlockingQueue<JobEvent> events, Predicate<JobEvent> wanted)
      throws InterruptedException {
    while (true) {
      JobEvent event = events.poll(10, TimeUnit.SECONDS);
      assertThat(event).isNotNull();
      if (wanted.test(event)) {
        return event;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(EventsDialect.class)
  void eachDialectTellsOfProgressAndOfTheEnd(EventsDialect dialect) throws Exception {
    open(dialect, understood(dialect));
    JobHandle<TaskResult> job = client.submit(Bench.task());
    BlockingQueue<JobEvent> events = heard(job);
    awaitConnected();
    awaitReads(1);
    if (dialect == EventsDialect.SUBSCRIBE || dialect == EventsDialect.PROGRESS) {
      awaitHeard(1);
    }

    only().running(42, "generation", "Step 17 of 40");
    JobEvent progressed = await(events, event -> event.snapshot().percent().orElse(0) == 42);
    assertThat(progressed.snapshot().stage()).contains("generation");
    assertThat(progressed.snapshot().message()).contains("Step 17 of 40");
    only().completed();

    assertThat(job.await(LONG)).isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(only().statusReads()).as("one when the socket opened, one for the end").isEqualTo(2);
  }

  /** A socket that has to be asked for tasks tells nothing of what was before. */
  private void awaitHeard(int subscriptions) throws InterruptedException {
    FakeSocket socket = fake.eventSockets().await(1);
    for (int i = 0; i < 1_000 && socket.received().size() < subscriptions; i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    TimeUnit.MILLISECONDS.sleep(50);
  }

  private void awaitReads(int reads) throws InterruptedException {
    for (int i = 0; i < 1_000 && only().statusReads() < reads; i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(only().statusReads()).isGreaterThanOrEqualTo(reads);
  }

  @Test
  void failedAndCancelledTasksAreReadForTheirReason() throws Exception {
    open(EventsDialect.CHANNEL, EventDialect.CHANNEL);
    JobHandle<TaskResult> failing = client.submit(Bench.task());
    JobHandle<TaskResult> stopped = client.submit(Bench.task());
    awaitConnected();

    fake.jobs().get(0).failed("OUT_OF_MEMORY", "no room");
    fake.jobs().get(1).cancelled();

    assertThat(failing.await(LONG)).isInstanceOf(JobOutcome.Failed.class);
    assertThat(stopped.await(LONG)).isInstanceOf(JobOutcome.Cancelled.class);
  }

  static List<SocketFault> troubles() {
    return List.of(
        SocketFault.duplicateFrames(),
        SocketFault.reorderFrames(4, 7),
        SocketFault.malformedJson(),
        SocketFault.binaryFrame(),
        SocketFault.deepJson(10_000),
        SocketFault.floodOfPings(),
        SocketFault.dropAfter(1),
        SocketFault.resetAfter(1),
        SocketFault.closeWith(1012, "restart"),
        SocketFault.refuse(503, Map.of("Retry-After", "0"), "{}"));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void aSocketInTroubleChangesNothingForTheCaller(SocketFault trouble) throws Exception {
    open(EventsDialect.CHANNEL, EventDialect.CHANNEL);
    fake.eventSockets().fault(trouble);
    JobHandle<TaskResult> job = client.submit(Bench.task());
    BlockingQueue<JobEvent> events = heard(job);
    awaitConnected();

    for (int percent = 10; percent < 100; percent += 10) {
      only().running(percent, "generation", "on its way");
      TimeUnit.MILLISECONDS.sleep(7);
    }
    only().completed();

    assertThat(job.await(LONG)).isInstanceOf(JobOutcome.Succeeded.class);
    await(events, event -> event instanceof JobEvent.Ended);
    assertThat(events).as("after the end").isEmpty();
  }

  @Test
  void anEndDuringAGapIsReadWhenTheSocketIsBack() throws Exception {
    open(EventsDialect.CHANNEL, EventDialect.CHANNEL);
    JobHandle<TaskResult> job = client.submit(Bench.task());
    awaitConnected();
    awaitReads(1);

    fake.holdEvents();
    only().completed();
    TimeUnit.MILLISECONDS.sleep(50);
    assertThat(job.outcome()).isNotDone();
    connection().reconnect();

    assertThat(job.await(LONG)).isInstanceOf(JobOutcome.Succeeded.class);
  }

  @Test
  void aSocketThatWasOpenedByHandIsAsGoodAsAnother() throws Exception {
    open(EventsDialect.CHANNEL, EventDialect.CHANNEL, Duration.ofMillis(20));
    connection().connect();
    awaitConnected();
    JobHandle<TaskResult> job = client.submit(Bench.task());
    awaitReads(1);
    TimeUnit.MILLISECONDS.sleep(200);

    assertThat(only().statusReads()).isLessThanOrEqualTo(2);
    only().completed();
    assertThat(job.await(LONG)).isInstanceOf(JobOutcome.Succeeded.class);
  }

  @Test
  void aRefusedSocketLeavesTheTasksToTheReads() throws Exception {
    open(EventsDialect.CHANNEL, EventDialect.CHANNEL, Duration.ofMillis(20));
    fake.eventSockets().always(SocketFault.refuse(404, Map.of(), "{}"));
    JobHandle<TaskResult> job = client.submit(Bench.task());
    only().completed();

    assertThat(job.await(LONG)).isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(fake.eventSockets().opened()).isZero();
  }

  @Test
  void theSocketIsOpenOnlyWhileTasksAreWatched() throws Exception {
    open(EventsDialect.CHANNEL, EventDialect.CHANNEL);
    assertThat(connection().status().state()).isEqualTo(ConnectionState.DISCONNECTED);
    JobHandle<TaskResult> first = client.submit(Bench.task());
    awaitConnected();
    first.detach();
    fake.eventSockets().awaitNoneOpen();
    client.submit(Bench.task());
    awaitConnected();

    assertThat(fake.eventSockets().opened()).isEqualTo(2);
  }

  @Test
  void aCompletionThatComesBeforeTheSubmissionIsAnsweredIsNotMissed() throws Exception {
    open(EventsDialect.CHANNEL, EventDialect.CHANNEL);
    client.submit(Bench.task());
    awaitConnected();
    fake.nextJob(JobScript.quick());

    assertThat(client.submit(Bench.task()).await(LONG)).isInstanceOf(JobOutcome.Succeeded.class);
  }

  @Test
  void viewsOfTheClientShareTheSocket() throws Exception {
    open(EventsDialect.SUBSCRIBE, EventDialect.USER);
    JobHandle<TaskResult> one = client.submit(Bench.task());
    JobHandle<TaskResult> other =
        client.with(CallOptions.builder().header("X-Team", "red").build()).submit(Bench.task());
    awaitConnected();
    awaitHeard(2);

    fake.jobs().forEach(FakeJob::completed);

    assertThat(one.await(LONG)).isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(other.await(LONG)).isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(fake.eventSockets().opened()).isEqualTo(1);
  }
}
