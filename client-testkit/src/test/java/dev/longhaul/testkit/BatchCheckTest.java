package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class BatchCheckTest {

  private FakeFunctionRunner fake;
  private Http http;

  @BeforeEach
  void open(FakeFunctionRunner fake) {
    this.fake = fake;
    this.http = new Http(fake);
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void aBatchHasTasks() throws IOException {
    assertThat(faults("{}")).containsExactly("missing body.tasks");
    assertThat(faults("{\"tasks\": {}}")).containsExactly("type body.tasks");
    assertThat(faults(Requests.batch(""))).containsExactly("min_length body.tasks");
    assertThat(http.post(Requests.BATCHES, "[").errorCode()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void flagsAreTrueOrFalse() throws IOException {
    String flags = ", \"parallel\": 1, \"stop_on_error\": \"yes\"";

    assertThat(faults(Requests.batch(flags, Requests.task("a"))))
        .containsExactly("type body.parallel", "type body.stop_on_error");
  }

  @Test
  void everyTaskIsCheckedAsASubmission() throws IOException {
    String broken =
        "{\"template_id\": 7, \"inputs\": [], \"task_name\": 1, \"dependencies\": \"a\"}";

    assertThat(faults(Requests.batch("", Requests.task("a"), broken, "7")))
        .containsExactly(
            "type body.tasks.1.template_id",
            "type body.tasks.1.inputs",
            "type body.tasks.1.task_name",
            "type body.tasks.1.dependencies",
            "missing body.tasks.2.template_id",
            "missing body.tasks.2.inputs");
  }

  @Test
  void inputsAreCheckedByTheRulesOfTheirTemplates() throws IOException {
    String wrong = Requests.submission("text-to-image", "{\"prompt\": \"\"}");

    assertThat(faults(Requests.batch("", Requests.task("a"), wrong)))
        .containsExactly("min_length body.tasks.1.inputs.prompt");
  }

  @Test
  void anUnknownTemplateIsNotFound() throws IOException {
    String unknown = Requests.submission("nothing", "{}");

    Http.Answer answer =
        http.post(Requests.BATCHES, Requests.batch("", Requests.task("a"), unknown));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(fake.jobs()).isEmpty();
  }

  @Test
  void namesDiffer() throws IOException {
    assertThat(faults(Requests.batch("", Requests.task("a"), Requests.task("a"))))
        .containsExactly("duplicate body.tasks.1.task_name");
  }

  @Test
  void dependenciesNameTasksOfTheBatch() throws IOException {
    assertThat(faults(Requests.batch("", Requests.task("a"), Requests.task("b", "z", "a"))))
        .containsExactly("unknown body.tasks.1.dependencies");
    String numbered = Requests.task("b", "a").replace("\"a\"", "1");
    assertThat(faults(Requests.batch("", Requests.task("a"), numbered)))
        .containsExactly("unknown body.tasks.1.dependencies");
  }

  @Test
  void dependenciesFormNoCircle() throws IOException {
    assertThat(faults(Requests.batch("", Requests.task("a", "a"))))
        .containsExactly("circular body.tasks");
    assertThat(
            faults(
                Requests.batch(
                    "",
                    Requests.task("a", "c"),
                    Requests.task("b", "a"),
                    Requests.task("c", "b"),
                    Requests.task("d"))))
        .containsExactly("circular body.tasks");
  }

  @Test
  void nullsAndRepeatedDependenciesPass() throws IOException {
    String bare =
        """
        {"template_id": "thumbnail", "inputs": {"source": "a"}, "quality": null,
         "task_name": null, "dependencies": null}
        """;
    String flags = ", \"parallel\": null, \"stop_on_error\": null";
    String[] tasks = {bare, bare, Requests.task("a"), Requests.task("b", "a", "a")};

    assertThat(http.post(Requests.BATCHES, Requests.batch(flags, tasks)).status()).isEqualTo(200);
    assertThat(fake.ledger().creates()).isEqualTo(4);
  }

  private List<String> faults(String body) throws IOException {
    Http.Answer answer = http.post(Requests.BATCHES, body);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(fake.ledger().creates()).isZero();
    List<String> faults = new ArrayList<>();
    JsonObject details = answer.object().getAsJsonObject("error").getAsJsonObject("details");
    for (JsonElement element : details.getAsJsonArray("errors")) {
      JsonObject fault = element.getAsJsonObject();
      List<String> path = new ArrayList<>();
      fault.getAsJsonArray("loc").forEach(part -> path.add(part.getAsString()));
      faults.add(fault.get("type").getAsString() + " " + String.join(".", path));
    }
    return faults;
  }
}
