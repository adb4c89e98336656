package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.longhaul.generated.projectevents.model.ErrorEnvelope;
import dev.longhaul.generated.projectevents.model.TaskCancelledFrame;
import dev.longhaul.generated.projectevents.model.TaskCompletedFrame;
import dev.longhaul.generated.projectevents.model.TaskFailedFrame;
import dev.longhaul.generated.projectevents.model.TaskProgressCountFrame;
import dev.longhaul.generated.projectevents.model.TaskProgressFrame;
import dev.longhaul.generated.projectevents.model.TaskProgressNumberFrame;
import dev.longhaul.generated.projectevents.model.TaskRecord;
import dev.longhaul.generated.projectevents.model.TaskStartedFrame;
import dev.longhaul.testkit.FakeProjectEventsOptions.ProgressShape;
import dev.longhaul.testkit.FakeProjectEventsOptions.TaskEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(LeakCheck.class)
class ProjectTaskTest {

  private static final JsonObject RESULT = new JsonObject();

  static {
    RESULT.addProperty("output", "shot.mp4");
  }

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : opened) {
      part.close();
    }
  }

  @Test
  void everyStepIsAProgressWithAStateAndANumber() throws Exception {
    List<JsonObject> frames = life(start(TaskEvents.BY_STATE, ProgressShape.NUMBER));

    assertThat(frames).extracting(it -> it.get("type").getAsString()).containsOnly("task.progress");
    assertThat(frames)
        .extracting(it -> it.get("state").getAsString())
        .containsExactly("STARTED", "PROGRESS", "RETRY", "FAILURE", "REVOKED", "SUCCESS");
    frames.forEach(frame -> Models.fit(frame, TaskProgressNumberFrame.class));
    assertThat(frames.get(1).get("progress").getAsDouble()).isEqualTo(45.5);
    assertThat(frames.get(1).get("message").getAsString()).isEqualTo("Frame 91");
    assertThat(frames.get(3).get("message").getAsString()).isEqualTo("broken");
    assertThat(frames.get(5).get("progress").getAsInt()).isEqualTo(100);
    assertThat(frames.get(5).get("result")).isEqualTo(RESULT);
  }

  @Test
  void everyStepIsAProgressWithAStateAndAnObject() throws Exception {
    List<JsonObject> frames = life(start(TaskEvents.BY_STATE, ProgressShape.OBJECT));

    frames.forEach(frame -> Models.fit(frame, TaskProgressFrame.class));
    JsonObject progress = frames.get(1).getAsJsonObject("progress");
    assertThat(progress.get("percentage").getAsDouble()).isEqualTo(45.5);
    assertThat(frames.get(1).get("state").getAsString()).isEqualTo("PROGRESS");
  }

  @Test
  void theTypeTellsTheStepAndNoFrameHasAState() throws Exception {
    List<JsonObject> frames = life(start(TaskEvents.BY_TYPE, ProgressShape.OBJECT));

    Map<String, Class<?>> models =
        Map.of(
            "task.started", TaskStartedFrame.class,
            "task.progress", TaskProgressCountFrame.class,
            "task.failed", TaskFailedFrame.class,
            "task.cancelled", TaskCancelledFrame.class,
            "task.completed", TaskCompletedFrame.class);
    assertThat(frames)
        .extracting(it -> it.get("type").getAsString())
        .containsExactly(
            "task.started",
            "task.progress",
            "task.started",
            "task.failed",
            "task.cancelled",
            "task.completed");
    for (JsonObject frame : frames) {
      Models.fit(frame, models.get(frame.get("type").getAsString()));
      assertThat(frame.has("state")).isFalse();
      assertThat(frame.get("project_id").getAsString()).isEqualTo("p");
    }
    assertThat(frames.get(2).getAsJsonObject("metadata").get("attempt").getAsInt()).isEqualTo(2);
    assertThat(frames.get(3).get("error").getAsString()).isEqualTo("broken");
  }

  @Test
  void aNumberMayComeUnderAnyType() throws Exception {
    List<JsonObject> frames = life(start(TaskEvents.BY_TYPE, ProgressShape.NUMBER));

    Models.fit(frames.get(1), TaskProgressFrame.class);
    assertThat(frames.get(1).get("progress").getAsDouble()).isEqualTo(45.5);
  }

  @Test
  void aTaskIsReadableOverHttp() throws IOException {
    FakeProjectEvents fake = start(TaskEvents.BY_STATE, ProgressShape.NUMBER);
    Http http = http(fake);
    FakeTask task = fake.task("p", "p:a b:1");

    assertThat(status(http)).isEqualTo("pending");
    task.started();
    assertThat(status(http)).isEqualTo("running");
    task.progress(30, "a third");
    assertThat(record(http).get("progress").getAsInt()).isEqualTo(30);
    task.failed("broken");
    assertThat(record(http).get("error").getAsString()).isEqualTo("broken");
    task.revoked();
    assertThat(record(http).get("error").getAsString()).isEqualTo("revoked");
    task.succeeded(new JsonPrimitive(7));
    assertThat(status(http)).isEqualTo("completed");
    assertThat(task.state()).isEqualTo("SUCCESS");
    assertThat(fake.task("other", "p:a b:1")).isSameAs(task);
    assertThat(fake.ledger().requests(ProjectEventsOperation.READ_TASK)).hasSize(6);
  }

  @Test
  void anUnknownTaskAndAForgottenOneAnswer404() throws IOException {
    FakeProjectEvents fake = start(TaskEvents.BY_STATE, ProgressShape.NUMBER);
    Http http = http(fake);
    fake.task("p", "t");

    Http.Answer unknown = http.get("/api/v1/tasks/none");
    fake.restartWithAmnesia();
    Http.Answer forgotten = http.get("/api/v1/tasks/t");

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.errorCode()).isEqualTo("RESOURCE_NOT_FOUND");
    Models.fit(unknown.object(), ErrorEnvelope.class);
    assertThat(forgotten.status()).isEqualTo(404);
    assertThat(http.get("/elsewhere").status()).isEqualTo(404);
    assertThat(http.post("/api/v1/tasks/t", "{}").status()).isEqualTo(405);
  }

  @Test
  void aServerWithoutTheRouteAnswers404ToEveryTask() throws IOException {
    FakeProjectEvents fake =
        started(FakeProjectEventsOptions.builder().withoutHttpTasks().token("secret").build());
    fake.task("p", "t").started();

    assertThat(http(fake).get("/api/v1/tasks/t").status()).isEqualTo(401);
    Http http = http(fake);
    Request authorized =
        new Request.Builder()
            .url(http.url("/api/v1/tasks/t"))
            .header("Authorization", "Bearer secret")
            .build();
    assertThat(http.send(authorized).status()).isEqualTo(404);
  }

  /** Takes a task through every step and returns what a subscriber saw. */
  private List<JsonObject> life(FakeProjectEvents fake) throws Exception {
    SocketClient client = SocketClient.open(fake.socketUrl() + "/p");
    opened.add(client);
    client.nextOf("connection.established");
    FakeTask task = fake.task("p", "t");
    task.started();
    task.progress(45.5, "Frame 91");
    task.retrying();
    task.failed("broken");
    task.revoked();
    task.succeeded(RESULT);
    List<JsonObject> frames = new ArrayList<>();
    while (frames.size() < 6) {
      frames.add(client.nextObject());
    }
    assertThat(frames).allMatch(it -> it.get("task_id").getAsString().equals("t"));
    return frames;
  }

  private static String status(Http http) throws IOException {
    return record(http).get("status").getAsString();
  }

  private static JsonObject record(Http http) throws IOException {
    JsonObject record = http.get("/api/v1/tasks/p:a%20b:1").object();
    Models.fit(record, TaskRecord.class);
    return record;
  }

  private Http http(FakeProjectEvents fake) {
    Http http = new Http(fake);
    opened.add(http);
    return http;
  }

  private FakeProjectEvents start(TaskEvents events, ProgressShape shape) {
    return started(
        FakeProjectEventsOptions.builder().taskEvents(events).progressShape(shape).build());
  }

  private FakeProjectEvents started(FakeProjectEventsOptions options) {
    FakeProjectEvents fake = FakeProjectEvents.start(options);
    opened.add(fake);
    return fake;
  }
}
