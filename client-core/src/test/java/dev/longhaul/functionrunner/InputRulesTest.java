package dev.longhaul.functionrunner;

import static dev.longhaul.functionrunner.Inputs.accepts;
import static dev.longhaul.functionrunner.Inputs.json;
import static dev.longhaul.functionrunner.Inputs.passes;
import static dev.longhaul.functionrunner.Inputs.quoted;
import static dev.longhaul.functionrunner.Inputs.refusal;
import static dev.longhaul.functionrunner.Inputs.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The value of an input keeps to the rule of its name; what is in doubt passes. */
class InputRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "string  | 5            | is an integer, not a string",
        "string  | true         | is a boolean, not a string",
        "integer | `\"seven\"`  | is a string of length 5, not an integer",
        "integer | 1.5          | is a number with a fraction, not an integer",
        "float   | `\"1.5\"`    | is a string of length 3, not a number",
        "number  | []           | is an array of 0, not a number",
        "boolean | `\"true\"`   | is a string of length 4, not a boolean",
        "boolean | 1            | is an integer, not a boolean",
        "array   | {}           | is an object, not an array",
        "object  | [1,2]        | is an array of 2, not an object",
        "file    | 7            | is an integer, not a file's id, URL or path"
      })
  void aValueOfAnotherTypeIsRefused(String type, String value, String problem) {
    InvalidInputException refused = refusal("{'type':'" + type + "'}", value);

    assertThat(refused).hasMessageStartingWith("inputs.it " + problem + ". Pass ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "string  | `\"\"`",
        "integer | 7",
        "integer | 7.0",
        "integer | 1e3",
        "integer | 123456789012345678901234567890",
        "float   | 7",
        "number  | 7.5",
        "boolean | false",
        "array   | []",
        "object  | {}",
        "file    | `\"file-17\"`",
        "file    | {\"file_id\":17}",
        "colour  | 7",
        "Integer | `\"unknown spelling\"`"
      })
  void aValueOfTheTypeOrOfOneThatIsNotKnownPasses(String type, String value) {
    passes("{'type':'" + type + "'}", value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'min_value':64}               | 63.9  | is a number below the limit of 64. Keep to 64 or more.",
        "{'minimum':64}                 | -5    | is a number below the limit of 64. Keep to 64 or more.",
        "{'min':64}                     | 0     | is a number below the limit of 64. Keep to 64 or more.",
        "{'max_value':2e3}              | 2001  | is a number above the limit of 2000. Keep to 2000 or less.",
        "{'maximum':0.5}                | 0.6   | is a number above the limit of 0.5. Keep to 0.5 or less.",
        "{'max':-1}                     | 0     | is a number above the limit of -1. Keep to -1 or less.",
        "{'min':1,'max':10}             | 11    | is a number above the limit of 10. Keep to 1 to 10.",
        "{'max':1e300}                  | 1e301 | is a number above the limit of 1E+300. Keep to 1E+300 or less.",
        "{'constraints':{'max_value':9}} | 10   | is a number above the limit of 9. Keep to 9 or less.",
        "{'min_length':3} | `\"ab\"`   | has a length of 2, below the limit of 3. Keep to 3 or more.",
        "{'minLength':1}  | `\"\"`     | has a length of 0, below the limit of 1. Keep to 1 or more.",
        "{'max_length':2} | `\"abc\"`  | has a length of 3, above the limit of 2. Keep to 2 or less.",
        "{'maxLength':2}  | `\"abc\"`  | has a length of 3, above the limit of 2. Keep to 2 or less.",
        "{'min_length':1} | []         | has 0 items, below the limit of 1. Keep to 1 or more.",
        "{'maxLength':1}  | [1,2]      | has 2 items, above the limit of 1. Keep to 1 or less.",
        "{'maxItems':1}   | [1,2]      | has 2 items, above the limit of 1. Keep to 1 or less.",
        "{'minItems':3}   | [1,2]      | has 2 items, below the limit of 3. Keep to 3 or more.",
        "{'pattern':'^[a-z]+$'} | `\"A\"` | does not fit the pattern of the template. Look the pattern up in the template."
      })
  void aValueBeyondALimitIsRefused(String rule, String value, String text) {
    assertThat(refusal(rule, value)).hasMessage("inputs.it " + text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'min_value':64,'max_value':64}   | 64.0",
        "{'min_length':1,'max_length':2}   | `\"ab\"`",
        "{'max_length':1}                  | `\"\uD83D\uDE00\"`",
        "{'max_length':1}                  | 12345",
        "{'max_value':1}                   | `\"a string\"`",
        "{'pattern':'b'}                   | `\"abc\"`",
        "{'pattern':'^[a-z]+$'}            | 12",
        "{'maxItems':1}                    | `\"abc\"`"
      })
  void aValueAtALimitOrOfAKindThatItIsNotAboutPasses(String rule, String value) {
    passes(rule, value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['photo','drawing'] | `\"paint\"` | Use one of photo, drawing.",
        "['photo']           | `\"Photo\"` | Use one of photo.",
        "[1,2]               | 3           | Use one of 1, 2.",
        "[1,2]               | `\"1\"`     | Use one of 1, 2.",
        "[true]              | false       | Use one of true.",
        "[[1,2]]             | [2,1]       | Use one that the template lists.",
        "['a text of words'] | `\"a\"`     | Use one that the template lists.",
        "[1,2,3,4,5,6,7,8,9] | 10          | Use one that the template lists."
      })
  void aValueThatIsNotAmongThoseAllowedIsRefused(String allowed, String value, String fix) {
    assertThat(refusal("{'enum':" + allowed + "}", value))
        .hasMessageStartingWith("inputs.it is not one of the values allowed, of which there are ")
        .hasMessageEndingWith(fix);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['a','b'] | `\"b\"`",
        "[1] | 1.0",
        "[{'a':[1]}] | {\"a\":[1]}",
        "[1,'x'] | `\"x\"`"
      })
  void aValueAmongThoseAllowedPasses(String allowed, String value) {
    passes("{'enum':" + allowed + "}", value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'min_value':'x','max_value':[],'min_length':-1,'max_length':-2}",
        "{'max_value':'1'}",
        "{'max_value':null,'pattern':null,'enum':null,'type':null}",
        "{'min_value':10,'max_value':1}",
        "{'min_length':9,'max_length':3}",
        "{'max_length':1.5}",
        "{'max_length':-1}",
        "{'max_value':1e99999}",
        "{'enum':'ab'}",
        "{'enum':[]}",
        "{'pattern':'['}",
        "{'pattern':'(?P<name>x)'}",
        "{'pattern':7}",
        "{'type':7}",
        "{'type':{}}",
        "{'type':['string','colour']}",
        "{'required':'yes','constraints':7}",
        "{'sparkle':true,'multiple_of':7}",
        "7",
        "null",
        "[]",
        "'string'"
      })
  void aRuleThatMakesNoSenseBlocksNothing(String rule) {
    passes(rule, "\"four\"");
    passes(rule, "5");
    passes(rule, "null");
  }

  @Test
  void amongSpellingsOfALimitTheOneThatMakesSenseCounts() {
    assertThat(refusal("{'max_value':'x','maximum':3}", "4")).hasMessageContaining("limit of 3");
  }

  @Test
  void aListOfTypesAllowsEach() {
    String rule = "{'type':['string','integer','null']}";

    passes(rule, "5");
    passes(rule, "\"five\"");
    passes(rule, "null");
    assertThat(refusal(rule, "true")).hasMessageContaining("not a string or an integer");
  }

  @Test
  void aRequiredInputThatIsMissingIsRefused() {
    String schema = "{'prompt':{'type':'string','required':true}}";

    assertThat(refusalOf(schema, "{}")).hasMessageStartingWith("inputs.prompt is missing. ");
    assertThat(refusalOf(schema, "{'prompt':null}").field()).isEqualTo("inputs.prompt");
  }

  @Test
  void aRequiredInputWithADefaultMayBeLeftOut() {
    accepts("{'size':{'required':true,'default':0}}", "{}");
    assertThat(refusalOf("{'size':{'required':true,'default':null}}", "{}")).isNotNull();
  }

  @Test
  void anInputThatIsNotRequiredMayBeNull() {
    accepts("{'size':{'type':'integer'}}", "{'size':null}");
  }

  @Test
  void aNumberThatCannotBeReckonedWithIsNotJudgedHere() {
    String rule = "{'type':'integer','min':1,'max':2}";
    JsonObject inputs = new JsonObject();
    inputs.addProperty("it", Double.NaN);

    passes(rule, "1e99999");
    assertThatCode(
            () -> InputRules.of(json("{'it':" + rule + "}")).check(inputs, UnknownInputs.REFUSED))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "photo.gif",
        "PHOTO.GIF",
        "https://files.example.com/a.b/photo.mp4?sig=x.png",
        "https://files.example.com/photo.gif#x.png",
        "C:\\pictures.png\\photo.bmp",
        "data:image/gif;base64,AAAA",
        "DATA:application/pdf,x"
      })
  void aFileOfAFormatThatIsNotAllowedIsRefused(String file) {
    for (String keyword : new String[] {"format", "file_formats"}) {
      InvalidInputException refused =
          refusal("{'type':'file','" + keyword + "':['png','.JPEG','image/webp']}", quoted(file));

      assertThat(refused)
          .hasMessage("inputs.it is a file of a format that is not allowed. Use png, jpg, webp.");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photo.png",
        "photo.JPG",
        "photo.jpeg",
        "data:image/jpeg;base64,AAAA",
        "data:,",
        "file-17",
        "file.v2",
        "job:12.3",
        ".gif",
        "gif",
        "https://gif.example.gif",
        "https://files.example.com/17?name=a.gif",
        "https://files.example.com/a.gif/17",
        ""
      })
  void aFileOfAnAllowedFormatOrOfNoneThatIsToldPasses(String file) {
    passes("{'type':'file','format':['png','jpg']}", quoted(file));
  }

  @Test
  void formatsThatAreNotCommonAreLeftToTheService() {
    passes("{'type':'file','format':['png','image']}", quoted("a.gif"));
    passes("{'type':'string','format':['png']}", quoted("a.gif"));
  }
}
