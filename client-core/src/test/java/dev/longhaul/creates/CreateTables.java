package dev.longhaul.creates;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the tables of the documentation from what is tested. */
final class CreateTables {
  private CreateTables() {}

  static String text() {
    List<String> lines = new ArrayList<>();
    lines.add("A cell says how many creates the service received / how many jobs it made of them:");
    lines.add(
        "then what the caller was told, a handle or an error (its name without `Exception`).");
    lines.add(
        "\"Nothing sent\", \"nothing done\" and \"in doubt\" are what the error's facts prove;");
    lines.add("\"job exists\" is an uncertain submission of which the service knows the key.");
    lines.add("");
    lines.add("A service without a list of jobs, as the Function Runner is:");
    lines.add("");
    lines.add("| Failure of the first attempt | Keys ignored | Keys replayed | Keys rejected |");
    lines.add("|---|---|---|---|");
    add(lines, CreateColumn.IGNORED, CreateColumn.REPLAYED, CreateColumn.REJECTED);
    lines.add("");
    lines.add(
        "A service that lists its jobs and ignores keys, where a job in doubt is looked for:");
    lines.add(
        "\"found\" is a handle of the very job that the create made, \"1 candidate\" is its id");
    lines.add(
        "on the error, and \"no candidate\" stands where the service made none. HTTP/2 is left");
    lines.add("out here: what its failures prove is the same for every service.");
    lines.add("");
    lines.add(
        "| Failure of the first attempt | Videos | Vestis, as the only writer | Vestis, otherwise |");
    lines.add("|---|---|---|---|");
    add(lines, CreateColumn.VIDEOS, CreateColumn.IMAGES_OF_ONE_WRITER, CreateColumn.IMAGES);
    return String.join("\n", lines) + "\n";
  }

  private static void add(List<String> lines, CreateColumn... columns) {
    for (CreateRow row : CreateRows.all()) {
      if (columns[0].has(row)) {
        String cells =
            Stream.of(columns)
                .map(column -> column.cell(row).toString())
                .collect(Collectors.joining(" | "));
        lines.add("| " + row.failure() + " | " + cells + " |");
      }
    }
  }
}
