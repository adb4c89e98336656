package dev.longhaul.integration.contract;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.EventsDialect;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FakeProjectEvents;
import dev.longhaul.testkit.FakeProjectEventsOptions;
import dev.longhaul.testkit.FakeProjectEventsOptions.ProgressShape;
import dev.longhaul.testkit.FakeProjectEventsOptions.TaskEvents;
import dev.longhaul.testkit.FakeStreamer;
import dev.longhaul.testkit.FakeStreamerOptions;
import dev.longhaul.testkit.FakeStreamerOptions.ErrorIds;
import dev.longhaul.testkit.FakeStreamerOptions.Family;
import dev.longhaul.testkit.FakeStreamerOptions.Tokens;
import dev.longhaul.testkit.FakeTask;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.StreamerScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What users test against keeps the contract: every frame that a fake can send fits its schema. */
@Timeout(60)
class FramesOfFakesTest {
  private static final Map<EventsDialect, FrameFamily> SPOKEN =
      Map.of(
          EventsDialect.CHANNEL, FrameFamily.CHANNEL,
          EventsDialect.SUBSCRIBE, FrameFamily.USER,
          EventsDialect.PROGRESS, FrameFamily.PROGRESS,
          EventsDialect.GENERATION, FrameFamily.GENERATION);

  private static final JsonPrimitive NOTE = new JsonPrimitive("joining");

  /** Every script, with how many frames it sends. */
  private static final Map<StreamerScript, Integer> SCRIPTS =
      Map.ofEntries(
          Map.entry(StreamerScript.quick(), 6),
          Map.entry(StreamerScript.failing(), 3),
          Map.entry(StreamerScript.failsThenRetries(), 6),
          Map.entry(StreamerScript.hundredTwice(), 4),
          Map.entry(StreamerScript.answersBeforeAsked(), 3),
          Map.entry(StreamerScript.silent(), 1),
          Map.entry(StreamerScript.noAnswer(), 0),
          Map.entry(StreamerScript.immediate(), 1),
          Map.entry(StreamerScript.immediate(JsonParser.parseString("[1, \"two\", null]")), 1),
          Map.entry(StreamerScript.builder().immediateFailure("TIMEOUT", "Too slow").build(), 1),
          Map.entry(StreamerScript.builder().failure("RATE_LIMITED", "Slow down").build(), 1),
          Map.entry(StreamerScript.builder().queued(Duration.ofMillis(1500)).build(), 1),
          Map.entry(StreamerScript.builder().result(NOTE).build(), 1),
          Map.entry(StreamerScript.builder().unsuccessful(new JsonObject()).build(), 1),
          Map.entry(
              StreamerScript.builder()
                  .metadata("current_step", NOTE)
                  .progress(12.5, "Reading")
                  .metadata("records_processed", new JsonPrimitive(47_500))
                  .progress(41.5, "Joining")
                  .result()
                  .build(),
              3));

  private static final Map<String, String> PAYLOADS =
      Map.of(
          "health", "null",
          "echo", "[1, 'two', 3.5, null, true]",
          "generate_report",
              "{'start_date':'2026-01-01','end_date':'2026-01-31','format':'pdf',"
                  + "'report_type':'monthly'}",
          "process_data",
              "{'pipeline':'anomaly','data_source':{'type':'query','query':'SELECT 1'},"
                  + "'output':{'format':'json','destination':'s3://lab-results/'}}",
          "bulk_operation",
              "{'operation_type':'update','entity_type':'product','items':[{'sku':'A-100'}]}");

  @ParameterizedTest
  @EnumSource
  void aFunctionRunnerKeepsTheContract(EventsDialect dialect) throws Exception {
    FakeFrames frames = new FakeFrames(SPOKEN.get(dialect));
    try (FakeFunctionRunner fake =
            FakeFunctionRunner.start(FakeOptions.builder().events(dialect).build());
        BareSocket socket = new BareSocket(fake.eventsUrl())) {
      fake.eventSockets().await(1);
      fake.holdEvents();
      fake.everyJob(JobScript.byHand());
      List<FakeJob> jobs = threeJobs(fake);
      socket.send(
          "{'type':'subscribe','task_ids':['%s','%s','%s','task-99']}".formatted(ids(jobs)));
      if (dialect == EventsDialect.PROGRESS) {
        answersQuestions(frames, socket, jobs);
      }
      jobs.get(0).running(42.5, "generation", "Step 17 of 40");
      do {
        fake.pushEvent(jobs.get(0));
      } while (!socket.hearsSoon());
      frames.takes(socket, 1);
      jobs.get(0).completed();
      jobs.get(1).failed("OUT_OF_MEMORY", "no room");
      jobs.get(2).cancelled();
      jobs.forEach(fake::pushEvent);
      List<String> ends = frames.takes(socket, 3);
      while (!ends.get(ends.size() - 1).contains(jobs.get(2).id())) {
        // The first was told more than once, until it was heard.
        ends = frames.takes(socket, 1);
      }
    }
    frames.keptTheContract();
  }

