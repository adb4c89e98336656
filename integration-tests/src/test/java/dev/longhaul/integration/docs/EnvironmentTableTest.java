package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The variables of the environment are the same on the page and in the file to copy. */
class EnvironmentTableTest {
  @Test
  void thePageAndTheFileToCopyNameTheSameVariables() {
    List<String> inFile = inFile();
    List<String> onPage =
        Document.read("docs/resilience.md").table("The environment").stream()
            .flatMap(row -> Document.code(row.get(0)).stream())
            .toList();

    assertThat(inFile).hasSize(25);
    assertThat(onPage).containsExactlyInAnyOrderElementsOf(inFile);
  }

  @ParameterizedTest
  @CsvSource({"docs/sora.md, SORA", "docs/vestis.md, VESTIS"})
  void thePageOfAServiceNamesItsOwn(String page, String service) {
    List<String> onPage =
        Document.read(page).table("Retry settings").stream()
            .flatMap(row -> Document.code(row.get(2)).stream())
            .toList();

    assertThat(onPage)
        .containsExactlyElementsOf(
            inFile().stream().filter(it -> it.startsWith("LONGHAUL_" + service)).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/sora.md", "docs/vestis.md"})
  void thePageOfAServiceTellsTheDefaultsThatHold(String page) {
    ClientOptions options = ClientOptions.builder("https://any.example.com").build();
    ResilienceOptions resilience = options.resilience();
    List<String> defaults =
        Document.read(page).table("Retry settings").stream().map(row -> row.get(3)).toList();

    assertThat(defaults.get(2))
        .isEqualTo(
            "%d s, creates %d s",
            options.attemptTimeout().toSeconds(), options.createTimeout().toSeconds());
    assertThat(defaults.get(3)).startsWith(resilience.maxRetries() + "; ").endsWith("at most 2");
    assertThat(defaults.get(4))
        .isEqualTo(
            "up to %d s, twice as long each time, up to %d s",
            resilience.firstDelay().toSeconds(), resilience.longestDelay().toSeconds());
    assertThat(defaults.get(5)).isEqualTo(resilience.deadline().toMinutes() + " min");
  }

  private static List<String> inFile() {
    return Document.read(".env.example")
        .text()
        .lines()
        .filter(line -> line.startsWith("LONGHAUL_"))
        .map(line -> line.substring(0, line.indexOf('=')))
        .toList();
  }
}
