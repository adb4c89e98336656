package dev.longhaul.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that say how to watch a job. */
final class FollowOptions {
  /** Without the option as good as for ever: the limit of the option. */
  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description =
          "How long to wait, such as 90s, 5m, 1h30m or PT5M; without it, as long as the job takes.")
  Duration patience = Duration.ofDays(365);
}
