package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void aBarIsDrawnWhereNotesAreOnATerminal() {
    assertThat(TerminalFacts.of(List.of("notes", "50 120"), "xterm"))
        .isEqualTo(new TerminalFacts(false, true, 120));
    assertThat(TerminalFacts.of(List.of("input"), "xterm"))
        .isEqualTo(new TerminalFacts(false, false, 80));
  }

  @Test
  void aQuestionNeedsInputAndNotesOnATerminal() {
    assertThat(TerminalFacts.of(List.of("input", "notes", "50 120"), "xterm").asks()).isTrue();
    assertThat(TerminalFacts.of(List.of("notes", "50 120"), "xterm").asks()).isFalse();
  }

  @Test
  void aTerminalThatCannotGoBackGetsLines() {
    assertThat(TerminalFacts.of(List.of("input", "notes"), "dumb"))
        .isEqualTo(new TerminalFacts(true, false, 80));
  }

  @Test
  void aWidthOfNothingIsNotBelieved() {
    assertThat(TerminalFacts.of(List.of("notes", "0 0"), "xterm").width()).isEqualTo(80);
    assertThat(TerminalFacts.of(List.of("notes", "50 12"), "xterm").width()).isEqualTo(40);
  }

  @Test
  void lookingHonoursATerminalThatCallsItselfDumb() {
    assertThat(TerminalFacts.probe(Map.of("TERM", "dumb")).draws()).isFalse();
  }

  @Test
  void cleaningLeavesOneLineOfPlainText() {
    assertThat(Printable.clean("a\u001b[31mb\r\n\tc\u0007\u009b2J\u200f\u2028d\u00e9\uD83E\uDD8A"))
        .isEqualTo("a[31mb  c2J d\u00e9\uD83E\uDD8A");
  }

  @Test
  void cuttingNeverSplitsACharacter() {
    assertThat(Printable.cut("short", 5)).isEqualTo("short");
    assertThat(Printable.cut("longer text", 8)).isEqualTo("longe...");
    assertThat(Printable.cut("abcd\uD83E\uDD8Axyz", 8)).isEqualTo("abcd...");
  }
}
