package dev.longhaul.cli;

import dev.longhaul.policy.ClientOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * The options that say which server of jobs to talk to, and as whom.
 *
 * @param <S> the service there
 */
abstract class ServerOptions<S extends Service<?>> extends EndpointOptions {
  /** Returns the name of the commands of this service. */
  abstract String group();

  abstract S open(ClientOptions options, Surroundings surroundings);

  /** Returns what to expect of a job that the service has agreed to stop. */
  String afterCancel() {
    return CancelWords.WATCH_ON;
  }

  /** Returns a client of the server. Its secret is hidden from the display from then on. */
  final S open(Surroundings surroundings) {
    return open(options(surroundings), surroundings);
  }

  /** Returns the words of a command line that say the same. */
  List<String> words() {
    List<String> words = new ArrayList<>(List.of("--url", url));
    if (!tokenVariable.isEmpty()) {
      words.addAll(List.of("--token-env", tokenVariable));
    }
    plainHosts.forEach(host -> words.addAll(List.of("--allow-http", host)));
    return words;
  }

  /** Returns the words besides {@link #words} that only a command that watches takes. */
  List<String> watchOptions() {
    return List.of();
  }

  /** Returns the line that runs another command of this program on the same server. */
  final String line(String command) {
    return line(List.of(command), List.of(), List.of());
  }

  /** Returns the line that watches a job from another run of this program. */
  final String comeBack(String id, OutOption out) {
    List<String> options = new ArrayList<>(watchOptions());
    options.addAll(out.words());
    return comeBack("watch", id, options);
  }

  /** Returns the line that runs a command for a job, with options besides those of the server. */
  final String comeBack(String command, String id, List<String> options) {
    // An id that looks like an option has to follow the mark that ends the options.
    return id.startsWith("-")
        ? line(List.of(command), options, List.of("--", id))
        : line(List.of(command, id), options, List.of());
  }

  private String line(List<String> first, List<String> options, List<String> last) {
    List<String> words = new ArrayList<>(List.of("longhaul", group()));
    words.addAll(first);
    words.addAll(words());
    words.addAll(options);
    words.addAll(last);
    return String.join(" ", words.stream().map(ServerOptions::quoted).toList());
  }

  /**
   * The id comes from a server and is meant to be pasted into a shell, so it must stay one word.
   */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
