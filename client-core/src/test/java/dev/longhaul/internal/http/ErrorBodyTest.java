package dev.longhaul.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Error bodies are understood in every shape that services write them in. */
class ErrorBodyTest {
  @Test
  void theFieldsThatAFrameworkFoundWrongAreNamedWithoutWhatWasSent() {
    String problem =
        "{\"type\":\"pattern\",\"loc\":[\"body\",\"inputs\",\"code\"],"
            + "\"msg\":\"must match\",\"input\":\"a secret prompt\"}";
    ErrorBody own =
        ErrorBody.parse(
            "{\"error\":{\"code\":\"VALIDATION_ERROR\",\"message\":\"Not valid\","
                + "\"details\":{\"errors\":["
                + problem
                + ",7]}}}");
    ErrorBody plain = ErrorBody.parse("{\"detail\":[" + problem + "]}");

    assertThat(own.message()).isEqualTo("Not valid (inputs.code: must match)");
    assertThat(plain.message()).isEqualTo("inputs.code: must match");
  }

  @Test
  void theEnvelopeWithAnErrorObjectGivesCodeMessageAndRequestId() {
    ErrorBody body =
        ErrorBody.parse(
            """
            {"error":{"code":"RESOURCE_NOT_FOUND","message":"No such task","details":{}},
             "request_id":"7f1c-22","timestamp":"2026-01-01T00:00:00Z"}
            """);

    assertThat(body)
        .isEqualTo(new ErrorBody(true, "RESOURCE_NOT_FOUND", "No such task", "7f1c-22"));
  }

  @Test
  void anErrorThatIsTextIsTheMessage() {
    assertThat(ErrorBody.parse("{\"error\":\"the job could not be found\"}"))
        .isEqualTo(new ErrorBody(false, null, "the job could not be found", null));
  }

  @Test
  void anErrorThatIsACodeBesideAMessageIsTheCode() {
    assertThat(
            ErrorBody.parse("{\"success\":false,\"message\":\"Too late\",\"error\":\"JOB_DONE\"}"))
        .isEqualTo(new ErrorBody(false, "JOB_DONE", "Too late", null));
  }

  @Test
  void aCodeOfItsOwnFieldIsTheCode() {
    assertThat(
            ErrorBody.parse("{\"success\":false,\"message\":\"Too late\",\"error_code\":\"LATE\"}"))
        .isEqualTo(new ErrorBody(false, "LATE", "Too late", null));
  }

  @Test
  void aMapOfFieldsIsToldFieldByField() {
    assertThat(
            ErrorBody.parse("{\"error\":{\"email\":\"must be set\",\"age\":\"must be a number\"}}"))
        .isEqualTo(new ErrorBody(false, null, "email: must be set; age: must be a number", null));
  }

  @Test
  void aMessageAloneIsTheMessage() {
    assertThat(ErrorBody.parse("{\"message\":\"Not enough credits\",\"credits_required\":4}"))
        .isEqualTo(new ErrorBody(false, null, "Not enough credits", null));
  }

  @Test
  void aDetailIsTheMessage() {
    assertThat(ErrorBody.parse("{\"detail\":\"Not authenticated\"}"))
        .isEqualTo(new ErrorBody(false, null, "Not authenticated", null));
  }

  @Test
  void aProblemOfTheWholeBodyNamesNoField() {
    assertThat(ErrorBody.parse("{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"missing\"}]}"))
        .isEqualTo(new ErrorBody(false, null, "missing", null));
  }

  @Test
  void anErrorObjectWithTypeAndParamGivesItsCode() {
    ErrorBody body =
        ErrorBody.parse(
            """
            {"error":{"message":"Quota used up","type":"limit","param":null,
             "code":"insufficient_quota"}}
            """);

    assertThat(body).isEqualTo(new ErrorBody(true, "insufficient_quota", "Quota used up", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a cat on a mat", "429", "x", "über", "A\\nB"})
  void whatDoesNotLookLikeACodeIsNoCode(String code) {
    assertThat(ErrorBody.parse("{\"error\":{\"code\":\"" + code + "\"}}").code()).isNull();
  }

  @Test
  void aRequestIdThatCouldCarryTextIsNoRequestId() {
    assertThat(ErrorBody.parse("{\"error\":{},\"request_id\":\"a cat on a mat\"}").requestId())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"error\"",
        "42",
        "{",
        "<html>503</html>",
        "no healthy upstream",
        "{}"
      })
  void whatNoServiceWroteIsNotItsOwnWords(String text) {
    assertThat(ErrorBody.parse(text)).isEqualTo(ErrorBody.NONE);
  }

  @Test
  void aBodyNestedTooDeeplyIsNotItsOwnWords() {
    assertThat(ErrorBody.parse("{\"error\":" + "[".repeat(10_000))).isEqualTo(ErrorBody.NONE);
  }
}
