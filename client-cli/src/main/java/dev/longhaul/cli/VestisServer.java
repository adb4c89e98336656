package dev.longhaul.cli;

import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.vestis.VestisClient;
import dev.longhaul.vestis.VestisLogin;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Where Vestis is, and the account there. */
final class VestisServer extends ServerOptions<VestisService> {
  @Option(
      names = "--email-env",
      paramLabel = "VAR",
      description = {
        "The environment variable that holds the e-mail address of the account, to log in in place"
            + " of a token. Goes with --password-env."
      })
  String emailVariable = "";

  @Option(
      names = "--password-env",
      paramLabel = "VAR",
      description = "The environment variable that holds the password of the account.")
  String passwordVariable = "";

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = {
        "The base URL, which ends in /api/v1, such as",
        "http://localhost:4000/api/v1."
      })
  void url(String url) {
    this.url = url;
  }

  @Override
  String group() {
    return "vestis";
  }

  /** Ten photos of 10 MB may go along, over a slow line. */
  @Override
  Duration createTimeout() {
    return Duration.ofMinutes(5);
  }

  @Override
  String afterCancel() {
    return CancelWords.GONE;
  }

  @Override
  String ending() {
    return "/api/v1";
  }

  @Override
  Credentials credentials(ClientOptions server, Surroundings surroundings) {
    if (emailVariable.isEmpty() && passwordVariable.isEmpty()) {
      return super.credentials(server, surroundings);
    }
    if (emailVariable.isEmpty() || passwordVariable.isEmpty() || !tokenVariable.isEmpty()) {
      throw CommandFailure.usage(
          "--email-env and --password-env go together, and not with --token-env. Pass the two, or"
              + " --token-env alone.");
    }
    String email = value("--email-env", emailVariable, "e-mail address", surroundings);
    String password = secret("--password-env", passwordVariable, "password", surroundings);
    return VestisLogin.of(server, email, () -> password).credentials();
  }

  @Override
  List<String> words() {
    List<String> words = super.words();
    if (!emailVariable.isEmpty()) {
      words.addAll(List.of("--email-env", emailVariable, "--password-env", passwordVariable));
    }
    return words;
  }

  @Override
  VestisService open(ClientOptions options, Surroundings surroundings) {
    return new VestisService(VestisClient.open(options), surroundings.display());
  }
}
