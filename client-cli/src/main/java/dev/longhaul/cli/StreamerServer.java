package dev.longhaul.cli;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.streamer.StreamerClient;
import dev.longhaul.streamer.StreamerOptions;
import picocli.CommandLine.Option;

/** Where a Streamer server is. */
final class StreamerServer extends EndpointOptions {
  @Option(
      names = "--repeatable",
      description = {
        "Declares that the action may run twice without harm. It is then asked for again when the"
            + " connection breaks or the service reports an error that passes."
      })
  private boolean repeatable;

  @Option(
      names = "--url",
      required = true,
      paramLabel = "WS_URL",
      description = {"The WebSocket with its path, such as", "wss://example.com/production."})
  void url(String url) {
    this.url = url;
  }

  boolean isRepeatable() {
    return repeatable;
  }

  @Override
  int retries() {
    return repeatable ? ResilienceOptions.defaults().maxRetries() : 0;
  }

  /** Returns the service, which has been sent nothing yet. */
  StreamerService open(Surroundings surroundings) {
    if (tokenVariable.isEmpty()) {
      throw CommandFailure.usage(
          "--token-env is missing. Set a variable to a JSON Web Token of the service, and pass its"
              + " name.");
    }
    StreamerOptions defaults = StreamerOptions.defaults();
    try {
      return new StreamerService(
          StreamerClient.open(
              options(surroundings),
              defaults.toBuilder()
                  .realtime(surroundings.socket().apply(defaults.realtime()))
                  .build()),
          surroundings.display());
    } catch (InvalidInputException wrong) {
      throw usage(wrong);
    }
  }
}
