package dev.longhaul.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what to do with a job that is being watched. */
final class FollowOptions {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "The folder for the files; made if it does not exist. Nothing in it is written over.")
  Path out = Path.of("");

  /** Without the option as good as for ever: the limit of the option. */
  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description =
          "How long to wait, such as 90s, 5m, 1h30m or PT5M; without it, as long as the job takes.")
  Duration patience = Duration.ofDays(365);

  /** Returns the command line that watches a job from another run of this program. */
  String comeBack(String id, ServerOptions server) {
    List<String> words = new ArrayList<>(List.of("longhaul", "functions", "watch"));
    boolean plain = !id.startsWith("-");
    if (plain) {
      words.add(id);
    }
    words.addAll(server.words());
    words.addAll(List.of("--out", out.toString()));
    if (!plain) {
      // An id that looks like an option has to follow the mark that ends the options.
      words.addAll(List.of("--", id));
    }
    return String.join(" ", words.stream().map(FollowOptions::quoted).toList());
  }

  /**
   * The id comes from a server and is meant to be pasted into a shell, so it must stay one word.
   */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
