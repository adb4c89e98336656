package dev.longhaul.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same documents, settings and templates give the same sources; any change shows. */
class DeterministicGenerationTest {
  @TempDir Path folder;

  static Stream<Contract> contracts() {
    return Contract.all().stream();
  }

  /** Also fails when the build left a file behind that the document no longer asks for. */
  @ParameterizedTest
  @MethodSource("contracts")
  void theBuildMadeExactlyWhatAnotherRunMakes(Contract contract) {
    Path built = Generation.MODULE.resolve("target/generated-sources/openapi/" + contract.name());

    assertThat(Generation.run(contract.file(), contract.basePackage(), folder))
        .isNotEmpty()
        .isEqualTo(Generation.sources(built));
  }

  @Test
  void nothingGeneratedTellsWhenOrWhereItWasMade() {
    assertThat(TrapClient.sources().values())
        .noneMatch(source -> source.contains(Generation.MODULE.toString()))
        .noneMatch(source -> source.matches("(?s).*@.*Generated.*|.*\\d\\d:\\d\\d:\\d\\d.*"));
  }

  @Test
  void aChangedDocumentShows() throws IOException {
    Path changed = Files.copy(Generation.TRAPS, folder.resolve("changed.yaml"));
    replace(changed, "    Texts:", "    Words:");

    Map<String, String> before = TrapClient.sources();
    Map<String, String> after =
        Generation.run(changed, TrapClient.BASE_PACKAGE, folder.resolve("after"));

    assertThat(before).containsKey(model("Texts")).doesNotContainKey(model("Words"));
    assertThat(after).containsKey(model("Words")).doesNotContainKey(model("Texts"));
  }

  @Test
  void aChangedTemplateShows() throws IOException {
    Path templates = Files.createDirectory(folder.resolve("templates"));
    try (var files = Files.list(Generation.TEMPLATES)) {
      for (Path file : files.toList()) {
        Files.copy(file, templates.resolve(file.getFileName()));
      }
    }
    replace(templates.resolve("pojo.mustache"), "public final class", "/* changed */ public class");

    Map<String, String> after =
        Generation.run(
            Generation.TRAPS,
            TrapClient.BASE_PACKAGE,
            folder.resolve("after"),
            Generation.SETTINGS,
            templates);

    assertThat(after.get(model("Texts"))).contains("/* changed */");
    assertThat(after.keySet()).isEqualTo(TrapClient.sources().keySet());
  }

  @Test
  void aChangedSettingShows() throws IOException {
    Path settings = Files.copy(Generation.SETTINGS, folder.resolve("settings.yaml"));
    replace(settings, "number: Double", "number: Float");

    Map<String, String> after =
        Generation.run(
            Generation.TRAPS,
            TrapClient.BASE_PACKAGE,
            folder.resolve("after"),
            settings,
            Generation.TEMPLATES);

    assertThat(after.get(model("Numbers"))).contains("private Float real;");
    assertThat(TrapClient.sources().get(model("Numbers"))).contains("private Double real;");
  }

  @Test
  void theBuildNeverSkipsAndNeverKeepsOldFiles() throws IOException {
    String pom = Files.readString(Generation.MODULE.resolve("pom.xml"));

    assertThat(pom)
        .contains("<skipIfSpecIsUnchanged>false</skipIfSpecIsUnchanged>")
        .contains("<cleanupOutput>true</cleanupOutput>")
        .doesNotContain("<skipIfSpecIsUnchanged>true", "<cleanupOutput>false", "<skip>");
    assertThat(Contract.all())
        .allSatisfy(
            contract ->
                assertThat(pom)
                    .contains("${openapi.folder}/" + contract.name() + ".yaml")
                    .contains("${openapi.output}/" + contract.name() + "<"));
  }

  private static String model(String name) {
    return "src/main/java/dev/traps/model/" + name + ".java";
  }

  private static void replace(Path file, String old, String replacement) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, replacement));
  }
}
