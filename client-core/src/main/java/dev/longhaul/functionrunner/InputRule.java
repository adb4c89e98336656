package dev.longhaul.functionrunner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one input must be like. Immutable.
 *
 * <p>A limit looks only at values of its kind: a length at strings and arrays, a least number at
 * numbers. Where services differ in how they read a limit, the widest reading holds, since a check
 * on this side that is too strict would block work that the service takes.
 */
final class InputRule {
  private static final int MOST_SHOWN = 8;
  private static final Pattern SHOWABLE = Pattern.compile("[\\w.:/-]{1,40}");

  private final boolean required;
  private final Set<InputType> types;
  private final List<InputLimit> limits;

  private InputRule(RuleReader rule, boolean listed) {
    required = (listed || rule.isTrue("required")) && !rule.has("default");
    types = InputType.of(rule);
    limits = limits(rule, types);
  }

  /**
   * Returns what a rule says; one that says nothing of use lets every value through.
   *
   * @param rule the rule of one input
   * @param listed whether the input is among those that the whole schema lists as required
   */
  static InputRule of(JsonElement rule, boolean listed) {
    return new InputRule(new RuleReader(rule), listed);
  }

  /** Returns the first thing that is wrong with the value; null stands for an input left out. */
  Optional<InputFlaw> flaw(@Nullable JsonElement value) {
    if (value == null || value.isJsonNull()) {
      return required
          ? InputFlaw.of("is missing", "The template cannot work without it.")
          : Optional.empty();
    }
    Optional<InputFlaw> misfit = InputType.flaw(types, value);
    return misfit.isPresent()
        ? misfit
        : limits.stream().flatMap(limit -> limit.flaw(value).stream()).findFirst();
  }

  private static List<InputLimit> limits(RuleReader rule, Set<InputType> types) {
    List<InputLimit> limits = new ArrayList<>();
    limits.add(numbers(rule));
    limits.add(lengths(rule));
    limits.add(sizes(rule));
    rule.list("enum").filter(it -> !it.isEmpty()).map(InputRule::oneOf).ifPresent(limits::add);
    rule.texts("pattern").stream()
        .flatMap(it -> TextPattern.of(it).stream())
        .map(InputRule::fitting)
        .forEach(limits::add);
    if (types.contains(InputType.FILE)) {
      rule.list("file_formats", "format").flatMap(FileFormats::of).ifPresent(limits::add);
    }
    return List.copyOf(limits);
  }

  private static InputLimit numbers(RuleReader rule) {
    InputRange range =
        InputRange.of(
            rule.number("min_value", "minimum", "min"), rule.number("max_value", "maximum", "max"));
    return value -> RuleReader.number(value).flatMap(it -> range.flaw(it, "is a number"));
  }

  private static InputLimit lengths(RuleReader rule) {
    InputRange range =
        InputRange.of(
            rule.length("min_length", "minLength"), rule.length("max_length", "maxLength"));
    return value -> {
      if (!InputType.isText(value)) {
        return Optional.empty();
      }
      int length = InputType.characters(value);
      return range.flaw(BigDecimal.valueOf(length), "has a length of " + length + ",");
    };
  }

  private static InputLimit sizes(RuleReader rule) {
    InputRange range =
        InputRange.of(
            rule.length("min_length", "minLength", "minItems"),
            rule.length("max_length", "maxLength", "maxItems"));
    return value ->
        value instanceof JsonArray list
            ? range.flaw(BigDecimal.valueOf(list.size()), "has " + list.size() + " items,")
            : Optional.empty();
  }

  private static InputLimit oneOf(JsonArray values) {
    JsonArray allowed = values.deepCopy();
    Optional<InputFlaw> flaw =
        InputFlaw.of(
            "is not one of the values allowed, of which there are " + allowed.size(),
            choice(allowed));
    return value -> allowed.contains(value) ? Optional.empty() : flaw;
  }

  /** Shows the values allowed, which are the template's, when they are few and plain. */
  private static String choice(JsonArray allowed) {
    List<String> words =
        allowed.asList().stream()
            .filter(JsonElement::isJsonPrimitive)
            .map(JsonElement::getAsString)
            .filter(word -> SHOWABLE.matcher(word).matches())
            .toList();
    return words.size() == allowed.size() && words.size() <= MOST_SHOWN
        ? words.stream().collect(Collectors.joining(", ", "Use one of ", "."))
        : "Use one that the template lists.";
  }

  private static InputLimit fitting(TextPattern pattern) {
    return value ->
        InputType.isText(value) && pattern.refuses(value.getAsString())
            ? InputFlaw.of(
                "does not fit the pattern of the template", "Look the pattern up in the template.")
            : Optional.empty();
  }
}
