package dev.longhaul.cli;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say where to call, and as whom. */
abstract class EndpointOptions {
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

  /** Returns with what the service documents its URL to end; empty for anything. */
  String ending() {
    return "";
  }

  /** Returns how long a submission may take, what it uploads included. */
  Duration createTimeout() {
    return Duration.ofSeconds(30);
  }

  /**
   * Returns how often a call is tried again. A person is watching, who hears at once what is wrong.
   */
  int retries() {
    return 0;
  }

  /** Returns how to talk to the server. Its secret is hidden from the display from then on. */
  final ClientOptions options(Surroundings surroundings) {
    Duration deadline = createTimeout().plus(BESIDE_THE_CREATE);
    try {
      ClientOptions.Builder options =
          ClientOptions.builder(url)
              .watch(surroundings.pace())
              .createTimeout(createTimeout())
              .resilience(
                  ResilienceOptions.builder().maxRetries(retries()).deadline(deadline).build());
      plainHosts.forEach(options::allowPlainHttp);
      requireEnding();
      ClientOptions server = options.build();
      return server.toBuilder().credentials(credentials(server, surroundings)).build();
    } catch (InvalidInputException wrong) {
      throw usage(wrong);
    }
  }

  /** Returns the failure for an option that the library refused, in the words of the user. */
  static CommandFailure usage(InvalidInputException wrong) {
    return CommandFailure.usage(
        wrong,
        switch (wrong.field()) {
          case "baseUrl" -> "--url";
          case "token" -> "The token that --token-env names";
          default -> wrong.field();
        });
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
}
