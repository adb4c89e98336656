package dev.longhaul.cli;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say which server to talk to, and as whom. */
final class ServerOptions {
  /** A person is watching: what is wrong is told at once, and a watch asks again in any case. */
  private static final ResilienceOptions AT_ONCE =
      ResilienceOptions.builder().maxRetries(0).build();

  private static final String SHOUTED_NAME = "[A-Z_][A-Z0-9_]{0,63}";

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "The server's root, such as https://runner.example.com.")
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

  /** Returns a client of the server. The token is hidden from the display from then on. */
  FunctionRunnerClient open(Surroundings surroundings) {
    try {
      ClientOptions.Builder options =
          ClientOptions.builder(url).watch(surroundings.pace()).resilience(AT_ONCE);
      plainHosts.forEach(options::allowPlainHttp);
      if (!tokenVariable.isEmpty()) {
        String token = token(surroundings.environment());
        surroundings.display().hide(token);
        options.credentials(Credentials.bearer(token));
      }
      return FunctionRunnerClient.open(options.build());
    } catch (InvalidInputException wrong) {
      throw inWordsOfOptions(wrong);
    }
  }

  private String token(Map<String, String> environment) {
    String token = environment.getOrDefault(tokenVariable, "");
    if (token.isBlank()) {
      // Someone may have typed the token itself, which must not come back.
      String name = tokenVariable.matches(SHOUTED_NAME) ? " " + tokenVariable : "";
      throw CommandFailure.usage(
          "--token-env names a variable"
              + name
              + " that is unset or empty. Set it to the token, and pass its name.");
    }
    return token;
  }

  private static CommandFailure inWordsOfOptions(InvalidInputException wrong) {
    String option =
        switch (wrong.field()) {
          case "baseUrl" -> "--url";
          case "token" -> "The token that --token-env names";
          default -> wrong.field();
        };
    String rest = String.valueOf(wrong.getMessage()).substring(wrong.field().length());
    return CommandFailure.usage(option + rest.replace("allowPlainHttp", "--allow-http"));
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
}
