package dev.longhaul.projectevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.longhaul.generated.projectevents.model.EventType;
import dev.longhaul.generated.projectevents.model.FileFrame;
import dev.longhaul.generated.projectevents.model.PayloadMessageType;
import dev.longhaul.generated.projectevents.model.TaskFailedFrame;
import dev.longhaul.generated.projectevents.model.TaskState;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every frame of the contract becomes an event of its kind, and none is lost for being unknown. */
class EveryFrameTest {
  private static final String TIME = "2026-01-20T10:30:00Z";

  private final FrameDecoder decoder = new FrameDecoder(false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connection.established|ConnectionEstablished|\"client_id\":\"c\"",
        "subscription.confirmed|SubscriptionConfirmed|\"project_id\":\"p\"",
        "pong|Pong|\"project_id\":\"p\"",
        "pong|Pong|\"id\":\"m\",\"project_id\":\"p\"",
        "system.heartbeat|Heartbeat|\"x\":1",
        "session.restored|SessionRestored|\"session_id\":\"s\",\"reconnect\":true",
        "container.reconnect|RestartAnnounced|\"message\":\"The server restarts\"",
        "project.created|ProjectChanged|\"project_id\":null,\"data\":{\"type\":\"film\"}",
        "project.updated|ProjectChanged|\"project_id\":\"p\",\"data\":{\"name\":\"n\"}",
        "project.deleted|ProjectChanged|\"project_id\":\"p\",\"data\":\"gone\"",
        "file.uploaded|FileStored|\"project_id\":\"p\",\"file\":{\"name\":\"a\",\"size\":5}",
        "file.deleted|FileRemoved|\"project_id\":\"p\",\"file\":{\"name\":\"a\",\"size\":5}",
        "file.changed|FileChanged|\"file_path\":\"f\",\"change_type\":\"renamed\"",
        "workspace.changed|WorkspaceChanged|\"workspace_id\":\"w\",\"changes\":{\"count\":1}",
        "structure.changed|StructureChanged|\"changes\":{\"added\":[\"a\"],\"deleted\":[]}",
        "git.commit|GitChanged|\"ref\":\"main\",\"author\":\"Ada\"",
        "git.push|GitChanged|\"ref\":\"main\"",
        "git.pull|GitChanged|\"project_id\":\"p\"",
        "process.started|ProcessChanged|\"process_id\":\"i\",\"message\":\"Begins\"",
        "process.progress|ProcessChanged|\"process_id\":\"i\",\"progress\":62.5",
        "process.completed|ProcessChanged|\"process_id\":\"i\",\"message\":null",
        "task.queued|TaskChanged|\"task_id\":\"t\",\"priority\":0",
        "task.started|TaskChanged|\"task_id\":\"t\",\"task_name\":\"render\"",
        "task.progress|TaskChanged|\"task_id\":\"t\",\"state\":\"PROGRESS\",\"progress\":45.5",
        "task.completed|TaskChanged|\"task_id\":\"t\",\"result\":{\"type\":\"git.push\"}",
        "task.success|TaskChanged|\"task_id\":\"t\",\"result\":7,\"execution_time\":1.5",
        "task.failed|TaskChanged|\"task_id\":\"t\",\"error\":\"e\",\"traceback\":null",
        "task.cancelled|TaskChanged|\"task_id\":\"t\"",
        "progress|TaskChanged|\"task_id\":\"t\",\"progress\":0.455,\"message\":null",
        "complete|TaskChanged|\"task_id\":\"t\",\"result\":{},\"duration\":0",
        "task_started|TaskChanged|\"task_id\":\"p:i:1\"",
        "error|TaskChanged|\"task_id\":\"t\",\"error_code\":\"TASK_ERROR\"",
        "error|ServerTrouble|\"task_id\":null,\"error_code\":\"DISPATCH_ERROR\"",
        "error|ServerTrouble|\"task_id\":\"t\",\"error_code\":\"WEBSOCKET_ERROR\"",
        "task_progress|TaskChanged|\"payload\":{\"task_id\":\"t\",\"progress\":0.5}",
        "node_executing|Wrapped|\"payload\":{\"type\":\"x\"}",
        "task_progress|Wrapped|\"payload\":\"odd\"",
        "task.failed|TaskChanged|\"task_id\":\"t\",\"error\":{\"type\":\"git.push\"}",
        "task.failed|TaskChanged|\"task_id\":\"t\",\"traceback\":[{\"type\":\"pong\"}]",
        "complete|TaskChanged|\"task_id\":\"t\",\"result\":[1],\"duration\":\"1.5 s\"",
        "error|TaskChanged|\"task_id\":\"t\",\"error_code\":{},\"details\":\"text\"",
        "error|ServerTrouble|\"task_id\":null,\"details\":\"text\"",
        "take.created|Unrecognized|\"project_id\":\"p\",\"take\":{\"number\":3}",
      })
  void aFrameBecomesAnEventOfItsKind(String type, String kind, String members)
      throws MalformedJsonException {
    for (String order : List.of("{%1$s,%2$s,%3$s}", "{%3$s,%2$s,%1$s}")) {
      String frame =
          order.formatted("\"type\":\"" + type + "\"", "\"timestamp\":\"" + TIME + "\"", members);
      FramedEvent<?> event = decoder.decode(frame);

      assertThat(event.getClass().getSimpleName()).isEqualTo(kind);
      assertThat(event.type()).isEqualTo(type);
      assertThat(event.timestamp()).contains(Instant.parse(TIME));
      assertThat(event.json()).isEqualTo(frame);
      assertThat(event.frame()).isNotNull();
      assertThat(event.toString()).isEqualTo(kind + "[" + type + "]");
    }
  }

  @Test
  void noTypeOfTheContractIsUnrecognized() throws MalformedJsonException {
    Set<String> types = new HashSet<>();
    EventType.known().forEach(type -> types.add(type.value()));
    PayloadMessageType.known().forEach(type -> types.add(type.value()));
    for (String type : types) {
      ProjectEvent event = decoder.decode("{\"task_id\":\"t\",\"type\":\"" + type + "\"}");
      assertThat(event).as(type).isNotInstanceOf(ProjectEvent.Unrecognized.class);
    }
    assertThat(types).hasSizeGreaterThan(45);
  }

  @Test
  void theFrameIsTheModelOfTheContract() throws MalformedJsonException {
    ProjectEvent event =
        decoder.decode("{\"type\":\"file.uploaded\",\"file\":{\"name\":\"a.png\",\"size\":12}}");

    FileFrame frame = ((ProjectEvent.FileStored) event).frame();
    assertThat(frame.getFile().getName()).isEqualTo("a.png");
    assertThat(event.timestamp()).isEmpty();
    assertThat(event.projectId()).isEmpty();
  }

  @Test
  void whatIsUnknownKeepsItsFields() throws MalformedJsonException {
    ProjectEvent event = decoder.decode("{\"type\":\"take.new\",\"project_id\":\"p\",\"n\":[1]}");

    assertThat(event.projectId()).contains("p");
    assertThat(((ProjectEvent.Unrecognized) event).frame().unknown().get("n").toString())
        .isEqualTo("[1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"noon\"", "{}", "[1]", "true", "1e999", "\"2026-02-30T10:30:00Z\""})
  void aTimeThatIsNoneCostsTheTimeAlone(String time) throws MalformedJsonException {
    FramedEvent<?> unknown = decoder.decode("{\"type\":\"take.new\",\"timestamp\":" + time + "}");
    FramedEvent<?> task =
        decoder.decode(
            "{\"type\":\"task.cancelled\",\"task_id\":\"t\",\"timestamp\":" + time + "}");

    assertThat(unknown).isInstanceOf(ProjectEvent.Unrecognized.class);
    assertThat(unknown.sent()).isNull();
    assertThat(((ProjectEvent.Unrecognized) unknown).frame().getTimestamp().toString())
        .isEqualTo(time);
    assertThat(task.sent()).isNull();
    assertThat(((ProjectEvent.TaskChanged) task).update().state()).isEqualTo(TaskState.REVOKED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1768905000", "\"2026-01-20T10:30:00\"", "\"2026-01-20 10:30:00+00:00\""})
  void whatIsUnknownHasItsTimeHoweverItIsWritten(String time) throws MalformedJsonException {
    assertThat(decoder.decode("{\"type\":\"take.new\",\"timestamp\":" + time + "}").timestamp())
        .contains(Instant.parse(TIME));
  }

  @Test
  void aFieldThatDoesNotFitIsMissingFromTheModelOfATasksFrameAlone() throws MalformedJsonException {
    String text =
        "{\"type\":\"task.failed\",\"task_id\":\"t\",\"error\":\"e\","
            + "\"traceback\":[\"l\"],\"node_id\":\"n\"}";
    ProjectEvent.TaskChanged event = (ProjectEvent.TaskChanged) decoder.decode(text);

    TaskFailedFrame frame = (TaskFailedFrame) event.frame();
    assertThat(frame.getTraceback()).isNull();
    assertThat(frame.getNodeId()).isEqualTo("n");
    assertThat(event.update().error()).contains("e");
    assertThat(event.json()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{}",
        "{\"type\":null}",
        "{\"type\":{}}",
        "{\"type\":\"\"}",
        "{\"type\":\"git.push\"",
        "{\"type\":\"git.push\"} {}",
        "{\"data\":{\"type\":\"pong\"}}",
        "{\"type\":\"git.push\",\"ref\":{}}",
        "{\"type\":\"task.failed\",\"error\":\"e\"}",
        "{\"type\":\"task.progress\",\"task_id\":\" \"}",
        "{\"type\":\"pong\",\"type\":\"pong\"}",
        "{\"type\":\"task_error\",\"payload\":{}}",
        "{\"type\":\"pong\",\"timestamp\":\"noon\"}",
        "{\"type\":\"take.new\",\"n\":1,\"n\":2}",
        "{\"type\":\"task.failed\",\"task_id\":{},\"message\":{}}",
        "{\"type\":\"task.failed\",\"task_id\":\"t\",\"error\":1,\"error\":2}"
      })
  void aFrameWithoutWhatItNeedsIsMalformedAndTheNextIsRead(String frame)
      throws MalformedJsonException {
    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> decoder.decode(frame))
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("noon"));
    assertThat(decoder.decode("{\"type\":\"pong\"}")).isInstanceOf(ProjectEvent.Pong.class);
  }
}
