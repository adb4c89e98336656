package dev.longhaul.cli;

import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.policy.ClientOptions;
import picocli.CommandLine.Option;

/** Where a Function Runner is. */
class FunctionsServer extends ServerOptions<FunctionsService> {
  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "The server's root, such as https://runner.example.com.")
  void url(String url) {
    this.url = url;
  }

  @Override
  String group() {
    return "functions";
  }

  @Override
  FunctionsService open(ClientOptions options, Surroundings surroundings) {
    return new FunctionsService(FunctionRunnerClient.open(options), surroundings.display());
  }
}