  private static List<FakeJob> threeJobs(FakeFunctionRunner fake) throws InterruptedException {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse");
    try (FunctionRunnerClient client =
        FunctionRunnerClient.open(ClientOptions.builder(fake.baseUrl()).build())) {
      for (int i = 0; i < 3; i++) {
        client.submit(new TaskSubmission().templateId("text-to-image").inputs(inputs)).detach();
      }
    }
    return fake.jobs();
  }

  private static Object[] ids(List<FakeJob> jobs) {
    return jobs.stream().map(FakeJob::id).toArray();
  }

  private static void answersQuestions(FakeFrames frames, BareSocket socket, List<FakeJob> jobs)
      throws InterruptedException {
    frames.takes(socket, 5);
    socket.send("{'type':'get_progress','task_id':'%s'}".formatted(ids(jobs)));
    socket.send(
        "{'type':'get_batch_progress','batch_id':'b','task_ids':['%s','%s']}".formatted(ids(jobs)));
    socket.send("{'type':'subscribe','task_ids':[]}");
    socket.send("{'type':'nonsense'}");
    frames.takes(socket, 4);
  }

  static Stream<Arguments> mannersOfProjectEvents() {
    List<Arguments> all = new ArrayList<>();
    for (ProgressShape shape : ProgressShape.values()) {
      for (TaskEvents events : TaskEvents.values()) {
        for (String path : List.of("", "/p")) {
          all.add(Arguments.of(shape, events, path));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("mannersOfProjectEvents")
  void projectEventsKeepTheContract(ProgressShape shape, TaskEvents events, String path)
      throws Exception {
    FakeFrames frames = new FakeFrames(FrameFamily.EVENTS);
    FakeProjectEventsOptions options =
        FakeProjectEventsOptions.builder()
            .progressShape(shape)
            .taskEvents(events)
            .heartbeat(Duration.ZERO)
            .duplicates()
            .build();
    try (FakeProjectEvents fake = FakeProjectEvents.start(options);
        BareSocket socket = new BareSocket(fake.socketUrl() + path)) {
      socket.send("{'type':'subscribe','project_id':'p'}");
      socket.send("{'type':'ping'}");
      frames.takes(socket, 3);
      FakeTask task = fake.task("p", "task-42");
      task.started();
      task.progress(45.5, "Frame 91 of 200");
      List<String> told = frames.takes(socket, 4);
      task.retrying();
      task.succeeded(NOTE);
      task.failed("no room");
      task.revoked();
      fake.heartbeat();
      fake.restart();
      frames.takes(socket, 10);
      if (shape == ProgressShape.NUMBER && events == TaskEvents.BY_STATE) {
        frames.alsoFit("TaskProgressNumberFrame", told);
      } else if (shape == ProgressShape.OBJECT && events == TaskEvents.BY_TYPE) {
        frames.alsoFit("TaskProgressCountFrame", told.subList(2, 4));
      }
    }
    String[] ends =
        events == TaskEvents.BY_TYPE
            ? new String[0]
            : "TaskStartedFrame TaskCompletedFrame TaskFailedFrame TaskCancelledFrame".split(" ");
    frames.keptTheContract(ends);
  }

  static Stream<Arguments> mannersOfStreamers() {
    return Stream.of(Family.values())
        .flatMap(family -> Stream.of(ErrorIds.values()).map(ids -> Arguments.of(family, ids)));
  }

  @ParameterizedTest
  @MethodSource("mannersOfStreamers")
  void aStreamerKeepsTheContract(Family family, ErrorIds ids) throws Exception {
    FakeFrames frames = new FakeFrames(FrameFamily.valueOf(family.name()));
    FakeStreamerOptions options =
        FakeStreamerOptions.builder().family(family).errorIds(ids).tokens(Tokens.NOT_ASKED).build();
    try (FakeStreamer fake = FakeStreamer.start(options);
        BareSocket socket = new BareSocket(fake.url())) {
      fake.sockets().await(1);
      for (Map.Entry<StreamerScript, Integer> script : SCRIPTS.entrySet()) {
        fake.nextRequest(script.getKey());
        socket.send(request("generate_report"));
        frames.takes(socket, script.getValue());
      }
      for (String action : PAYLOADS.keySet()) {
        fake.nextRequest(StreamerScript.builder().result().build());
        socket.send(request(action));
        frames.result(action, frames.takes(socket, 1).get(0));
      }
      socket.send("{'id':'r-none','action':'no_such_action'}");
      socket.send("{'id':'r-bad','action':'generate_report','payload':{'start_date':7}}");
      fake.gatewayFault("Internal server error");
      fake.pingAll();
      frames.takes(socket, 4);
    }
    boolean named = family == Family.FLAT && ids == ErrorIds.WITH;
    frames.keptTheContract(named ? new String[] {"FlatErrorFrame"} : new String[0]);
  }

  private static String request(String action) {
    return "{'id':'%s','action':'%s','payload':%s}"
        .formatted(UUID.randomUUID(), action, PAYLOADS.get(action));
  }
}
