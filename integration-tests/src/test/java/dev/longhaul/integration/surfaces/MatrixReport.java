package dev.longhaul.integration.surfaces;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The table of a run: scenarios down, services and surfaces across. */
final class MatrixReport {
  private final Set<String> columns = new LinkedHashSet<>();
  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

  /** What is noted of a cell that passed, and of one that did not. */
  static final String PASSED = "passed";

  static final String FAILED = "**failed**";

  synchronized void note(String service, String surface, String scenario, String result) {
    String column = service + "<br>" + surface;
    columns.add(column);
    rows.computeIfAbsent(scenario, none -> new LinkedHashMap<>()).put(column, result);
  }

  synchronized void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text());
  }

  private String text() {
    long passed = cells(PASSED::equals);
    long failed = cells(FAILED::equals);
    StringBuilder text = new StringBuilder("# Surfaces matrix\n\n");
    text.append(passed).append(" of ").append(passed + failed).append(" cells passed; ");
    text.append(cells(result -> true) - passed - failed).append(" do not apply.\n\n| scenario |");
    columns.forEach(column -> text.append(' ').append(column).append(" |"));
    text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    rows.forEach(
        (scenario, row) -> {
          text.append("| ").append(scenario).append(" |");
          columns.forEach(column -> text.append(' ').append(word(row.get(column))).append(" |"));
          text.append('\n');
        });
    return text.toString();
  }

  private long cells(Predicate<String> like) {
    return rows.values().stream().flatMap(row -> row.values().stream()).filter(like).count();
  }

  private static String word(@Nullable String result) {
    return result == null ? "not run" : result;
  }
}
