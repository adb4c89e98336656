package dev.longhaul.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** A video server for the commands that may stop a video. */
final class StoppableVideosServer extends VideosServer {
  @Option(
      names = "--delete-stops",
      description = {
        "Declares that DELETE stops a running video at this server, so that it can be cancelled.",
        "Elsewhere DELETE destroys a finished video; without this option nothing is sent."
      })
  void deleteStops(boolean declared) {
    deleteStops = declared;
  }

  @Override
  List<String> watchOptions() {
    return deleteStops ? List.of("--delete-stops") : List.of();
  }
}
