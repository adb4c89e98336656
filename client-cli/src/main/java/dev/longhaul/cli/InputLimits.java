package dev.longhaul.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.longhaul.generated.functionrunner.model.ParameterRule;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a value against the limits of its rule. Patterns are left to the service: its dialect of
 * regular expressions is not ours, and a pattern made to run for ever would run here.
 */
final class InputLimits {
  private static final int MOST_CHOICES = 200;

  private InputLimits() {}

  static void check(InputArgument argument, ParameterRule rule, JsonElement value) {
    checkChoice(argument, rule.getEnum(), value);
    if (value.isJsonArray()) {
      checkLength(argument, rule, value.getAsJsonArray().size(), "items");
    } else if (value instanceof JsonPrimitive plain && plain.isNumber()) {
      checkNumber(argument, rule, plain.getAsBigDecimal());
    } else if (value instanceof JsonPrimitive plain && plain.isString() && !isFile(rule)) {
      String text = plain.getAsString();
      checkLength(argument, rule, text.codePointCount(0, text.length()), "characters");
    }
  }

  private static boolean isFile(ParameterRule rule) {
    return rule.getType() != null && rule.getType().value().equals("file");
  }

  private static void checkChoice(
      InputArgument argument, @Nullable List<JsonElement> choices, JsonElement value) {
    if (choices != null && !choices.isEmpty() && !choices.contains(value)) {
      String all = String.join(", ", choices.stream().map(InputLimits::word).toList());
      throw argument.wrong(
          "is none of the values allowed", "Pass one of " + Printable.cut(all, MOST_CHOICES));
    }
  }

  private static String word(JsonElement choice) {
    return choice.isJsonPrimitive() ? choice.getAsString() : choice.toString();
  }

  private static void checkLength(
      InputArgument argument, ParameterRule rule, int length, String unit) {
    Integer least = rule.getMinLength();
    Integer most = rule.getMaxLength();
    if (least != null && length < least) {
      throw argument.wrong(
          "has " + length + " " + unit + ", below the limit of " + least, "Pass more");
    }
    if (most != null && length > most) {
      throw argument.wrong(
          "has " + length + " " + unit + ", above the limit of " + most, "Pass fewer");
    }
  }

  private static void checkNumber(InputArgument argument, ParameterRule rule, BigDecimal number) {
    Double least = rule.getMinValue();
    Double most = rule.getMaxValue();
    if (least != null
        && Double.isFinite(least)
        && number.compareTo(BigDecimal.valueOf(least)) < 0) {
      throw argument.wrong("is below the limit of " + plain(least), "Pass a larger number");
    }
    if (most != null && Double.isFinite(most) && number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw argument.wrong("is above the limit of " + plain(most), "Pass a smaller number");
    }
  }

  /** Returns the number without needless zeros: {@code 64}, not {@code 64.0}. */
  static String plain(double limit) {
    if (!Double.isFinite(limit)) {
      return String.valueOf(limit);
    }
    return BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
  }
}
