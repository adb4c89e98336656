package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.functionrunner.CreateScene.Surface;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.testkit.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong with a create, the service makes one job at most, and the caller is told the
 * truth. Each cell of the table in the documentation is a test here.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CreateTableTest {
  private static final Path DOCS = Path.of("..", "docs", "resilience.md");
  private static final Path GENERATED = Path.of("target", "create-table.md");
  private static final String BEGIN = "<!-- create-table -->\n";
  private static final String END = "<!-- /create-table -->";

  static Stream<Arguments> cells() {
    List<Arguments> cells = new ArrayList<>();
    for (CreateRow row : CreateRows.all()) {
      for (KeyMode mode : List.of(KeyMode.IGNORED, KeyMode.REPLAYED, KeyMode.REJECTED)) {
        for (Surface surface : Surface.values()) {
          cells.add(Arguments.of(row, mode, surface));
        }
      }
    }
    return cells.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("cells")
  void aCreateThatGoesWrongMakesOneJobAtMostAndTheCallerKnows(
      CreateRow row, KeyMode mode, Surface surface) throws Exception {
    try (CreateScene scene = new CreateScene(mode)) {
      row.trouble().arrange(scene);

      CreateCell cell = scene.submit(surface);

      assertThat(cell.made()).isLessThanOrEqualTo(1);
      assertThat(cell).isEqualTo(row.cell(mode));
    }
  }

  @Test
  void theTableInTheDocumentationIsTheOneTested() throws IOException {
    String table = table();
    Files.writeString(GENERATED, BEGIN + table + END + "\n");

    String docs = Files.readString(DOCS).replace("\r\n", "\n");

    assertThat(docs).contains(BEGIN, END);
    assertThat(docs.substring(docs.indexOf(BEGIN) + BEGIN.length(), docs.indexOf(END)))
        .as("the table in docs/resilience.md; the one of the tests is in " + GENERATED)
        .isEqualTo(table);
  }

  private static String table() {
    List<String> lines = new ArrayList<>();
    lines.add("A cell says how many creates the service received / how many jobs it made of them:");
    lines.add(
        "then what the caller was told, a handle or an error (its name without `Exception`).");
    lines.add(
        "\"Nothing sent\", \"nothing done\" and \"in doubt\" are what the error's facts prove;");
    lines.add("\"job exists\" is an uncertain submission of which the service knows the key.");
    lines.add("");
    lines.add("| Failure of the first attempt | Keys ignored | Keys replayed | Keys rejected |");
    lines.add("|---|---|---|---|");
    CreateRows.all().forEach(row -> lines.add(row.line()));
    return String.join("\n", lines) + "\n";
  }
}
