package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.longhaul.integration.contract.Exchange.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A variant of a document is as strict about its bodies as the document is about others. */
class SpecTest {
  private static final String FLATLAY =
      "{'modelId':'1','backgroundId':'3','products':[{'type':'fullbody','frontImage':'data:'}]}";
  private static final String ACCEPTED = "{'job_id':1,'status':'pending'}";

  @Test
  void aVariantTakesItsOwnBodyAndNoOther() {
    Spec chat = Spec.named("vestis").with(Map.of("GenerateBody", "ChatRequest"));
    Spec flatlay = Spec.named("vestis").with(Map.of("GenerateBody", "FlatlayRequest"));

    assertThat(problems(flatlay, FLATLAY, ACCEPTED)).isEmpty();
    assertThat(problems(chat, FLATLAY, ACCEPTED))
        .anyMatch(problem -> problem.contains("the request") && problem.contains("prompt"));
    assertThat(problems(flatlay, FLATLAY.replace("'3'", "3"), ACCEPTED))
        .singleElement()
        .asString()
        .contains("backgroundId");
  }

  @Test
  void aVariantTakesItsOwnAnswerAndNoOther() {
    Spec camel = Spec.named("vestis").with(Map.of("GenerateAnswer", "GenerateAnswerCamel"));

    assertThat(problems(camel, FLATLAY, "{'jobId':1,'status':'pending'}")).isEmpty();
    assertThat(problems(camel, FLATLAY, ACCEPTED)).singleElement().asString().contains("job_id");
  }

  @Test
  void aVariantTakesItsOwnFlagAndNoOther() {
    Spec flatlay = Spec.named("vestis").withQuery("createJob", "flatlay");

    assertThat(problems(flatlay, Map.of("flatlay", List.of("true")))).isEmpty();
    assertThat(problems(flatlay, Map.of()))
        .singleElement()
        .asString()
        .contains("'flatlay' is required");
    assertThat(problems(flatlay, Map.of("flatlay", List.of("true"), "chat", List.of("true"))))
        .singleElement()
        .asString()
        .contains("chat");
  }

  @Test
  void aVariantShowsTheExamplesOfItsBodies() {
    SpecOperation create =
        Spec.named("vestis").with(Map.of("GenerateBody", "ChatRequest")).own("createJob");

    assertThat(create.requestExamples()).containsOnlyKeys("example", "short", "emptyImages");
    JsonElement small = create.requestExamples().get("short");
    assertThat(small.getAsJsonObject().keySet()).containsExactly("prompt");
  }

  @Test
  void theDocumentItselfStaysAsItIs() {
    Spec vestis = Spec.named("vestis");
    String before = vestis.text();

    vestis.with(Map.of("GenerateAnswer", "GenerateAnswerCamel")).withFormsAsJson();

    assertThat(vestis.text()).isEqualTo(before);
    assertThat(vestis.own("createJob").answer("202/accepted").json().getAsJsonObject().keySet())
        .contains("job_id");
  }

  private static List<String> problems(Spec spec, Map<String, List<String>> query) {
    Message sent = json(FLATLAY);
    return SpecCheck.of(spec)
        .problems(new Exchange("", "POST", "/api/v1/generate", query, sent, 202, json(ACCEPTED)));
  }

  private static List<String> problems(Spec spec, String sent, String answered) {
    return SpecCheck.of(spec)
        .problems(
            new Exchange(
                "", "POST", "/api/v1/generate", Map.of(), json(sent), 202, json(answered)));
  }

  private static Message json(String text) {
    return new Message(
        Map.of("Content-Type", List.of("application/json")),
        text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
