package dev.longhaul.functionrunner;

import static dev.longhaul.functionrunner.Inputs.passes;
import static dev.longhaul.functionrunner.Inputs.quoted;
import static dev.longhaul.functionrunner.Inputs.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pattern refuses what it certainly does not fit, and never takes long. */
class InputPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "^\\w+$          | grün",
        "^.{2}$          | \uD83D\uDE00\uD83D\uDE00",
        "^a.b$           | `a\rb`",
        "[0-9]{2}        | in 42 days",
        "^[[]$           | x",
        "^[a&&b]$        | &"
      })
  void aTextThatSomeReadingOfThePatternFitsPasses(String pattern, String text) {
    passes("{'pattern':" + quoted(pattern) + "}", quoted(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "^[A-Z]{2}-[0-9]{4}$ ; ab-1234",
        "^(?:red|green|blue)(?:-light)?$ ; pink",
        "^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$ ; nobody",
        "^(\\d+)\\.(\\d+)\\.(\\d+)(-[\\w.]+)?$ ; 1.2",
        "^[]x]+$ ; y",
        "^#[0-9a-fA-F]{6}$ ; #12345"
      })
  void aTextThatNoReadingFitsIsRefused(String pattern, String text) {
    assertThat(refusal("{'pattern':" + quoted(pattern) + "}", quoted(text)))
        .hasMessageContaining("does not fit the pattern");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(a+)+$",
        "^(a|aa)+$",
        "^(a|a)*$",
        "^(.*a){25}$",
        "^(a?){30}a{30}$",
        "^(.*)*b$",
        "(a*)*(a*)*(a*)*b\\Z",
        "^(?:(a+)+\\1)+$",
        "^a*($){2000000000}x",
        "^a*(($){2000000000}){2000000000}x"
      })
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPatternIsJudgedQuicklyOrNotAtAll(String pattern) {
    String rule = "{'pattern':" + quoted(pattern) + "}";

    judgedInTime(rule, quoted("a".repeat(60)));
    judgedInTime(rule, quoted("a".repeat(60) + "!"));
    judgedInTime(rule, quoted("a".repeat(100_000) + "!"));
  }

  private static void judgedInTime(String rule, String value) {
    try {
      passes(rule, value);
    } catch (AssertionError refused) {
      assertThat(refused).hasMessageContaining("does not fit the pattern");
    }
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatTakesTooLongPasses() {
    String backAndForth = quoted("^(?:(a+)+\\1)+$");
    String withoutALook = quoted("^a*" + "(\\b|\\B|$|)".repeat(30) + "x");

    passes("{'pattern':" + backAndForth + "}", quoted("a".repeat(60) + "!"));
    passes("{'pattern':" + withoutALook + "}", quoted("a".repeat(60)));
    String manyWays = quoted("(|)".repeat(10) + "x");
    passes("{'pattern':" + manyWays + "}", quoted("y".repeat(100_000)));
    assertThat(refusal("{'pattern':" + manyWays + "}", quoted("y"))).isNotNull();
  }

  @Test
  void aPatternTooLongOrTooDeepIsLeftToTheService() {
    passes("{'pattern':" + quoted("^" + "x".repeat(5_000)) + "}", "\"y\"");
    passes("{'pattern':" + quoted("(".repeat(999) + "x" + ")".repeat(999)) + "}", "\"x\"");
  }
}
