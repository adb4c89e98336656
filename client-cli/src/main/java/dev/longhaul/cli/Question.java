package dev.longhaul.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Asks something that is answered with yes or no. */
final class Question {
  private static final Set<String> YES = Set.of("y", "yes");

  private Question() {}

  /**
   * Returns a future of whether the answer was yes. Reading a terminal cannot be interrupted, so a
   * thread of its own does it, one that does not keep the program alive.
   */
  static CompletableFuture<Boolean> ask(String text, Surroundings surroundings) {
    surroundings.display().draw(text);
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread reader = new Thread(() -> answer.complete(isYes(surroundings)), "longhaul-answer");
    reader.setDaemon(true);
    reader.start();
    return answer;
  }

  private static boolean isYes(Surroundings surroundings) {
    try {
      String line =
          new BufferedReader(
                  new InputStreamReader(surroundings.person().answers(), Charset.defaultCharset()))
              .readLine();
      return line != null && YES.contains(line.strip().toLowerCase(Locale.ROOT));
    } catch (IOException noAnswer) {
      return false;
    }
  }
}
