package dev.longhaul.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Whether a person sits before the program.
 *
 * @param asks whether a question can be asked: input and notes are on a terminal
 * @param draws whether a bar can be drawn: notes are on a terminal that can go back in a line
 * @param width how many characters fit in a line
 */
record TerminalFacts(boolean asks, boolean draws, int width) {
  private static final int USUAL_WIDTH = 80;
  private static final int LEAST_WIDTH = 40;

  /**
   * Java tells of input and output together, and of neither alone; the shell tells of each, and how
   * wide it is.
   */
  private static final String QUESTIONS =
      "test -t 0 && echo input; test -t 2 && echo notes && stty size <&2 2>/dev/null";

  /** Returns the facts where nobody is there. */
  static TerminalFacts none() {
    return new TerminalFacts(false, false, USUAL_WIDTH);
  }

  /**
   * Returns the facts of this process, asked of a shell that has the same streams; without one,
   * nobody is there.
   */
  static TerminalFacts probe(Map<String, String> environment) {
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", QUESTIONS)
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start();
      String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return of(answer.lines().toList(), environment.getOrDefault("TERM", "dumb"));
    } catch (IOException noShell) {
      return none();
    }
  }

  static TerminalFacts of(List<String> answers, String terminal) {
    boolean notes = answers.contains("notes");
    int width = answers.stream().mapToInt(TerminalFacts::width).max().orElse(0);
    return new TerminalFacts(
        notes && answers.contains("input"),
        notes && !terminal.equals("dumb"),
        width == 0 ? USUAL_WIDTH : Math.max(width, LEAST_WIDTH));
  }

  /** Returns the second of two numbers, rows and columns; 0 for anything else. */
  private static int width(String answer) {
    return answer.matches("\\d{1,5} \\d{1,5}")
        ? Integer.parseInt(answer.substring(answer.indexOf(' ') + 1))
        : 0;
  }
}
