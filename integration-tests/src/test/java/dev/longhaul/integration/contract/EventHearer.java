package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.projectevents.ProjectEvent;
import dev.longhaul.projectevents.ProjectEventsClient;
import dev.longhaul.testkit.FakeProjectEvents;
import dev.longhaul.testkit.FakeProjectEventsOptions;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of project events that is sent frames, and has to tell the events they stand for. */
final class EventHearer implements FrameHearer {
  private static final String SHOT = "project-7:image_to_video:";

  /** The event of each frame, and of a task what the frame tells of it. */
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("AnyEvent", "Unrecognized"),
          Map.entry("ConnectionEstablishedFrame", "ConnectionEstablished"),
          Map.entry("SubscriptionConfirmedFrame", "SubscriptionConfirmed"),
          Map.entry("PongFrame", "Pong"),
          Map.entry("RelayPongFrame", "Pong"),
          Map.entry("HeartbeatFrame", "Heartbeat"),
          Map.entry("SessionRestoredFrame", "SessionRestored"),
          Map.entry("ContainerReconnectFrame", "RestartAnnounced"),
          Map.entry("ProjectFrame", "ProjectChanged"),
          Map.entry("FileFrame", "FileStored"),
          Map.entry("FileFrame/deleted", "FileRemoved"),
          Map.entry("FileChangedFrame", "FileChanged"),
          Map.entry("WorkspaceChangedFrame", "WorkspaceChanged"),
          Map.entry("StructureChangedFrame", "StructureChanged"),
          Map.entry("GitFrame", "GitChanged"),
          Map.entry("ProcessFrame", "ProcessChanged"),
          Map.entry("TaskProgressFrame", "task-42 PROGRESS 45.5 %"),
          Map.entry("TaskProgressFrame/success", "task-42 SUCCESS 100.0 %"),
          Map.entry("TaskProgressFrame/stepped", "task-42 PROGRESS 40.0 %"),
          Map.entry("TaskProgressNumberFrame", "task-42 SUCCESS 100.0 %"),
          Map.entry("TaskProgressNumberFrame/failure", "task-43 FAILURE"),
          Map.entry("TaskProgressNumberFrame/revoked", "task-44 REVOKED"),
          Map.entry("TaskProgressCountFrame", "task-42 PROGRESS 45.5 %"),
          Map.entry("TaskProgressStepFrame", "task-42 PROGRESS 40.0 %"),
          Map.entry("TaskQueuedFrame", "task-42 PENDING"),
          Map.entry("TaskStartedFrame", "task-42 STARTED"),
          Map.entry("TaskCompletedFrame", "task-42 SUCCESS 100.0 %"),
          Map.entry("TaskSuccessFrame", "task-42 SUCCESS 100.0 %"),
          Map.entry("TaskFailedFrame", "task-43 FAILURE"),
          Map.entry("TaskCancelledFrame", "task-44 REVOKED"),
          Map.entry("RelayProgressFrame", SHOT + "1768905000123 PROGRESS 45.5 %"),
          Map.entry("RelayProgressFrame/withoutTexts", SHOT + "1768905000123 PROGRESS 0.0 %"),
          Map.entry("RelayCompleteFrame", SHOT + "1768905000123 SUCCESS 100.0 %"),
          Map.entry("RelayCompleteFrame/tooEarly", SHOT + "1768905000123 PROGRESS"),
          Map.entry("RelayTaskStartedFrame", SHOT + "1768905000123 STARTED"),
          Map.entry("RelayErrorFrame", SHOT + "1768905000124 FAILURE"),
          Map.entry("RelayErrorFrame/dispatch", "ServerTrouble"),
          Map.entry("RelayErrorFrame/socket", "ServerTrouble"),
          Map.entry("PayloadFrame", "task-42 PROGRESS 45.5 %"));

  private final BlockingQueue<ProjectEvent> heard = new LinkedBlockingQueue<>();
  private final List<ClientEvent> clientEvents = new CopyOnWriteArrayList<>();

  @Override
  public Map<String, String> meanings() {
    return MEANINGS;
  }

  @Override
  public void hears(String schema, String meaning, JsonElement example) throws Exception {
    FakeProjectEventsOptions silent =
        FakeProjectEventsOptions.builder().withoutGreeting().withoutPongs().build();
    try (FakeProjectEvents fake = FakeProjectEvents.start(silent);
        ProjectEventsClient client = ProjectEventsClient.open(options(fake))) {
      client.listen(heard::add);
      client.connect();
      assertThat(client.connection().awaitConnected(Duration.ofSeconds(10))).isTrue();
      fake.sockets().await(1).send(example.toString());
      ProjectEvent event = heard.poll(10, TimeUnit.SECONDS);

      assertThat(event).isNotNull();
      assertThat(told(event)).isEqualTo(meaning);
      assertThat(event.json()).isEqualTo(example.toString());
      assertThat(event.type()).isEqualTo(example.getAsJsonObject().get("type").getAsString());
      assertThat(Trees.plain(Trees.of(frame(event))))
          .isEqualTo(Trees.plain(withoutUnmodelled(schema, example)));
      assertThat(clientEvents).noneMatch(ClientEvent.FrameIgnored.class::isInstance);
    }
  }

  private ClientOptions options(FakeProjectEvents fake) {
    return ClientOptions.builder(fake.socketUrl())
        .resilience(ResilienceOptions.builder().listener(clientEvents::add).build())
        .build();
  }

  private static String told(ProjectEvent event) {
    return event instanceof ProjectEvent.TaskChanged task
        ? task.update().toString().replaceAll("^TaskUpdate\\[|]$", "")
        : event.getClass().getSimpleName();
  }

  /** Each kind of event shows its own model; the type above all of them is not public. */
  private static Object frame(ProjectEvent event) throws ReflectiveOperationException {
    Method frame = event.getClass().getMethod("frame");
    frame.setAccessible(true);
    return frame.invoke(event);
  }

  /** One type is one model: the id that the message of a pong has is in its text alone. */
  private static JsonElement withoutUnmodelled(String schema, JsonElement example) {
    JsonObject modelled = example.getAsJsonObject().deepCopy();
    if (schema.equals("RelayPongFrame")) {
      modelled.remove("id");
    }
    return modelled;
  }
}
