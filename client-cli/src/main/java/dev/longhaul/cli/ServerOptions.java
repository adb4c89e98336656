package dev.longhaul.cli;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The options that say which server to talk to, and as whom.
 *
 * @param <S> the service there
 */
abstract class ServerOptions<S extends Service<?>> {
  private static final Duration BESIDE_THE_CREATE = Duration.ofSeconds(90);

  private static final String SHOUTED_NAME = "[A-Z_][A-Z0-9_]{0,63}";

  /** An option of each service, since each documents its own. */
  String url = "";

  @Option(
      names = "--token-env",
      paramLabel = "VAR",
      description =
          "The environment variable that holds the bearer token; none is sent without it.")
  String tokenVariable = "";

  @Option(
      names = "--allow-http",
      paramLabel = "HOST",
      description = "A host that may be sent the token unencrypted. May be repeated.")
  List<String> plainHosts = new ArrayList<>();

  /** Returns the name of the commands of this service. */
  abstract String group();

  abstract S open(ClientOptions options, Display display);

  /** Returns with what the service documents its URL to end; empty for anything. */
  String ending() {
    return "";
  }

  /** Returns what to expect of a job that the service has agreed to stop. */
  String afterCancel() {
    return CancelWords.WATCH_ON;
  }

  /** Returns how long a submission may take, what it uploads included. */
  Duration createTimeout() {
    return Duration.ofSeconds(30);
  }

  /** Returns a client of the server. Its secret is hidden from the display from then on. */
  final S open(Surroundings surroundings) {
    return open(options(surroundings), surroundings.display());
  }

  /**
   * Returns how to talk to the server. A person is watching: what is wrong is told at once, and a
   * watch asks again in any case.
   */
  final ClientOptions options(Surroundings surroundings) {
    Duration deadline = createTimeout().plus(BESIDE_THE_CREATE);
    try {
      ClientOptions.Builder options =
          ClientOptions.builder(url)
              .watch(surroundings.pace())
              .createTimeout(createTimeout())
              .resilience(ResilienceOptions.builder().maxRetries(0).deadline(deadline).build());
      plainHosts.forEach(options::allowPlainHttp);
      requireEnding();
      ClientOptions server = options.build();
      return server.toBuilder().credentials(credentials(server, surroundings)).build();
    } catch (InvalidInputException wrong) {
      throw CommandFailure.usage(
          wrong,
          switch (wrong.field()) {
            case "baseUrl" -> "--url";
            case "token" -> "The token that --token-env names";
            default -> wrong.field();
          });
    }
  }

  private void requireEnding() {
    if (!url.strip().replaceAll("/+$", "").endsWith(ending())) {
      throw CommandFailure.usage(
          "--url does not end in "
              + ending()
              + ". Pass the base URL as the service documents it, such as https://example.com"
              + ending()
              + ".");
    }
  }

  /**
   * Returns as whom to call.
   *
   * @param server where, and nobody yet
   */
  Credentials credentials(ClientOptions server, Surroundings surroundings) {
    return tokenVariable.isEmpty()
        ? Credentials.none()
        : Credentials.bearer(secret("--token-env", tokenVariable, "token", surroundings));
  }

  /** Returns what a variable of the environment holds, which the display hides from then on. */
  static String secret(String option, String variable, String what, Surroundings surroundings) {
    String secret = value(option, variable, what, surroundings);
    surroundings.display().hide(secret);
    return secret;
  }

  static String value(String option, String variable, String what, Surroundings surroundings) {
    String value = surroundings.environment().getOrDefault(variable, "");
    if (value.isBlank()) {
      // Someone may have typed the secret itself, which must not come back.
      String name = variable.matches(SHOUTED_NAME) ? " " + variable : "";
      throw CommandFailure.usage(
          option
              + " names a variable"
              + name
              + " that is unset or empty. Set it to the "
              + what
              + ", and pass its name.");
    }
    return value;
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
