package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Over all tests that ran before it in this process, which are all of them in a whole build: no
 * token and no prompt that they used is in anything that was logged, in the text of any exception
 * that was made, or in the text form of anything that was remembered. {@link WholeSuite} lets it be
 * the last.
 */
class NoSecretInAnyTextTest {
  /** Secrets as tests write them; shorter ones cannot be told from other text. */
  private static final Pattern WRITTEN =
      Pattern.compile("(?:bearer|token)\\(\"([^\"]{5,})\"|addProperty\\(\"prompt\", \"([^\"]+)\"");

  private static final Path TESTS = Path.of("src", "test", "java");

  private static ThrownTexts.Found thrown;

  /** One that shows what it holds, as nothing of the library may. */
  private record Careless(String secret) {}

  @BeforeAll
  static void plantAndLook() throws IOException {
    ThrownTexts.record();
    LoggerFactory.getLogger(NoSecretInAnyTextTest.class).debug("It is {}", TestSecrets.PLANTED);
    TextForms.remember(new Careless(TestSecrets.PLANTED));
    try {
      throw new AssertionError(Integer.parseInt(TestSecrets.PLANTED));
    } catch (NumberFormatException planted) {
      // The JDK made it, and nobody has looked at it.
    }
    thrown =
        ThrownTexts.matching(text -> TestSecrets.areIn(text) || text.contains(TestSecrets.PLANTED));
  }

  @Test
  void nothingThatWasLoggedTellsASecret() {
    assertThat(RecordedLog.lines()).noneMatch(TestSecrets::areIn);
  }

  @Test
  void noExceptionThatWasMadeTellsASecret() {
    assertThat(thrown.matching()).noneMatch(one -> TestSecrets.areIn(one.message()));
  }

  @Test
  void noTextFormTellsASecret() {
    assertThat(TextForms.remembered().entrySet())
        .noneMatch(form -> TestSecrets.areIn(form.getKey()));
  }

  @Test
  void aSecretThatWasPlantedIsFoundInEachOfThem() {
    assertThat(RecordedLog.lines()).anyMatch(line -> line.contains(TestSecrets.PLANTED));
    assertThat(thrown.matching())
        .anyMatch(one -> one.message().contains(TestSecrets.PLANTED))
        .anyMatch(one -> one.type().equals(NumberFormatException.class.getName()));
    assertThat(TextForms.remembered().keySet())
        .anyMatch(text -> text.contains(TestSecrets.PLANTED));
  }

  @Test
  void everySecretThatATestWritesIsLookedFor() throws IOException {
    List<String> written;
    try (Stream<Path> files = Files.walk(TESTS)) {
      written =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(NoSecretInAnyTextTest::secretsWrittenIn)
              .distinct()
              .toList();
    }
    assertThat(written).isNotEmpty().allMatch(TestSecrets::areIn);
  }

  private static Stream<String> secretsWrittenIn(Path file) {
    try {
      return WRITTEN
          .matcher(Files.readString(file))
          .results()
          .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
