package dev.longhaul.projectevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhaul.generated.projectevents.model.TaskState;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What frames tell of a task, in whichever order and however often they come. */
class TaskUpdateTest {
  private static final FrameDecoder DECODER = new FrameDecoder(false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "task.progress|\"progress\":45.5|PROGRESS|45.5",
        "task.progress|\"progress\":1|PROGRESS|1",
        "task.progress|\"progress\":{\"total\":200,\"percentage\":45.5}|PROGRESS|45.5",
        "task.progress|\"progress\":{\"current\":50,\"total\":200}|PROGRESS|25",
        "task.progress|\"progress\":{\"current\":0,\"total\":0,\"percentage\":0}|PROGRESS|0",
        "task.progress|\"progress\":{\"current\":0,\"total\":0}|PROGRESS|",
        "task.progress|\"progress\":{\"percentage\":40,\"step_description\":\"s\"}|PROGRESS|40",
        "task.progress|\"progress\":101|PROGRESS|",
        "task.progress|\"progress\":-1|PROGRESS|",
        "task.progress|\"progress\":\"half\"|PROGRESS|",
        "task.progress|\"state\":\"SUCCESS\"|SUCCESS|100",
        "task.progress|\"state\":\"RETRY\"|RETRY|",
        "task.progress|\"state\":\"RECEIVED\"|RECEIVED|",
        "task.progress|\"state\":\"REVOKED\"|REVOKED|",
        "task.progress|\"state\":\"SLEEPING\"|SLEEPING|",
        "task.queued|\"x\":1|PENDING|",
        "task.started|\"x\":1|STARTED|",
        "task.completed|\"result\":{}|SUCCESS|100",
        "task.success|\"result\":1|SUCCESS|100",
        "task.failed|\"error\":\"e\"|FAILURE|",
        "task.cancelled|\"x\":1|REVOKED|",
        "task_started|\"x\":1|STARTED|",
        "progress|\"progress\":0.455|PROGRESS|45.5",
        "progress|\"progress\":1|PROGRESS|100",
        "progress|\"progress\":5|PROGRESS|",
        "complete|\"result\":{\"output\":\"o\"}|SUCCESS|100",
        "complete|\"result\":{}|PROGRESS|",
        "complete|\"result\":null|PROGRESS|",
        "complete|\"duration\":0|PROGRESS|",
        "complete|\"result\":{},\"duration\":\"0 s\"|PROGRESS|",
        "complete|\"result\":\"out.mp4\"|SUCCESS|100",
        "complete|\"result\":7|SUCCESS|100",
        "complete|\"result\":false|SUCCESS|100",
        "complete|\"result\":[\"out.mp4\"]|SUCCESS|100",
        "complete|\"result\":\"out.mp4\",\"duration\":\"2 s\"|SUCCESS|100",
        "task.completed|\"project_id\":{}|SUCCESS|100",
        "task.success|\"execution_time\":\"2 s\"|SUCCESS|100",
        "task.progress|\"state\":\"SUCCESS\",\"message\":{}|SUCCESS|100",
        "task.progress|\"state\":\"FAILURE\",\"metadata\":\"x\"|FAILURE|",
        "task.progress|\"state\":{},\"progress\":40|PROGRESS|40",
        "task.cancelled|\"node_id\":[]|REVOKED|",
        "task_complete|\"payload\":{\"task_id\":\"t\",\"message\":{}}|SUCCESS|100",
        "task_error|\"timestamp\":\"noon\",\"payload\":{\"task_id\":\"t\"}|FAILURE|",
        "error|\"details\":\"text\"|FAILURE|",
        "error|\"message\":{}|FAILURE|",
        "error|\"error_code\":\"TASK_ERROR\"|FAILURE|",
      })
  void theUnitFollowsFromTheTypeAndTheStateFromTypeOrState(
      String type, String members, String state, Double percent) throws MalformedJsonException {
    TaskUpdate update = update(type, members);

    assertThat(update.state().value()).isEqualTo(state);
    if (percent == null) {
      assertThat(update.percent()).isEmpty();
    } else {
      assertThat(update.percent().orElseThrow()).isCloseTo(percent, within(1e-9));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "task.failed|\"error\":\"e\"|e",
        "task.failed|\"error\":{\"code\":\"<a>\",\"at\":null}|{\"code\":\"<a>\",\"at\":null}",
        "task.failed|\"error\":[\"a\",1.0]|[\"a\",1.0]",
        "task.failed|\"error\":7|7",
        "task.failed|\"error\":null|",
        "error|\"message\":\"m\",\"details\":\"d\"|m",
        "task_error|\"payload\":{\"task_id\":\"t\",\"error\":{\"code\":1}}|{\"code\":1}",
      })
  void anErrorIsItsTextAndOfWhatIsNoTextItsJson(String type, String members, String error)
      throws MalformedJsonException {
    TaskUpdate update = update(type, members);

    assertThat(update.state()).isEqualTo(TaskState.FAILURE);
    assertThat(update.error()).isEqualTo(Optional.ofNullable(error));
  }

  @Test
  void onlyTheThreeEndingsEnd() {
    for (TaskState state : TaskState.known()) {
      assertThat(new TaskUpdate.Draft("t", state).done().isTerminal())
          .isEqualTo(List.of("SUCCESS", "FAILURE", "REVOKED").contains(state.value()));
    }
    assertThat(new TaskUpdate.Draft("t", TaskState.of("DONE?")).done().isTerminal()).isFalse();
  }

  @Test
  void fieldsThatAreMissingKeepTheirValue() throws MalformedJsonException {
    TaskUpdate first =
        update("task.progress", "\"project_id\":\"p\",\"progress\":40,\"message\":\"m\"");
    TaskUpdate ended = update("task.failed", "\"error\":\"e\"").after(first);

    assertThat(ended.message()).contains("m");
    assertThat(ended.projectId()).contains("p");
    assertThat(ended.percent()).hasValue(40);
    assertThat(ended.error()).contains("e");
  }

  @Test
  void anEndingStays() throws MalformedJsonException {
    TaskUpdate ended = update("task.completed", "\"result\":{\"a\":1}");

    for (String later : List.of("task.progress", "task.failed", "task.cancelled", "task.started")) {
      assertThat(update(later, "\"timestamp\":\"2030-01-01T00:00:00Z\"").after(ended))
          .isSameAs(ended);
    }
  }

  @Test
  void percentFallsOnlyWhenTheTaskBeginsAgain() throws MalformedJsonException {
    TaskUpdate forty = update("task.progress", "\"progress\":40");

    assertThat(update("task.progress", "\"progress\":30").after(forty).percent()).hasValue(40);
    TaskUpdate again = update("task.progress", "\"state\":\"RETRY\"").after(forty);
    assertThat(again.percent()).isEmpty();
    assertThat(update("task.progress", "\"progress\":5").after(again).percent()).hasValue(5);
  }

  @Test
  void aSecondStartIsARetryWhenItsTimeSaysSoAndElseALateFrame() throws MalformedJsonException {
    TaskUpdate forty = update("task.progress", at(10) + ",\"progress\":40");

    assertThat(update("task.started", "\"x\":1").after(forty)).isSameAs(forty);
    assertThat(update("task.started", at(5)).after(forty)).isSameAs(forty);
    assertThat(update("task.progress", at(5) + ",\"progress\":50").after(forty)).isSameAs(forty);
    TaskUpdate again = update("task.started", at(15)).after(forty);
    assertThat(again.state()).isEqualTo(TaskState.STARTED);
    assertThat(again.percent()).isEmpty();
  }

  @Test
  void anEndingCountsHoweverLateItsTimeIs() throws MalformedJsonException {
    TaskUpdate forty = update("task.progress", at(10) + ",\"progress\":40");

    assertThat(update("task.completed", at(5)).after(forty).state()).isEqualTo(TaskState.SUCCESS);
  }

  @Test
  void whateverTheOrderTheEndIsTheSameAndProgressOnlyRises() throws MalformedJsonException {
    List<TaskUpdate> life = new ArrayList<>();
    life.add(update("task.queued", at(0)));
    life.add(update("task.started", at(1)));
    for (int i = 1; i < 8; i++) {
      life.add(update("task.progress", at(i + 1) + ",\"progress\":" + i * 10));
    }
    life.add(update("task.completed", at(20) + ",\"result\":{\"a\":1}"));
    life.addAll(List.copyOf(life));
    for (int seed = 0; seed < 500; seed++) {
      Collections.shuffle(life, new Random(seed));
      TaskUpdate newest = null;
      double furthest = 0;
      for (TaskUpdate each : life) {
        newest = each.after(newest);
        double percent = newest.percent().orElse(0);
        assertThat(percent).isGreaterThanOrEqualTo(furthest);
        furthest = percent;
      }
      assertThat(newest.state()).isEqualTo(TaskState.SUCCESS);
      assertThat(newest.result().orElseThrow().toString()).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void aSecondFrameAlikeTellsNothing() throws MalformedJsonException {
    TaskUpdate first = update("task.progress", "\"progress\":40,\"message\":\"m\"");

    assertThat(update("task.progress", "\"progress\":40,\"message\":\"m\"").after(first))
        .isSameAs(first);
  }

  @Test
  void aCompletionWithoutResultProvesNothingUnlessItIsBelieved() throws MalformedJsonException {
    TaskUpdate early = update("complete", "\"result\":{}");
    TaskUpdate believed =
        ((ProjectEvent.TaskChanged)
                new FrameDecoder(true).decode(frame("complete", "\"result\":{}")))
            .update();

    assertThat(early.isUnprovenEnding()).isTrue();
    assertThat(early.isTerminal()).isFalse();
    assertThat(believed.state()).isEqualTo(TaskState.SUCCESS);
  }

  @Test
  void theTextHoldsNoWordOfTheServers() throws MalformedJsonException {
    TaskUpdate update =
        update("task.progress", "\"progress\":40,\"message\":\"secret\",\"result\":\"secret\"");

    assertThat(update.toString()).isEqualTo("TaskUpdate[t PROGRESS 40.0 %]");
  }

  private static String at(int second) {
    return "\"timestamp\":\"2026-01-20T10:30:%02dZ\"".formatted(second);
  }

  private static TaskUpdate update(String type, String members) throws MalformedJsonException {
    return ((ProjectEvent.TaskChanged) DECODER.decode(frame(type, members))).update();
  }

  private static String frame(String type, String members) {
    return "{\"type\":\"" + type + "\",\"task_id\":\"t\"," + members + "}";
  }
}
