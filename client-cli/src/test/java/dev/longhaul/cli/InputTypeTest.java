package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.longhaul.generated.functionrunner.model.ParameterRule;
import dev.longhaul.generated.functionrunner.model.ParameterType;
import dev.longhaul.generated.functionrunner.model.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputTypeTest {
  @TempDir Path folder;

  private static ParameterRule rule(String type) {
    return new ParameterRule().type(ParameterType.of(type));
  }

  private static JsonObject fill(ParameterRule rule, String value) {
    Template template = new Template().putParameterSchemaItem("x", rule);
    return new InputForm(template).fill(InputArgument.parseAll("--input", List.of("x=" + value)));
  }

  private static String wrong(ParameterRule rule, String value) {
    try {
      return "taken as " + fill(rule, value);
    } catch (CommandFailure refused) {
      assertThat(refused.code()).isEqualTo(ExitCode.WRONG_USAGE);
      return String.valueOf(refused.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "string  | 42               | {\"x\":\"42\"}",
        "string  | true             | {\"x\":\"true\"}",
        "string  | a=b=c            | {\"x\":\"a=b=c\"}",
        "string  | @@home           | {\"x\":\"@home\"}",
        "integer | 9007199254740993 | {\"x\":9007199254740993}",
        "integer | -3               | {\"x\":-3}",
        "float   | 1                | {\"x\":1}",
        "float   | 0.10             | {\"x\":0.10}",
        "float   | 2.5e-3           | {\"x\":0.0025}",
        "boolean | true             | {\"x\":true}",
        "array   | [1, \"a\"]       | {\"x\":[1,\"a\"]}",
        "object  | {\"a\":{\"b\":1}} | {\"x\":{\"a\":{\"b\":1}}}",
        "file    | https://a.b/c    | {\"x\":\"https://a.b/c\"}",
        "colour  | {\"r\":1}        | {\"x\":{\"r\":1}}",
        "colour  | red green        | {\"x\":\"red green\"}",
        "colour  | red              | {\"x\":\"red\"}",
        "colour  | 12               | {\"x\":12}",
        "colour  | null             | {\"x\":null}",
      })
  void theRuleSaysWhatAValueIs(String type, String value, String json) {
    assertThat(fill(rule(type), value)).isEqualTo(JsonParser.parseString(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "integer | 1.5       | is not a whole number",
        "integer | 1e3       | is not a whole number",
        "integer | ``        | is not a whole number",
        "float   | NaN       | is not a number",
        "float   | 1e9999999 | is not a number",
        "float   | .         | is not a number",
        "boolean | yes       | is neither true nor false",
        "array   | {}        | is not a JSON array",
        "array   | [1        | is not a JSON array",
        "array   | [1] [2]   | is not a JSON array",
        "object  | {a: 1}    | is not a JSON object",
        "object  | null      | is not a JSON object",
      })
  void aValueOfAnotherTypeIsRefusedWithoutBeingRepeated(String type, String value, String problem) {
    assertThat(wrong(rule(type), value)).startsWith("--input x " + problem + ". Pass ");
  }

  @Test
  void lengthsCountCharactersAsPeopleDo() {
    ParameterRule rule = rule("string").minLength(2).maxLength(3);

    assertThat(fill(rule, "\uD83E\uDD8A\uD83E\uDD8A\uD83E\uDD8A").size()).isEqualTo(1);
    assertThat(wrong(rule, "abcd"))
        .isEqualTo("--input x has 4 characters, above the limit of 3. Pass fewer.");
    assertThat(wrong(rule, "a"))
        .isEqualTo("--input x has 1 characters, below the limit of 2. Pass more.");
    assertThat(wrong(rule("array").maxLength(1), "[1,2]")).contains("has 2 items");
  }

  @Test
  void limitsOfNumbersAreInclusive() {
    ParameterRule rule = rule("float").minValue(0.5).maxValue(1.0);

    assertThat(fill(rule, "0.5").size()).isEqualTo(1);
    assertThat(fill(rule, "1").size()).isEqualTo(1);
    assertThat(wrong(rule, "1.0000000000000001")).contains("above the limit of 1.");
    assertThat(wrong(rule, "0.4")).contains("below the limit of 0.5.");
  }

  @Test
  void aLimitBeyondEveryNumberIsNone() {
    ParameterRule rule =
        rule("float").minValue(Double.NEGATIVE_INFINITY).maxValue(Double.POSITIVE_INFINITY);

    assertThat(fill(rule, "1e300").size()).isEqualTo(1);
    assertThat(InputLimits.plain(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
  }

  @Test
  void choicesHoldForEveryType() {
    ParameterRule rule =
        rule("integer").addEnumItem(new JsonPrimitive(1)).addEnumItem(new JsonPrimitive(4));

    assertThat(fill(rule, "4").size()).isEqualTo(1);
    assertThat(wrong(rule, "2")).contains("Pass one of 1, 4.");
  }

  @Test
  void aTemplateWithoutRulesTakesEverything() {
    JsonObject inputs =
        new InputForm(new Template())
            .fill(InputArgument.parseAll("--input", List.of("a=1", "b=hello there", "c=[true]")));

    assertThat(inputs)
        .isEqualTo(JsonParser.parseString("{\"a\":1,\"b\":\"hello there\",\"c\":[true]}"));
  }

  @Test
  void aRequiredInputWithADefaultMayBeLeftOut() {
    Template template =
        new Template()
            .putParameterSchemaItem(
                "x", rule("integer").required(true)._default(new JsonPrimitive(1)));

    assertThat(new InputForm(template).fill(List.of()).size()).isZero();
  }

  @Test
  void aFileGivesItsTextForEveryTypeButFile() throws IOException {
    Path text = Files.writeString(folder.resolve("in.txt"), "[1, 2]\n");

    assertThat(fill(rule("array"), "@" + text)).hasToString("{\"x\":[1,2]}");
    assertThat(fill(rule("string"), "@" + text)).hasToString("{\"x\":\"[1, 2]\\n\"}");
    assertThat(fill(rule("colour"), "@" + text)).hasToString("{\"x\":[1,2]}");
  }

  @Test
  void aFileOfTheTypeFileIsSentWhole() throws IOException {
    Path picture = Files.write(folder.resolve("in.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});

    assertThat(fill(rule("file"), "@" + picture).get("x").getAsString())
        .isEqualTo("data:image/png;base64,iVBORw==");
  }

  @Test
  void aFileThatCannotBeUsedIsRefused() throws IOException {
    Path binary = Files.write(folder.resolve("in.bin"), new byte[] {(byte) 0xff, (byte) 0xfe});
    Path large = Files.write(folder.resolve("large"), new byte[InputArgument.MOST_BYTES + 1]);

    assertThat(wrong(rule("string"), "@" + binary)).contains("not UTF-8 text");
    assertThat(wrong(rule("string"), "@" + folder)).contains("cannot be read");
    assertThat(wrong(rule("string"), "@" + folder.resolve("none"))).contains("cannot be read");
    assertThat(wrong(rule("file"), "@")).contains("cannot be read");
    assertThat(wrong(rule("file"), "@" + large)).contains("above the limit of 10 MB");
  }

  @Test
  void inputsThatAreTooLargeTogetherAreRefused() throws IOException {
    Path large = Files.write(folder.resolve("large"), new byte[InputArgument.MOST_BYTES - 10]);

    assertThatThrownBy(() -> fill(rule("file"), "@" + large))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("above the limit of 10 MB");
  }

  @Test
  void aNameThatMayBePartOfAPromptIsNotRepeated() {
    assertThat(wrong(rule("string"), "x")).startsWith("taken");
    assertThatThrownBy(
            () ->
                new InputForm(new Template().putParameterSchemaItem("x", rule("string")))
                    .fill(InputArgument.parseAll("--input", List.of("a fox with an = sign"))))
        .hasMessage("--input number 1 is no input of this template. It takes x.");
  }
}
