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
class SubmissionCheckTest {

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
  void aGoodSubmissionMakesAJob() throws IOException {
    String inputs =
        """
        {"title": "Sales", "rows": [[1, 2]], "threshold": 0.25, "draft": true, "code": "AB-1234"}
        """;

    assertThat(http.post(Requests.TASKS, Requests.submission("report", inputs)).status())
        .isEqualTo(200);
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void missingFieldsAreNamed() throws IOException {
    assertThat(faults("{}")).containsExactly("missing body.template_id", "missing body.inputs");
    assertThat(faults(Requests.submission("text-to-image", "{\"prompt\": null}")))
        .containsExactly("missing body.inputs.prompt");
  }

  @Test
  void fieldsOfTheWrongTypeAreNamed() throws IOException {
    assertThat(
            faults(
                """
                {"template_id": 7, "inputs": [], "quality": 1, "priority": 1.5, "metadata": "x"}
                """))
        .containsExactly(
            "type body.template_id",
            "type body.inputs",
            "type body.quality",
            "type body.priority",
            "type body.metadata");
  }

  @Test
  void anUnknownQualityIsNamed() throws IOException {
    assertThat(
            faults(
                """
                {"template_id": "thumbnail", "inputs": {"source": "a"}, "quality": "best"}
                """))
        .containsExactly("enum body.quality");
  }

  @Test
  void inputsOfTheWrongTypeAreNamed() throws IOException {
    String inputs =
        """
        {"prompt": 1, "width": 64.5, "height": "64", "seed": true, "reference": "x"}
        """;
    assertThat(faults(Requests.submission("text-to-image", inputs)))
        .containsExactly(
            "type body.inputs.prompt",
            "type body.inputs.width",
            "type body.inputs.height",
            "type body.inputs.seed",
            "type body.inputs.reference");
    assertThat(
            faults(
                Requests.submission(
                    "report", "{\"title\": \"t\", \"rows\": {}, \"draft\": \"yes\"}")))
        .containsExactly("type body.inputs.rows", "type body.inputs.draft");
    assertThat(faults(Requests.submission("thumbnail", "{\"source\": 7}")))
        .containsExactly("type body.inputs.source");
  }

  @Test
  void inputsOutsideTheirLimitsAreNamed() throws IOException {
    String inputs = "{\"prompt\": \"\", \"width\": 63, \"height\": 2049, \"style\": \"cubist\"}";
    assertThat(faults(Requests.submission("text-to-image", inputs)))
        .containsExactly(
            "min_length body.inputs.prompt",
            "min_value body.inputs.width",
            "max_value body.inputs.height",
            "enum body.inputs.style");
    String report = "{\"title\": \"t\", \"rows\": [], \"threshold\": 1.01, \"code\": \"x\"}";
    assertThat(faults(Requests.submission("report", report)))
        .containsExactly(
            "min_length body.inputs.rows",
            "max_value body.inputs.threshold",
            "pattern body.inputs.code");
  }

  @Test
  void inputsWithNoRuleAndWholeNumbersInOtherClothesPass() throws IOException {
    String inputs = "{\"source\": {\"id\": \"f\"}, \"size\": 64.0, \"extra\": [1]}";

    assertThat(http.post(Requests.TASKS, Requests.submission("thumbnail", inputs)).status())
        .isEqualTo(200);
  }

  @Test
  void aBodyThatIsNoJsonObjectIsRefused() throws IOException {
    assertThat(http.post(Requests.TASKS, "[]").status()).isEqualTo(422);
    assertThat(http.post(Requests.TASKS, "{").errorCode()).isEqualTo("VALIDATION_ERROR");
    assertThat(http.post(Requests.TASKS, "").status()).isEqualTo(422);
  }

  @Test
  void anUnknownTemplateIsNotFound() throws IOException {
    Http.Answer answer = http.post(Requests.TASKS, Requests.submission("nothing", "{}"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.errorCode()).isEqualTo("RESOURCE_NOT_FOUND");
  }

  @Test
  void aBodyOverTenMegabytesIsTooLarge() throws IOException {
    String prompt = "x".repeat(10 * 1024 * 1024);

    Http.Answer answer =
        http.post(
            Requests.TASKS,
            Requests.submission("text-to-image", "{\"prompt\": \"" + prompt + "\"}"));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.errorCode()).isEqualTo("HTTP_413");
    assertThat(http.get(Requests.TEMPLATES).status()).isEqualTo(200);
  }

  private List<String> faults(String body) throws IOException {
    Http.Answer answer = http.post(Requests.TASKS, body);
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
