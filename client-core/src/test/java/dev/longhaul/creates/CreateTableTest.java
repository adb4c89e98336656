package dev.longhaul.creates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.creates.CreateScene.Surface;
import dev.longhaul.testkit.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong with a create, the service makes one job at most, and the caller is told the
 * truth. Each cell of the tables in the documentation is a test here.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CreateTableTest {
  private static final Path DOCS = Path.of("..", "docs", "resilience.md");
  private static final Path GENERATED = Path.of("target", "create-table.md");
  private static final String BEGIN = "<!-- create-table -->\n";
  private static final String END = "<!-- /create-table -->";

  static Stream<Arguments> cells() {
    return CreateRows.all().stream()
        .flatMap(
            row ->
                Stream.of(CreateColumn.values())
                    .filter(column -> column.has(row))
                    .map(column -> Arguments.of(row, column)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cells")
  void aCreateThatGoesWrongMakesOneJobAtMostAndTheCallerKnows(CreateRow row, CreateColumn column)
      throws Exception {
    CreateCell expected = column.cell(row);

    assertThat(expected.made()).isLessThanOrEqualTo(1);
    assertThat(onEachSurface(row, column))
        .isEqualTo(Map.of(Surface.BLOCKING, expected, Surface.ASYNC, expected));
  }

  /** Each has a service of its own, so that both may wait at once. */
  private static Map<Surface, CreateCell> onEachSurface(CreateRow row, CreateColumn column)
      throws Exception {
    ExecutorService atOnce = Executors.newCachedThreadPool();
    try {
      Map<Surface, Future<CreateCell>> scenes = new EnumMap<>(Surface.class);
      for (Surface surface : Surface.values()) {
        scenes.put(surface, atOnce.submit(() -> outcome(row, column, surface)));
      }
      Map<Surface, CreateCell> cells = new EnumMap<>(Surface.class);
      for (Surface surface : Surface.values()) {
        cells.put(surface, scenes.get(surface).get());
      }
      return cells;
    } finally {
      atOnce.shutdownNow();
    }
  }

  private static CreateCell outcome(CreateRow row, CreateColumn column, Surface surface)
      throws Exception {
    try (CreateScene scene = new CreateScene(column)) {
      row.trouble().arrange(scene);
      return scene.submit(surface);
    }
  }

  @Test
  void theTablesInTheDocumentationAreTheOnesTested() throws IOException {
    String tables = CreateTables.text();
    Files.writeString(GENERATED, BEGIN + tables + END + "\n");

    String docs = Files.readString(DOCS).replace("\r\n", "\n");

    assertThat(docs).contains(BEGIN, END);
    assertThat(docs.substring(docs.indexOf(BEGIN) + BEGIN.length(), docs.indexOf(END)))
        .as("the tables in docs/resilience.md; those of the tests are in " + GENERATED)
        .isEqualTo(tables);
  }
}
