package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.integration.contract.Exchange.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A contract test that cannot fail proves nothing, so here everything is broken once. */
class SpecCheckTest {
  private static final SpecCheck CHECK =
      SpecCheck.of(Spec.operation("function-runner: submitTask").spec());
  private static final String TASKS = "/api/v1/functions/tasks";
  private static final String STATUS = "/api/v1/functions/tasks/t-1/status";
  private static final Message NOTHING = new Message(Map.of(), new byte[0]);
  private static final Message TASK = json("{'template_id':'echo','inputs':{'a':[1,{'b':null}]}}");
  private static final Message ACCEPTED = json("{'task_id':'t-1'}");
  private static final Message RUNNING = json("{'task_id':'t-1','status':'running'}");

  @Test
  void isContentWithWhatFits() {
    assertThat(CHECK.problems(submission(TASK, 200, ACCEPTED))).isEmpty();
    assertThat(CHECK.problems(read(Map.of(), STATUS, RUNNING))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'inputs':{}}                                  | template_id",
        "{'template_id':7,'inputs':{}}                  | template_id",
        "{'template_id':'echo','inputs':'none'}         | inputs",
        "{'template_id':'echo','inputs':{},'extra':1}   | extra",
        "{'template_id':'echo','inputs':{},'priority':'5'} | priority",
        "{'template_id':'echo'                          | JSON",
      })
  void reportsARequestBodyThatDoesNotFit(String body, String named) {
    assertThat(CHECK.problems(submission(json(body), 200, ACCEPTED)))
        .singleElement()
        .asString()
        .contains("the request", named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'status':'running'}                              | task_id",
        "{'task_id':'t-1','status':'running','progress':'half'} | progress",
        "{'task_id':'t-1','status':'running','extra':1}    | extra",
        "{'task_id':'t-1','status':'running','eta':'soon'} | eta",
        "[]                                                | array",
      })
  void reportsAnAnswerBodyThatDoesNotFit(String body, String named) {
    assertThat(CHECK.problems(read(Map.of(), STATUS, json(body))))
        .singleElement()
        .asString()
        .contains("the answer", named);
  }

  @Test
  void reportsARequestWithoutItsBody() {
    assertThat(CHECK.problems(submission(NOTHING, 200, ACCEPTED)))
        .singleElement()
        .asString()
        .contains("request body is required");
  }

  @Test
  void reportsAnAnswerWithoutItsBody() {
    assertThat(CHECK.problems(submission(TASK, 200, NOTHING)))
        .singleElement()
        .asString()
        .contains("no response body found");
  }

  @Test
  void reportsAnUndeclaredStatus() {
    assertThat(CHECK.problems(submission(TASK, 418, ACCEPTED)))
        .singleElement()
        .asString()
        .contains("418");
  }

  @Test
  void reportsAnUndeclaredPath() {
    assertThat(CHECK.problems(read(Map.of(), "/api/v1/functions/task", RUNNING)))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem).contains("/api/v1/functions/task"));
  }

  @Test
  void reportsAnUndeclaredQueryParameter() {
    assertThat(CHECK.problems(read(Map.of("verbose", List.of("1")), STATUS, RUNNING)))
        .singleElement()
        .asString()
        .contains("verbose");
  }

  @Test
  void reportsAQueryParameterOfTheWrongType() {
    Exchange list =
        new Exchange(
            "",
            "GET",
            "/api/v1/functions/templates",
            Map.of("limit", List.of("many")),
            NOTHING,
            200,
            json("[]"));
    assertThat(CHECK.problems(list)).singleElement().asString().contains("limit");
  }

  @Test
  void reportsAnotherMediaType() {
    Message text = new Message(Map.of("Content-Type", List.of("text/plain")), RUNNING.body());
    assertThat(CHECK.problems(read(Map.of(), STATUS, text)))
        .singleElement()
        .asString()
        .contains("text/plain");
  }

  private static Exchange submission(Message sent, int status, Message answered) {
    return new Exchange("", "POST", TASKS, Map.of(), sent, status, answered);
  }

  private static Exchange read(Map<String, List<String>> query, String path, Message answered) {
    return new Exchange("", "GET", path, query, NOTHING, 200, answered);
  }

  private static Message json(String text) {
    return new Message(
        Map.of("Content-Type", List.of("application/json")),
        text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
