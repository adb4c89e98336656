package dev.longhaul.cli;

import dev.longhaul.generated.sora.model.VideoVariant;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Saves one of the files of a video. */
final class VideoDownloadCommand extends DownloadCommand<VideosService> {
  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description = "Which file: video, thumbnail or spritesheet; the video without the option.")
  private String variant = VideoVariant.VIDEO.value();

  VideoDownloadCommand(Surroundings surroundings) {
    super(surroundings, new VideosServer(), new OutFile());
  }

  @Override
  List<String> more() {
    return VideoVariant.VIDEO.value().equals(variant) ? List.of() : List.of("--variant", variant);
  }

  @Override
  VideosService open() {
    VideoVariant wanted = VideoVariant.of(variant);
    if (!wanted.isKnown()) {
      String known =
          VideoVariant.known().stream().map(VideoVariant::value).collect(Collectors.joining(", "));
      throw CommandFailure.usage("--variant is none of " + known + ". Pass one of them.");
    }
    return super.open().variant(wanted);
  }
}
