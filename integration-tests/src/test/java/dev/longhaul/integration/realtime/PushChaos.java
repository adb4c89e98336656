package dev.longhaul.integration.realtime;

import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.functionrunner.FunctionRunnerOptions.EventDialect;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.realtime.RealtimeConnection;
import dev.longhaul.realtime.RealtimeOptions;
import dev.longhaul.testkit.EventsDialect;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.SocketFault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the tasks of a plan to their ends, over a socket that fails, and keeps what was seen. */
final class PushChaos {
  private static final int PATIENCE_SECONDS = 20;

  /** Sockets that fail, and a pace at which it shows whether tasks are read. */
  static final WatchOptions HURRY =
      WatchOptions.builder()
          .pollPace(Duration.ofMillis(50), 1.3, Duration.ofMillis(300))
          .readsPerSecond(1_000)
          .build();

  private static final RealtimeOptions SOCKET =
      RealtimeOptions.builder()
          .backOff(Duration.ofMillis(150), 1.5, Duration.ofMillis(400))
          .restartDelay(Duration.ofMillis(200))
          .pingInterval(Duration.ofMillis(250))
          .handshakesPerMinute(10_000)
          .build();

  private final PushPlan plan;
  private final LinkTimes link = new LinkTimes();
  private final List<PushedTask> tasks = new ArrayList<>();
  private List<ReceivedRequest> reads = List.of();
  private int opened;
  private int closed;
  private int served;

  private PushChaos(PushPlan plan) {
    this.plan = plan;
  }

  /** Returns every way in which the socket of the service goes wrong by itself. */
  static List<SocketFault> faults(long seed) {
    return List.of(
        SocketFault.dropAfter(100),
        SocketFault.dropAfter(4_000),
        SocketFault.resetAfter(1_000),
        SocketFault.silentAfter(2_000),
        SocketFault.duplicateFrames(),
        SocketFault.reorderFrames(16, seed),
        SocketFault.delayFrames(Duration.ofMillis(40)),
        SocketFault.malformedJson(),
        SocketFault.binaryFrame(),
        SocketFault.deepJson(5_000),
        SocketFault.invalidUtf8(),
        SocketFault.truncatedFrame(),
        SocketFault.closeWith(1001, "away"),
        SocketFault.closeWith(1012, "restart"),
        SocketFault.refuse(503, Map.of("Retry-After", "0"), "{}"));
  }

  /** Runs a plan with faults of both kinds: of the service's socket, and of the way to it. */
  static PushChaos run(PushPlan plan) throws IOException, InterruptedException {
    PushChaos chaos = new PushChaos(plan);
    try (FakeFunctionRunner fake = chaos.fake();
        CuttingProxy proxy = CuttingProxy.before(fake.eventsUrl(), plan.seed())) {
      fake.eventSockets().always(SocketFault.seeded(plan.seed(), 0.9, faults(plan.seed())));
      chaos.run(fake, proxy.url(), HURRY);
      chaos.opened = proxy.opened();
      chaos.closed = proxy.awaitClosed();
    }
    return chaos;
  }

  /** Runs a plan over a socket without faults. */
  static PushChaos undisturbed(PushPlan plan, WatchOptions watch) throws InterruptedException {
    PushChaos chaos = new PushChaos(plan);
    try (FakeFunctionRunner fake = chaos.fake()) {
      chaos.run(fake, fake.eventsUrl(), watch);
    }
    return chaos;
  }

  private FakeFunctionRunner fake() {
    return FakeFunctionRunner.start(FakeOptions.builder().events(plan.dialect()).build());
  }

  private void run(FakeFunctionRunner fake, String events, WatchOptions watch)
      throws InterruptedException {
    FunctionRunnerOptions options =
        FunctionRunnerOptions.builder()
            .inputCheck(FunctionRunnerOptions.InputCheck.OFF)
            .events(events, understood())
            .eventSocket(SOCKET)
            .build();
    try (FunctionRunnerClient client =
        FunctionRunnerClient.open(
            ClientOptions.builder(fake.baseUrl()).watch(watch).build(), options)) {
      RealtimeConnection connection = client.events().orElseThrow();
      connection.listen(link::add);
      for (PushPlan.Fate fate : plan.fates()) {
        fake.nextJob(fate.script());
        Instant now = Instant.now();
        tasks.add(PushedTask.follow(client.submit(task(fate)), fate, now));
        TimeUnit.MILLISECONDS.sleep(plan.restMillis());
      }
      awaitTheLast();
    }
    reads = fake.ledger().requests(FunctionRunnerOperation.READ_STATUS);
    served = fake.eventSockets().opened();
    fake.eventSockets().awaitNoneOpen();
  }

  private EventDialect understood() {
    return plan.dialect() == EventsDialect.SUBSCRIBE
        ? EventDialect.USER
        : EventDialect.valueOf(plan.dialect().name());
  }

  private static TaskSubmission task(PushPlan.Fate fate) {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "wave " + fate.number());
    return new TaskSubmission().templateId("text-to-image").inputs(inputs);
  }

  private void awaitTheLast() throws InterruptedException {
    long end =
        System.nanoTime()
            + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)
            + plan.longest() * 1_000_000L;
    for (PushedTask task : tasks) {
      task.whenOver().await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  List<PushedTask> tasks() {
    return tasks;
  }

  /** Returns all that tasks were told wrong, and the tasks that were not told their end. */
  List<String> lies() {
    List<String> lies = new ArrayList<>();
    for (PushedTask task : tasks) {
      lies.addAll(task.lies());
      if (!task.isOver()) {
        lies.add(task.id() + " was not told its end");
      }
    }
    return lies;
  }

  List<String> needlessReads() {
    return ReadsCheck.problems(tasks, link, reads);
  }

  long readsWhileDown() {
    return ReadsCheck.whileDown(link, reads);
  }

  int reads() {
    return reads.size();
  }

  Duration strictTime() {
    return ReadsCheck.strict(link);
  }

  /** Returns how often the connection was up. */
  int timesUp() {
    return link.up().size();
  }

  long timesGivenUp() {
    return link.count(ConnectionState.ERROR);
  }

  /** Returns how many sockets the client opened, as the proxy saw it. */
  int opened() {
    return opened;
  }

  /** Returns how many of them were closed when the client was. */
  int closed() {
    return closed;
  }

  /** Returns how many sockets the service had in all; none was open any more. */
  int served() {
    return served;
  }

  @Override
  public String toString() {
    return "%s: up %d times, %d ms strictly; %d sockets; %d reads, %d while down; %d moves heard"
        .formatted(
            plan,
            timesUp(),
            strictTime().toMillis(),
            opened,
            reads(),
            readsWhileDown(),
            tasks.stream().mapToInt(PushedTask::moves).sum());
  }
}
