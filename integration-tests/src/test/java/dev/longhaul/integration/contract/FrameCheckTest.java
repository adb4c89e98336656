package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A check of frames that cannot fail proves nothing, so here every kind of flaw is found once. */
class FrameCheckTest {
  @ParameterizedTest
  @ValueSource(strings = {"function-runner", "streamer", "project-events"})
  void everyExampleOfADocumentFitsItsSchema(String document) {
    FrameCheck check = FrameCheck.of(document);
    List<String> problems = new ArrayList<>();
    for (String schema : check.schemas()) {
      assertThat(check.examples(schema)).as(schema).isNotEmpty();
      check
          .examples(schema)
          .values()
          .forEach(example -> problems.addAll(check.problems(schema, example.toString())));
    }
    assertThat(problems).isEmpty();
    assertThat(check.schemas("receive")).hasSizeGreaterThan(15);
    assertThat(check.schemas("send")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "project-events|SubscribeFrame|{'type':'subscribe'}|project_id",
        "project-events|SubscribeFrame|{'type':'subscribe','project_id':''}|project_id",
        "project-events|SubscribeFrame|{'type':'subscribe','project_id':7}|project_id",
        "project-events|SubscribeFrame|{'type':'join','project_id':'p'}|join",
        "project-events|HeartbeatFrame|{'type':'system.heartbeat','timestamp':'noon'}|noon",
        "project-events|HeartbeatFrame|{'type':'system.heartbeat','at':1}|at",
        "project-events|RelayProgressFrame|{'type':'progress','task_id':'t','progress':45}|45",
        "project-events|TaskProgressCountFrame"
            + "|{'type':'task.progress','task_id':'t','progress':45}|object",
        "function-runner|TaskSubscribeFrame|{'type':'subscribe','task_ids':[]}|task_ids",
        "function-runner|ProgressUpdateFrame|{'type':'progress.update','task_id':'t'}|data",
        "function-runner|GenerationProgressFrame"
            + "|{'type':'generation.progress','data':{'task_id':'t'}}|taskId",
        "streamer|RequestFrame|{'action':'health'}|id",
        "streamer|RequestFrame|{'id':'1','action':'no good'}|action",
        "streamer|RequestFrame|{'id':'1','action':'health','metadata':{'n':1}}|metadata",
        "streamer|ProgressFrame|{'type':'progress','progress':{'request_id':'1','progress':101}}"
            + "|101",
        "streamer|SpecProgressFrame|{'type':'progress','id':'1','progress':41.5}|41.5",
        "streamer|FlatErrorFrame|{'type':'error','request_id':'1','error':{'code':'TIMEOUT'}}"
            + "|request_id",
        "streamer|GenerateReportPayload|{'start_date':'2026-01-01T00:00:00Z',"
            + "'end_date':'2026-01-31','format':'pdf','report_type':'monthly'}|start_date",
        "streamer|PingFrame|{'type':'ping'|JSON",
        "streamer|PingFrame|[]|object",
      })
  void aWrongFrameIsFound(String document, String schema, String frame, String named) {
    assertThat(FrameCheck.of(document).problems(schema, frame.replace('\'', '"')))
        .isNotEmpty()
        .anyMatch(problem -> problem.substring(0, problem.lastIndexOf(" in ")).contains(named));
  }

  @Test
  void unknownFieldsPassWhereTheyAreKept() {
    assertThat(FrameCheck.of("project-events").problems("AnyEvent", "{\"type\":\"x\",\"n\":[1]}"))
        .isEmpty();
    assertThat(FrameCheck.of("project-events").problems("AnyEvent", "{\"n\":[1]}")).hasSize(1);
  }

  @Test
  void aFrameOfAnotherTypeThanItsServerSendsIsFound() {
    assertThat(FrameFamily.NESTED.problems("{\"type\":\"ping\"}")).isEmpty();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> FrameFamily.NESTED.problems("{\"type\":\"ack\",\"id\":\"1\"}"))
        .withMessageContaining("ack");
    assertThat(FrameFamily.FLAT.problems("{\"type\":\"progress\",\"progress\":{}}")).isNotEmpty();
  }
}
