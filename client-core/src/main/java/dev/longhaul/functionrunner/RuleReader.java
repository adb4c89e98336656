package dev.longhaul.functionrunner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the rule of an input says, in each of its spellings. Limits may stand in the rule or
 * in its {@code constraints}. A part that makes no sense, or is null, counts as absent.
 */
final class RuleReader {
  private final List<JsonObject> places;

  RuleReader(JsonElement rule) {
    Optional<JsonObject> whole = object(rule);
    Optional<JsonObject> nested = whole.flatMap(it -> object(it.get("constraints")));
    places = Stream.of(whole, nested).flatMap(Optional::stream).toList();
  }

  /** Returns whether the rule holds this member, and not as null. */
  boolean has(String name) {
    return values(name).findAny().isPresent();
  }

  boolean isTrue(String name) {
    return values(name)
        .anyMatch(
            it -> it instanceof JsonPrimitive flag && flag.isBoolean() && flag.getAsBoolean());
  }

  /** Returns a text, which the rule may also hold as a list of texts. */
  List<String> texts(String name) {
    return values(name)
        .flatMap(it -> it.isJsonArray() ? it.getAsJsonArray().asList().stream() : Stream.of(it))
        .filter(it -> it instanceof JsonPrimitive text && text.isString())
        .map(JsonElement::getAsString)
        .toList();
  }

  Optional<JsonArray> list(String... spellings) {
    return values(spellings)
        .filter(JsonElement::isJsonArray)
        .map(JsonElement::getAsJsonArray)
        .findFirst();
  }

  Optional<BigDecimal> number(String... spellings) {
    return values(spellings).flatMap(it -> number(it).stream()).findFirst();
  }

  /** Returns a number that can be a length. */
  Optional<BigDecimal> length(String... spellings) {
    return values(spellings)
        .flatMap(it -> number(it).stream())
        .filter(it -> it.signum() >= 0 && isWhole(it))
        .findFirst();
  }

  /** Returns the number, if it is one and can be reckoned with, which NaN cannot. */
  static Optional<BigDecimal> number(JsonElement value) {
    if (!(value instanceof JsonPrimitive number && number.isNumber())) {
      return Optional.empty();
    }
    try {
      return Optional.of(number.getAsBigDecimal());
    } catch (NumberFormatException beyondReckoning) {
      return Optional.empty();
    }
  }

  static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  private Stream<JsonElement> values(String... spellings) {
    return Stream.of(spellings)
        .flatMap(name -> places.stream().map(place -> Optional.ofNullable(place.get(name))))
        .flatMap(Optional::stream)
        .filter(value -> !value.isJsonNull());
  }

  private static Optional<JsonObject> object(@Nullable JsonElement value) {
    return value instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }
}
