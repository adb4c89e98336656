package dev.longhaul.functionrunner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.longhaul.error.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a template wants its inputs to be like, so that a task that cannot work is refused before it
 * costs anything. Immutable.
 *
 * <p>Two shapes of a parameter schema are understood: a map from the name of an input to its rule,
 * and a JSON Schema of an object, whose {@code properties} are such a map. What is not understood,
 * and a rule that makes no sense, refuses nothing: the service has the last word. A null input
 * counts as left out.
 */
final class InputRules {
  private static final int MOST_NAMES = 8;

  /** What may stand in an error although it came from the caller, whose names may be data too. */
  private static final Pattern PLAIN = Pattern.compile("\\w{1,40}");

  /** What may stand in an error of the names that the template gives. */
  private static final Pattern READABLE = Pattern.compile("[\\p{L}\\p{N}_.:-]{1,64}");

  /** Parts of a JSON Schema that may name inputs which are not among the properties. */
  private static final Set<String> FURTHER =
      Set.of("patternProperties", "$ref", "allOf", "anyOf", "oneOf", "if");

  private final Map<String, InputRule> rules;
  private final boolean open;

  private InputRules(Map<String, InputRule> rules, boolean open) {
    this.rules = rules;
    // A schema that names no input at all leaves them undescribed rather than forbidden.
    this.open = open || rules.isEmpty();
  }

  /** Returns the rules of a template's parameter schema, which may change afterwards. */
  static InputRules of(JsonObject parameterSchema) {
    if (!isJsonSchema(parameterSchema)) {
      return new InputRules(rules(parameterSchema, List.of()), false);
    }
    JsonElement properties = parameterSchema.get("properties");
    List<String> required = new RuleReader(parameterSchema).texts("required");
    return new InputRules(
        properties instanceof JsonObject map ? rules(map, required) : Map.of(),
        allowsMore(parameterSchema));
  }

  /** In a map of rules each member is a rule, so an input may well be named "type". */
  private static boolean isJsonSchema(JsonObject schema) {
    boolean typed =
        schema.get("type") instanceof JsonPrimitive type && type.getAsString().equals("object");
    boolean nested =
        schema.get("properties") instanceof JsonObject properties
            && properties.size() > 0
            && properties.asMap().values().stream().allMatch(JsonElement::isJsonObject);
    return typed || nested;
  }

  private static boolean allowsMore(JsonObject schema) {
    JsonElement more = schema.get("additionalProperties");
    boolean told =
        more instanceof JsonObject || new RuleReader(schema).isTrue("additionalProperties");
    return told || FURTHER.stream().anyMatch(schema::has);
  }

  private static Map<String, InputRule> rules(JsonObject map, List<String> required) {
    Map<String, InputRule> rules = new LinkedHashMap<>();
    map.asMap()
        .forEach((name, rule) -> rules.put(name, InputRule.of(rule, required.contains(name))));
    return rules;
  }

  /**
   * Refuses inputs that the template cannot work with. The inputs stay as they are.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} named after the first wrong input, and telling
   * up to three more. It holds no value of an input.
   *
   * @param inputs the inputs of a task, by name
   * @param unknown what becomes of an input that the template does not name
   */
  void check(JsonObject inputs, UnknownInputs unknown) {
    InputFlaws flaws = new InputFlaws();
    if (unknown == UnknownInputs.REFUSED && !open) {
      inputs.keySet().stream()
          .filter(name -> !rules.containsKey(name))
          .forEach(name -> flaws.add(field(name, PLAIN), stranger(name)));
    }
    rules.forEach(
        (name, rule) ->
            rule.flaw(inputs.get(name)).ifPresent(flaw -> flaws.add(field(name, READABLE), flaw)));
    flaws.throwIfAny();
  }

  private InputFlaw stranger(String name) {
    return new InputFlaw("is not an input of the template", () -> suggestion(name));
  }

  private String suggestion(String name) {
    List<String> readable =
        rules.keySet().stream().filter(it -> READABLE.matcher(it).matches()).toList();
    return NearestName.to(name, readable)
        .map(near -> "Did you mean " + near + "?")
        .orElseGet(
            () -> readable.isEmpty() ? "Leave it out." : "It takes " + listed(readable) + ".");
  }

  private static String listed(List<String> names) {
    String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.size() > MOST_NAMES ? first + ", and others" : first;
  }

  private static String field(String name, Pattern showable) {
    return showable.matcher(name).matches()
        ? "inputs." + name
        : "inputs.(a name of length " + name.length() + ")";
  }
}
