package dev.longhaul.functionrunner;

import static dev.longhaul.functionrunner.Inputs.accepts;
import static dev.longhaul.functionrunner.Inputs.json;
import static dev.longhaul.functionrunner.Inputs.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.JsonObject;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A parameter schema, in either shape, says which inputs there are. */
class InputSchemaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "promt      | Did you mean prompt?",
        "imageSize  | Did you mean image_size?",
        "IMAGE_SZIE | Did you mean image_size?",
        "size       | It takes prompt, image_size, n.",
        "x          | Did you mean n?"
      })
  void anUnknownInputIsRefusedWithTheNameThatIsNearest(String name, String fix) {
    String schema = "{'prompt':{},'image_size':{},'n':{}}";
    String inputs = "{'" + name + "':1}";

    assertThat(refusalOf(schema, inputs))
        .hasMessage("inputs." + name + " is not an input of the template. " + fix);
    assertThatCode(() -> InputRules.of(json(schema)).check(json(inputs), UnknownInputs.PASSED_ON))
        .doesNotThrowAnyException();
  }

  @Test
  void aNameThatMayBeDataIsNotShown() {
    String secret = "a lighthouse that only we may see";

    InvalidInputException refused = refusalOf("{'prompt':{}}", "{'" + secret + "':1}");

    assertThat(refused).hasMessageNotContaining("lighthouse");
    assertThat(refused.field()).isEqualTo("inputs.(a name of length 33)");
  }

  @Test
  void longListsOfNamesAreCutShort() {
    StringBuilder schema = new StringBuilder("{");
    for (int i = 100; i < 150; i++) {
      schema.append("'input_").append(i).append("':{},");
    }
    String last = schema.append("'last':{}}").toString();

    assertThat(refusalOf(last, "{'something_else':1}"))
        .hasMessageEndingWith("input_106, input_107, and others.");
  }

  @Test
  void aSchemaThatNamesNoInputForbidsNone() {
    accepts("{}", "{'prompt':1}");
    accepts("{'type':'object'}", "{'prompt':1}");
    accepts("{'type':'object','properties':7,'required':7}", "{'prompt':1}");
  }

  @Test
  void severalFlawsAreToldInOneShortError() {
    String schema =
        "{'a':{'required':true},'b':{'type':'string'},'c':{'max':1},'d':{'max':1},'e':{'max':1}}";

    InvalidInputException refused = refusalOf(schema, "{'b':1,'c':2,'d':2,'e':2,'aa':1}");

    assertThat(refused)
        .hasMessage(
            "inputs.aa is not an input of the template. Did you mean a? Also, inputs.a is missing;"
                + " inputs.b is an integer, not a string; inputs.c is a number above the limit of"
                + " 1; and 2 more.");
    assertThat(refused.field()).isEqualTo("inputs.aa");
    assertThat(refused.facts().reach()).isEqualTo(Reach.NOT_SENT);
  }

  @Test
  void noValueIsInTheError() {
    String schema =
        "{'a':{'type':'integer'},'b':{'enum':['x']},'c':{'pattern':'^x'},'d':{'max_length':1}}";
    String secret = "'tok-5e4d'";

    assertThat(refusalOf(schema, "{'a':" + secret + ",'b':" + secret + ",'c':" + secret + "}"))
        .hasMessageNotContaining("5e4d");
    assertThat(refusalOf(schema, "{'d':" + secret + "}")).hasMessageNotContaining("5e4d");
    assertThat(refusalOf("{'n':{'max':1}}", "{'n':777}")).hasMessageNotContaining("777");
  }

  @Test
  void aJsonSchemaIsUnderstood() {
    String schema =
        """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
         "properties":{"prompt":{"type":"string","minLength":1},
                       "steps":{"type":"integer","minimum":1,"maximum":50},
                       "style":{"anyOf":[{"type":"string"},{"type":"null"}]},
                       "mode":{"default":"auto"},
                       "options":{"type":"object","required":["x"],"properties":{"x":{}}}},
         "required":["prompt","mode"]}
        """;

    accepts(schema, "{'prompt':'x','steps':50,'style':4,'options':{}}");
    assertThat(refusalOf(schema, "{}")).hasMessageStartingWith("inputs.prompt is missing");
    assertThat(refusalOf(schema, "{'prompt':''}")).hasMessageContaining("below the limit of 1");
    assertThat(refusalOf(schema, "{'prompt':'x','steps':51}")).hasMessageContaining("above");
    assertThat(refusalOf(schema, "{'prompt':'x','step':1}"))
        .hasMessageEndingWith("Did you mean steps?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'additionalProperties':true",
        "'additionalProperties':{}",
        "'patternProperties':{}",
        "'allOf':[]"
      })
  void aJsonSchemaThatAllowsMoreInputsDoes(String more) {
    accepts("{'type':'object','properties':{'a':{}}," + more + "}", "{'b':1}");
  }

  @Test
  void inputsMayBeNamedLikeThePartsOfAJsonSchema() {
    String schema =
        "{'type':{'type':'string','enum':['object']},'properties':{'type':'object'},"
            + "'required':{'required':true}}";

    accepts(schema, "{'type':'object','properties':{},'required':1}");
    assertThat(refusalOf(schema, "{'properties':{}}")).hasMessageContaining("inputs.required");
    assertThat(refusalOf(schema, "{'required':1,'type':'x'}")).hasMessageContaining("inputs.type");
  }

  @Test
  void neitherInputsNorSchemaAreChangedAndTheSchemaMayChangeLater() {
    JsonObject schema = json("{'a':{'enum':['x'],'default':'x'},'b':{'default':1}}");
    JsonObject inputs = json("{'a':'x'}");
    InputRules rules = InputRules.of(schema);
    rules.check(inputs, UnknownInputs.REFUSED);

    assertThat(inputs).isEqualTo(json("{'a':'x'}"));
    assertThat(schema).isEqualTo(json("{'a':{'enum':['x'],'default':'x'},'b':{'default':1}}"));
    schema.getAsJsonObject("a").getAsJsonArray("enum").remove(0);
    schema.remove("b");
    rules.check(json("{'a':'x','b':2}"), UnknownInputs.REFUSED);
  }
}
