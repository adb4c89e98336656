package dev.longhaul.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names from a server become names of plain files, whatever they were. */
class FileNameTest {
  @ParameterizedTest
  @CsvSource({
    "cat.png, cat.png",
    "a b (1).tar.gz, a b (1).tar.gz",
    "../../etc/passwd, passwd",
    "..\\..\\windows\\x.dll, x.dll",
    "/abs, abs",
    "C:\\temp\\y, y",
    "C:evil, C_evil",
    ".bashrc, bashrc",
    "...hidden, hidden",
    "-rf, rf",
    "name..., name",
    "'trailing ', trailing",
    "what?*|<>\"x, what______x",
    "stream::$DATA, stream__$DATA",
    "%2e%2e%2fx, %2e%2e%2fx",
    "日本.png, 日本.png"
  })
  void whatCouldLeadElsewhereIsTakenOut(String sent, String safe) {
    assertThat(FileName.safe(sent)).isEqualTo(safe);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"con", "CON", "con.png", "Aux.tar.gz", "nul ", "com9.txt", "lpt7", "prn .x"})
  void namesOfDevicesAreChanged(String sent) {
    assertThat(FileName.safe(sent)).startsWith("_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"console.png", "auxiliary", "com10", "lpt.txt", "a.con"})
  void namesThatOnlyLookLikeDevicesAreKept(String sent) {
    assertThat(FileName.safe(sent)).isEqualTo(sent);
  }

  @ParameterizedTest
  @MethodSource("unseen")
  void whatCannotBeSeenIsReplaced(String sent) {
    assertThat(FileName.safe(sent)).isEqualTo("a_b.png");
  }

  static String[] unseen() {
    // A NUL, a line end, an escape, an overturned direction, a line separator, half a pair.
    return new String[] {
      "a\0b.png", "a\nb.png", "a\u001bb.png", "a\u202eb.png", "a\u2028b.png", "a\ud83db.png"
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "..", "/", "a/", "..\\", "---", ". . ."})
  void aNameWithNothingLeftGivesWayToTheNext(String sent) {
    assertThat(FileName.safe(sent, "image")).isEqualTo("image");
    assertThat(FileName.safe(null, sent)).isEqualTo("output");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "日", "🐈"})
  void aLongNameIsCutBetweenCharactersAndKeepsItsEnding(String letter) {
    String cut = FileName.safe(letter.repeat(400) + ".png");

    assertThat(cut).endsWith(letter + ".png");
    assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(190, 200);
  }

  @Test
  void anEndingThatIsTooLongToBeOneIsCutToo() {
    assertThat(FileName.safe("a." + "x".repeat(500))).hasSize(200);
  }

  @Test
  void aHostileNameCostsNoTime() {
    String hostile = "x" + " .".repeat(2_000_000) + "x";

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(FileName.safe(hostile)).isNotEmpty());
  }

  @Test
  void aNumberGoesBeforeTheEnding() {
    assertThat(FileName.numbered("cat.png", 2)).isEqualTo("cat (2).png");
    assertThat(FileName.numbered("cat", 3)).isEqualTo("cat (3)");
  }

  @Test
  void thePlainFormHoldsAsciiAlone() {
    assertThat(FileName.plain("日本 é.png")).isEqualTo("__ _.png");
  }
}
