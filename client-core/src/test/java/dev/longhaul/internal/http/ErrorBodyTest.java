package dev.longhaul.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Error bodies are understood in every shape that services write them in. */
class ErrorBodyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        // body | own words | code | message
        "{'error':{'code':'RESOURCE_NOT_FOUND','message':'No such task','details':{}}}"
            + " | true | RESOURCE_NOT_FOUND | No such task",
        "{'error':{'message':'Used up','type':'limit','param':null,'code':'insufficient_quota'}}"
            + " | true | insufficient_quota | Used up",
        "{'error':{'message':'No','type':'invalid_request_error','code':null}}"
            + " | false | invalid_request_error | No",
        "{'error':{'message':'No','code':429}} | false | - | No",
        "{'error':{'code':'UNAVAILABLE','message':'Later','retry_after':7}}"
            + " | true | UNAVAILABLE | Later",
        "{'error':'the job could not be found'} | false | - | the job could not be found",
        "{'error':'No token','code':'UNAUTHORIZED'} | false | UNAUTHORIZED | No token",
        "{'error':{'email':'must be set','age':'must be a number'}}"
            + " | false | - | email: must be set; age: must be a number",
        "{'error':{'type':'invalid','age':'low'}} | false | - | type: invalid; age: low",
        "{'success':false,'message':'Too late','error':'JOB_DONE'} | true | JOB_DONE | Too late",
        "{'success':false,'message':'Too late','error_code':'LATE'} | true | LATE | Too late",
        "{'success':false,'message':'Too late'} | false | - | Too late",
        "{'success':true,'message':'Odd','error_code':'LATE'} | false | LATE | Odd",
        "{'message':'Not enough credits','credits_required':4} | false | - | Not enough credits",
        "{'message':'Forbidden','connectionId':'a','requestId':'b'} | false | - | Forbidden",
        "{'detail':'Not authenticated'} | false | - | Not authenticated",
        "{'detail':{'code':'GONE','message':'Too old'}} | false | GONE | Too old",
        "{'detail':[{'loc':['body'],'msg':'missing'}]} | false | - | missing",
        "{'error':null,'message':'Nothing'} | false | - | Nothing",
        "{'error':[],'message':['a']} | false | - | -",
      })
  void everyShapeGivesItsCodeAndItsWords(
      String body, boolean ownWords, String code, String message) {
    ErrorBody parsed = parse(body);

    assertThat(parsed.ownWords()).isEqualTo(ownWords);
    assertThat(parsed.code()).isEqualTo(code);
    assertThat(parsed.message()).isEqualTo(message);
  }

  @Test
  void theFieldsThatAFrameworkFoundWrongAreNamedWithoutWhatWasSent() {
    String problem =
        "{'type':'pattern','loc':['body','inputs','code'],'msg':'must match',"
            + "'input':'a secret prompt'}";
    ErrorBody own =
        parse(
            "{'error':{'code':'VALIDATION_ERROR','message':'Not valid','details':{'errors':["
                + problem
                + ",7]}}}");
    ErrorBody plain = parse("{'detail':[" + problem + "]}");

    assertThat(own.message()).isEqualTo("Not valid (inputs.code: must match)");
    assertThat(plain.message()).isEqualTo("inputs.code: must match");
    assertThat(own.fieldErrors()).containsExactly(entry("inputs.code", "must match"));
    assertThat(plain.fieldErrors()).containsExactly(entry("inputs.code", "must match"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['body','inputs','steps'] | inputs.steps",
        "['query','limit'] | limit",
        "['body','tasks',3,'inputs'] | tasks.3.inputs",
        "['body','body'] | body",
        "['steps'] | steps"
      })
  void theWayToAFieldIsItsNameWithoutThePartOfTheRequest(String way, String name) {
    ErrorBody body = parse("{'detail':[{'loc':" + way + ",'msg':'no'}]}");

    assertThat(body.fieldErrors()).containsExactly(entry(name, "no"));
  }

  @Test
  void twoProblemsOfOneFieldAreToldTogether() {
    ErrorBody body =
        parse("{'detail':[{'loc':['body','n'],'msg':'a'},{'loc':['body','n'],'msg':'b'}]}");

    assertThat(body.fieldErrors()).containsExactly(entry("n", "a; b"));
  }

  @Test
  void aProblemOfTheWholeBodyBelongsToNoField() {
    assertThat(parse("{'detail':[{'loc':['body'],'msg':'missing'}]}").fieldErrors()).isEmpty();
  }

  @Test
  void aMapOfFieldsGivesTheWordsOfEachField() {
    ErrorBody body =
        parse("{'error':{'type':'must be top','age':['too low','not whole'],'n':4,'deep':{}}}");

    assertThat(body.fieldErrors())
        .containsExactly(entry("type", "must be top"), entry("age", "too low; not whole"));
  }

  @Test
  void aParameterIsAFieldWithTheWordsOfTheError() {
    ErrorBody body = parse("{'error':{'message':'Not one of 4, 8, 12','param':'seconds'}}");

    assertThat(body.fieldErrors()).containsExactly(entry("seconds", "Not one of 4, 8, 12"));
  }

  @Test
  void anErrorThatIsDescribedAsOneNamesNoFields() {
    ErrorBody body =
        parse("{'error':{'code':'BUSY','message':'Later','type':'limit','param':null}}");

    assertThat(body.fieldErrors()).isEmpty();
  }

  @Test
  void onlyTheFirstProblemsAreToldInTheMessage() {
    String many =
        IntStream.range(0, 30)
            .mapToObj(i -> "{'loc':['body','f" + i + "'],'msg':'no'}")
            .collect(Collectors.joining(","));
    ErrorBody body = parse("{'detail':[" + many + "]}");

    assertThat(body.message()).isEqualTo("f0: no; f1: no; f2: no; f3: no; f4: no");
    assertThat(body.fieldErrors()).hasSize(30);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'credits_required':4,'credits_available':1.5,'message':'no'}",
        "{'error':{'credits_required':4,'credits_available':1.5}}",
        "{'error':{'code':'NO','details':{'credits_required':4,'credits_available':1.5}}}",
        "{'error':'no','details':{'credits_required':'4','credits_available':'1.5'}}"
      })
  void creditsAreFoundWhereverTheyStand(String body) {
    assertThat(parse(body).creditsRequired()).isEqualTo(4.0);
    assertThat(parse(body).creditsAvailable()).isEqualTo(1.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'many'", "null", "[4]", "'NaN'", "1e999"})
  void creditsThatAreNoNumberAreNotTold(String value) {
    assertThat(parse("{'credits_required':" + value + "}").creditsRequired()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'retry_after':30}",
        "{'error':{'code':'BUSY','message':'Later','retry_after':30}}",
        "{'error':{'message':'Later','details':{'retry_after':'30'}}}"
      })
  void theWaitThatTheBodyAsksForIsReadInSeconds(String body) {
    assertThat(parse(body).retryAfter()).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'soon'", "-1", "null", "{}"})
  void aWaitThatCannotBeReadIsNoWait(String value) {
    assertThat(parse("{'retry_after':" + value + "}").retryAfter()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'code':'X1'},'request_id':'7f1c-22'}",
        "{'error':{'code':'X1','request_id':'7f1c-22'}}",
        "{'message':'Forbidden','requestId':'7f1c-22'}"
      })
  void theRequestIdIsFoundWhereverItStands(String body) {
    assertThat(parse(body).requestId()).isEqualTo("7f1c-22");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a cat on a mat", "429", "x", "über", "A\\nB"})
  void whatDoesNotLookLikeACodeIsNoCode(String code) {
    assertThat(parse("{'error':{'code':'" + code + "'}}").code()).isNull();
  }

  @Test
  void aRequestIdThatCouldCarryTextIsNoRequestId() {
    assertThat(parse("{'error':{},'request_id':'a cat on a mat'}").requestId()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "[{'msg':'x'}]",
        "'error'",
        "42",
        "{",
        "<html>503</html>",
        "no healthy upstream",
        "{}"
      })
  void whatNoServiceWroteSaysNothing(String text) {
    assertSaysNothing(parse(text));
  }

  @Test
  void aBodyNestedTooDeeplySaysNothing() {
    assertSaysNothing(parse("{'error':" + "[".repeat(10_000)));
  }

  @Test
  void bytesThatAreNoTextLeaveTheRestReadable() {
    byte[] broken =
        "{\"error\":{\"code\":\"BAD_TEXT\",\"message\":\"a?b\"}}"
            .getBytes(StandardCharsets.US_ASCII);
    broken[new String(broken, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xFF;

    ErrorBody body = ErrorBody.parse(new String(broken, StandardCharsets.UTF_8));

    assertThat(body.code()).isEqualTo("BAD_TEXT");
    assertThat(body.message()).isEqualTo("a\uFFFDb");
  }

  private static void assertSaysNothing(ErrorBody body) {
    assertThat(body.ownWords()).isFalse();
    assertThat(body.code()).isNull();
    assertThat(body.message()).isNull();
    assertThat(body.fieldErrors()).isEmpty();
    assertThat(body.requestId()).isNull();
    assertThat(body.retryAfter()).isNull();
  }

  /** Takes JSON with single quotes, which are easier to read here. */
  private static ErrorBody parse(String body) {
    return ErrorBody.parse(body.replace('\'', '"'));
  }
}
