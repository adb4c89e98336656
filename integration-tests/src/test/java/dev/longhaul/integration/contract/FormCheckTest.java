package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.integration.contract.Exchange.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Breaks every rule of a form once, so that it shows that the check of forms notices. */
class FormCheckTest {
  private static final String FILE =
      """
      Content-Disposition: form-data; name="input_reference"; filename="boat.png"
      Content-Type: image/png

      \u0089PNG (bytes of boat.png)""";
  private static final String PROMPT = text("prompt", "A paper boat");

  @Test
  void isContentWithAFormThatFits() {
    assertThat(problems(PROMPT, text("seconds", "12"), FILE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seconds | 13      | 13",
        "duration | 12     | duration",
        "prompt   | again  | comes twice",
        "input_reference | none | has no file name",
      })
  void reportsAPartThatDoesNotFit(String name, String value, String named) {
    assertThat(problems(PROMPT, text(name, value))).isNotEmpty().anyMatch(p -> p.contains(named));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image/png   | image/gif                  | image/gif and none of",
        "(bytes of boat.png) | (bytes of boat     | is not the whole file",
        "; filename=\"boat.png\" | ''             | has no file name",
      })
  void reportsAFileThatDoesNotFit(String part, String broken, String named) {
    assertThat(problems(PROMPT, FILE.replace(part, broken)))
        .isNotEmpty()
        .anyMatch(problem -> problem.contains("input_reference") && problem.contains(named));
  }

  @Test
  void reportsATextThatIsSentAsAFileOrAsJson() {
    assertThat(problems(PROMPT.replace("\"prompt\"", "\"prompt\"; filename=\"p.txt\"")))
        .anyMatch(problem -> problem.contains("the part prompt: has a file name"));
    assertThat(problems(PROMPT.replace("\n\n", "\nContent-Type: application/json\n\n")))
        .singleElement()
        .asString()
        .contains("is application/json and no text");
  }

  @Test
  void reportsAFieldThatIsMissing() {
    assertThat(problems(FILE)).singleElement().asString().contains("prompt");
  }

  @Test
  void refusesAFormThatIsCutOff() {
    Message cut = form("--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nA");
    assertThatThrownBy(cut::form).hasMessageContaining("does not begin and end");
  }

  private static String text(String name, String value) {
    return "Content-Disposition: form-data; name=\"%s\"\n\n%s".formatted(name, value);
  }

  private static List<String> problems(String... parts) {
    StringBuilder body = new StringBuilder();
    for (String part : parts) {
      body.append("--b\r\n").append(part.replace("\n", "\r\n")).append("\r\n");
    }
    Message sent = form(body + "--b--\r\n");
    Message answered = new Message(Map.of(), new byte[0]);
    return FormCheck.of(Spec.named("sora"))
        .problems(new Exchange("", "POST", "/v1/videos", Map.of(), sent, 200, answered));
  }

  private static Message form(String body) {
    return new Message(
        Map.of("Content-Type", List.of("multipart/form-data; boundary=b")),
        body.getBytes(StandardCharsets.ISO_8859_1));
  }
}
