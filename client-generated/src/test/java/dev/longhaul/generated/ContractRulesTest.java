package dev.longhaul.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents must not use, since a generator turns it into classes that lose data. */
class ContractRulesTest {
  private static final Set<String> COMBINING = Set.of("oneOf", "anyOf", "allOf", "discriminator");

  private final List<String> broken = new ArrayList<>();

  static List<Contract> contracts() {
    return Contract.all();
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void theDocumentKeepsToWhatIsGeneratedFaithfully(Contract contract) {
    walk(contract.name(), contract.root(), false);

    assertThat(contract.root().get("openapi").getAsString()).startsWith("3.0.");
    assertThat(broken).isEmpty();
  }

  private void walk(String where, JsonElement node, boolean isNamed) {
    if (node.isJsonArray()) {
      node.getAsJsonArray().forEach(item -> walk(where + "[]", item, false));
    }
    if (!node.isJsonObject()) {
      return;
    }
    JsonObject object = node.getAsJsonObject();
    checkSchema(where, object, isNamed);
    for (Map.Entry<String, JsonElement> member : object.entrySet()) {
      String name = member.getKey();
      if (!name.startsWith("example") && !name.startsWith("x-") && !name.equals("default")) {
        walk(where + "/" + name, member.getValue(), where.endsWith("/components/schemas"));
      }
    }
  }

  private void checkSchema(String where, JsonObject schema, boolean isNamed) {
    if (where.endsWith("/properties")) {
      checkNames(where, schema.keySet());
      return;
    }
    check(where, "combines schemas", schema.keySet().stream().noneMatch(COMBINING::contains));
    check(where, "has an enum without a name", !schema.has("enum") || isNamed);
    check(where, "has an object without a name", !schema.has("properties") || isNamed);
    check(where, "has an enum of other than text", !schema.has("enum") || isText(schema));
    check(where, "has a time as parameter", !where.contains("/parameters") || !isTime(schema));
    if (schema.has("additionalProperties")) {
      check(where, "mixes fields and a map", !schema.has("properties"));
      check(where, "has a map of anything", schema.get("additionalProperties").isJsonObject());
    }
  }

  private static boolean isText(JsonObject schema) {
    return schema.has("type")
        && schema.get("type").toString().equals("\"string\"")
        && Contract.texts(schema.getAsJsonArray("enum")).size()
            == schema.getAsJsonArray("enum").size();
  }

  /** Retrofit would write a time parameter its own way. */
  private static boolean isTime(JsonObject schema) {
    return schema.has("format") && schema.get("format").toString().startsWith("\"date");
  }

  /** Two names that become one accessor do not compile, or lose one of the two. */
  private void checkNames(String where, Set<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      String accessor = name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
      check(where, "has two names for " + accessor, seen.add(accessor));
    }
  }

  private void check(String where, String fault, boolean isRight) {
    if (!isRight) {
      broken.add(where + " " + fault);
    }
  }
}
