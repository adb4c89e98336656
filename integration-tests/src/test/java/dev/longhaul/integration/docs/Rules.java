package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

/** The tables of rules: a field, what it must be like, and the limit that its error tells. */
final class Rules {
  private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]*");

  private Rules() {}

  static List<String> fields(List<List<String>> rows) {
    return rows.stream().map(Rules::field).toList();
  }

  /** Returns the field that a row is about, as errors name it. */
  static String field(List<String> row) {
    return Document.code(row.get(0)).get(0);
  }

  /** Asserts that each number of a limit is in the text of an error. */
  static void assertTold(String limit, String errors) {
    assertThat(errors).isNotEmpty();
    assertThat(NUMBER.matcher(limit).results().map(it -> it.group().replaceAll(",\\b|,$", "")))
        .allSatisfy(number -> assertThat(errors).containsPattern("\\b" + number));
  }
}
