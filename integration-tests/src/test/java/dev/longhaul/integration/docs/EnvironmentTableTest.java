package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The variables of the environment are the same on the page and in the file to copy. */
class EnvironmentTableTest {
  @Test
  void thePageAndTheFileToCopyNameTheSameVariables() {
    List<String> inFile =
        Document.read(".env.example")
            .text()
            .lines()
            .filter(line -> line.startsWith("LONGHAUL_"))
            .map(line -> line.substring(0, line.indexOf('=')))
            .toList();
    List<String> onPage =
        Document.read("docs/resilience.md").table("The environment").stream()
            .flatMap(row -> Document.code(row.get(0)).stream())
            .toList();

    assertThat(inFile).hasSize(25);
    assertThat(onPage).containsExactlyInAnyOrderElementsOf(inFile);
  }
}
