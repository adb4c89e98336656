package dev.longhaul.cli;

import dev.longhaul.policy.ClientOptions;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.SoraOptions;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a video server is, and what it can do. */
class VideosServer extends ServerOptions<VideosService> {
  /** Whether DELETE is declared to stop a running video. */
  boolean deleteStops;

  /** Whether the server has values of its own, so that those of the contract say nothing. */
  private boolean ownValues;

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = {"The base URL, which ends in /v1, such as", "http://localhost:8000/v1."})
  void url(String url) {
    this.url = url;
  }

  /** Lets models, sizes and lengths pass that the contract does not know. */
  void takesOwnValues() {
    ownValues = true;
  }

  @Override
  String group() {
    return "videos";
  }

  /** A picture of any size may go along, over a slow line. */
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
    return "/v1";
  }

  @Override
  VideosService open(ClientOptions options, Surroundings surroundings) {
    SoraOptions.Builder sora = SoraOptions.builder();
    if (deleteStops) {
      sora.deletion(SoraOptions.Deletion.STOPS);
    }
    if (ownValues) {
      sora.models(List.of()).sizes(List.of()).seconds(List.of());
    }
    return new VideosService(
        SoraClient.open(options, sora.build()), surroundings.display(), deleteStops);
  }
}
