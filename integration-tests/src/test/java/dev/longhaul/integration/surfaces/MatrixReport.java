package dev.longhaul.integration.surfaces;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of a run: scenarios down, services and surfaces across. */
final class MatrixReport {
  private final Set<String> columns = new LinkedHashSet<>();
  private final Map<String, Map<String, Boolean>> rows = new LinkedHashMap<>();

  synchronized void note(String service, String surface, String scenario, boolean passed) {
    String column = service + "<br>" + surface;
    columns.add(column);
    rows.computeIfAbsent(scenario, none -> new LinkedHashMap<>()).put(column, passed);
  }

  synchronized void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text());
  }

  private String text() {
    long cells = rows.values().stream().mapToLong(row -> row.size()).sum();
    long passed =
        rows.values().stream().flatMap(row -> row.values().stream()).filter(ok -> ok).count();
    StringBuilder text = new StringBuilder("# Surfaces matrix\n\n");
    text.append(passed).append(" of ").append(cells).append(" cells passed.\n\n| scenario |");
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

  private static String word(@Nullable Boolean passed) {
    return passed == null ? "not run" : passed ? "passed" : "**failed**";
  }
}
